import { createHmac } from 'node:crypto'

/** 随机数流 Numbers that nobody chooses and everybody can compute again: each is uniform, for what does not divide evenly is passed over. */
export interface Stream {
  /** A whole number from 0 to n − 1; n is at most 2^40. */
  below(n: number): number
}

const width = 6
const perBlock = 5
const span = 2 ** (8 * width)

/**
 * Block i is HMAC-SHA256(key, label ‖ 0x00 ‖ i as 8 bytes), i from 0. Its first 30 bytes are five numbers of 6 bytes, big-endian. A number x
 * is taken as x mod n when x < 2^48 − (2^48 mod n), else passed over (rejection sampling: no number is likelier than another).
 */
export function streamOf(key: Uint8Array, label: string): Stream {
  let block = Buffer.alloc(0)
  let counter = 0n
  let next = perBlock
  const number = (): number => {
    if (next === perBlock) {
      const index = Buffer.alloc(8)
      index.writeBigUInt64BE(counter++)
      block = createHmac('sha256', key).update(label).update(Buffer.of(0)).update(index).digest()
      next = 0
    }
    return block.readUIntBE(next++ * width, width)
  }
  return {
    below(n) {
      const end = span - (span % n)
      for (;;) {
        const found = number()
        if (found < end) return found % n
      }
    },
  }
}

/** 洗牌 The first `count` places of a shuffled 0 … size − 1 (Fisher–Yates): place i takes what stands at i + below(size − i). */
export function firstOf(stream: Stream, size: number, count: number): readonly number[] {
  const moved = new Map<number, number>()
  const at = (place: number): number => moved.get(place) ?? place
  return Array.from({ length: Math.min(count, size) }, (_, place) => {
    const from = place + stream.below(size - place)
    const taken = at(from)
    moved.set(from, at(place))
    return taken
  })
}
