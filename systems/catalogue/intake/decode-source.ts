import { isUtf8 } from 'node:buffer'
import { unreadable } from './unreadable.ts'

export interface Decoded {
  readonly text: string
  /** Said where it was not UTF-8: an editor should look for characters that came out wrong. */
  readonly encoding?: string
}

const starts = (bytes: Uint8Array, ...head: readonly number[]): boolean => head.every((byte, at) => bytes[at] === byte)

/** Files that hold text in a way of their own: what to do with each. */
const containers: readonly (readonly [readonly number[], string, string])[] = [
  [[0x50, 0x4b, 0x03, 0x04], 'an Office or ZIP file', 'Open it and save the sheet as CSV, or the page as HTML.'],
  [[0xd0, 0xcf, 0x11, 0xe0], 'an old Office file', 'Open it and save the sheet as CSV.'],
  [[0x25, 0x50, 0x44, 0x46], 'a PDF', 'Take the table out of it as CSV, or the page it was printed from.'],
]

/**
 * 解码 Bytes → text: UTF-8, UTF-16 with its mark, or GB18030 (which holds GBK and GB 2312) when the bytes are whole Chinese text
 * under it. @throws IMPORT_UNREADABLE with what the file is instead.
 */
export function decodeSource(file: string, bytes: Uint8Array): Decoded {
  for (const [head, what, remedy] of containers)
    if (starts(bytes, ...head)) throw unreadable(`${file} is ${what}, not text.`, remedy)
  if (starts(bytes, 0xff, 0xfe)) return { text: strictly(file, bytes, 'utf-16le'), encoding: 'UTF-16' }
  if (starts(bytes, 0xfe, 0xff)) return { text: strictly(file, bytes, 'utf-16be'), encoding: 'UTF-16' }
  if (isUtf8(bytes)) return { text: new TextDecoder().decode(bytes) }
  const text = strictly(file, bytes, 'gb18030')
  const han = text.match(/\p{Script=Han}/gu)?.length ?? 0
  const other = text.match(/[^\p{Script=Han}\p{ASCII}\p{Punctuation}\p{Symbol}\s]/gu)?.length ?? 0
  if (han < 2 || other * 4 > han) throw notText(file, bytes)
  return { text, encoding: 'GB18030' }
}

function strictly(file: string, bytes: Uint8Array, encoding: string): string {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes)
  } catch {
    throw notText(file, bytes)
  }
}

function notText(file: string, bytes: Uint8Array) {
  const at = new TextDecoder().decode(bytes.subarray(0, 100_000)).indexOf('\uFFFD')
  return unreadable(`${file} is neither UTF-8 nor GBK from character ${Math.max(at, 0)} on.`, 'Save it as UTF-8.')
}
