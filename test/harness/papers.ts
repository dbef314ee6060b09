import { deflateSync } from 'node:zlib'
import { encode } from 'jpeg-js'
import { PNG } from 'pngjs'

export interface Drawn {
  readonly width: number
  readonly height: number
  readonly data: Buffer
}

/** A sheet of paper as a scanner sees it: a little grey, with lines of writing where they are wanted, black or pale. */
export function sheet(width: number, height: number, lines: number, darkness = 30): Drawn {
  const data = Buffer.alloc(width * height * 4, 255)
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const line = Math.floor(y / 30)
      const ink =
        line >= 2 && line < lines + 2 && y % 30 < 14 && x > 60 && x < width - 60 && x % 7 < 3 && (y + x) % 5 < 4
      data.fill(ink ? darkness : 236 + ((x * 7 + y * 13) % 9), (y * width + x) * 4, (y * width + x) * 4 + 3)
    }
  return { width, height, data }
}

/** The same out of focus: every point is the mean of those around it, as the distance `soft` weighs them. */
export function blurredSheet(width: number, height: number, lines: number, soft: number): Drawn {
  const { data } = sheet(width, height, lines)
  const reach = Math.ceil(soft * 3)
  const weights = Array.from({ length: 2 * reach + 1 }, (_, at) => Math.exp(-((at - reach) ** 2) / (2 * soft * soft)))
  const sum = weights.reduce((total, weight) => total + weight)
  const within = (at: number, length: number) => Math.min(length - 1, Math.max(0, at))
  // A page is grey: one of the three is enough.
  let light = Float32Array.from({ length: width * height }, (_, at) => data[at * 4]!)
  for (const along of ['x', 'y'] as const)
    light = light.map((_, at) => {
      const [x, y] = [at % width, Math.floor(at / width)]
      return (
        weights.reduce((total, weight, step) => {
          const [column, row] =
            along === 'x' ? [within(x + step - reach, width), y] : [x, within(y + step - reach, height)]
          return total + weight * light[row * width + column]!
        }, 0) / sum
      )
    })
  light.forEach((value, at) => {
    data.fill(Math.round(value), at * 4, at * 4 + 3)
  })
  return { width, height, data }
}

export const pngOf = ({ width, height, data }: Drawn): Buffer => {
  const picture = new PNG({ width, height })
  picture.data = data
  return PNG.sync.write(picture)
}

/** What a camera writes beside the picture: how it was held, and words of its own. */
function exifOf(orientation: number, words: string): Buffer {
  const tiff = Buffer.alloc(26)
  tiff.write('II*\0', 'latin1')
  tiff.writeUInt32LE(8, 4)
  tiff.writeUInt16LE(1, 8)
  tiff.writeUInt16LE(0x0112, 10)
  tiff.writeUInt16LE(3, 12)
  tiff.writeUInt32LE(1, 14)
  tiff.writeUInt16LE(orientation, 18)
  const body = Buffer.concat([Buffer.from('Exif\0\0', 'latin1'), tiff, Buffer.from(words)])
  const head = Buffer.from('ffe10000', 'hex')
  head.writeUInt16BE(body.length + 2, 2)
  return Buffer.concat([head, body])
}

export function jpegOf(drawn: Drawn, exif?: { readonly orientation: number; readonly words: string }): Buffer {
  const bytes = encode(drawn, 90).data
  return exif ? Buffer.concat([bytes.subarray(0, 2), exifOf(exif.orientation, exif.words), bytes.subarray(2)]) : bytes
}

/** One object of a document that is packed, or not. */
const streamOf = (number: number, head: string, data: Buffer): Buffer =>
  Buffer.concat([
    Buffer.from(`${number} 0 obj\n<< ${head} /Length ${data.length} >>\nstream\n`),
    data,
    Buffer.from('\nendstream\nendobj\n'),
  ])

export interface PdfMade {
  readonly pages?: number
  /** What is painted on each page. */
  readonly content?: string
  readonly catalog?: string
  readonly trailer?: string
  readonly more?: readonly Buffer[]
}

/** A document of so many pages, its content packed as programs pack it. */
export function pdfOf({
  pages = 1,
  content = 'BT /F1 12 Tf (paper) Tj ET',
  catalog = '',
  trailer = '',
  more = [],
}: PdfMade = {}): Buffer {
  const kids = Array.from({ length: pages }, (_, at) => `${at + 10} 0 R`).join(' ')
  const page = Array.from(
    { length: pages },
    (_, at) => `${at + 10} 0 obj\n<< /Type /Page /Parent 2 0 R /Contents 3 0 R >>\nendobj\n`,
  ).join('')
  return Buffer.concat([
    Buffer.from(
      `%PDF-1.7\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R ${catalog} >>\nendobj\n2 0 obj\n<< /Type /Pages /Kids [${kids}] /Count ${pages} >>\nendobj\n${page}`,
    ),
    streamOf(3, '/Filter /FlateDecode', deflateSync(content)),
    ...more,
    Buffer.from(`trailer\n<< /Root 1 0 R ${trailer} >>\n%%EOF\n`),
  ])
}

/** A document whose one page is a scanned picture and nothing else. */
export function scannedPdf(drawn: Drawn): Buffer {
  const head = `/Type /XObject /Subtype /Image /Width ${drawn.width} /Height ${drawn.height} /ColorSpace /DeviceRGB /BitsPerComponent 8 /Filter /DCTDecode`
  return pdfOf({ content: 'q 595 0 0 842 0 0 cm /Im0 Do Q', more: [streamOf(5, head, jpegOf(drawn))] })
}

/** Objects hidden in a packed part, as writers since PDF 1.5 keep them. */
export const hiddenIn = (text: string): Buffer =>
  streamOf(6, '/Type /ObjStm /N 1 /First 4 /Filter /FlateDecode', deflateSync(text))
/** A part that unpacks to so many megabytes. */
export const bombOf = (megabytes: number): Buffer =>
  streamOf(7, '/Filter /FlateDecode', deflateSync(Buffer.alloc(megabytes << 20)))
