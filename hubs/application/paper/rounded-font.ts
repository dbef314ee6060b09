/** What coordinates are rounded to, in units of a thousandth of an em: at 16 pt it is an eighth of a point, a dot of an office printer. */
const step = 8

interface Table {
  readonly tag: string
  readonly bytes: Buffer
}

function tablesOf(font: Buffer): readonly Table[] {
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

function written(tables: readonly Table[]): Buffer {
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

/** Flags of the points of a simple glyph, and where they end. */
function flagsOf(
  glyph: Buffer,
  from: number,
  points: number,
): { readonly flags: readonly number[]; readonly end: number } {
  const flags: number[] = []
  let at = from
  while (flags.length < points) {
    const flag = glyph[at++]!
    flags.push(flag)
    if (flag & 8) for (let more = glyph[at++]!; more > 0; more--) flags.push(flag)
  }
  return { flags, end: at }
}

/** Coordinates along one axis, where a point on the curve is the sum of all steps to it. */
function coordinatesOf(glyph: Buffer, from: number, flags: readonly number[], short: number, same: number) {
  const all: number[] = []
  let at = from
  let place = 0
  for (const flag of flags) {
    if (flag & short) place += flag & same ? glyph[at++]! : -glyph[at++]!
    else if (!(flag & same)) {
      place += glyph.readInt16BE(at)
      at += 2
    }
    all.push(place)
  }
  return { all, end: at }
}

function delta(move: number, out: number[], short: number, same: number): number {
  if (move === 0) return same
  if (Math.abs(move) < 256) {
    out.push(Math.abs(move))
    return short | (move > 0 ? same : 0)
  }
  out.push((move >> 8) & 255, move & 255)
  return 0
}

/** One outline with its points on the grid; composite and empty ones stay as they are. */
function roundedGlyph(glyph: Buffer): Buffer {
  if (glyph.length < 10 || glyph.readInt16BE(0) <= 0) return glyph
  const contours = glyph.readInt16BE(0)
  const ends = Array.from({ length: contours }, (_, at) => glyph.readUInt16BE(10 + at * 2))
  const instructions = glyph.readUInt16BE(10 + contours * 2)
  const begin = 12 + contours * 2 + instructions
  const { flags, end } = flagsOf(glyph, begin, ends.at(-1)! + 1)
  const x = coordinatesOf(glyph, end, flags, 2, 16)
  const y = coordinatesOf(glyph, x.end, flags, 4, 32)
  const outFlags: number[] = []
  const xs: number[] = []
  const ys: number[] = []
  let [fromX, fromY] = [0, 0]
  for (const [at, flag] of flags.entries()) {
    const [toX, toY] = [Math.round(x.all[at]! / step) * step, Math.round(y.all[at]! / step) * step]
    outFlags.push((flag & 1) | delta(toX - fromX, xs, 2, 16) | delta(toY - fromY, ys, 4, 32))
    ;[fromX, fromY] = [toX, toY]
  }
  const packed: number[] = []
  for (let at = 0; at < outFlags.length; ) {
    let run = 1
    while (run < 256 && outFlags[at + run] === outFlags[at]) run++
    if (run > 1) packed.push(outFlags[at]! | 8, run - 1)
    else packed.push(outFlags[at]!)
    at += run
  }
  return Buffer.concat([glyph.subarray(0, 10 + contours * 2), Buffer.from([0, 0, ...packed, ...xs, ...ys])])
}

/**
 * 字形取整 A subset of a TrueType font with the points of its outlines on a grid of 1/125 em: a paper with three hundred different signs is
 * a quarter smaller, and nobody sees it. Hinting is left out; widths, numbers of glyphs and all other tables are as they were.
 */
export function roundedFont(font: Uint8Array): Buffer {
  const tables = tablesOf(Buffer.from(font))
  const table = (tag: string) => tables.find(one => one.tag === tag)?.bytes
  const [head, loca, glyf] = [table('head'), table('loca'), table('glyf')]
  if (!head || !loca || !glyf) throw new TypeError('not a TrueType font')
  const long = head.readInt16BE(50) === 1
  const count = loca.length / (long ? 4 : 2)
  const offsets = Array.from({ length: count }, (_, at) =>
    long ? loca.readUInt32BE(at * 4) : loca.readUInt16BE(at * 2) * 2,
  )
  const glyphs = offsets.slice(0, -1).map((from, at) => {
    const glyph = roundedGlyph(glyf.subarray(from, offsets[at + 1]!))
    return glyph.length % 4 === 0 ? glyph : Buffer.concat([glyph, Buffer.alloc(4 - (glyph.length % 4))])
  })
  const newHead = Buffer.from(head)
  newHead.writeInt16BE(1, 50)
  const newLoca = Buffer.alloc(count * 4)
  let at = 0
  for (const [index, glyph] of glyphs.entries()) {
    at += glyph.length
    newLoca.writeUInt32BE(at, (index + 1) * 4)
  }
  const changed: Readonly<Record<string, Buffer>> = { head: newHead, loca: newLoca, glyf: Buffer.concat(glyphs) }
  return written(tables.map(({ tag, bytes }) => ({ tag, bytes: changed[tag] ?? bytes })))
}
