import type { Calendar } from '#kernel/calendar'
import { type CaseState, type ClockState, limitsOf } from '#kernel/case'
import type { CompiledItem, Provision, Text } from '#kernel/definition'
import { type Directory, postId } from '#kernel/identity'

/** 进度 What is true of a case today, as page, receipt and API show it. Posts, never persons. */
export interface Progress {
  readonly stages: readonly {
    readonly stage: string
    readonly name: Text
    readonly status: 'done' | 'open' | 'ahead' | 'skipped'
    readonly on: string | null
  }[]
  readonly due: Due | null
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
  readonly on: string
  readonly from: string
  /** Working days from today to the last one; negative beyond it. */
  readonly workdaysLeft: number
  /** The whole budget of the limit in working days, from its start to its end. */
  readonly workdays: number
  readonly provisional: boolean
  readonly status: ClockState['status']
  readonly promised: boolean
  readonly value: number
  readonly unit: string
  readonly basis: Provision | null
}

/** The organ's own limit that ends first among those that still run, or the one it has overrun. */
export function dueOf(
  state: CaseState,
  definition: CompiledItem,
  calendar: Calendar,
  today: Temporal.PlainDate,
): Due | null {
  let nearest: Due | null = null
  const limits = limitsOf(definition)
  for (const clock of Object.values(state.clocks)) {
    const limit = limits.get(clock.limit)
    const counts =
      clock.binds === 'organ' &&
      (clock.status === 'running' || clock.status === 'suspended' || clock.status === 'expired')
    if (!counts || limit?.kind !== 'max') continue
    const on = clock.due.slice(0, 10)
    if (nearest !== null && nearest.on <= on) continue
    const last = Temporal.PlainDate.from(on)
    nearest = {
      limit: clock.limit,
      on,
      from: clock.start,
      workdaysLeft: calendar.workdaysBetween(today, last).days,
      workdays: calendar.workdaysBetween(Temporal.PlainDate.from(clock.start), last).days,
      provisional: clock.provisional,
      status: clock.status,
      promised: limit.promised === true,
      value: limit.value,
      unit: limit.unit,
      basis: limit.basis ?? null,
    }
  }
  return nearest
}

export function progressOf(
  state: CaseState,
  definition: CompiledItem,
  needs: { calendar: Calendar; directory: Directory; today: Temporal.PlainDate },
): Progress {
  const { calendar, directory, today } = needs
  const on = today.toString()
  const stages = [...definition.stages.values()].map(({ stage, name }) => {
    const at = state.stages[stage]
    return { stage, name, status: at?.status ?? ('ahead' as const), on: at?.on ?? null }
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
    due: state.status === 'open' ? dueOf(state, definition, calendar, today) : null,
    holders: state.status === 'open' ? [...holders.values()] : [],
    suspended: state.suspended ? { ...state.suspended, basis: stop?.basis ?? null, max: stop?.max ?? null } : null,
    awaiting: state.awaiting !== undefined,
  }
}
