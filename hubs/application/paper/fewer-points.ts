import type { Contour, Point } from './outlines.ts'

/** How far a point is from the straight line between two others. */
function fromLine({ x, y }: Point, from: Point, to: Point): number {
  const [alongX, alongY] = [to.x - from.x, to.y - from.y]
  const long = Math.hypot(alongX, alongY)
  if (long === 0) return Math.hypot(x - from.x, y - from.y)
  const along = ((x - from.x) * alongX + (y - from.y) * alongY) / long
  // Beyond an end it is a corner, however near the line it is.
  return along < 0 || along > long
    ? Number.POSITIVE_INFINITY
    : Math.abs((x - from.x) * alongY - (y - from.y) * alongX) / long
}

/** Whether the outline is the same without a point, to within a part of the grid. */
function isSpare(before: Point, point: Point, after: Point, within: number): boolean {
  if (point.x === before.x && point.y === before.y && (point.on === before.on || !point.on)) return true
  if (!point.on && point.x === after.x && point.y === after.y) return true
  // A curve through a point half way between its two controls is what they say without it.
  if (point.on && !before.on && !after.on)
    return Math.hypot(point.x - (before.x + after.x) / 2, point.y - (before.y + after.y) / 2) <= within
  if (!before.on || !after.on) return false
  // A curve bends half as far as its control is away.
  return fromLine(point, before, after) <= (point.on ? within : 2 * within)
}

/** 减点 An outline without the points that change nothing that is seen. */
export function fewerPoints(contour: Contour, within: number): Contour {
  const points = [...contour]
  for (let at = 0, kept = 0; kept < points.length && points.length > 3; ) {
    const nth = at % points.length
    const before = points[(nth + points.length - 1) % points.length]!
    if (isSpare(before, points[nth]!, points[(nth + 1) % points.length]!, within)) {
      points.splice(nth, 1)
      at = Math.max(0, nth - 1)
      kept = 0
    } else {
      at = nth + 1
      kept++
    }
  }
  return points
}
