import type { CompiledItem, CompiledLimit } from '#kernel/definition'
import type { Facts } from './act.ts'
import { keepBackward, wantedBy } from './backward.ts'
import { carryOut } from './carry-out.ts'
import { dueOf, lapseOf } from './deadline.ts'
import type { StepDraft } from './draft.ts'
import { type CaseEvent, event } from './event.ts'
import { momentsOf } from './evolve/moments.ts'
import { dutyClock, dutyDone, dutyOpened, expiry, limitsOf, outlives } from './limits.ts'
import { nextLimit, nextOf, waitsForNext } from './next.ts'
import { keepParts } from './parts.ts'
import { advance } from './progress.ts'
import type { CaseState, ClockState } from './state.ts'
import { keepTaskClocks } from './task-clocks.ts'

const running = (clock: ClockState | undefined): clock is ClockState =>
  clock?.status === 'running' || clock?.status === 'suspended'

const runsOrRanOut = ({ status }: ClockState): boolean =>
  status === 'running' || status === 'suspended' || status === 'expired'

/** A case sent back and accepted anew gains the organ no time; a party that is told anew has its time anew. */
const mayBegin = (clock: ClockState | undefined): boolean =>
  clock === undefined || clock.binds === 'party' || !runsOrRanOut(clock)

/** What a limit may run from or to: the moments of the case, and duties, which are not kept as moments. */
function marks(happened: CaseEvent, { obligations }: CaseState): readonly string[] {
  if (happened.type === 'obligation.opened') return [dutyOpened(happened.data.id)]
  if (happened.type === 'obligation.met') return [dutyDone(happened.data.id)]
  if (happened.type === 'attendance.invited') return ['invitation']
  const moments = momentsOf(happened)
  const again = moments.filter(moment => obligations[moment]?.status === 'open')
  return again.length > 0 ? [...moments, ...again.map(dutyOpened)] : moments
}

/** What ends a limit: its ends; one that counts backward ends with what it wants done. */
const endsOf = (limit: CompiledLimit): readonly string[] => (limit.kind === 'before' ? [wantedBy(limit)] : limit.ends)

const byMark = new WeakMap<CompiledItem, ReadonlyMap<string, readonly CompiledLimit[]>>()

/** The limits that begin or end with any of these marks, in the item's order: most events have one mark, and few limits know it. */
function limitsOn(definition: CompiledItem, marked: readonly string[]): readonly CompiledLimit[] {
  const all = limitsOf(definition)
  const found = byMark.get(definition) ?? sortedByMark(all)
  byMark.set(definition, found)
  if (marked.length === 1) return found.get(marked[0]!) ?? []
  return [...all.values()].filter(limit => marked.some(mark => found.get(mark)?.includes(limit)))
}

function sortedByMark(limits: ReadonlyMap<string, CompiledLimit>): ReadonlyMap<string, readonly CompiledLimit[]> {
  const found = new Map<string, CompiledLimit[]>()
  for (const limit of limits.values())
    for (const mark of new Set([...endsOf(limit), ...(limit.from === undefined ? [] : [limit.from])]))
      found.set(mark, [...(found.get(mark) ?? []), limit])
  return found
}

/** Some limits run only where there is something to publish, take down or pay. */
function applies({ state, definition }: StepDraft, { id, ends }: CompiledLimit): boolean {
  if (waitsForNext(id))
    return (
      nextOf(definition, state.outcome).some(({ item }) => nextLimit(item) === id) &&
      Object.values(state.orders).some(order => !order.settled)
    )
  if (ends.includes('publication')) return state.obligations['publish']?.status === 'open'
  if (ends.includes('withdrawal')) return state.obligations['withdraw']?.status === 'open'
  if (ends.includes('payment')) return Object.values(state.orders).some(order => !order.settled)
  return true
}

function start(draft: StepDraft, facts: Facts, limit: CompiledLimit, on: string, at: string): void {
  const span = dueOf(facts.calendar, limit, { start: on, at, suspensions: [], extensions: [] })
  draft.add(
    [
      event('clock.started', {
        clock: limit.id,
        limit: limit.id,
        start: on,
        at,
        binds: limit.binds ?? 'organ',
        ...span,
      }),
    ],
    on,
  )
}

/**
 * 起止 Starts and ends the limits that the step's events call for. Runs over the events from `since` on, and over what it
 * adds itself, so an act that ends one limit and begins another does both in one step.
 */
function keepClocks(draft: StepDraft, facts: Facts, since: number, at: string): void {
  const limits = limitsOf(draft.definition)
  for (let index = since; index < draft.events.length; index++) {
    const happened = draft.events[index]!
    if (happened.type === 'case.closed') {
      cancelClocks(draft)
      return
    }
    if (happened.type === 'decision.ceased' || happened.type === 'decision.annulled') cancelOutliving(draft)
    const termBegins = happened.type === 'decision.made' || happened.type === 'renewal.decided'
    if (termBegins && happened.data.until !== undefined && limits.has(expiry))
      startExpiry(draft, happened.data.until, happened.on, at)
    if (happened.type === 'obligation.cancelled') {
      const clock = dutyClock(happened.data.id)
      if (running(draft.state.clocks[clock])) draft.add([event('clock.cancelled', { clock })])
    }
    const moments = marks(happened, draft.state)
    if (moments.length === 0) continue
    for (const limit of limitsOn(draft.definition, moments)) {
      const clock = draft.state.clocks[limit.id]
      if (
        clock &&
        runsOrRanOut(clock) &&
        !(happened.type === 'stage.completed' && happened.data.deemed) &&
        endsOf(limit).some(end => moments.includes(end))
      )
        draft.add([event('clock.met', { clock: limit.id, on: happened.on, late: isLate(clock, happened.on, at) })])
      if (
        limit.from !== undefined &&
        limit.kind === 'max' &&
        moments.includes(limit.from) &&
        mayBegin(draft.state.clocks[limit.id]) &&
        applies(draft, limit)
      )
        start(draft, facts, limit, happened.on, at)
    }
  }
}

/** 收束 What follows from the events since `since`: clocks start and end, the case moves on, until nothing more follows. */
export function settle(draft: StepDraft, facts: Facts, since: number, at: string): void {
  for (let from = since; from < draft.events.length; ) {
    const seen = draft.events.length
    keepClocks(draft, facts, from, at)
    if (draft.state.status === 'open') {
      keepBackward(draft, facts, at)
      keepTaskClocks(draft, facts, at)
    }
    carryOut(draft, facts, from, seen)
    runAgain(draft, facts)
    if (draft.state.status === 'open') keepParts(draft, facts)
    advance(draft, facts)
    from = seen
  }
}

/** What the limits stood still for is over. */
function runAgain(draft: StepDraft, facts: Facts): void {
  const { suspended, stages } = draft.state
  const at = suspended && stages[suspended.for]
  // What was handed to justice comes back by an act of its own.
  if (!suspended || suspended.for === 'justice' || at?.status === 'open') return
  const on = at?.on ?? draft.events.at(-1)!.on
  draft.add([event('case.resumed', { for: suspended.for })], on)
  resumeClocks(draft, facts, on)
}

const isLate = (clock: ClockState, on: string, at: string): boolean =>
  clock.due.includes('T')
    ? Temporal.Instant.compare(Temporal.Instant.from(at), lapseOf(clock.due)) >= 0
    : on > clock.due

function startExpiry(draft: StepDraft, due: string, on: string, at: string): void {
  const begun = { clock: expiry, limit: expiry, start: on, at, binds: 'party', due, provisional: false } as const
  draft.add([event('clock.started', begun)], on)
}

/** What was taken back or struck off runs out no more. */
function cancelOutliving(draft: StepDraft): void {
  const limits = limitsOf(draft.definition)
  for (const [id, clock] of Object.entries(draft.state.clocks)) {
    const limit = limits.get(clock.limit)
    if (running(clock) && limit && outlives(limit)) draft.add([event('clock.cancelled', { clock: id })])
  }
}

/** With the case its limits end; those of what it made run on. */
function cancelClocks(draft: StepDraft): void {
  const limits = limitsOf(draft.definition)
  const runsOn = ({ limit }: ClockState): boolean => {
    const found = limits.get(limit)
    return found !== undefined && outlives(found)
  }
  for (const [id, clock] of Object.entries(draft.state.clocks))
    if (running(clock) && !runsOn(clock)) draft.add([event('clock.cancelled', { clock: id })])
}

/** 中止 Stops the organ's running limits (or those the stop names) and starts the limit on the stop itself. */
export function suspendClocks(
  draft: StepDraft,
  facts: Facts,
  reason: string,
  only: readonly string[] | undefined,
  on: string,
  at: string,
): void {
  const limits = limitsOf(draft.definition)
  for (const [id, clock] of Object.entries(draft.state.clocks)) {
    if (limits.get(clock.limit)?.kind === 'before') continue
    if (clock.status !== 'running' || clock.binds !== 'organ' || (only && !only.includes(id))) continue
    if (!only && (id.startsWith('stop.') || id === 'urgent')) continue
    draft.add([event('clock.suspended', { clock: id, from: on, for: reason })])
  }
  const limit = limits.get(`stop.${reason}`)
  if (limit) start(draft, facts, limit, on, at)
}

/** 恢复 Lets the limits run on, each with its due date moved by the days that stood still. */
export function resumeClocks(draft: StepDraft, facts: Facts, on: string): void {
  const limits = limitsOf(draft.definition)
  for (const [id, clock] of Object.entries(draft.state.clocks)) {
    if (id.startsWith('stop.') && clock.status === 'running')
      draft.add([event('clock.met', { clock: id, on, late: on > clock.due })])
    const limit = limits.get(clock.limit)
    if (clock.status !== 'suspended' || !limit) continue
    const suspensions = clock.suspensions.map(span => (span.to === null ? { ...span, to: on } : span))
    draft.add([
      event('clock.resumed', { clock: id, to: on, ...dueOf(facts.calendar, limit, { ...clock, suspensions }) }),
    ])
  }
}
