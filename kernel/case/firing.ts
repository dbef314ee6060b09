import type { CompiledLimit } from '#kernel/definition'
import type { Facts } from './act.ts'
import { deemedGrant } from './acts/decide.ts'
import { renewedByLaw } from './acts/renew.ts'
import { dayAhead, lastDayBefore } from './backward.ts'
import { dueOf, type Firing, lapseOf, nextFiring } from './deadline.ts'
import type { StepDraft } from './draft.ts'
import { event } from './event.ts'
import { nextInstalment } from './instalments.ts'
import { expiry, limitsOf } from './limits.ts'
import { waitsForNext, whenWaited } from './next.ts'
import { resumeClocks, settle } from './timing.ts'

const legalDayBefore = (lapse: Temporal.Instant): string =>
  lapse.subtract({ seconds: 1 }).toZonedDateTimeISO('Asia/Shanghai').toPlainDate().toString()

/** Who hears of an alarm: what the item's alarm says, else holder, superior and — for red — supervision. */
function recipients(draft: StepDraft, alarm: string, level: string): readonly string[] {
  const declared = draft.definition.definition.alarms.find(({ id }) => id === alarm)
  return declared?.to ?? (level === 'red' ? ['holder', 'superior', 'supervision'] : ['holder', 'superior'])
}

function ring(draft: StepDraft, limit: CompiledLimit, id: string, { percent, level, alarm }: Required<Firing>): void {
  const task = limit.of === 'task' ? draft.state.tasks[id.slice(limit.id.length + 1)] : undefined
  draft.add([
    event('clock.rung', { clock: id, percent, level, alarm }),
    event('alarm.raised', {
      alarm,
      level,
      to: recipients(draft, alarm, level),
      reasons: [
        {
          code: percent >= 100 ? 'LIMIT_PASSED' : 'LIMIT_NEAR',
          rule: limit.id,
          ...(limit.basis && { basis: { law: limit.basis.law, articles: limit.basis.articles.map(String) } }),
          facts: { percent },
        },
      ],
      ...(task && { stage: task.stage, ...(task.person !== undefined && { person: task.person }) }),
    }),
  ])
}

/** The organ's own stages are no reason to wait: what it did not do before its time was over is passed over. */
function grant(draft: StepDraft, facts: Facts, on: string): void {
  for (const { stage, kind } of draft.definition.stages.values()) {
    const status = draft.state.stages[stage]?.status
    if (status === 'done' || status === 'skipped') continue
    if (kind === 'decision') {
      draft.add(deemedGrant({ definition: draft.definition, state: draft.state, facts, on }, stage), on)
      return
    }
    draft.add([event('stage.skipped', { stage })], on)
  }
}

/** 期满效果 What the law says happens when nobody acted in time. Never an adverse effect for a person. */
function expire(draft: StepDraft, facts: Facts, limit: CompiledLimit, id: string, at: string): void {
  const lapse = lapseOf(draft.state.clocks[id]!.due)
  const on = legalDayBefore(lapse)
  const effect = limit.onExpiry?.effect ?? 'alarm'
  const dated = limit.onExpiry?.dated === 'receipt' ? (draft.state.moments['receipt'] ?? on) : on
  const since = draft.events.length
  draft.add([event('clock.expired', { clock: id, effect, dated })], on)
  if (effect === 'deemed-accepted') {
    for (const stage of draft.definition.stages.values())
      if (stage.kind === 'acceptance' && draft.state.stages[stage.stage]?.status === 'open')
        draft.add([event('stage.completed', { stage: stage.stage, result: 'accepted', deemed: true })], dated)
  } else if (limit.id === 'renewal' || (limit.id === expiry && draft.state.renewal)) {
    draft.add(renewedByLaw({ definition: draft.definition, state: draft.state }), on)
  } else if (effect === 'deemed-granted') {
    grant(draft, facts, on)
  } else if (effect === 'release' && draft.state.urgent) {
    draft.add(
      [event('urgent.lapsed', { ends: draft.definition.definition.authority.urgent?.ifNotApproved ?? 'release-now' })],
      on,
    )
  } else if (waitsForNext(limit.id)) {
    draft.add(whenWaited({ definition: draft.definition, facts }, draft.state, limit.id, on, at), on)
  } else if (limit.id === expiry) {
    draft.add([event('decision.expired', { outcome: draft.state.outcome ?? '', until: on })], on)
  } else if (limit.id.startsWith('stop.') && draft.state.suspended) {
    draft.add([event('case.resumed', { for: draft.state.suspended.for })], on)
    resumeClocks(draft, facts, on)
  }
  if (limit.ends.includes('payment')) nextTime(draft, limit, on, at)
  settle(draft, facts, since, at)
}

/** 每期一响 An instalment was missed: the time until the next one runs, so that it rings too. */
function nextTime(draft: StepDraft, { id, binds = 'party' }: CompiledLimit, on: string, at: string): void {
  const order = Object.values(draft.state.orders).find(({ instalments, settled }) => instalments && !settled)
  const tomorrow = Temporal.PlainDate.from(on).add({ days: 1 }).toString()
  const due = order && nextInstalment(order, tomorrow)
  if (due === undefined) return
  draft.add([event('clock.started', { clock: id, limit: id, start: on, at, binds, due, provisional: false })], on)
}

/**
 * 重算 A due date counted over a year whose holidays were not published is counted again now that they may be; and every one (`all`) when
 * what was published has been corrected.
 */
function countAnew(draft: StepDraft, facts: Facts, limits: ReadonlyMap<string, CompiledLimit>, all: boolean): void {
  const { clocks } = draft.state
  for (const id of Object.keys(clocks)) {
    const clock = clocks[id]!
    if (!(all || clock.provisional) || clock.status !== 'running') continue
    const limit = limits.get(clock.limit)
    if (!limit) continue
    if (limit.id === expiry || isInstalment(draft, limit)) continue
    const ahead = limit.kind === 'before' ? dayAhead(draft.definition, limit, draft.state) : undefined
    if (limit.kind === 'before' && ahead === undefined) continue
    const span = ahead === undefined ? dueOf(facts.calendar, limit, clock) : lastDayBefore(facts.calendar, limit, ahead)
    if (span.due !== clock.due || span.provisional !== clock.provisional)
      draft.add([event('clock.recomputed', { clock: id, ...span })])
  }
}

/** The days of instalments were named one by one, not counted. */
const isInstalment = ({ state }: StepDraft, { ends }: CompiledLimit): boolean =>
  ends.includes('payment') && Object.values(state.orders).some(({ instalments, settled }) => instalments && !settled)

/**
 * 到点 Rings every rung and ends every limit whose instant has passed, in the order of time. Each rung rings once, because
 * the state remembers it and the case row is locked; a limit whose due date is only provisional never takes legal effect.
 */
export function fireClocks(draft: StepDraft, facts: Facts, now: Temporal.Instant, at: string, anew = false): void {
  const limits = limitsOf(draft.definition)
  countAnew(draft, facts, limits, anew)
  for (let guard = 0; guard < 200; guard++) {
    let next: { id: string; limit: CompiledLimit; firing: Firing } | undefined
    const { clocks } = draft.state
    for (const id of Object.keys(clocks)) {
      const clock = clocks[id]!
      if (clock.status !== 'running') continue
      const limit = limits.get(clock.limit)
      const firing = limit && nextFiring(facts.calendar, limit, clock)
      if (!firing || Temporal.Instant.compare(firing.at, now) > 0) continue
      if (clock.provisional && firing.percent >= 100) continue
      if (!next || Temporal.Instant.compare(firing.at, next.firing.at) < 0) next = { id, limit, firing }
    }
    if (!next) return
    const { id, limit, firing } = next
    if (firing.alarm !== undefined && firing.level !== undefined) ring(draft, limit, id, firing as Required<Firing>)
    else expire(draft, facts, limit, id, at)
  }
}
