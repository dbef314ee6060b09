import { mm, red } from './geometry.ts'

/** Of a seal: 42 mm, as departments of a government have it (国发〔1999〕25号). */
const across = 42 * mm

export interface Stamp {
  readonly x: number
  readonly y: number
  /** Whose seal it would be. */
  readonly organ: string
  /** 样本 */
  readonly sample: string
}

/** The signs of a name on an arc over the middle, from left to right. */
function drawArc(doc: PDFKit.PDFDocument, text: string, centre: { x: number; y: number }): void {
  const signs = [...text]
  const size = Math.max(7, Math.min(15, 190 / signs.length))
  const radius = across / 2 - size * 0.95 - 6
  const whole = Math.min(250, signs.length * ((size * 1.25 * 180) / (Math.PI * radius)))
  const each = signs.length > 1 ? whole / (signs.length - 1) : 0
  for (const [at, sign] of signs.entries()) {
    const turned = signs.length > 1 ? -whole / 2 + at * each : 0
    doc.save()
    doc.rotate(turned, { origin: [centre.x, centre.y] })
    doc.fontSize(size)
    doc.text(sign, centre.x - doc.widthOfString(sign) / 2, centre.y - radius, {
      lineBreak: false,
      baseline: 'alphabetic',
    })
    doc.restore()
  }
}

/**
 * 样本印章 A ring, the organ's name along it, 样本 in the middle where a real seal has a star: nobody takes it for one. Drawn as lines, over the
 * date (骑年盖月).
 */
export function drawSeal(doc: PDFKit.PDFDocument, { x, y, organ, sample }: Stamp): void {
  doc.save()
  doc.fillColor(red).fillOpacity(0.85).strokeColor(red).strokeOpacity(0.85)
  doc
    .circle(x, y, across / 2 - 2)
    .lineWidth(2.6)
    .stroke()
  drawArc(doc, organ, { x, y })
  // Above the organ's name, which stands across the middle (7.3.5.1).
  doc.fontSize(18)
  doc.text(sample, x - doc.widthOfString(sample) / 2, y - 18, { lineBreak: false, baseline: 'alphabetic' })
  doc.restore()
  doc.fillOpacity(1).strokeOpacity(1).fillColor('black')
}
export const sealAcross = across
