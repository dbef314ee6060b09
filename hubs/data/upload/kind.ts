import { isStillInBox, type MediaType, mediaTypeOf } from '#kernel/file'
import type { FileFault } from './refusals.ts'

const starts = (bytes: Buffer, hexadecimal: string): boolean =>
  bytes.subarray(0, hexadecimal.length / 2).equals(Buffer.from(hexadecimal, 'hex'))

/** Bytes of a beginning in which a page or drawing shows itself, after blanks, comments and a byte order mark. */
const shown = 1_024
const markup = /^<(?:\?xml|!doctype|html|svg|head|body|script|iframe)\b/i

/** What stands before the first tag that is none: taken off one by one, so that no beginning takes long to read. */
function isMarkup(text: string): boolean {
  let rest = text.trimStart()
  while (rest.startsWith('<!--')) {
    const end = rest.indexOf('-->')
    if (end === -1) return true
    rest = rest.slice(end + 3).trimStart()
  }
  return markup.test(rest)
}

/** A package in which something is locked says so in the flags of its first entry (APPNOTE 4.4.4). */
const isLocked = (bytes: Buffer): boolean => bytes.length > 8 && (bytes.readUInt16LE(6) & 1) === 1
const isOffice = (bytes: Buffer): boolean =>
  bytes.includes('[Content_Types].xml') || bytes.includes('vbaProject.bin') || bytes.includes('word/document.xml')

function refusedKind(bytes: Buffer): FileFault {
  if (isStillInBox(bytes)) return 'phone-picture'
  // Old Office files, and new ones with a password, come in the same box (MS-CFB).
  if (starts(bytes, 'd0cf11e0a1b11ae1'))
    return bytes.includes(Buffer.from('EncryptedPackage', 'utf16le')) ? 'encrypted' : 'macros'
  if (starts(bytes, '504b0304')) return isOffice(bytes) ? 'macros' : isLocked(bytes) ? 'encrypted' : 'packed'
  if (starts(bytes, '526172211a07') || starts(bytes, '377abcaf271c') || starts(bytes, '1f8b')) return 'packed'
  const text = starts(bytes, 'fffe')
    ? bytes.subarray(2, 2 * shown).toString('utf16le')
    : bytes.subarray(0, shown).toString('utf8')
  return isMarkup(text) ? 'markup' : 'kind'
}

/** 类型 What a file is by its own bytes, and whether it may stand where it was sent for; its name says nothing. */
export function kindOf(bytes: Buffer, takes: readonly MediaType[]): MediaType | { readonly fault: FileFault } {
  const type = mediaTypeOf(bytes)
  if (type !== undefined && takes.includes(type)) return type
  return { fault: type === undefined ? refusedKind(bytes) : 'kind' }
}
