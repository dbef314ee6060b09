import type { Calendar } from '#kernel/calendar'
import type { CompiledItem, CompiledLimit } from '#kernel/definition'
import type { Facts } from './act.ts'
import type { StepDraft } from './draft.ts'
import { type ClockSpan, event } from './event.ts'
import { backwardLimits } from './limits.ts'
import type { CaseState } from './state.ts'

type Known = Pick<CaseState, 'hearing' | 'invited' | 'validUntil'>

/** 须先做的事 What a limit that counts backward wants done: its `from`, else the stage or verb it is named after. */
export const wantedBy = ({ from, id }: Pick<CompiledLimit, 'from' | 'id'>): string => from ?? id

/**
 * 倒推的起点 The day from which a limit counts backward, as far as it is known: of the hearing, of the visit the sides were invited to,
 * the last day of what was granted (行政许可法50). Undefined while nobody has named it.
 */
export function dayAhead(
  { stages }: Pick<CompiledItem, 'stages'>,
  { ends }: Pick<CompiledLimit, 'ends'>,
  { hearing, invited, validUntil }: Known,
): string | undefined {
  for (const end of ends) {
    if (end === 'expiry' && validUntil !== undefined) return validUntil
    const isHearing = end === 'hearing' || stages.get(end)?.kind === 'hearing'
    if (isHearing && hearing?.on !== undefined && !hearing.held) return hearing.on
    const at = invited?.[end]?.on
    if (at !== undefined) return at
  }
  return undefined
}

/** 最迟之日 The last day on which it is still early enough. */
export function lastDayBefore(calendar: Pick<Calendar, 'due'>, limit: CompiledLimit, ahead: string): ClockSpan {
  const { value, unit, clear, lastDay } = limit
  const { due, provisional } = calendar.due(Temporal.PlainDate.from(ahead), {
    value,
    unit,
    kind: 'before',
    ...(clear && { clear }),
    ...(lastDay === 'moves' && { rollForward: true }),
  })
  return { due: due.toString(), provisional }
}

/** Since when what the limit wants is done: a stage in this round, or a moment of the case. A stage passed over was not wanted. */
export function doneOn(
  definition: Pick<CompiledItem, 'stages'>,
  { stages, moments }: Pick<CaseState, 'stages' | 'moments'>,
  wanted: string,
): string | undefined {
  if (!definition.stages.has(wanted)) return moments[wanted]
  const at = stages[wanted]
  return at === undefined || at.status === 'open' ? undefined : at.on
}

/**
 * 倒推时限 Starts each limit that counts backward when its day ahead is named, moves it when another day is, and drops it when the day
 * is taken back. What was done in time before the day was named needs no clock.
 */
export function keepBackward(draft: StepDraft, { calendar }: Facts, at: string): void {
  for (const limit of backwardLimits(draft.definition)) {
    const clock = draft.state.clocks[limit.id]
    const ahead = dayAhead(draft.definition, limit, draft.state)
    if (clock?.status === 'running') {
      const span = ahead === undefined ? undefined : lastDayBefore(calendar, limit, ahead)
      if (!span) draft.add([event('clock.cancelled', { clock: limit.id })])
      else if (span.due !== clock.due) draft.add([event('clock.recomputed', { clock: limit.id, ...span })])
      continue
    }
    const on = draft.events.at(-1)?.on
    if (ahead === undefined || on === undefined || doneOn(draft.definition, draft.state, wantedBy(limit)) !== undefined)
      continue
    const span = lastDayBefore(calendar, limit, ahead)
    if (clock?.status === 'expired' && span.due <= clock.due) continue
    const begun = { clock: limit.id, limit: limit.id, start: on, at, binds: limit.binds ?? 'organ', ...span } as const
    draft.add([event('clock.started', begun)], on)
  }
}
