import type { ItemDefinition } from '#kernel/definition'
import { adverse, isOne, type Mutation, type Mutator } from './mutator.ts'

const surcharge: Mutator = {
  rule: 'LAW_SURCHARGE',
  wording: 'three per cent a day at most, never while a remedy runs, fifteen days to pay (行政处罚法67、72、73)',
  at: item =>
    isOne(item, 'penalty')
      ? Object.entries(item.content.outcomes).flatMap(([name, { money, effects }]): readonly Mutation[] => {
          const own = (one: ItemDefinition) => one.content.outcomes[name]!
          return [
            ...(money?.surcharge
              ? [
                  ...['0.05/day', '0.031/day'].map(rate => ({
                    what: `${name}: ${rate}`,
                    apply: (one: ItemDefinition) => {
                      own(one).money!.surcharge!.rate = rate
                    },
                  })),
                  {
                    what: `${name}: runs during reconsideration`,
                    apply: (one: ItemDefinition) => {
                      own(one).money!.surcharge!.stopsDuring = ['litigation']
                    },
                  },
                  {
                    what: `${name}: never stops`,
                    apply: (one: ItemDefinition) => void delete own(one).money!.surcharge!.stopsDuring,
                  },
                ]
              : []),
            ...effects.flatMap((effect, at) =>
              'ledger' in effect && effect.due
                ? ['7 day', '14 day', '10 workday'].map(due => ({
                    what: `${name}: due in ${due}`,
                    apply: (one: ItemDefinition) => {
                      const row = own(one).effects[at]!
                      if ('ledger' in row) row.due = due
                    },
                  }))
                : [],
            ),
          ]
        })
      : [],
}

const remedy: Mutator = {
  rule: 'LAW_REMEDY',
  wording: 'every adverse decision names its remedies with all their days (行政复议法20、行政诉讼法46)',
  at: item =>
    adverse(item).flatMap(([name, { remedies = [] }]): readonly Mutation[] => [
      { what: `${name}: no remedy`, apply: one => void delete one.content.outcomes[name]!.remedies },
      ...remedies.flatMap(({ kind, within, basis }, at) =>
        !basis || (kind !== 'reconsideration' && kind !== 'litigation')
          ? []
          : ['15 day', within.replace(/^\d+/, value => String(Number(value) - 1)), '30 workday']
              .filter(span => !span.startsWith('0 ') && !(within === '15 day' && span === '15 day'))
              .map(span => ({
                what: `${name}: ${kind} within ${span}`,
                apply: (one: ItemDefinition) => {
                  one.content.outcomes[name]!.remedies![at]!.within = span
                },
              })),
      ),
    ]),
}

const band: Mutator = {
  rule: 'LAW_FINE_BAND',
  wording: 'the range of a fine is that of its article, and every band lies within it',
  at: item => {
    const { fine, discretion } = item.authority
    if (!isOne(item, 'penalty') || !fine) return []
    const table = discretion === 'none' ? undefined : discretion.table
    const rule = item.rules.findIndex(({ id }) => id === table)
    const outputs = item.rules[rule]?.table?.outputs ?? []
    const place = (name: string) => outputs.findIndex(output => output.name === name)
    return [
      ...(discretion === 'none'
        ? []
        : [{ what: 'no range', apply: (one: ItemDefinition) => void delete one.authority.fine }]),
      ...(item.rules[rule]?.table?.rules ?? []).flatMap(({ id }, at): readonly Mutation[] => [
        {
          what: `band ${id} above the range`,
          apply: one => {
            one.rules[rule]!.table!.rules[at]!.then[place('max')] = fine.max + 100
          },
        },
        ...(fine.min > 0
          ? [
              {
                what: `band ${id} below the range`,
                apply: (one: ItemDefinition) => {
                  one.rules[rule]!.table!.rules[at]!.then[place('min')] = fine.min - 100
                },
              },
            ]
          : []),
        {
          what: `band ${id} the wrong way round`,
          apply: one => {
            const row = one.rules[rule]!.table!.rules[at]!
            row.then[place('min')] = fine.max
            row.then[place('max')] = fine.min
          },
        },
      ]),
    ]
  },
}

const range: Mutator = {
  rule: 'LAW_FINE_BAND',
  wording: 'the range of a fine is that of its article',
  at: (item, laws) => {
    const { fine } = item.authority
    const written = item.category.basis.some(({ law, articles }) =>
      laws.find(law)?.fines?.some(one => articles.map(String).includes(one.article)),
    )
    if (!isOne(item, 'penalty') || !fine || !written) return []
    return [
      {
        what: 'the range reaches higher',
        apply: one => {
          one.authority.fine!.max = fine.max * 2
        },
      },
      {
        what: 'the range begins lower',
        apply: one => {
          one.authority.fine!.min = Math.max(0, Math.floor(fine.min / 2))
        },
      },
    ]
  },
}

const told: Mutator = {
  rule: 'LAW_TOLD_AMOUNT',
  wording: 'no more is imposed than the party was told (行政处罚法44、62)',
  at: item => {
    if (!isOne(item, 'penalty')) return []
    const amounts = Object.values(item.content.outcomes).flatMap(({ effects }) =>
      effects.flatMap(effect => ('ledger' in effect ? [effect.amount] : [])),
    )
    const isTold = (test: string, amount: string) => {
      const [, field] = test.split(`${amount} <= `)
      return field !== undefined && item.content.form[field]?.type === 'money'
    }
    return item.rules.flatMap(({ id, test, at }, index): readonly Mutation[] =>
      test !== undefined && at.length > 0 && amounts.some(amount => isTold(test, amount))
        ? [
            { what: `${id}: left out`, apply: one => void one.rules.splice(index, 1) },
            {
              what: `${id}: only an alarm`,
              apply: one => {
                one.rules[index]!.else = 'alarm'
              },
            },
            {
              what: `${id}: the wrong way round`,
              apply: one => {
                one.rules[index]!.test = test.replace('<=', '>=')
              },
            },
          ]
        : [],
    )
  },
}

/** 罚款与救济 How much, until when, and how it may be attacked. */
export const ofMoney: readonly Mutator[] = [surcharge, remedy, band, range, told]
