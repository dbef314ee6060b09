import { ink, mm, red, sheet, sizes } from './geometry.ts'
import type { Paper } from './paper.ts'
import { drawCode } from './qr.ts'
import { drawSeal, sealAcross } from './seal.ts'
import type { Sheets } from './sheets.ts'

const two = 2 * (sheet.wide / 28)
const four = 2 * two

/** 版头 The organ in red 35 mm below the type area's edge, the number two lines below, a red line 4 mm below that (GB/T 9704 7.2). */
function letterHead(sheets: Sheets, doc: PDFKit.PDFDocument, { organ, number, title }: Paper): void {
  sheets.down(20 * mm)
  const signs = [...organ].length
  const size = Math.min(32, (sheet.wide * 0.94) / Math.max(signs, 1))
  sheets.set(organ, { size, centred: true, bold: true, colour: red, leading: 15 * mm })
  sheets.down(sheet.leading * 0.6)
  sheets.set(number, { centred: true })
  sheets.down(4 * mm - sheet.leading * 0.3)
  sheets.ornament(() => {
    doc.moveTo(sheet.left, sheets.at()).lineTo(sheet.left + sheet.wide, sheets.at())
    doc.lineWidth(1.4).stroke(red)
  })
  sheets.down(sheet.leading * 1.2)
  sheets.set(title, { size: sizes.two, centred: true, bold: true, tag: 'H1', leading: 36 })
  sheets.down(sheet.leading * 0.5)
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

function body(sheets: Sheets, { blocks, addressee, words, form }: Paper): void {
  if (addressee !== null) sheets.set(`${addressee}${words.colon}`)
  const label = 9 * (sheet.wide / 28)
  for (const block of blocks) {
    if (block.kind !== 'pair')
      sheets.set(block.text, { indent: two, ...(block.kind === 'heading' && { bold: true, tag: 'H2', keep: 1 }) })
    else if (form === 'letter') sheets.set(`${block.label}${words.colon}${block.text}`, { indent: two })
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

/** 落款 Organ and date at the right, the date four signs in, the seal over both (GB/T 9704 7.3.5). */
function signed(sheets: Sheets, doc: PDFKit.PDFDocument, { organ, dated, words }: Paper): void {
  sheets.room(sheet.leading * 3 + sealAcross / 2)
  sheets.down(sheet.leading * 1.6)
  const widthOf = sheets.widthAt(sizes.three)
  const middle = sheet.left + sheet.wide - four - widthOf(dated) / 2
  const start = (text: string) => Math.min(middle - widthOf(text) / 2, sheet.left + sheet.wide - widthOf(text) - 2)
  sheets.set(organ, { left: start(organ) - sheet.left, wide: sheet.wide })
  sheets.set(dated, { left: start(dated) - sheet.left, wide: sheet.wide })
  const place = { x: Math.min(middle, sheet.left + sheet.wide - sealAcross / 2), y: sheets.at() - sheet.leading * 0.95 }
  sheets.figure(words.seal, () => drawSeal(doc, { ...place, organ, sample: words.sample }))
}

/** 查验 The square code at the foot of the last sheet, and beside it how to check without a telephone. */
function checking(sheets: Sheets, doc: PDFKit.PDFDocument, { check, words }: Paper): void {
  if (!check) return
  const side = 24 * mm
  const foot = sheet.top + sheet.high
  if (sheets.at() > foot - side - 4 * mm) sheets.newSheet()
  sheets.to(foot - side)
  sheets.figure(words.code, () => drawCode(doc, check.address, { x: sheet.left, y: foot - side, side }, ink))
  sheets.down((side - check.lines.length * 17) / 2)
  const left = side + 4 * mm
  for (const line of check.lines) sheets.set(line, { size: 10.5, left, wide: sheet.wide - left, leading: 17 })
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
