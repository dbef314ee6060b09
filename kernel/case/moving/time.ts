import type { CompiledLimit } from '#kernel/definition'
import { dueOf, lapseOf } from '../deadline.ts'
import { event, type NewEvent } from '../event.ts'
import { limitsOf } from '../limits.ts'
import type { Budget, CaseState, ClockState } from '../state.ts'
import { type MoveGround, same } from './ground.ts'
import { nameIn } from './mapping.ts'

const runs = ({ status }: ClockState): boolean => status === 'running' || status === 'suspended'

const budgetOf = ({ value, unit, lastDay }: CompiledLimit | Budget): Budget => ({
  value,
  unit,
  ...(lastDay !== undefined && { lastDay }),
})

/** What a limit is besides its length: where it runs from and to, whom it binds, what its end does. */
const shapeOf = (limit: CompiledLimit, stage: (name: string) => string) => [
  limit.kind,
  limit.from === undefined ? null : stage(limit.from),
  limit.ends.map(stage),
  limit.binds ?? 'organ',
  limit.onExpiry ?? null,
]

const asIs = (name: string): string => name
const hasBegun = ({ moments }: CaseState, { from, ends }: CompiledLimit): boolean => {
  const since = from === undefined ? undefined : moments[from]
  return since !== undefined && !ends.some(end => moments[end] !== undefined && moments[end] >= since)
}

/** 时限 Every limit that has begun goes on as what it was; what protects the parties does not become shorter under their hands. */
export function limitsFit({ from, to, mapping, before, say }: MoveGround): void {
  const [old, now] = [limitsOf(from), limitsOf(to)]
  const stage = (name: string) => nameIn(mapping.stages, name)
  const limitName = (id: string) => (id.startsWith('stop.') ? `stop.${stage(id.slice(5))}` : nameIn(mapping.limits, id))
  for (const [id, clock] of Object.entries(before.clocks)) {
    const key = limitName(clock.limit)
    if (key !== id && before.clocks[key]) say('NAME_TAKEN', { limit: id, now: key })
    if (!runs(clock)) continue
    const next = now.get(key)
    const was = old.get(clock.limit)
    if (!next) say('LIMIT_GONE', { limit: id })
    else if (was && !same(shapeOf(was, stage), shapeOf(next, asIs))) say('LIMIT_OTHER', { limit: id })
    else if (was && next.ends.includes('payment') && !same(budgetOf(was), budgetOf(next)))
      say('AMOUNTS_ORDERED', { limit: id })
  }
  for (const limit of old.values()) {
    if (limit.kind === 'max' || limit.binds === 'party' || !hasBegun(before, limit)) continue
    const next = now.get(limitName(limit.id))
    if (!next || next.kind !== limit.kind || next.unit !== limit.unit || next.value < limit.value)
      say('MINIMUM_SHORTER', { limit: limit.id, value: limit.value, now: next?.value ?? null })
  }
  const { suspended } = before
  if (!suspended) return
  const stopOf = ({ definition }: typeof from, name: string) => definition.limits.stops?.find(stop => stop.for === name)
  const [stop, next] = [stopOf(from, suspended.for), stopOf(to, stage(suspended.for))]
  const stopped = (limits: readonly string[] | undefined) => limits?.map(id => nameIn(mapping.limits, id)) ?? null
  if (!next || !same(stopped(stop?.limits), next.limits ?? null)) say('STOP_GONE', { stop: suspended.for })
}

/**
 * 期间 What a clock that runs is given under the new version. The organ gains no time and the parties lose none; and nothing is
 * dated back: a shorter time that would be over already was not the law while it ran, so the clock keeps what it had.
 */
function carried(ground: MoveGround, id: string, clock: ClockState, was: Budget, next: Budget): NewEvent | undefined {
  if (same(was, next)) return undefined
  const { budget: _, ...bare } = clock
  const { calendar } = ground.facts.after
  const span = dueOf(calendar, next, bare)
  const [then, before] = [lapseOf(span.due), lapseOf(clock.due)]
  const order = Temporal.Instant.compare(then, before)
  const stop = clock.suspensions.at(-1)
  const stillAhead =
    clock.status === 'suspended' && stop
      ? span.due.includes('T') || span.due >= stop.from
      : Temporal.Instant.compare(then, ground.now) > 0
  const takes = clock.binds === 'organ' ? order < 0 && stillAhead : order > 0
  if (takes) return event('clock.carried', { clock: id, ...span })
  return event('clock.carried', { clock: id, due: clock.due, provisional: clock.provisional, budget: was })
}

/** Limits that depend on something to publish, take down or pay begin with that, never with a move. */
const ofDuties: ReadonlySet<string> = new Set(['publication', 'withdrawal', 'payment'])

/** 续计 The clocks of a case under the new version: what runs is carried over, and a limit on the organ that is new begins today. */
export function clocksCarried(ground: MoveGround): readonly NewEvent[] {
  const { from, to, mapping, after, on, now, facts } = ground
  const [old, limits] = [limitsOf(from), limitsOf(to)]
  const events: NewEvent[] = []
  const original = new Map(Object.entries(mapping.limits).map(([name, key]) => [key, name]))
  const stages = new Map(Object.entries(mapping.stages).map(([name, key]) => [key, name]))
  const oldName = (id: string) =>
    id.startsWith('stop.') ? `stop.${stages.get(id.slice(5)) ?? id.slice(5)}` : (original.get(id) ?? id)
  for (const [id, clock] of Object.entries(after.clocks)) {
    const next = limits.get(clock.limit)
    const was = clock.budget ?? old.get(oldName(clock.limit))
    if (!runs(clock) || !next || !was) continue
    const changed = carried(ground, id, clock, budgetOf(was), budgetOf(next))
    if (changed) events.push(changed)
  }
  const at = now.toString()
  for (const limit of limits.values()) {
    if (limit.kind !== 'max' || limit.binds === 'party' || old.has(oldName(limit.id)) || after.clocks[limit.id])
      continue
    if (limit.id.startsWith('stop.') || limit.ends.some(end => ofDuties.has(end)) || !hasBegun(after, limit)) continue
    const span = dueOf(facts.after.calendar, limit, { start: on, at, suspensions: [], extensions: [] })
    events.push(event('clock.started', { clock: limit.id, limit: limit.id, start: on, at, binds: 'organ', ...span }))
  }
  return events
}
