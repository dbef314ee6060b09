import { type ItemDefinition, namedLimits } from '#kernel/definition'
import type { Mutation, Mutator } from './mutator.ts'

interface Said {
  item: string
  organ: string
  region: string
  version: number
  effective: { from: string }
  taskCode: string
  promised?: string
  overrides?: Record<string, unknown>
}

/** What an organ of the demonstration city lawfully says of an item it carries out. */
const lawful = ({ item, category, effective }: ItemDefinition): Said => ({
  item,
  organ: '210100-approval-bureau',
  region: '210100',
  version: 1,
  effective: { from: effective.from },
  taskCode: `11210100DEM000022D3${category.codes?.['gb39554.basic'] ?? '000104002000'}`,
})

const carriedOut = (
  rule: string,
  wording: string,
  faults: (item: ItemDefinition) => readonly (readonly [what: string, change: (said: Said) => unknown])[],
): Mutator => ({
  rule,
  wording,
  seer: 'files',
  at: item =>
    faults(item).map(
      ([what, change]): Mutation => ({
        what,
        files: (one, _, text, spoilt) => {
          const said = lawful(one)
          if (spoilt) change(said)
          return { [`items/${one.item}.yaml`]: text, [`implementations/${one.item}.yaml`]: JSON.stringify(said) }
        },
      }),
    ),
})

const promised = (item: ItemDefinition) => namedLimits(item).find(([id]) => id === 'promised')?.[1]

/** The longest that the law gives for what is promised. */
function statutory(item: ItemDefinition): number | undefined {
  const given = promised(item)
  if (!given) return undefined
  const ends = [given.to ?? []].flat()
  const limits = namedLimits(item).filter(
    ([id, limit]) =>
      id !== 'promised' &&
      limit.promised !== true &&
      limit.kind === 'max' &&
      limit.binds !== 'party' &&
      limit.unit === given.unit &&
      [limit.to ?? []].flat().some(end => ends.includes(end)),
  )
  return limits.length > 0 ? Math.max(...limits.map(([, { value }]) => value)) : undefined
}

/** 实施清单 What one organ may not say of an item it carries out: more time, other papers, another code. */
export const ofOrgans: readonly Mutator[] = [
  carriedOut('IMPLEMENTATION_NO_ITEM', 'same item in every district: of an item there is not', () => [
    ['nobody’s item', said => Object.assign(said, { item: 'no-such-item' })],
  ]),
  carriedOut('IMPLEMENTATION_CODE', 'same item, same code in every district', item =>
    item.category.codes?.['gb39554.basic']
      ? [
          [
            'another item’s code',
            said => Object.assign(said, { taskCode: `${said.taskCode.slice(0, 19)}000900012000` }),
          ],
          ['a digit wrong', said => Object.assign(said, { taskCode: said.taskCode.replace('22D3', '22E3') })],
        ]
      : [],
  ),
  carriedOut('IMPLEMENTATION_NOT_LOCAL', 'an organ that changes what the city decides', () => [
    ['a name of its own', said => Object.assign(said, { overrides: { 'content.name': '本局特有名称' } })],
    ['one more paper', said => Object.assign(said, { overrides: { materials: [] } })],
  ]),
  carriedOut('IMPLEMENTATION_PATH', 'an organ that changes what there is not', item =>
    (item.local ?? [])
      .filter(path => !path.startsWith('limits.'))
      .map(path => [path, (said: Said) => Object.assign(said, { overrides: { [`${path}.nowhere.at`]: 3 } })] as const),
  ),
  carriedOut('IMPLEMENTATION_SHAPE', 'an organ after whose change the item is none', item =>
    (item.local ?? []).map(path => [path, (said: Said) => Object.assign(said, { overrides: { [path]: 3 } })] as const),
  ),
  carriedOut('IMPLEMENTATION_NO_PROMISE', 'a promise where none was made', item =>
    promised(item) ? [] : [['a promise', said => Object.assign(said, { promised: '3 workday' })]],
  ),
  carriedOut('IMPLEMENTATION_PROMISE_UNIT', 'promised in another unit than the law', item =>
    statutory(item) === undefined ? [] : [['in hours', said => Object.assign(said, { promised: '5 hour' })]],
  ),
  carriedOut('IMPLEMENTATION_PROMISE_LONG', 'promised > statutory, in one district', item => {
    const [given, law] = [promised(item), statutory(item)]
    return given && law !== undefined
      ? [['a day more than the law', said => Object.assign(said, { promised: `${law + 1} ${given.unit}` })]]
      : []
  }),
  {
    rule: 'IMPLEMENTATION_TWICE',
    wording: 'same item, twice by one organ',
    seer: 'files',
    at: () => [
      {
        what: 'two rows of one organ',
        files: (one, _, text, spoilt) => {
          const { item, version, effective, organ, region, taskCode } = lawful(one)
          const row = { organ, region, taskCode }
          const list = { item, version, effective, organs: spoilt ? [row, row] : [row] }
          return { [`items/${item}.yaml`]: text, [`implementations/${item}.yaml`]: JSON.stringify(list) }
        },
      },
    ],
  },
]
