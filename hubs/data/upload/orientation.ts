import type { Pixels } from './blank.ts'

/**
 * 方向 How a camera held the picture, 1 to 8, as it says in the EXIF part (TIFF tag 0x0112); 1 where it says nothing that can be read.
 */
export function orientationOf(jpeg: Buffer): number {
  for (let at = 2; at + 4 <= jpeg.length && jpeg[at] === 0xff; ) {
    const [marker, length] = [jpeg[at + 1]!, jpeg.readUInt16BE(at + 2)]
    if (marker === 0xda || length < 2) return 1
    const part = jpeg.subarray(at + 4, at + 2 + length)
    if (marker === 0xe1 && part.subarray(0, 6).toString('latin1') === 'Exif\0\0') return inTiff(part.subarray(6))
    at += 2 + length
  }
  return 1
}

function inTiff(tiff: Buffer): number {
  if (tiff.length < 14) return 1
  const little = tiff.subarray(0, 2).toString('latin1') === 'II'
  const short = (at: number): number =>
    at + 2 > tiff.length ? 0 : little ? tiff.readUInt16LE(at) : tiff.readUInt16BE(at)
  const first = little ? tiff.readUInt32LE(4) : tiff.readUInt32BE(4)
  const count = Math.min(short(first), 200)
  for (let entry = 0; entry < count; entry++) {
    const at = first + 2 + entry * 12
    if (short(at) !== 0x0112) continue
    const said = short(at + 8)
    return said >= 1 && said <= 8 ? said : 1
  }
  return 1
}

/** The picture as it was meant: turned and mirrored, so that it stands upright without the part that said so. */
export function upright(pixels: Pixels, orientation: number): Pixels {
  if (orientation <= 1 || orientation > 8) return pixels
  const { width, height } = pixels
  const lies = orientation >= 5
  const [wide, high] = lies ? [height, width] : [width, height]
  const from = new Uint32Array(pixels.data.buffer, pixels.data.byteOffset, width * height)
  const to = new Uint32Array(width * height)
  for (let y = 0; y < high; y++)
    for (let x = 0; x < wide; x++) {
      const [across, down] = lies ? [y, x] : [x, y]
      const mirrored = orientation === 2 || orientation === 3 || orientation === 7 || orientation === 8
      const turned = orientation === 3 || orientation === 4 || orientation === 6 || orientation === 7
      const [column, row] = [mirrored ? width - 1 - across : across, turned ? height - 1 - down : down]
      to[y * wide + x] = from[row * width + column]!
    }
  return { width: wide, height: high, data: new Uint8Array(to.buffer) }
}
