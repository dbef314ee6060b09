import type { Limit } from '../settings/limits.ts'
import { entriesFor, provision, type Rule } from './ground.ts'
import type { Law } from './law.ts'

/** 日的单位 Working days and calendar days are different units, and each law says which of its days are which. */
export const limitUnit: Rule = function* (ground) {
  for (const [id, limit] of ground.limits) {
    const entries = entriesFor(ground, id, limit)
    const law = limit.basis && ground.library.find(limit.basis.law)
    if (entries.length > 0 && !entries.some(({ entry }) => entry.unit === limit.unit)) {
      const { law: of, entry } = entries[0]!
      yield {
        path: ['limits', id, 'unit'],
        zh: `${of.law}这里按 ${entry.unit} 计算，不是 ${limit.unit}`,
        en: `The law counts this in ${entry.unit}, not ${limit.unit}`,
        basis: provision(of, entry.article ?? ''),
      }
    } else if (entries.length === 0 && law?.unitRule && breaks(law.unitRule, limit))
      yield {
        path: ['limits', id, 'unit'],
        zh: `依该法第${law.unitRule.article}条，这样的期限按工作日计算`,
        en: `By article ${law.unitRule.article} such a term counts working days`,
        basis: provision(law, String(law.unitRule.article)),
      }
  }
}

function breaks(rule: NonNullable<Law['unitRule']>, { unit, value, binds }: Limit): boolean {
  if (unit !== 'day' || (rule.binds !== undefined && rule.binds !== (binds ?? 'organ'))) return false
  return rule.workday === 'all' || (rule.workdayValues?.includes(value) ?? value <= (rule.workdayUpTo ?? 0))
}
