/** 限速 A token bucket for each key: fills evenly, holds one minute's worth, forgets the longest idle when there are too many. */
export interface Buckets {
  /** Takes one; returns 0, or the seconds to wait. */
  take(key: string, cost?: number): number
  /** The seconds to wait for one more, without taking it. */
  wait(key: string): number
}

const mostKeys = 100_000

export function makeBuckets(perMinute: number, now: () => number = () => performance.now()): Buckets {
  const perMillisecond = perMinute / 60_000
  const buckets = new Map<string, { level: number; at: number }>()

  function levelOf(key: string): number {
    const bucket = buckets.get(key)
    return bucket ? Math.min(perMinute, bucket.level + (now() - bucket.at) * perMillisecond) : perMinute
  }
  const waitFor = (level: number): number => Math.max(1, Math.ceil((1 - level) / perMillisecond / 1_000))

  return {
    wait(key) {
      const level = levelOf(key)
      return level >= 1 ? 0 : waitFor(level)
    },
    take(key, cost = 1) {
      const level = levelOf(key)
      if (level < 1) return waitFor(level)
      buckets.delete(key)
      if (buckets.size >= mostKeys) buckets.delete(buckets.keys().next().value!)
      buckets.set(key, { level: Math.max(0, level - cost), at: now() })
      return 0
    },
  }
}
