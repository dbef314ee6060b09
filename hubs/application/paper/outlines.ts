/** A point of an outline, on the curve or beside it. */
export interface Point {
  readonly x: number
  readonly y: number
  readonly on: boolean
}
export type Contour = readonly Point[]

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

/** The same flag again and again is written once, with how often. */
function packed(flags: readonly number[]): readonly number[] {
  const out: number[] = []
  for (let at = 0; at < flags.length; ) {
    let run = 1
    while (run < 256 && flags[at + run] === flags[at]) run++
    if (run > 1) out.push(flags[at]! | 8, run - 1)
    else out.push(flags[at]!)
    at += run
  }
  return out
}

/** Whether a glyph is an outline of its own: composite and empty ones are not. */
export const isOutline = (glyph: Buffer): boolean => glyph.length >= 12 && glyph.readInt16BE(0) > 0

/** A glyph made of others, with the places of its parts divided by `step`. */
export function dividedComposite(glyph: Buffer, step: number): Buffer {
  const copy = Buffer.from(glyph)
  const divide = (at: number) => copy.writeInt16BE(Math.round(copy.readInt16BE(at) / step), at)
  for (const at of [2, 4, 6, 8]) divide(at)
  for (let at = 10, more = true; more; ) {
    const flags = copy.readUInt16BE(at)
    const [words, offsets] = [(flags & 1) !== 0, (flags & 2) !== 0]
    if (offsets && words) for (const place of [at + 4, at + 6]) divide(place)
    if (offsets && !words)
      for (const place of [at + 4, at + 5]) copy.writeInt8(Math.round(copy.readInt8(place) / step), place)
    at += 4 + (words ? 4 : 2) + (flags & 8 ? 2 : flags & 64 ? 4 : flags & 128 ? 8 : 0)
    more = (flags & 32) !== 0
  }
  return copy
}

/** The contours of a simple glyph. */
export function contoursOf(glyph: Buffer): readonly Contour[] {
  const count = glyph.readInt16BE(0)
  const ends = Array.from({ length: count }, (_, at) => glyph.readUInt16BE(10 + at * 2))
  const begin = 12 + count * 2 + glyph.readUInt16BE(10 + count * 2)
  const { flags, end } = flagsOf(glyph, begin, ends.at(-1)! + 1)
  const x = coordinatesOf(glyph, end, flags, 2, 16)
  const y = coordinatesOf(glyph, x.end, flags, 4, 32)
  return ends.map((last, at) => {
    const first = at === 0 ? 0 : ends[at - 1]! + 1
    return flags.slice(first, last + 1).map((flag, nth) => ({
      x: x.all[first + nth]!,
      y: y.all[first + nth]!,
      on: (flag & 1) === 1,
    }))
  })
}

/** A simple glyph of these contours, without hints. Its box is that of a whole sign where it fits in: the same for nearly all, which is cheap to write. */
export function glyphOf(contours: readonly Contour[], em: number): Buffer {
  const points = contours.flat()
  const head = Buffer.alloc(12 + contours.length * 2)
  head.writeInt16BE(contours.length, 0)
  const [xs, ys] = [points.map(({ x }) => x), points.map(({ y }) => y)]
  const [foot, top] = [-Math.round(em / 8), Math.round((em * 7) / 8)]
  const box = [Math.min(0, ...xs), Math.min(foot, ...ys), Math.max(em, ...xs), Math.max(top, ...ys)]
  for (const [at, value] of box.entries()) head.writeInt16BE(value, 2 + at * 2)
  let last = -1
  for (const [at, contour] of contours.entries()) {
    last += contour.length
    head.writeUInt16BE(last, 10 + at * 2)
  }
  const flags: number[] = []
  const across: number[] = []
  const up: number[] = []
  let [fromX, fromY] = [0, 0]
  for (const { x, y, on } of points) {
    flags.push((on ? 1 : 0) | delta(x - fromX, across, 2, 16) | delta(y - fromY, up, 4, 32))
    ;[fromX, fromY] = [x, y]
  }
  return Buffer.concat([head, Buffer.from([...packed(flags), ...across, ...up])])
}
