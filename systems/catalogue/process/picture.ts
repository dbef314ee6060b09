/** 图元 A node of a drawing and where it lies. */
export interface DrawnNode {
  readonly id: string
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

/** How a line runs: along its row, over what it passes, or under everything back to what was before. */
export type Route = 'along' | 'over' | 'under'

export interface DrawnLine {
  readonly id: string
  readonly source: string
  readonly target: string
  readonly route: Route
}

export interface Point {
  readonly x: number
  readonly y: number
}

export const gap = 60
export const rowHeight = 220

const middle = ({ x, width }: DrawnNode): number => x + width / 2
const level = ({ y, height }: DrawnNode): number => y + height / 2

/** 布线 The corners of every line: nodes lie in rows from left to right, so three kinds of lines are enough. */
export function cornersOf(
  nodes: ReadonlyMap<string, DrawnNode>,
  lines: readonly DrawnLine[],
): ReadonlyMap<string, readonly Point[]> {
  const lowest = Math.max(...[...nodes.values()].map(({ y, height }) => y + height))
  let under = 0
  const corners = new Map<string, readonly Point[]>()
  for (const { id, source, target, route } of lines) {
    const [from, to] = [nodes.get(source)!, nodes.get(target)!]
    if (route === 'over') {
      const y = Math.min(from.y, to.y) - 45
      corners.set(id, [
        { x: middle(from), y: from.y },
        { x: middle(from), y },
        { x: middle(to), y },
        { x: middle(to), y: to.y },
      ])
    } else if (route === 'under') {
      const y = lowest + 30 + 18 * under++
      corners.set(id, [
        { x: middle(from), y: from.y + from.height },
        { x: middle(from), y },
        { x: middle(to), y },
        { x: middle(to), y: to.y + to.height },
      ])
    } else corners.set(id, along(from, to))
  }
  return corners
}

/** In one row straight on; into another row down first, out of it up last. */
function along(from: DrawnNode, to: DrawnNode): readonly Point[] {
  const [start, end] = [level(from), level(to)]
  if (start === end)
    return [
      { x: from.x + from.width, y: start },
      { x: to.x, y: end },
    ]
  if (end > start)
    return [
      { x: middle(from), y: from.y + from.height },
      { x: middle(from), y: end },
      { x: to.x, y: end },
    ]
  return [
    { x: from.x + from.width, y: start },
    { x: middle(to), y: start },
    { x: middle(to), y: to.y + to.height },
  ]
}
