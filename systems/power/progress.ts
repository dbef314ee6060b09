import type { Calendar } from '#kernel/calendar'
import { type CaseState, type ClockState, limitsOf, waitsForNext } from '#kernel/case'
import type { CompiledItem, CompiledLimit, Provision, Text } from '#kernel/definition'
import { type Directory, postId } from '#kernel/identity'

/** 进度 What is true of a case today, as page, receipt and API show it. Posts, never persons. */
export interface Progress {
  readonly stages: readonly {
    readonly stage: string
    readonly name: Text
    /** `stopped`: open when the case ended; `unreached`: the case ended before it. */
    readonly status: 'done' | 'open' | 'ahead' | 'skipped' | 'stopped' | 'unreached'
    readonly on: string | null
  }[]
  /** The organ's own limit. */
  readonly due: Due | null
  /** 当事人的期限 Limits that bind the party and still run, or that it has overrun; the nearest first. */
  readonly yours: readonly Due[]
  readonly holders: readonly { readonly organ: string; readonly post: string | null }[]
  readonly suspended: {
    readonly for: string
    readonly since: string
    readonly basis: Provision | null
    readonly max: string | null
  } | null
  readonly awaiting: boolean
}

export interface Due {
  readonly limit: string
  readonly text: Text | null
  /** What ends it: stages and moments of the case. */
  readonly ends: readonly string[]
  /** The last day; null while the limit stands still, for nobody knows it then. */
  readonly on: string | null
  readonly from: string
  /** Working days from today, or from the day it was stopped, to the last one; negative beyond it. */
  readonly workdaysLeft: number
  /** The whole budget of the limit in working days, without the days that stood still. */
  readonly workdays: number
  readonly provisional: boolean
  readonly status: ClockState['status']
  readonly promised: boolean
  readonly value: number
  readonly unit: string
  /** 延长 What was granted on top of it. */
  readonly extensions: ClockState['extensions']
  readonly basis: Provision | null
}

const date = (text: string): Temporal.PlainDate => Temporal.PlainDate.from(text.slice(0, 10))

/** The day before a stop: the day on which it begins is not counted any more (行政许可法45). */
const dayBefore = (text: string): Temporal.PlainDate => date(text).subtract({ days: 1 })

/**
 * 剩余工作日 Working days left of a limit today. While it stands still: those that were left when it was stopped, however long
 * ago that was.
 */
export function workdaysLeft(
  calendar: Calendar,
  { due, status, suspensions }: Pick<ClockState, 'due' | 'status' | 'suspensions'>,
  today: Temporal.PlainDate,
): number {
  const stop = status === 'suspended' ? suspensions.at(-1) : undefined
  return calendar.workdaysBetween(stop ? dayBefore(stop.from) : today, date(due)).days
}

function shownOf(calendar: Calendar, limit: CompiledLimit, clock: ClockState, today: Temporal.PlainDate): Due {
  const stoodStill = clock.suspensions.reduce(
    (sum, { from, to }) => (to === null ? sum : sum + calendar.workdaysBetween(dayBefore(from), dayBefore(to)).days),
    0,
  )
  return {
    limit: clock.limit,
    text: limit.text ?? null,
    ends: limit.ends,
    on: clock.status === 'suspended' ? null : clock.due.slice(0, 10),
    from: clock.start,
    workdaysLeft: workdaysLeft(calendar, clock, today),
    workdays: calendar.workdaysBetween(date(clock.start), date(clock.due)).days - stoodStill,
    provisional: clock.provisional,
    status: clock.status,
    promised: limit.promised === true,
    value: limit.value,
    unit: limit.unit,
    extensions: clock.extensions,
    basis: limit.basis ?? null,
  }
}

/** Of the engine's own making: shown with what it belongs to, or not at all. */
const isInner = (limit: string): boolean => limit.startsWith('stop.') || waitsForNext(limit)

/** The limits of one side that still count, the nearest first; the limit on a stop itself is shown with the stop. */
function countingOf(state: CaseState, definition: CompiledItem, binds: ClockState['binds']) {
  const limits = limitsOf(definition)
  return Object.values(state.clocks)
    .flatMap(clock => {
      const limit = limits.get(clock.limit)
      const runs = clock.status === 'running' || clock.status === 'suspended' || clock.status === 'expired'
      const counts = runs && clock.binds === binds && limit?.kind === 'max' && !isInner(clock.limit)
      return counts ? [{ clock, limit }] : []
    })
    .sort((one, other) => (one.clock.due < other.clock.due ? -1 : 1))
}

/**
 * 机关的时限 The organ's own limit that ends first, among those that still run or that it has overrun. What the open stage must
 * keep goes before what runs beside it: at the delivery the delivery's, not the publication's.
 */
export function dueOf(
  state: CaseState,
  definition: CompiledItem,
  calendar: Calendar,
  today: Temporal.PlainDate,
): Due | null {
  const counting = countingOf(state, definition, 'organ')
  const ofStage = counting.filter(({ limit }) => limit.ends.some(end => state.stages[end]?.status === 'open'))
  const [first] = ofStage.length > 0 ? ofStage : counting
  return first ? shownOf(calendar, first.limit, first.clock, today) : null
}

/**
 * What the party must keep. A right that lapses (to ask for a hearing) is no limit any more once it has lapsed or the decision is
 * made; money that is late still is.
 */
const yoursOf = (state: CaseState, definition: CompiledItem, calendar: Calendar, today: Temporal.PlainDate) =>
  countingOf(state, definition, 'party')
    .filter(({ clock, limit }) => {
      const effect = limit.onExpiry?.effect ?? 'alarm'
      return effect === 'lapse' ? clock.status !== 'expired' && state.outcome === undefined : effect === 'alarm'
    })
    .map(({ clock, limit }) => shownOf(calendar, limit, clock, today))

/** A case that has ended is at no stage, and what lay ahead is not to come any more. */
const endedStatus = { open: 'stopped', ahead: 'unreached', done: 'done', skipped: 'skipped' } as const

export function progressOf(
  state: CaseState,
  definition: CompiledItem,
  needs: { calendar: Calendar; directory: Directory; today: Temporal.PlainDate },
): Progress {
  const { calendar, directory, today } = needs
  const on = today.toString()
  const open = state.status === 'open'
  const stages = [...definition.stages.values()].map(({ stage, name }) => {
    const at = state.stages[stage]
    const status = at?.status ?? ('ahead' as const)
    return { stage, name, status: open ? status : endedStatus[status], on: at?.on ?? null }
  })
  const holders = new Map(
    Object.values(state.tasks).map(task => [
      `${task.organ}/${task.post}`,
      {
        organ: directory.organ(task.organ, on)?.name ?? task.organ,
        post: directory.post(postId(task.organ, task.post), on)?.name ?? null,
      },
    ]),
  )
  const stop = state.suspended && definition.definition.limits.stops?.find(one => one.for === state.suspended?.for)
  return {
    stages,
    due: open ? dueOf(state, definition, calendar, today) : null,
    yours: open ? yoursOf(state, definition, calendar, today) : [],
    holders: open ? [...holders.values()] : [],
    suspended: state.suspended ? { ...state.suspended, basis: stop?.basis ?? null, max: stop?.max ?? null } : null,
    awaiting: state.awaiting !== undefined,
  }
}
