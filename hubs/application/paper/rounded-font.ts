import { fontOf, type Table, tablesOf } from './font-tables.ts'
import { contoursOf, dividedComposite, glyphOf, isOutline } from './outlines.ts'
import { straightened } from './straightened.ts'

/** 粗细 How coarse outlines are, in thousandths of an em: the grid, and how far a line may be from the curve it was. */
export interface Coarseness {
  readonly step: number
  readonly within: number
}

/** Tables that are for hints only. */
const hints: ReadonlySet<string> = new Set(['cvt ', 'prep', 'fpgm'])

const scaled = (bytes: Buffer, places: readonly number[], step: number): Buffer => {
  const copy = Buffer.from(bytes)
  for (const at of places) copy.writeInt16BE(Math.round(copy.readInt16BE(at) / step), at)
  return copy
}

const even = (glyph: Buffer): Buffer => (glyph.length % 2 === 0 ? glyph : Buffer.concat([glyph, Buffer.alloc(1)]))

/** A glyph on the grid, in straight lines. */
function rounded(glyph: Buffer, coarse: Coarseness, em: number): Buffer {
  if (!isOutline(glyph)) return glyph.length >= 12 ? even(dividedComposite(glyph, coarse.step)) : glyph
  const contours = contoursOf(glyph)
    .map(contour => straightened(contour, coarse))
    .filter(contour => contour.length > 2)
  return even(contours.length === 0 ? Buffer.alloc(0) : glyphOf(contours, em))
}

/**
 * 字形取整 A subset of a TrueType font in whole steps of a coarser em, its curves in straight lines as near to them as nobody sees; hinting is left out. How wide a
 * sign is set the paper says itself, and more finely than the font.
 */
export function roundedFont(font: Uint8Array, coarse: Coarseness): Buffer {
  const { step } = coarse
  const tables = tablesOf(Buffer.from(font)).filter(({ tag }) => !hints.has(tag))
  const table = (tag: string) => tables.find(one => one.tag === tag)?.bytes
  const [head, loca, glyf, hhea, hmtx] = ['head', 'loca', 'glyf', 'hhea', 'hmtx'].map(table)
  if (!head || !loca || !glyf || !hhea || !hmtx) throw new TypeError('not a TrueType font')
  const em = Math.round(head.readUInt16BE(18) / step)
  const long = head.readInt16BE(50) === 1
  const count = loca.length / (long ? 4 : 2)
  const offsets = Array.from({ length: count }, (_, at) =>
    long ? loca.readUInt32BE(at * 4) : loca.readUInt16BE(at * 2) * 2,
  )
  const glyphs = offsets.slice(0, -1).map((from, at) => rounded(glyf.subarray(from, offsets[at + 1]!), coarse, em))
  const short = glyphs.reduce((sum, { length }) => sum + length, 0) < 131_072
  // Em, and the box of all glyphs.
  const newHead = scaled(head, [36, 38, 40, 42], step)
  newHead.writeUInt16BE(em, 18)
  newHead.writeInt16BE(short ? 0 : 1, 50)
  const newLoca = Buffer.alloc(count * (short ? 2 : 4))
  let at = 0
  for (const [index, glyph] of glyphs.entries()) {
    at += glyph.length
    if (short) newLoca.writeUInt16BE(at / 2, (index + 1) * 2)
    else newLoca.writeUInt32BE(at, (index + 1) * 4)
  }
  const metrics = hhea.readUInt16BE(34)
  const newMetrics = scaled(
    hmtx,
    Array.from({ length: metrics }, (_, nth) => nth * 4),
    step,
  )
  // A glyph begins where its outline does: else a reader moves it there.
  for (const [nth, glyph] of glyphs.entries())
    newMetrics.writeInt16BE(
      glyph.length > 0 ? glyph.readInt16BE(2) : 0,
      nth < metrics ? nth * 4 + 2 : metrics * 4 + (nth - metrics) * 2,
    )
  const changed: Readonly<Record<string, Buffer>> = {
    head: newHead,
    loca: newLoca,
    glyf: Buffer.concat(glyphs),
    hhea: scaled(hhea, [4, 6, 8, 10, 12, 14, 16], step),
    hmtx: newMetrics,
  }
  return fontOf(tables.map(({ tag, bytes }): Table => ({ tag, bytes: changed[tag] ?? bytes })))
}
