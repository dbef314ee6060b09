import { ink, mm, red, sheet, sizes } from './geometry.ts'
import type { Paper } from './paper.ts'
import { drawCode } from './qr.ts'
import { drawSeal, sealAcross } from './seal.ts'
import type { Sheets } from './sheets.ts'

const two = 2 * (sheet.wide / 28)
const four = 2 * two

/** 版头 The organ in red, its upper edge 35 mm below that of the type area; two empty lines, the number; 4 mm below it a red line; two empty lines, the title (GB/T 9704 7.2.4, 7.2.5, 7.2.7, 7.3.1). */
function letterHead(sheets: Sheets, doc: PDFKit.PDFDocument, { organ, number, title }: Paper): void {
  sheets.down(35 * mm)
  const signs = [...organ].length
  const size = Math.min(32, (sheet.wide * 0.94) / Math.max(signs, 1))
  sheets.set(organ, { size, centred: true, bold: true, colour: red, leading: size })
  sheets.down(2 * sheet.leading)
  sheets.set(number, { centred: true })
  sheets.down(4 * mm - sheet.gap)
  sheets.ornament(() => {
    doc.moveTo(sheet.left, sheets.at()).lineTo(sheet.left + sheet.wide, sheets.at())
    doc.lineWidth(1.4).stroke(red)
  })
  sheets.down(2 * sheet.leading)
  sheets.set(title, { size: sizes.two, centred: true, bold: true, tag: 'H1', leading: 36 })
  // One empty line before whom it is sent to (7.3.2).
  sheets.down(sheet.leading)
}

function certificateHead(sheets: Sheets, doc: PDFKit.PDFDocument, { number, title }: Paper): void {
  const [out, inner] = [9 * mm, 6.5 * mm]
  sheets.ornament(() => {
    for (const [gap, width] of [
      [out, 2.2],
      [inner, 0.6],
    ] as const)
      doc
        .rect(sheet.left - gap, sheet.top - gap, sheet.wide + 2 * gap, sheet.high + 2 * gap)
        .lineWidth(width)
        .stroke(red)
  })
  sheets.down(20 * mm)
  sheets.set(title, { size: 30, centred: true, bold: true, tag: 'H1', leading: 46 })
  sheets.down(sheet.leading * 0.5)
  sheets.set(number, { centred: true })
  sheets.down(sheet.leading)
}

/** 样本印章 Below the last line of the text: a line and a half, then organ and date, on both of them the seal, and at the foot the square code. */
const signing = { down: sheet.leading * 1.6, side: 24 * mm } as const
const endOf = ({ check }: Paper): number =>
  signing.down + 2 * sheet.leading + sealAcross / 4 + (check ? signing.side : 0)

function body(sheets: Sheets, paper: Paper): void {
  const { blocks, addressee, words, form } = paper
  if (addressee !== null) sheets.set(`${addressee}${words.colon}`)
  const label = 9 * (sheet.wide / 28)
  for (const [at, block] of blocks.entries()) {
    // A seal without a line of its text on the sheet could be put under any (7.3.5.5).
    const last = at === blocks.length - 1 ? { tail: endOf(paper) } : {}
    if (block.kind !== 'pair')
      sheets.set(block.text, {
        indent: two,
        ...last,
        ...(block.kind === 'heading' && { bold: true, tag: 'H2', keep: 1 }),
      })
    else if (form === 'letter') sheets.set(`${block.label}${words.colon}${block.text}`, { indent: two, ...last })
    else {
      const from = sheets.at()
      sheets.set(block.label, { wide: label - 8, bold: true })
      const below = sheets.at()
      sheets.to(from)
      sheets.set(block.text, { left: label, wide: sheet.wide - label })
      sheets.to(Math.max(below, sheets.at()) + 4)
    }
  }
}

/** 落款 Organ and date at the right, the date four signs in, the seal upright over both, a little above their middle (GB/T 9704 7.3.5.1). */
function signed(sheets: Sheets, doc: PDFKit.PDFDocument, paper: Paper): void {
  const { organ, dated, words } = paper
  sheets.room(endOf(paper))
  sheets.down(signing.down)
  const widthOf = sheets.widthAt(sizes.three)
  const middle = sheet.left + sheet.wide - four - widthOf(dated) / 2
  const start = (text: string) => Math.min(middle - widthOf(text) / 2, sheet.left + sheet.wide - widthOf(text) - 2)
  sheets.set(organ, { left: start(organ) - sheet.left, wide: sheet.wide })
  sheets.set(dated, { left: start(dated) - sheet.left, wide: sheet.wide })
  const place = { x: Math.min(middle, sheet.left + sheet.wide - sealAcross / 2), y: sheets.at() - sheet.leading * 1.5 }
  sheets.figure(words.seal, () => drawSeal(doc, { ...place, organ, sample: words.sample }))
}

/** 查验 The square code at the foot of the last sheet, and beside it how to check without a telephone. */
function checking(sheets: Sheets, doc: PDFKit.PDFDocument, { check, words }: Paper): void {
  if (!check) return
  const { side } = signing
  const foot = sheet.top + sheet.high
  sheets.to(foot - side)
  sheets.figure(words.code, () => drawCode(doc, check.address, { x: sheet.left, y: foot - side, side }, ink))
  const [size, leading] = [10.5, 17]
  sheets.down((side - check.lines.length * leading + leading - size) / 2)
  const left = side + 4 * mm
  for (const line of check.lines) sheets.set(line, { size, left, wide: sheet.wide - left, leading })
}

/** 排版 Sets a whole paper. */
export function setPaper(sheets: Sheets, doc: PDFKit.PDFDocument, paper: Paper): void {
  if (paper.form === 'letter') letterHead(sheets, doc, paper)
  else certificateHead(sheets, doc, paper)
  body(sheets, paper)
  signed(sheets, doc, paper)
  checking(sheets, doc, paper)
  sheets.end()
}
