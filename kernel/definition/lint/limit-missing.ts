import { entriesFor, type Ground, provision, type Rule } from './ground.ts'
import type { Law, LawLibrary, LawLimit } from './law.ts'

const ofHearings = ['hearing', 'hearing-asked']

/** Whether the item exists by one of these articles of the law: an enforcement is no measure, though both are compulsion. */
const standsOn = ({ definition, library }: Ground, law: Law, articles: readonly string[] | undefined): boolean =>
  articles !== undefined &&
  definition.category.basis.some(
    basis => library.find(basis.law) === law && basis.articles.some(article => articles.includes(String(article))),
  )

type Required = readonly { readonly law: Law; readonly entry: LawLimit }[]

const found = new WeakMap<LawLibrary['laws'], Required>()

/** The limits that the laws want of anybody, looked for once in a library. */
function requiredIn({ laws }: LawLibrary): Required {
  const known =
    found.get(laws) ?? laws.flatMap(law => law.limits.filter(({ required }) => required).map(entry => ({ law, entry })))
  found.set(laws, known)
  return known
}

/** 法定时限缺失 What the law limits, the item limits too. */
export const limitMissing: Rule = function* (ground) {
  const { drawer } = ground.definition.category
  const hears = ground.stages.some(({ stage }) => stage.kind === 'hearing')
  const present = new Set(
    ground.limits.flatMap(([id, limit]) => entriesFor(ground, id, limit).map(({ entry }) => entry)),
  )
  for (const { law, entry } of requiredIn(ground.library)) {
    if (!entry.required?.includes(drawer) || present.has(entry)) continue
    if (!hears && entry.to?.some(end => ofHearings.includes(end))) continue
    if (standsOn(ground, law, entry.notRequiredOf)) continue
    yield {
      path: ['limits'],
      zh: `缺少法定时限：${entry.what} ${entry.value} ${entry.unit}`,
      en: `A limit of the law is missing: ${entry.value} ${entry.unit} (${entry.id})`,
      basis: provision(law, entry.article ?? ''),
    }
  }
}
