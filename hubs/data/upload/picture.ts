import { decode, encode } from 'jpeg-js'
import { PNG } from 'pngjs'
import type { Pixels } from './blank.ts'
import { type Legibility, legibilityOf } from './blurred.ts'
import type { Looked, LookLimits } from './look.ts'
import { orientationOf, upright } from './orientation.ts'
import type { PagePicture } from './pdf.ts'

/** Points along the longer side below which no paper can be read. */
const coarse = 200
const quality = 88

/** Width and height as the head of a JPEG says them, before anything is unpacked; undefined where none does. */
function jpegSize(bytes: Buffer): { readonly width: number; readonly height: number } | undefined {
  for (let at = 2; at + 9 <= bytes.length && bytes[at] === 0xff; ) {
    const marker = bytes[at + 1]!
    if (marker === 0xff) {
      at++
      continue
    }
    const frame = marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc
    if (frame) return { height: bytes.readUInt16BE(at + 5), width: bytes.readUInt16BE(at + 7) }
    at += 2 + bytes.readUInt16BE(at + 2)
  }
  return undefined
}

function jpegPixels(bytes: Buffer, mostPixels: number): Pixels {
  return decode(bytes, {
    useTArray: true,
    maxResolutionInMP: mostPixels / 1_000_000,
    // Coefficients, lines and pixels of the largest picture that is taken.
    maxMemoryUsageInMB: Math.ceil((mostPixels * 16) / 1_048_576),
  })
}

const opens = <T>(work: () => T): T | undefined => {
  try {
    return work()
  } catch {
    return undefined
  }
}

function tooLarge(
  { width, height }: { width: number; height: number },
  { mostPixels }: LookLimits,
): Looked | undefined {
  if (width === 0 || height === 0) return { fault: 'unreadable' }
  if (width * height > mostPixels) return { fault: 'pixels', facts: { most: mostPixels } }
  return Math.max(width, height) < coarse ? { fault: 'coarse', facts: { least: coarse } } : undefined
}

/** 重新编码 A picture made anew of its pixels alone, upright: whatever else was in the file stays behind. */
export function remadeJpeg(bytes: Buffer, limits: LookLimits): Looked {
  if (!bytes.subarray(-2_048).includes(Buffer.from('ffd9', 'hex'))) return { fault: 'cut' }
  const size = jpegSize(bytes)
  if (!size) return { fault: 'unreadable' }
  const refused = tooLarge(size, limits)
  if (refused) return refused
  const pixels = opens(() => jpegPixels(bytes, limits.mostPixels))
  if (!pixels) return { fault: 'unreadable' }
  const { width, height, data } = upright(pixels, orientationOf(bytes))
  return { pages: 1, ...legibilityOf({ width, height, data }), remade: encode({ width, height, data }, quality).data }
}

export function remadePng(bytes: Buffer, limits: LookLimits): Looked {
  if (!bytes.subarray(-2_048).includes('IEND')) return { fault: 'cut' }
  if (bytes.length < 33 || bytes.toString('latin1', 12, 16) !== 'IHDR') return { fault: 'unreadable' }
  const refused = tooLarge({ width: bytes.readUInt32BE(16), height: bytes.readUInt32BE(20) }, limits)
  if (refused) return refused
  // What stands after the end of the picture is none of it.
  const picture = opens(() => PNG.sync.read(bytes.subarray(0, bytes.lastIndexOf('IEND') + 8)))
  if (!picture) return { fault: 'unreadable' }
  const { width, height, data } = picture
  const made = new PNG({ width, height })
  made.data = data
  return { pages: 1, ...legibilityOf({ width, height, data }), remade: PNG.sync.write(made) }
}

/** Bytes a thousand points of a page need in black and white when something stands on it (CCITT group 4, JBIG2). */
const written = 0.35

/** Whether anything can be read on a picture within a document; undefined where this house cannot open it. */
export function legibilityOfPicture(
  { filter, width, height, bytes, channels }: PagePicture,
  { mostPixels }: LookLimits,
): Legibility | undefined {
  if (width * height === 0 || width * height > mostPixels) return undefined
  if (filter === 'DCTDecode' || filter === 'DCT') {
    const pixels = opens(() => jpegPixels(bytes, mostPixels))
    return pixels && legibilityOf(pixels)
  }
  if (filter === 'CCITTFaxDecode' || filter === 'JBIG2Decode')
    return { blank: bytes.length * 1_000 < width * height * written, blurred: false }
  if (filter !== 'raw' || channels === undefined || bytes.length < width * height * channels) return undefined
  const data = new Uint8Array(width * height * 4)
  for (let at = 0; at < width * height; at++)
    for (let part = 0; part < 4; part++)
      data[at * 4 + part] = part === 3 ? 255 : bytes[at * channels + (channels === 3 ? part : 0)]!
  return legibilityOf({ width, height, data })
}
