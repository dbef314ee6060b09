import type { Limit } from '../settings/limits.ts'
import { isWorse } from '../widening/limits.ts'
import type { Direction } from './difference.ts'
import type { Said } from './said.ts'
import {
  byKind,
  type Compared,
  limitSaid,
  longer,
  pointSaid,
  pointsSaid,
  type Speaker,
  type Speakers,
  spanSaid,
  spoken,
} from './speaker.ts'

type Stop = { readonly for: string; readonly max?: string }

/** What a limit means: the law's, the office's promise, or the party's own time. */
function meaning(id: string, { binds, promised, kind }: Limit): 'law' | 'promise' | 'party' | 'wait' {
  if (binds === 'party') return 'party'
  if (promised === true || id === 'promised') return 'promise'
  return kind === 'max' ? 'law' : 'wait'
}

const whose = (id: string, limit: Limit): Said => ({ say: `difference.of.${meaning(id, limit)}` })

/** More time for the organ or less for the party is heavier, the other way round lighter; another unit cannot be compared. */
function burden(before: Limit, after: Limit): readonly Direction[] {
  if (before.unit !== after.unit) return []
  return isWorse(before, after) ? ['heavier'] : isWorse(after, before) ? ['lighter'] : []
}

const limit: Speaker = byKind({
  added: ({ at: [, id], after }, compared) =>
    Array.isArray(after)
      ? undefined
      : spoken(
          'limit.added',
          { whose: whose(id!, after as Limit), what: limitSaid(compared, id!), span: { span: after as Limit } },
          ...((after as Limit).binds === 'party' ? [] : (['lighter'] as const)),
        ),
  removed: ({ at: [, id], before }, compared) =>
    Array.isArray(before)
      ? undefined
      : spoken(
          'limit.removed',
          { whose: whose(id!, before as Limit), what: limitSaid(compared, id!), span: { span: before as Limit } },
          ...((before as Limit).binds === 'party' ? [] : (['heavier'] as const)),
        ),
})

const limitAt = (item: Compared['before'], id: string): Limit => item.limits[id] as Limit

const length: Speaker = byKind({
  changed: ({ at: [, id] }, compared) => {
    const [before, after] = [limitAt(compared.before, id!), limitAt(compared.after, id!)]
    const way = before.unit !== after.unit ? 'unit' : after.value > before.value ? 'longer' : 'shorter'
    return spoken(
      `limit.${way}`,
      {
        whose: whose(id!, after),
        what: limitSaid(compared, id!),
        before: { span: before },
        after: { span: after },
      },
      ...burden(before, after),
    )
  },
})

const moment =
  (which: 'from' | 'to'): Speaker =>
  ({ at: [, id], before, after }, compared) =>
    spoken(`limit.${which}`, {
      what: limitSaid(compared, id!),
      before: pointsSaid(compared, before),
      after: pointsSaid(compared, after),
    })

const extend: Speaker = byKind({
  added: ({ at: [, id], after }, compared) =>
    spoken(
      'limit.extend.added',
      { what: limitSaid(compared, id!), by: spanSaid((after as { by: string }).by) },
      'heavier',
    ),
  removed: ({ at: [, id], before }, compared) =>
    spoken(
      'limit.extend.removed',
      { what: limitSaid(compared, id!), by: spanSaid((before as { by: string }).by) },
      'lighter',
    ),
})

const extendBy: Speaker = ({ at: [, id], before, after }, compared) => {
  const way = longer(before, after)
  return spoken(
    'limit.extend.changed',
    { what: limitSaid(compared, id!), before: spanSaid(before), after: spanSaid(after) },
    ...(way === 0 ? [] : way > 0 ? (['heavier'] as const) : (['lighter'] as const)),
  )
}

const effectSaid = (effect: unknown): Said => {
  const name = typeof effect === 'object' && effect !== null ? (effect as { effect?: unknown }).effect : effect
  return name === undefined
    ? { say: 'difference.nothing' }
    : name === 'alarm'
      ? { say: 'difference.of.alarmOnly' }
      : { word: ['expiry', String(name)] }
}

const expiry: Speaker = ({ at: [, id], before, after }, compared) =>
  spoken('limit.expiry', { what: limitSaid(compared, id!), before: effectSaid(before), after: effectSaid(after) })

const stopped = (compared: Compared, stop: string): Said => pointSaid(compared, stop)

const stop: Speaker = byKind({
  added: ({ after }, compared) => {
    const { for: what, max } = after as Stop
    return spoken(
      'stop.added',
      {
        what: stopped(compared, what),
        most: max === undefined ? '' : { say: 'difference.of.atMost', values: { span: { span: max } } },
      },
      'heavier',
    )
  },
  removed: ({ before }, compared) =>
    spoken('stop.removed', { what: stopped(compared, (before as Stop).for) }, 'lighter'),
})

const stopMax: Speaker = ({ at, before, after }, compared) => {
  const way = longer(before, after)
  return spoken(
    'stop.max',
    { what: stopped(compared, at[2]!), before: spanSaid(before), after: spanSaid(after) },
    ...(way === 0 ? [] : way > 0 ? (['heavier'] as const) : (['lighter'] as const)),
  )
}

const binds: Speaker = ({ at: [, id], before, after }, compared) =>
  spoken('limit.binds', {
    what: limitSaid(compared, id!),
    before: { word: ['binds', String(before ?? 'organ')] },
    after: { word: ['binds', String(after ?? 'organ')] },
  })

/** 时限 Longer or shorter for whom, from when and until when, and what its end does. */
export const ofTime: Speakers = [
  ['limits.stops.*', stop],
  ['limits.stops.*.max', stopMax],
  ['limits.*', limit],
  ['limits.*.value', length],
  ['limits.*.from', moment('from')],
  ['limits.*.to', moment('to')],
  ['limits.*.binds', binds],
  ['limits.*.extend', extend],
  ['limits.*.extend.by', extendBy],
  ['limits.*.onExpiry', expiry],
  ['limits.*.onExpiry.effect', expiry],
]
