import { inflateRawSync } from 'node:zlib'
import { refusal } from '#kernel/refusal'

export const sheetUnreadable = refusal('SHEET_UNREADABLE', 422, 'The spreadsheet cannot be read')
export const sheetTooLarge = refusal('SHEET_TOO_LARGE', 422, 'The spreadsheet is too large')

/** An .xlsx of a few hundred rows has some twenty parts and unpacks to less than a megabyte. */
const most = { parts: 200, bytes: 16_777_216 } as const

const endSign = 0x06054b50
const partSign = 0x02014b50
const headSign = 0x04034b50

const wrong = () => sheetUnreadable({ remedy: 'Save it again as .xlsx, or as CSV.' })

/**
 * 解包上限 An .xlsx is a zip archive: before anybody reads it, every part is unpacked here with a limit on all of it together, whatever its
 * directory says. Programs inside it, encryption, and parts packed in another way than deflate are refused. @throws SHEET_UNREADABLE, SHEET_TOO_LARGE
 */
export function mustUnpackSmall(bytes: Buffer): void {
  const end = bytes.lastIndexOf(Buffer.from([0x50, 0x4b, 0x05, 0x06]))
  if (end < 0 || end + 22 > bytes.length || bytes.readUInt32LE(end) !== endSign) throw wrong()
  const parts = bytes.readUInt16LE(end + 10)
  if (parts > most.parts) throw sheetTooLarge({ facts: { parts: most.parts } })
  let at = bytes.readUInt32LE(end + 16)
  let left: number = most.bytes
  for (let part = 0; part < parts; part++) {
    if (at + 46 > bytes.length || bytes.readUInt32LE(at) !== partSign) throw wrong()
    const [flags, method, packed] = [
      bytes.readUInt16LE(at + 8),
      bytes.readUInt16LE(at + 10),
      bytes.readUInt32LE(at + 20),
    ]
    const [name, extra, comment] = [28, 30, 32].map(from => bytes.readUInt16LE(at + from)) as [number, number, number]
    const path = bytes.subarray(at + 46, at + 46 + name).toString('latin1')
    if ((flags & 1) !== 0 || /vbaProject|\.bin$|externalLink|embeddings?\//i.test(path)) throw wrong()
    const head = bytes.readUInt32LE(at + 42)
    if (head + 30 > bytes.length || bytes.readUInt32LE(head) !== headSign) throw wrong()
    const from = head + 30 + bytes.readUInt16LE(head + 26) + bytes.readUInt16LE(head + 28)
    const body = bytes.subarray(from, from + packed)
    left -= sizeOf(body, method, left)
    at += 46 + name + extra + comment
  }
}

function sizeOf(body: Buffer, method: number, left: number): number {
  if (method === 0) {
    if (body.length > left) throw sheetTooLarge({ facts: { bytes: most.bytes } })
    return body.length
  }
  if (method !== 8) throw wrong()
  try {
    return inflateRawSync(body, { maxOutputLength: Math.max(1, left) }).length
  } catch (fault) {
    if ((fault as { code?: string }).code === 'ERR_BUFFER_TOO_LARGE')
      throw sheetTooLarge({ facts: { bytes: most.bytes } })
    throw sheetUnreadable({ cause: fault, remedy: 'Save it again as .xlsx, or as CSV.' })
  }
}
