import { type ItemDefinition, type Limit, namedLimits } from '#kernel/definition'
import { limitOf, type Mutation, type Mutator, onRecord, stages } from './mutator.ts'

const length: Mutator = {
  rule: 'LAW_LIMIT_LENGTH',
  wording: 'a maximum longer, or a minimum shorter, than the law says; an extension longer or granted more often',
  at: (item, laws) =>
    namedLimits(item).flatMap(([id, limit]): readonly Mutation[] => {
      const record = limit.promised ? undefined : onRecord(laws, limit)
      const entries = record?.entries.filter(({ unit }) => unit === limit.unit) ?? []
      if (entries.length === 0) return []
      const law = (entries.some(({ binds }) => binds === 'party') ? limit : entries[0]!).value
      const to = (value: number) => (one: ItemDefinition) => {
        limitOf(one, id).value = value
      }
      const longest = Math.max(...entries.map(({ value }) => value))
      const { extend } = limit
      return [
        ...(limit.kind === 'max'
          ? [
              { what: `${id}: one day longer`, apply: to(longest + 1) },
              { what: `${id}: twice as long`, apply: to(longest * 2 + 1) },
            ]
          : []),
        ...(limit.kind !== 'max' && law > 1
          ? [
              { what: `${id}: one day shorter`, apply: to(law - 1) },
              { what: `${id}: half as long`, apply: to(Math.floor(law / 2)) },
            ]
          : []),
        ...(extend
          ? [
              {
                what: `${id}: extension a day longer`,
                apply: (one: ItemDefinition) => {
                  const [value, unit] = extend.by.split(' ')
                  limitOf(one, id).extend!.by = `${Number(value) + 1} ${unit}`
                },
              },
              ...(record!.law.verified === false
                ? []
                : [
                    {
                      what: `${id}: extended twice`,
                      apply: (one: ItemDefinition) => {
                        limitOf(one, id).extend!.times = 2
                      },
                    },
                  ]),
            ]
          : []),
      ]
    }),
}

const unit: Mutator = {
  rule: 'LAW_LIMIT_UNIT',
  wording: 'in the wrong unit for that law',
  at: (item, laws) =>
    namedLimits(item).flatMap(([id, limit]): readonly Mutation[] => {
      if (limit.promised || !onRecord(laws, limit)) return []
      const as = (value: number, to: Limit['unit']) => ({
        what: `${id}: ${limit.value} ${limit.unit} as ${value} ${to}`,
        apply: (one: ItemDefinition) => Object.assign(limitOf(one, id), { value, unit: to }),
      })
      if (limit.unit === 'day') return [as(limit.value, 'workday')]
      if (limit.unit === 'workday') return [as(limit.value, 'day'), as(Math.ceil((limit.value * 7) / 5), 'day')]
      if (limit.unit === 'month') return [as(limit.value * 30, 'day')]
      if (limit.unit === 'hour') return [as(Math.ceil(limit.value / 24), 'day')]
      return []
    }),
}

const moment: Mutator = {
  rule: 'LAW_LIMIT_MOMENT',
  wording: 'a limit runs from the moment its article names, binds whom it binds, and ends as it says',
  at: (item, laws) =>
    namedLimits(item).flatMap(([id, limit]): readonly Mutation[] => {
      const record = limit.promised ? undefined : onRecord(laws, limit)
      if (!record) return []
      const { entries } = record
      const change = (what: string, apply: (limit: Limit) => unknown): Mutation => ({
        what: `${id}: ${what}`,
        apply: one => apply(limitOf(one, id)),
      })
      const begins = entries.flatMap(({ from }) => from ?? [])
      const wrong = entries.every(({ from }) => from)
        ? stages(item).find(
            ({ kind, stage }) =>
              !begins.includes(kind) && !begins.includes('receipt') && stage !== limit.from && kind !== 'delivery',
          )
        : undefined
      return [
        ...(wrong && limit.from !== undefined
          ? [
              change(`runs from ${wrong.stage}`, one => {
                one.from = wrong.stage
              }),
            ]
          : []),
        change('binds the other side', one => {
          one.binds = one.binds === 'party' ? 'organ' : 'party'
        }),
        ...(entries.every(({ onExpiry }) => onExpiry !== undefined)
          ? [
              change('its end does something else', one => {
                one.onExpiry = { effect: one.onExpiry?.effect === 'alarm' ? 'release' : 'alarm' }
              }),
              change('its end does nothing', one => void delete one.onExpiry),
            ]
          : []),
        ...(limit.lastDay === 'stays' ? [change('its last day moves', one => void delete one.lastDay)] : []),
        ...(limit.clear ? [change('the whole period need not have run', one => void delete one.clear)] : []),
      ]
    }),
}

const missing: Mutator = {
  rule: 'LAW_LIMIT_MISSING',
  wording: 'what the law limits, the item limits too',
  at: (item, laws) =>
    laws.laws.flatMap(law =>
      law.limits
        .filter(({ required }) => required?.includes(item.category.drawer))
        .flatMap(({ article }) => {
          const citing = namedLimits(item).filter(
            ([, { basis }]) => basis && laws.find(basis.law) === law && basis.articles.map(String).includes(article!),
          )
          return citing.length === 1
            ? [
                {
                  what: `${citing[0]![0]}: left out`,
                  apply: (one: ItemDefinition) => void delete (one.limits as Record<string, unknown>)[citing[0]![0]],
                },
              ]
            : []
        }),
    ),
}

const basis: Mutator = {
  rule: 'LAW_LIMIT_BASIS',
  wording: 'a limit stands on an article, or is the organ’s own promise',
  at: item =>
    namedLimits(item)
      .filter(([, limit]) => limit.basis && !limit.promised)
      .map(([id]) => ({ what: `${id}: no basis`, apply: one => void delete limitOf(one, id).basis })),
}

/** 时限 What the law counts, from when, in which unit. */
export const ofTime: readonly Mutator[] = [length, unit, moment, missing, basis]
