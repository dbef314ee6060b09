import jsQR from 'jsqr'
import type { Box, Drawn } from './pdf-places.ts'

/** 读二维码 What a square code on a paper says, read from its modules as a telephone would see them: black on white, with the quiet zone around. */
export function readSquareCode(drawn: readonly Drawn[]): string | undefined {
  const code = drawn.find(({ rectangles }) => rectangles.length > 50)
  if (!code) return undefined
  const { rectangles, box } = code
  const module = Math.min(...rectangles.map(({ top, bottom }) => bottom - top))
  const count = (from: number, to: number): number => Math.round((to - from) / module)
  const [dots, quiet] = [4, 4]
  const side = (count(box.left, box.right) + 2 * quiet) * dots
  const pixels = new Uint8ClampedArray(side * side * 4).fill(255)
  const blacken = ({ left, right, top, bottom }: Box) => {
    for (let y = count(box.top, top); y < count(box.top, bottom); y++)
      for (let x = count(box.left, left); x < count(box.left, right); x++)
        for (let dot = 0; dot < dots * dots; dot++) {
          const row = (y + quiet) * dots + Math.floor(dot / dots)
          pixels.fill(
            0,
            (row * side + (x + quiet) * dots + (dot % dots)) * 4,
            (row * side + (x + quiet) * dots + (dot % dots)) * 4 + 3,
          )
        }
  }
  for (const one of rectangles) blacken(one)
  const read = jsQR.default(pixels, side, side)
  return read?.data
}
