import type { CompiledItem, CompiledLimit } from '#kernel/definition'
import { effectsOf, spanOf } from '#kernel/definition'
import { nextLimit, nextOf } from './next.ts'

const red = { percent: 100, level: 'red', alarm: '' } as const
const usualEnds: Readonly<Record<string, readonly string[]>> = {
  'hearing.ask': ['hearing-asked'],
  'hearing.notice': ['hearing'],
}

/** A limit whose end is passed raises an alarm even where the item forgot to say so. */
function withAlarm(limit: CompiledLimit): CompiledLimit {
  const silent = limit.onExpiry !== undefined && limit.onExpiry.effect !== 'alarm'
  if (limit.kind === 'min' || silent || limit.rungs.some(rung => rung.percent === 100)) return limit
  return { ...limit, rungs: [...limit.rungs, { ...red, alarm: limit.id }] }
}

function withEnds(definition: CompiledItem, limit: CompiledLimit): CompiledLimit {
  if (limit.ends.length > 0) return limit
  return { ...limit, ends: definition.stages.has(limit.id) ? [limit.id] : (usualEnds[limit.id] ?? []) }
}

function span(
  id: string,
  text: string,
  from: string,
  ends: readonly string[],
  binds: 'organ' | 'party',
  alarm: string,
): CompiledLimit {
  return { id, kind: 'max', ...spanOf(text), from, ends, binds, rungs: [{ ...red, alarm }] }
}

const about = { hour: 1 / 24, day: 1, workday: 1.4, month: 30, year: 365 } as const

/** 救济期 What follows a decision waits until the longest time for a remedy is over; what exactly ends then, its end looks at. */
function untilNext(compiled: CompiledItem): readonly CompiledLimit[] {
  return Object.entries(compiled.definition.content.outcomes).flatMap(([name, { remedies = [] }]) => {
    const spans = remedies.map(({ within }) => ({ within, ...spanOf(within) }))
    const [longest] = spans.sort((a, b) => b.value * about[b.unit] - a.value * about[a.unit])
    if (!longest) return []
    const waiting = nextOf(compiled, name).filter(({ when }) => when === 'unperformed')
    return waiting.map(({ item }) => ({
      ...span(nextLimit(item), longest.within, 'service', [], 'party', ''),
      rungs: [],
      onExpiry: { effect: 'lapse' as const },
    }))
  })
}

/** The clock of a duty that a decision or a stage sets, and what it runs from and to. */
export const dutyClock = (obligation: string): string => `duty.${obligation}`
export const dutyOpened = (obligation: string): string => `duty-opened ${obligation}`
export const dutyDone = (obligation: string): string => `duty-done ${obligation}`

/**
 * 义务的期限 A duty with a time of its own (`within`) has its clock, unless the item declares a limit that ends with it. A duty that is done
 * again and again (定期核查) has its time anew each time.
 */
function ofDuties({ definition }: CompiledItem, declared: (end: string) => boolean): readonly CompiledLimit[] {
  return effectsOf(definition).flatMap(({ effect }) => {
    if (!('obligation' in effect) || effect.within === undefined || declared(effect.obligation)) return []
    const { obligation, within, binds, text } = effect
    const clock = span(
      dutyClock(obligation),
      within,
      dutyOpened(obligation),
      [dutyDone(obligation), obligation],
      binds,
      'duty-overdue',
    )
    return [{ ...clock, text }]
  })
}

/** Whether the limit belongs to what the decision made, and runs on when the case has ended. */
export const outlives = ({ of }: Pick<CompiledLimit, 'of'>): boolean => of === 'voucher' || of === 'row'

/** The end of what was granted, kept where the item has limits of its voucher or row: on its last day it runs out by itself. */
export const expiry = 'expiry'
const ofExpiry: CompiledLimit = {
  ...{ id: expiry, kind: 'max', value: 1, unit: 'day', ends: [], binds: 'party', rungs: [], of: 'voucher' },
  onExpiry: { effect: 'lapse', dated: 'expiry' },
}

/** Limits that other settings imply: publication and its withdrawal, payment, duties, the length of a stop, the report of an urgent act. */
function implied(compiled: CompiledItem): readonly CompiledLimit[] {
  const { definition, limits: own } = compiled
  const limits: CompiledLimit[] = []
  const declared = (end: string): boolean => [...own.values()].some(limit => limit.ends.includes(end))
  const { decision } = definition.publicity
  if (decision && decision !== 'none') {
    if (!declared('publication'))
      limits.push(span('publication', decision.within, 'decision', ['publication'], 'organ', 'publication-overdue'))
    if (decision.withdraw && !declared('withdrawal'))
      limits.push(
        span(
          'publication.withdrawal',
          decision.withdraw.within,
          'withdrawal-ground',
          ['withdrawal'],
          'organ',
          'withdrawal-overdue',
        ),
      )
  }
  for (const outcome of Object.values(definition.content.outcomes))
    for (const effect of outcome.effects)
      if ('ledger' in effect && effect.due !== undefined && !declared('payment'))
        limits.push(span(`pay.${effect.ledger}`, effect.due, 'service', ['payment'], 'party', 'payment-overdue'))
  limits.push(...ofDuties(compiled, declared))
  if ([...own.values()].some(outlives)) limits.push(ofExpiry)
  for (const stop of definition.limits.stops ?? [])
    if (stop.max !== undefined)
      limits.push(span(`stop.${stop.for}`, stop.max, `stop-${stop.for}`, [], 'organ', 'stop-too-long'))
  limits.push(...untilNext(compiled))
  if (Object.values(definition.content.outcomes).some(({ later }) => later?.renew))
    limits.push({
      ...span('renewal', '1 month', '', ['renewal'], 'organ', ''),
      rungs: [{ percent: 80, level: 'yellow', alarm: 'renewal-unanswered' }],
      onExpiry: { effect: 'deemed-granted' },
    })
  const { urgent } = definition.authority
  if (urgent && !own.has('urgent'))
    limits.push({
      ...span('urgent', urgent.report, 'urgent', ['ratified'], 'organ', 'urgent-not-ratified'),
      onExpiry: { effect: 'release' },
    })
  return limits
}

interface Limits {
  readonly all: ReadonlyMap<string, CompiledLimit>
  readonly backward: readonly CompiledLimit[]
  readonly ofTasks: readonly CompiledLimit[]
}

const known = new WeakMap<CompiledItem, Limits>()

/** An item does not change, so its limits are laid out once, and those that every act looks for among them as well. */
function sorted(definition: CompiledItem): Limits {
  let limits = known.get(definition)
  if (!limits) {
    const own = [...definition.limits.values()].map(limit => withAlarm(withEnds(definition, limit)))
    const all = new Map([...own, ...implied(definition)].map(limit => [limit.id, limit]))
    limits = {
      all,
      backward: [...all.values()].filter(({ kind }) => kind === 'before'),
      ofTasks: [...all.values()].filter(({ of }) => of === 'task'),
    }
    known.set(definition, limits)
  }
  return limits
}

/** 全部时限 Every limit that can run in a case of this item, with what ends it and what its rungs are. */
export const limitsOf = (definition: CompiledItem): ReadonlyMap<string, CompiledLimit> => sorted(definition).all

/** 倒推时限 Those of them that count backward from a day. */
export const backwardLimits = (definition: CompiledItem): readonly CompiledLimit[] => sorted(definition).backward

/** 任务时限 Those of them that run for each task by itself. */
export const taskLimits = (definition: CompiledItem): readonly CompiledLimit[] => sorted(definition).ofTasks
