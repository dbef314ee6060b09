/** 随机 A seeded source of chance: the same seed makes the same items on every machine, and an item does not depend on those before it. */
export interface Chance {
  whole(least: number, most: number): number
  yes(probability: number): boolean
  pick<Value>(from: readonly Value[]): Value
  /** Some of a list, in its order. */
  some<Value>(from: readonly Value[], least: number, most: number): readonly Value[]
}

/** mulberry32, begun from seed and place. */
export function chanceOf(seed: number, place: number): Chance {
  let state = (Math.imul(seed ^ 0x9e3779b9, 0x85ebca6b) ^ Math.imul(place + 1, 0xc2b2ae35)) >>> 0
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  for (let round = 0; round < 4; round++) next()
  const whole = (least: number, most: number) => least + Math.floor(next() * (most - least + 1))
  return {
    whole,
    yes: probability => next() < probability,
    pick: from => from[whole(0, from.length - 1)]!,
    some(from, least, most) {
      const count = Math.min(from.length, whole(least, most))
      const kept = new Set<number>()
      while (kept.size < count) kept.add(whole(0, from.length - 1))
      return from.filter((_, at) => kept.has(at))
    },
  }
}
