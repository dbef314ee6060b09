/** 随机源 A seeded source of chance. The same seed lives the same month again; a fork is independent of what others drew. */
export interface Random {
  /** In [0, 1). */
  next(): number
  /** A whole number from `least` to `most`, both included. */
  whole(least: number, most: number): number
  chance(probability: number): boolean
  pick<T>(from: readonly T[]): T
  /** Picks by weight; the weights need not sum to one. */
  weighted<T>(from: readonly (readonly [T, number])[]): T
  shuffled<T>(from: readonly T[]): T[]
  fork(label: string): Random
}

/** FNV-1a, 32 bit: turns a label into numbers to start from. */
function hash(text: string, start: number): number {
  let value = start >>> 0
  for (let index = 0; index < text.length; index++) value = Math.imul(value ^ text.charCodeAt(index), 0x01000193) >>> 0
  return value
}

/** sfc32 (Chris Doty-Humphrey): small, fast, passes PractRand. */
export function makeRandom(seed: string): Random {
  let a = hash(seed, 0x811c9dc5)
  let b = hash(seed, 0x9e3779b9)
  let c = hash(seed, 0x85ebca6b)
  let counter = 1
  const next = (): number => {
    const sum = (((a + b) | 0) + counter) | 0
    counter = (counter + 1) | 0
    a = b ^ (b >>> 9)
    b = (c + (c << 3)) | 0
    c = (((c << 21) | (c >>> 11)) + sum) | 0
    return (sum >>> 0) / 4_294_967_296
  }
  for (let round = 0; round < 15; round++) next()
  const whole = (least: number, most: number) => least + Math.floor(next() * (most - least + 1))
  return {
    next,
    whole,
    chance: probability => next() < probability,
    pick: from => {
      if (from.length === 0) throw new RangeError('nothing to pick from')
      return from[whole(0, from.length - 1)]!
    },
    weighted: from => {
      const total = from.reduce((sum, [, weight]) => sum + weight, 0)
      let left = next() * total
      for (const [value, weight] of from) {
        left -= weight
        if (left < 0) return value
      }
      const last = from.at(-1)
      if (!last) throw new RangeError('nothing to pick from')
      return last[0]
    },
    shuffled: from => {
      const list = [...from]
      for (let index = list.length - 1; index > 0; index--) {
        const other = whole(0, index)
        const kept = list[index]!
        list[index] = list[other]!
        list[other] = kept
      }
      return list
    },
    fork: label => makeRandom(`${seed}/${label}`),
  }
}
