import { objectsOf, signsOf } from './pdf.ts'

/** 版面位置 Where a text stands: from the left and from the head of the sheet, in points, its foot on `y`. */
export interface PlacedText {
  readonly page: number
  readonly text: string
  readonly x: number
  readonly y: number
  readonly size: number
  readonly colour: string
  /** Set on a slant: along a seal. */
  readonly turned: boolean
}

export interface Box {
  readonly left: number
  readonly top: number
  readonly right: number
  readonly bottom: number
}

/** 图形 A shape that was painted, and the rectangles it was made of. */
export interface Drawn {
  readonly page: number
  readonly colour: string
  readonly box: Box
  readonly rectangles: readonly Box[]
}

type Matrix = readonly [number, number, number, number, number, number]
const times = (m: Matrix, n: Matrix): Matrix => [
  m[0] * n[0] + m[1] * n[2],
  m[0] * n[1] + m[1] * n[3],
  m[2] * n[0] + m[3] * n[2],
  m[2] * n[1] + m[3] * n[3],
  m[4] * n[0] + m[5] * n[2] + n[4],
  m[4] * n[1] + m[5] * n[3] + n[5],
]
const boxOf = (points: readonly (readonly [number, number])[]): Box => {
  const [xs, ys] = [points.map(([x]) => x), points.map(([, y]) => y)]
  return { left: Math.min(...xs), right: Math.max(...xs), top: Math.min(...ys), bottom: Math.max(...ys) }
}
const hex = (parts: readonly number[]): string =>
  `#${(parts.length === 1 ? [parts[0]!, parts[0]!, parts[0]!] : parts)
    .map(part =>
      Math.round(part * 255)
        .toString(16)
        .padStart(2, '0'),
    )
    .join('')}`

const tokens = /\[[^\]]*\]|<<|>>|<[0-9a-fA-F]*>|\/[^\s/<>[\]()]+|\((?:\\.|[^\\)])*\)|[-+]?\d*\.?\d+|[A-Za-z*'"]+/g

/** Reads one content stream: only what our papers are written with. */
function readContent(content: string, page: number, height: number, signs: ReadonlyMap<number, string>) {
  const texts: PlacedText[] = []
  const drawn: Drawn[] = []
  let state = { matrix: [1, 0, 0, 1, 0, 0] as Matrix, fill: '#000000', stroke: '#000000' }
  const kept: (typeof state)[] = []
  let [placed, size] = [[1, 0, 0, 1, 0, 0] as Matrix, 0]
  let points: (readonly [number, number])[] = []
  let rectangles: Box[] = []
  let operands: string[] = []
  const numbers = (): number[] => operands.map(Number).filter(Number.isFinite)
  const at = (x: number, y: number): readonly [number, number] => {
    const [, , , , e, f] = times([1, 0, 0, 1, x, y], state.matrix)
    return [e, height - f]
  }
  const paint = (colour: string) => {
    if (points.length > 0) drawn.push({ page, colour, box: boxOf(points), rectangles })
    points = []
    rectangles = []
  }
  for (const [token] of content.matchAll(tokens)) {
    if (!/^[A-Za-z*'"]+$/.test(token)) {
      operands.push(token)
      continue
    }
    const n = numbers()
    switch (token) {
      case 'q':
        kept.push(state)
        break
      case 'Q':
        state = kept.pop()!
        break
      case 'cm':
        state = { ...state, matrix: times(n as unknown as Matrix, state.matrix) }
        break
      case 'scn':
        state = { ...state, fill: hex(n) }
        break
      case 'SCN':
        state = { ...state, stroke: hex(n) }
        break
      case 'Tm':
        placed = n as unknown as Matrix
        break
      case 'Tf':
        size = n.at(-1)!
        break
      case 'TJ': {
        const whole = times(placed, state.matrix)
        const runs = [...operands.join('').matchAll(/<([0-9a-f]+)>/g)].flatMap(
          ([, run = '']) => run.match(/.{4}/g) ?? [],
        )
        const text = runs.map(glyph => signs.get(Number.parseInt(glyph, 16)) ?? '\uFFFD').join('')
        const turned = Math.abs(whole[1]) > 1e-6
        texts.push({ page, text, x: whole[4], y: height - whole[5], size, colour: state.fill, turned })
        break
      }
      case 're': {
        const [x, y, wide, high] = n as [number, number, number, number]
        const corners = [at(x, y), at(x + wide, y + high)] as const
        points.push(...corners)
        rectangles.push(boxOf(corners))
        break
      }
      case 'm':
      case 'l':
        points.push(at(n[0]!, n[1]!))
        break
      case 'c':
        points.push(at(n[4]!, n[5]!))
        break
      case 'f':
        paint(state.fill)
        break
      case 'S':
        paint(state.stroke)
        break
    }
    operands = []
  }
  return { texts, drawn }
}

/** 量版面 Every text and every shape of a paper with its place, read from the file itself. */
export function placesIn(bytes: Buffer): {
  readonly texts: readonly PlacedText[]
  readonly drawn: readonly Drawn[]
  readonly sheets: readonly { readonly width: number; readonly height: number }[]
} {
  const objects = objectsOf(bytes)
  const signs = signsOf(objects)
  const pages = [...objects.values()].filter(({ dictionary }) => /\/Type \/Page\n/.test(dictionary))
  const sheets = pages.map(({ dictionary }) => {
    const [, width, height] = /\/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]/.exec(dictionary)!
    return { width: Number(width), height: Number(height) }
  })
  const read = pages.map(({ dictionary }, at) => {
    const content = objects.get(Number(/\/Contents (\d+) 0 R/.exec(dictionary)![1]))!.stream!
    return readContent(content.toString('latin1'), at + 1, sheets[at]!.height, signs)
  })
  return { texts: read.flatMap(({ texts }) => texts), drawn: read.flatMap(({ drawn }) => drawn), sheets }
}
