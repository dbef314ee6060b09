import type { ExchangeAdapter } from './contract.ts'

/** How a system has been of late, as far as it decides whether it is asked. */
export interface BreakerState {
  /** Failures one after the other. */
  readonly failures: number
  /** Milliseconds of the process's own time until which nothing is asked; null: it is asked. */
  readonly closedUntil: number | null
  /** One question is on its way to see whether it is back. */
  readonly trying: boolean
}

export interface BreakerSettings {
  /** Failures one after the other until it is left alone. */
  readonly most: number
  /** Milliseconds it is left alone the first time; doubled each time it fails again, up to `longest`. */
  readonly pause: number
  readonly longest: number
}

export const usualBreaker: BreakerSettings = { most: 5, pause: 5_000, longest: 300_000 }
export const wellBefore: BreakerState = { failures: 0, closedUntil: null, trying: false }

export const mayAsk = ({ closedUntil, trying }: BreakerState, now: number): boolean =>
  closedUntil === null || (now >= closedUntil && !trying)

export const asking = (state: BreakerState): BreakerState =>
  state.closedUntil === null ? state : { ...state, trying: true }

export function failed({ failures }: BreakerState, now: number, settings: BreakerSettings): BreakerState {
  const next = failures + 1
  const rounds = next - settings.most
  if (rounds < 0) return { failures: next, closedUntil: null, trying: false }
  return { failures: next, closedUntil: now + Math.min(settings.pause * 2 ** rounds, settings.longest), trying: false }
}

export interface GuardNeeds {
  readonly adapter: ExchangeAdapter
  /** Questions under way at once, at most. */
  readonly together?: number
  readonly settings?: BreakerSettings
  /** Milliseconds of the process's own time. */
  readonly now?: () => number
  /** Told how each question ended: undefined is well, else what was wrong. */
  readonly told?: (fault: string | undefined) => Promise<void>
}

/**
 * 断路器 Leaves a system alone that fails again and again, and sends no more at once than it can bear: whoever asks is then
 * told at once that it is away, instead of waiting with all the others. After a pause one question tries whether it is back.
 */
export function guarded({
  adapter,
  together = 16,
  settings = usualBreaker,
  now = () => performance.now(),
  told = async () => {},
}: GuardNeeds): ExchangeAdapter {
  let state = wellBefore
  let underWay = 0
  // What is told of a question never decides what becomes of it.
  const heard = (fault: string | undefined): Promise<void> => told(fault).catch(() => {})
  return {
    outside: adapter.outside,
    async ask(asked, signal) {
      if (!mayAsk(state, now())) throw new Error('it is left alone for now: it failed again and again')
      if (underWay >= together) throw new Error(`${together} questions wait for it already`)
      state = asking(state)
      underWay++
      try {
        const answer = await adapter.ask(asked, signal)
        state = wellBefore
        await heard(undefined)
        return answer
      } catch (fault) {
        state = failed(state, now(), settings)
        await heard(fault instanceof Error ? fault.message : String(fault))
        throw fault
      } finally {
        underWay--
      }
    },
  }
}
