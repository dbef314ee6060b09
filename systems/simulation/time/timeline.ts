/** 时间轴 The simulated city's time: lives wait on it, and it moves on only when every one of them waits. */
export interface Timeline {
  now(): Temporal.Instant
  /** Starts a life. It may begin at once or wait first. */
  start(life: () => Promise<void>): void
  /** Sleeps until that instant; one that has passed is now. */
  until(at: Temporal.Instant): Promise<void>
  /** Runs until no life is left, or until the instant: lives that still wait then stay where they are. */
  run(last?: Temporal.Instant): Promise<void>
}

export interface TimelineNeeds {
  readonly begin: Temporal.Instant
  /** Moves the city's clock; called with rising instants, while no life runs. */
  readonly advance: (to: Temporal.Instant) => Promise<void>
}

/** A discrete-event loop. Everything that waits for one instant wakes together, so many officers work at the same hour. */
export function makeTimeline({ begin, advance }: TimelineNeeds): Timeline {
  const waiting = new Map<number, (() => void)[]>()
  let hours: number[] = []
  let now = begin
  let running = 0
  let idle: (() => void) | undefined
  let fault: unknown

  const rest = () => {
    running--
    if (running === 0) idle?.()
  }
  const quiet = (): Promise<void> | undefined =>
    running === 0
      ? undefined
      : new Promise(done => {
          idle = () => {
            idle = undefined
            done()
          }
        })

  return {
    now: () => now,
    start(life) {
      running++
      life()
        .catch(error => {
          fault ??= error
        })
        .finally(rest)
    },
    until(at) {
      if (Temporal.Instant.compare(at, now) <= 0) return Promise.resolve()
      const key = at.epochMilliseconds
      return new Promise<void>(wake => {
        const others = waiting.get(key)
        if (others) others.push(wake)
        else {
          waiting.set(key, [wake])
          hours.push(key)
        }
        rest()
      })
    },
    async run(last) {
      for (;;) {
        await quiet()
        if (fault !== undefined) throw fault
        hours.sort((a, b) => a - b)
        const [next, ...later] = hours
        if (next === undefined) return
        if (last !== undefined && next > last.epochMilliseconds) {
          await advance(last)
          return
        }
        hours = later
        now = Temporal.Instant.fromEpochMilliseconds(next)
        await advance(now)
        const woken = waiting.get(next) ?? []
        waiting.delete(next)
        running += woken.length
        for (const wake of woken) wake()
      }
    },
  }
}
