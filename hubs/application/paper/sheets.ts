import { ink, mm, sheet, sizes, tightened } from './geometry.ts'
import { linesOf } from './lines.ts'

type Document = PDFKit.PDFDocument

/** How far the square of a sign reaches above the line it stands on, and a dash, in signs: as the font has them. */
const ascent = 0.88
const dash = 0.31

export interface TextSet {
  readonly size?: number
  readonly indent?: number
  readonly bold?: boolean
  readonly colour?: string
  readonly tag?: string
  readonly centred?: boolean
  /** Height of a line, where it is not one of the 22. */
  readonly leading?: number
  /** From the left of the type area, and how wide. */
  readonly left?: number
  readonly wide?: number
  /** Lines that must stay with what follows. */
  readonly keep?: number
  /** Height of what must stand on one sheet with the last two lines. */
  readonly tail?: number
}

/**
 * 页面 Sets texts line by line on sheets of the standard, each in an element of the document's structure; goes on to another sheet where one is full.
 */
export function makeSheets(doc: Document, { numbered }: { readonly numbered: boolean }) {
  const whole = doc.struct('Document')
  doc.addStructure(whole)
  let y = sheet.top
  let number = 0

  const widths = new Map<string, number>()
  /** At 1 pt, without the tightening. */
  function widthOfSign(sign: string): number {
    let width = widths.get(sign)
    if (width === undefined) {
      width = doc.fontSize(100).widthOfString(sign) / 100
      widths.set(sign, width)
    }
    return width
  }
  const spacingOf = (size: number): number => (tightened / sizes.three) * size
  const widthAt = (size: number) => (text: string) =>
    [...text].reduce((sum, sign) => sum + widthOfSign(sign) * size + spacingOf(size), 0)

  /** 页码 Size four with a dash on both sides, the dash 7 mm below the type area, one sign in from the outside (GB/T 9704 7.5). */
  function pageNumber(): void {
    const text = `— ${number} —`
    const size = sizes.four
    const wide = widthAt(size)(text)
    const x = number % 2 === 1 ? sheet.left + sheet.wide - wide - size : sheet.left + size
    doc.markContent('Artifact', { type: 'Pagination' })
    put(text, x, sheet.top + sheet.high + 7 * mm + size * dash, { size })
    doc.endMarkedContent()
  }

  function newSheet(): void {
    doc.addPage({ size: 'A4', margin: 0 })
    number++
    if (numbered) pageNumber()
    y = sheet.top
  }

  /** One line with its foot at `foot`. Bold is drawn with an outline of its own: one font is enough for a paper. */
  function put(text: string, x: number, foot: number, { size = sizes.three, bold, colour = ink }: TextSet): void {
    doc.fontSize(size).fillColor(colour).strokeColor(colour)
    const common = { lineBreak: false, characterSpacing: spacingOf(size), baseline: 'alphabetic' } as const
    if (bold) doc.lineWidth(size * 0.03)
    doc.text(text, x, foot, bold ? { ...common, fill: true, stroke: true } : common)
  }

  /** Whether so much still fits; else another sheet. */
  function room(high: number): void {
    if (y + high > sheet.foot + 0.1) newSheet()
  }

  /** A text in an element of its own; its lines may stand on several sheets. */
  function set(text: string, wanted: TextSet = {}): void {
    const { size = sizes.three, indent = 0, tag = 'P', centred, left = 0, wide = sheet.wide, keep = 0 } = wanted
    const { leading = sheet.leading, tail = 0 } = wanted
    const widthOf = widthAt(size)
    const element = doc.struct(tag)
    whole.add(element)
    let open = false
    const close = () => {
      if (open) doc.endMarkedContent()
      open = false
    }
    const paragraphs = text.split('\n').filter((one, _, all) => one.trim() !== '' || all.length === 1)
    const lines = paragraphs.flatMap(paragraph =>
      linesOf(paragraph, { width: wide, indent, widthOf }).map((line, at) => ({ line, at })),
    )
    for (const [nth, { line, at }] of lines.entries()) {
      const rest = lines.length - nth
      const follows = rest === Math.min(2, lines.length) ? (rest - 1) * leading + tail : 0
      if (y + leading + Math.max(leading * keep, follows) > sheet.foot + 0.1) {
        close()
        newSheet()
      }
      if (!open) {
        element.add(doc.markStructureContent(tag))
        open = true
      }
      const begin = centred ? (wide - widthOf(line)) / 2 : at === 0 ? indent : 0
      put(line, sheet.left + left + begin, y + size * ascent, wanted)
      y += leading
    }
    close()
    element.end()
  }

  /** Something that is seen: drawn as one figure with words for whoever does not see it. */
  function figure(alt: string, draw: () => void): void {
    const element = doc.struct('Figure', { alt })
    whole.add(element)
    element.add(doc.markStructureContent('Figure'))
    draw()
    doc.endMarkedContent()
    element.end()
  }

  /** Lines and frames: there to be seen, nothing to be read. */
  function ornament(draw: () => void): void {
    doc.markContent('Artifact', { type: 'Layout' })
    draw()
    doc.endMarkedContent()
  }

  newSheet()
  return {
    set,
    figure,
    ornament,
    room,
    newSheet,
    widthAt,
    down: (high: number) => {
      y += high
    },
    at: () => y,
    to: (place: number) => {
      y = place
    },
    end: () => whole.end(),
  }
}
export type Sheets = ReturnType<typeof makeSheets>
