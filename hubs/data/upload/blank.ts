/** Pixels as they lie in memory: red, green, blue, opacity, a byte each. */
export interface Pixels {
  readonly width: number
  readonly height: number
  readonly data: Uint8Array
}

/** Points across that a page is looked at with, and points of one square of it. */
const across = 960
const square = 24
/** How far the darkest and the lightest point of a square lie apart where something is written; shade and dust lie closer. */
const written = 56
/** Squares with writing in a thousand: a signature alone is more. */
const leastWritten = 1
/** Share of each edge that belongs to the scanner, not to the page. */
const margin = 0.04

const lightness = ({ data, width }: Pixels, x: number, y: number): number => {
  const at = (y * width + x) * 4
  const [red, green, blue, opacity] = [data[at]!, data[at + 1]!, data[at + 2]!, data[at + 3]!]
  return ((red * 77 + green * 150 + blue * 29) >> 8) * (opacity / 255) + (255 - opacity)
}

/** 空白页 Whether there is nothing to read on a picture: hardly a square of it holds light and dark side by side. */
export function isBlank(pixels: Pixels): boolean {
  const step = Math.max(1, pixels.width / across)
  const [left, top] = [Math.floor(pixels.width * margin), Math.floor(pixels.height * margin)]
  const [columns, rows] = [
    Math.floor((pixels.width - 2 * left) / step / square),
    Math.floor((pixels.height - 2 * top) / step / square),
  ]
  let marked = 0
  for (let row = 0; row < rows; row++)
    for (let column = 0; column < columns; column++) {
      let [darkest, lightest] = [255, 0]
      for (let y = 0; y < square; y += 2)
        for (let x = 0; x < square; x += 2) {
          const light = lightness(
            pixels,
            left + Math.floor((column * square + x) * step),
            top + Math.floor((row * square + y) * step),
          )
          if (light < darkest) darkest = light
          if (light > lightest) lightest = light
        }
      if (lightest - darkest >= written) marked++
    }
  return marked * 1_000 <= rows * columns * leastWritten
}
