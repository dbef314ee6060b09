import { inflateRawSync } from 'node:zlib'

/** 拆开表格 Every part of an .xlsx of ours, unpacked: what is looked for may stand in any of them. */
export function unpackedSheet(bytes: Buffer): string {
  const parts: Buffer[] = []
  for (let at = 0; bytes.readUInt32LE(at) === 0x04034b50; ) {
    const [size, name, extra] = [bytes.readUInt32LE(at + 18), bytes.readUInt16LE(at + 26), bytes.readUInt16LE(at + 28)]
    const from = at + 30 + name + extra
    parts.push(inflateRawSync(bytes.subarray(from, from + size)))
    at = from + size
  }
  return Buffer.concat(parts).toString()
}
