import type { DistrictFacts, ItemDefinition } from '#kernel/definition'
import type { Mutation, Mutator } from './mutator.ts'
import { zhOf } from './mutator.ts'

/** The organ and level of a code of the national form: three districts of the demonstration city. */
const districts = [
  { organ: '210100-approval-bureau', region: '210100', head: '11210100DEM000022D3' },
  { organ: '210102-approval-bureau', region: '210102', head: '11210102DEM00015364' },
] as const

const another = (basic: string): string => `${basic.slice(0, 9)}${basic.endsWith('000') ? '001' : '000'}`

/** 各区 One item, carried out alike in every district; then one of them does otherwise. */
export const ofDistricts: readonly Mutator[] = [
  {
    rule: 'LAW_SAME_IN_EVERY_DISTRICT',
    wording: 'same item, same name and code in every district',
    seer: 'districts',
    at: item => {
      const basic = item.category.codes?.['gb39554.basic'] ?? '000104002000'
      const alike = (one: ItemDefinition): readonly DistrictFacts[] =>
        districts.map(({ organ, region, head }) => ({
          item: one.item,
          organ,
          region,
          taskCode: `${head}${basic}`,
          name: zhOf(one.content.name),
        }))
      const otherwise = (what: string, change: (last: DistrictFacts, first: DistrictFacts) => object): Mutation => ({
        what,
        districts: one => {
          const [first, last] = alike(one)
          return [first!, { ...last!, ...change(last!, first!) }]
        },
      })
      return [
        otherwise('one district has another basic code', ({ taskCode }) => ({
          taskCode: taskCode.slice(0, 19) + another(basic),
        })),
        otherwise('one district calls it otherwise', ({ name }) => ({ name: `${name}（试行）` })),
        otherwise('two organs share one task code', (_, { taskCode }) => ({ taskCode })),
      ]
    },
  },
]
