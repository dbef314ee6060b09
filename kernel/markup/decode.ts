import { isUtf8 } from 'node:buffer'
import { unreadableAt } from './unreadable.ts'

const start = { line: 1, column: 1 }
const declared = /^<\?xml[^>]{0,200}?\sencoding\s*=\s*["']([A-Za-z][A-Za-z0-9._-]*)["']/

/** The bytes of a file as text: by its mark of byte order, else by the encoding it declares, else UTF-8. */
export function decodeXml(file: string, bytes: Uint8Array): string {
  const [first, second] = bytes
  if (first === 0xff && second === 0xfe) return strictly(file, bytes, 'utf-16le')
  if (first === 0xfe && second === 0xff) return strictly(file, bytes, 'utf-16be')
  const head = new TextDecoder('latin1').decode(bytes.subarray(0, 300)).replace(/^ï»¿/, '')
  const encoding = declared.exec(head)?.[1] ?? 'utf-8'
  if (/^utf-?8$/i.test(encoding) || (/^us-ascii$/i.test(encoding) && isUtf8(bytes)))
    return strictly(file, bytes, 'utf-8')
  return strictly(file, bytes, encoding)
}

function strictly(file: string, bytes: Uint8Array, encoding: string): string {
  let loose: TextDecoder
  try {
    loose = new TextDecoder(encoding)
  } catch {
    throw unreadableAt(file, start, 'encoding', encoding.slice(0, 40))
  }
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes)
  } catch {
    const before = loose.decode(bytes).split('\uFFFD', 1)[0]!
    const line = before.split('\n').length
    throw unreadableAt(file, { line, column: before.length - before.lastIndexOf('\n') }, 'encoding', encoding)
  }
}
