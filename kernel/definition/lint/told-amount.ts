import type { ItemDefinition } from '../settings/item.ts'
import { type Ground, lawsWith, provision, type Rule } from './ground.ts'

type ItemRule = ItemDefinition['rules'][number]

const refuses = (declared: ItemRule['else']): boolean =>
  declared === 'refuse' || (typeof declared === 'object' && declared !== null && 'refuse' in declared)

/** Money fields that are answered before the notice: what the party is told is intended. */
function proposals({ definition, stages, stageAt }: Ground): ReadonlySet<string> {
  const notice = stages.findIndex(({ stage }) => stage.kind === 'notice')
  const before = (key: string | undefined) => key !== undefined && stages.indexOf(stageAt.get(key)!) < notice
  return new Set(
    Object.entries(definition.content.form)
      .filter(([, { type, at }]) => type === 'money' && before(at))
      .map(([name]) => name),
  )
}

/**
 * 告知在先 What may be imposed is bounded by what the party was told (行政处罚法44、62): one rule at the decision reads
 * `<amount> <= <field told>` and refuses. Its form is fixed, so that nobody has to prove what an expression means.
 */
export const toldAmount: Rule = function* (ground) {
  const { definition, library, stageAt } = ground
  const { drawer } = definition.category
  const law = lawsWith(library, 'gates').find(({ gates }) =>
    gates?.some(({ need, drawers }) => need === 'notice' && drawers.includes(drawer)),
  )
  if (!law || drawer !== 'penalty') return
  const told = proposals(ground)
  for (const [name, { effects }] of Object.entries(definition.content.outcomes))
    for (const [index, effect] of effects.entries()) {
      if (!('ledger' in effect)) continue
      const bound = definition.rules.some(
        ({ at, when, test, else: otherwise }) =>
          at.some(key => key === 'decide' || stageAt.get(key)?.stage.kind === 'decision') &&
          (when === undefined || when === `outcome = "${name}"`) &&
          test?.startsWith(`${effect.amount} <= `) &&
          told.has(test.slice(`${effect.amount} <= `.length)) &&
          refuses(otherwise),
      )
      if (!bound)
        yield {
          path: ['content', 'outcomes', name, 'effects', index, 'amount'],
          zh: '罚款数额没有以事先告知的数额为限',
          en: 'The fine is not bounded by what the party was told',
          basis: provision(law, '44'),
        }
    }
}
