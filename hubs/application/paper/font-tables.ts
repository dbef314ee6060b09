export interface Table {
  readonly tag: string
  readonly bytes: Buffer
}

/** The tables of a font file by name. */
export function tablesOf(font: Buffer): readonly Table[] {
  const count = font.readUInt16BE(4)
  return Array.from({ length: count }, (_, at) => {
    const entry = 12 + at * 16
    const offset = font.readUInt32BE(entry + 8)
    return {
      tag: font.toString('latin1', entry, entry + 4),
      bytes: font.subarray(offset, offset + font.readUInt32BE(entry + 12)),
    }
  })
}

function checksumOf(bytes: Buffer): number {
  let sum = 0
  for (let at = 0; at < bytes.length; at += 4)
    sum = (sum + (at + 4 <= bytes.length ? bytes.readUInt32BE(at) : tailOf(bytes, at))) >>> 0
  return sum
}
const tailOf = (bytes: Buffer, at: number): number =>
  Buffer.concat([bytes.subarray(at), Buffer.alloc(3)]).readUInt32BE(0)

/** A font file of these tables. */
export function fontOf(tables: readonly Table[]): Buffer {
  const head = Buffer.alloc(12 + tables.length * 16)
  const power = Math.floor(Math.log2(tables.length))
  head.writeUInt32BE(0x0001_0000, 0)
  head.writeUInt16BE(tables.length, 4)
  head.writeUInt16BE(16 * 2 ** power, 6)
  head.writeUInt16BE(power, 8)
  head.writeUInt16BE(tables.length * 16 - 16 * 2 ** power, 10)
  const parts: Buffer[] = [head]
  let offset = head.length
  for (const [at, { tag, bytes }] of tables.entries()) {
    const entry = 12 + at * 16
    head.write(tag, entry, 'latin1')
    head.writeUInt32BE(checksumOf(bytes), entry + 4)
    head.writeUInt32BE(offset, entry + 8)
    head.writeUInt32BE(bytes.length, entry + 12)
    const padded = Buffer.concat([bytes, Buffer.alloc((4 - (bytes.length % 4)) % 4)])
    parts.push(padded)
    offset += padded.length
  }
  return Buffer.concat(parts)
}
