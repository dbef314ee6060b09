import { type ItemDefinition, type Limit, namedLimits, stagesOf } from '#kernel/definition'
import { limitOf, type Mutation, type Mutator, onRecord, stages } from './mutator.ts'

const days: Readonly<Record<string, number>> = { hour: 1 / 24, day: 1, workday: 7 / 5, month: 30, year: 365 }
const inDays = ({ value, unit }: Pick<Limit, 'value' | 'unit'>): number => value * days[unit]!

const promise: Mutator = {
  rule: 'LAW_PROMISE_LONGER',
  wording: 'promised > statutory',
  at: item =>
    namedLimits(item)
      .filter(
        ([, limit]) =>
          limit.basis && !limit.promised && limit.kind === 'max' && limit.binds !== 'party' && limit.from && limit.to,
      )
      .flatMap(([id, limit]) =>
        [1, 10].map(more => ({
          what: `${id}: promised ${more} longer`,
          apply: (one: ItemDefinition) => {
            one.limits['promised'] = {
              kind: 'max',
              value: limit.value + more,
              unit: limit.unit,
              from: limit.from!,
              to: limit.to!,
              binds: 'organ',
              promised: true,
            }
          },
        })),
      ),
}

const fit: Mutator = {
  rule: 'LAW_LIMITS_FIT',
  wording: 'stage limits that cannot fit',
  at: item => {
    const order = stagesOf(item.flow)
      .filter(({ path }) => path.length === 2)
      .map(({ stage }) => stage.stage)
    const stops = (item.limits.stops ?? []).map(stop => stop.for)
    return namedLimits(item).flatMap(([id, limit]): readonly Mutation[] => {
      if (limit.kind !== 'max' || limit.binds === 'party' || typeof limit.to !== 'string') return []
      const [start, end] = [order.indexOf(limit.from ?? ''), order.indexOf(limit.to)]
      if (start < 0 || end < start + 2) return []
      return order
        .slice(start + 1, end)
        .filter(between => !stops.includes(between) && !stops.includes(limit.to as string))
        .map(between => ({
          what: `${id}: its parts up to ${between} and on take as long each`,
          apply: (one: ItemDefinition) => {
            const part = (from: string, to: string): Limit => ({
              kind: 'max',
              value: limit.value,
              unit: limit.unit,
              from,
              to,
              binds: 'organ',
              promised: true,
            })
            one.limits['part.first'] = part(order[start]!, between)
            one.limits['part.second'] = part(between, limit.to as string)
          },
        }))
    })
  },
}

const waiting: Mutator = {
  rule: 'LAW_LIMITS_FIT',
  wording: 'stage limits that cannot fit: what must at least be waited is longer than the whole',
  at: item =>
    namedLimits(item).flatMap(([id, limit]): readonly Mutation[] => {
      const order = stages(item).map(({ stage }) => stage)
      const place = (anchor: unknown) => (typeof anchor === 'string' ? order.indexOf(anchor) : -1)
      const whole = namedLimits(item).find(
        ([, outer]) =>
          outer.kind === 'max' &&
          outer.binds !== 'party' &&
          place(outer.from) >= 0 &&
          place(outer.from) <= place(limit.from) &&
          place(limit.to) >= 0 &&
          place(limit.to) <= place(outer.to),
      )?.[1]
      const stopped = (item.limits.stops ?? []).some(stop => stop.for === limit.to)
      if (limit.kind !== 'min' || !whole || stopped) return []
      return [
        {
          what: `${id}: waits longer than all may take`,
          apply: (one: ItemDefinition) =>
            Object.assign(limitOf(one, id), { value: Math.ceil(inDays(whole)) + 5, unit: 'day' }),
        },
      ]
    }),
}

const never: Mutator = {
  rule: 'LAW_LIMIT_NEVER_RUNS',
  wording:
    'the duty to publish begins when the information has come into being: a limit on it cannot begin before the decision',
  at: item => {
    const order = stages(item)
    const decision = order.findIndex(({ kind }) => kind === 'decision')
    if (decision < 1) return []
    return namedLimits(item)
      .filter(([, { kind, to }]) => kind === 'max' && [to].flat().includes('publication'))
      .flatMap(([id]) =>
        ['receipt', ...order.slice(0, decision).map(({ stage }) => stage)].map(before => ({
          what: `${id}: runs from ${before}`,
          apply: (one: ItemDefinition) => {
            limitOf(one, id).from = before
          },
        })),
      )
  },
}

const stop: Mutator = {
  rule: 'LAW_STOP_BASIS',
  wording: 'a stop without basis; one of which the party is not told although its article wants it',
  at: (item, laws) =>
    (item.limits.stops ?? []).flatMap((row, at): readonly Mutation[] => [
      {
        what: `stop ${row.for}: article 1`,
        apply: one => {
          one.limits.stops![at]!.basis.articles = [1]
        },
      },
      {
        what: `stop ${row.for}: an internal notice`,
        apply: one => {
          one.limits.stops![at]!.basis = { law: '本局内部通知', articles: [] }
        },
      },
      ...(row.notice &&
      laws
        .find(row.basis.law)
        ?.stops?.some(({ article, notice }) => notice && row.basis.articles.map(String).includes(article))
        ? [
            {
              what: `stop ${row.for}: nobody is told`,
              apply: (one: ItemDefinition) => {
                one.limits.stops![at]!.notice = false
              },
            },
          ]
        : []),
    ]),
}

const adverse: Mutator = {
  rule: 'LAW_AUTOMATIC_ADVERSE',
  wording: 'an automatic adverse effect; an unknown answer taken for a no',
  at: (item, laws) => [
    ...namedLimits(item)
      .filter(([, limit]) => !onRecord(laws, limit)?.entries.some(({ onExpiry }) => onExpiry === 'lapse'))
      .map(([id]) => ({
        what: `${id}: lapses by itself`,
        apply: (one: ItemDefinition) => {
          limitOf(one, id).onExpiry = { effect: 'lapse' }
        },
      })),
    ...namedLimits(item)
      .filter(([, { binds }]) => binds === 'party')
      .map(([id]) => ({
        what: `${id}: silence is consent`,
        apply: (one: ItemDefinition) => {
          limitOf(one, id).onExpiry = { effect: 'deemed-consent' }
        },
      })),
    ...item.comparison.map(({ id }, at) => ({
      what: `${id}: unknown is no`,
      apply: (one: ItemDefinition) => {
        one.comparison[at]!.unknown = 'refuse'
      },
    })),
  ],
}

/** 承诺、相容、中止、届满 Promises, parts of a whole, stops, and what the end of a limit does. */
export const ofWaiting: readonly Mutator[] = [promise, fit, waiting, never, stop, adverse]
