/** 排队 So many at once, so many waiting; what comes on top is told at once that it is too much. */
export function makeTurns({ atOnce, waiting }: { readonly atOnce: number; readonly waiting: number }) {
  let running = 0
  const queue: (() => void)[] = []
  return {
    /** Whether it is one's turn now; false where too many wait. */
    async take(): Promise<boolean> {
      if (running < atOnce) {
        running++
        return true
      }
      if (queue.length >= waiting) return false
      await new Promise<void>(resolve => queue.push(resolve))
      return true
    },
    give(): void {
      const next = queue.shift()
      if (next) next()
      else running--
    },
  }
}
