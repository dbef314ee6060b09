/** Chance with a seed: the same seed makes the same requests in the same order. */
export interface Chance {
  /** A whole number from 0 to below `count`. */
  below(count: number): number
  pick<Value>(values: readonly Value[]): Value
  /** True once in so many. */
  once(inSoMany: number): boolean
}

/** mulberry32 */
export function chanceOf(seed: number): Chance {
  let state = seed >>> 0
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
  const below = (count: number): number => Math.floor(next() * count)
  return { below, pick: values => values[below(values.length)]!, once: inSoMany => below(inSoMany) === 0 }
}
