import type { Contour, Point } from './outlines.ts'

type Place = Pick<Point, 'x' | 'y'>

/** How many straight pieces a curve is looked at in, before those that are not needed go. */
const pieces = 4

/** The places a contour runs through, from a point on the curve back to it. */
function placesOf(contour: Contour): readonly Place[] {
  const first = Math.max(
    0,
    contour.findIndex(({ on }) => on),
  )
  const ring = [...contour.slice(first), ...contour.slice(0, first), contour[first]!]
  const places: Place[] = [ring[0]!]
  for (const [at, point] of ring.entries()) {
    if (at === 0) continue
    const from = places.at(-1)!
    if (point.on) {
      places.push(point)
      continue
    }
    const next = ring[at + 1] ?? ring[0]!
    // Between two points beside the curve it passes half way.
    const to = next.on ? next : { x: (point.x + next.x) / 2, y: (point.y + next.y) / 2 }
    for (let nth = 1; nth <= pieces; nth++) {
      const t = nth / pieces
      const [a, b, c] = [(1 - t) ** 2, 2 * t * (1 - t), t ** 2]
      places.push({ x: a * from.x + b * point.x + c * to.x, y: a * from.y + b * point.y + c * to.y })
    }
  }
  return places
}

function away({ x, y }: Place, from: Place, to: Place): number {
  const [alongX, alongY] = [to.x - from.x, to.y - from.y]
  const square = alongX ** 2 + alongY ** 2
  const t = square === 0 ? 0 : Math.max(0, Math.min(1, ((x - from.x) * alongX + (y - from.y) * alongY) / square))
  return Math.hypot(x - from.x - t * alongX, y - from.y - t * alongY)
}

const farthest = (places: readonly Place[], of: (place: Place) => number): readonly [at: number, far: number] =>
  places.reduce<readonly [number, number]>((most, place, at) => (of(place) > most[1] ? [at, of(place)] : most), [0, 0])

/** The corners without which a line would be farther than `within` from what it was (Douglas and Peucker). */
function corners(places: readonly Place[], within: number): readonly Place[] {
  const [from, to] = [places[0]!, places.at(-1)!]
  const [at, far] = farthest(places, place => away(place, from, to))
  if (places.length < 3 || far <= within) return [from, to]
  return [...corners(places.slice(0, at + 1), within).slice(0, -1), ...corners(places.slice(at), within)]
}

/** 取直 A contour as straight lines nowhere farther than `within` from it, its corners on the grid. */
export function straightened(
  contour: Contour,
  { step, within }: { readonly step: number; readonly within: number },
): Contour {
  const places = placesOf(contour)
  const [half] = farthest(places, ({ x, y }) => Math.hypot(x - places[0]!.x, y - places[0]!.y))
  const there = corners(places.slice(0, half + 1), within)
  const back = corners(places.slice(half), within)
  const points = [...there.slice(0, -1), ...back.slice(0, -1)].map(({ x, y }) => ({
    ...{ x: Math.round(x / step), y: Math.round(y / step) },
    on: true,
  }))
  return points.filter(({ x, y }, at) => {
    const before = points.at(at - 1)!
    return x !== before.x || y !== before.y
  })
}
