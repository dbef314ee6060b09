import { isBlank, type Pixels } from './blank.ts'

/** Points across that a page is looked at with: 150 to the inch of a sheet, at which print of the usual size can just be read. */
const across = 1_240
const square = 24
/** How far dark and light of a square lie apart where something is written, also in pale print. */
const written = 40
/** Of the way from dark to light, how much the steepest step from point to point goes at least where signs have edges: half of it in a good scan, a fifth where hardly a word is made out. */
const leastEdge = 0.28
/** The share of squares with writing, the sharpest, that is asked: shade, folds and a thumb have no edges and are on good pages too. */
const asked = 0.1
/** Squares with writing under which nothing is said. */
const fewest = 12
const margin = 0.04

/** Lightness in as many points as are looked at, each the mean of what lies under it: an enlarged blur stays one. */
function shrunk({ width, height, data }: Pixels): {
  readonly wide: number
  readonly high: number
  readonly light: Uint8Array
} {
  const step = Math.max(1, width / across)
  const [wide, high] = [Math.floor(width / step), Math.floor(height / step)]
  const light = new Uint8Array(wide * high)
  for (let y = 0; y < high; y++) {
    const [top, bottom] = [Math.floor(y * step), Math.max(Math.floor(y * step) + 1, Math.floor((y + 1) * step))]
    for (let x = 0; x < wide; x++) {
      const [left, right] = [Math.floor(x * step), Math.max(Math.floor(x * step) + 1, Math.floor((x + 1) * step))]
      let sum = 0
      for (let row = top; row < bottom; row++)
        for (let at = (row * width + left) * 4; at < (row * width + right) * 4; at += 4)
          sum += (data[at]! * 77 + data[at + 1]! * 150 + data[at + 2]! * 29) >> 8
      light[y * wide + x] = Math.round(sum / ((bottom - top) * (right - left)))
    }
  }
  return { wide, high, light }
}

/** The steepest edge in each square with writing, as a share of how far dark and light lie apart there. */
function edgesOf(pixels: Pixels): number[] {
  const { wide, high, light } = shrunk(pixels)
  const [left, top] = [Math.floor(wide * margin), Math.floor(high * margin)]
  const edges: number[] = []
  for (let row = top; row + square < high - top; row += square)
    for (let column = left; column + square < wide - left; column += square) {
      let [darkest, lightest, steepest] = [255, 0, 0]
      for (let y = row; y < row + square; y++)
        for (let x = column; x < column + square; x++) {
          const here = light[y * wide + x]!
          if (here < darkest) darkest = here
          if (here > lightest) lightest = here
          const step = Math.max(Math.abs(here - light[y * wide + x + 1]!), Math.abs(here - light[(y + 1) * wide + x]!))
          if (step > steepest) steepest = step
        }
      if (lightest - darkest >= written) edges.push(steepest / (lightest - darkest))
    }
  return edges
}

/**
 * 字迹不清 Whether something stands on a picture and hardly a sign of it has an edge: out of focus, shaken, or enlarged from too little. How dark
 * the print is does not matter, only how quickly light turns to dark.
 */
function isBlurred(pixels: Pixels): boolean {
  const edges = edgesOf(pixels)
  if (edges.length < fewest) return false
  edges.sort((one, other) => other - one)
  return edges[Math.floor(edges.length * asked)]! < leastEdge
}

/** What a look at a picture comes to: nothing on it, or nothing legible. */
export interface Legibility {
  readonly blank: boolean
  readonly blurred: boolean
}

export function legibilityOf(pixels: Pixels): Legibility {
  const blank = isBlank(pixels)
  return { blank, blurred: !blank && isBlurred(pixels) }
}
