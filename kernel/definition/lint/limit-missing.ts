import { entriesFor, provision, type Rule } from './ground.ts'

const ofHearings = ['hearing', 'hearing-asked']

/** 法定时限缺失 What the law limits, the item limits too. */
export const limitMissing: Rule = function* (ground) {
  const { drawer } = ground.definition.category
  const hears = ground.stages.some(({ stage }) => stage.kind === 'hearing')
  const present = new Set(
    ground.limits.flatMap(([id, limit]) => entriesFor(ground, id, limit).map(({ entry }) => entry)),
  )
  for (const law of ground.library.laws)
    for (const entry of law.limits) {
      if (!entry.required?.includes(drawer) || present.has(entry)) continue
      if (!hears && entry.to?.some(end => ofHearings.includes(end))) continue
      yield {
        path: ['limits'],
        zh: `缺少法定时限：${entry.what} ${entry.value} ${entry.unit}`,
        en: `A limit of the law is missing: ${entry.value} ${entry.unit} (${entry.id})`,
        basis: provision(law, entry.article ?? ''),
      }
    }
}
