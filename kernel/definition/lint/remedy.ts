import { spanOf } from '../settings/words.ts'
import { inDays, provision, type Rule } from './ground.ts'

/** 救济 Every adverse decision names its remedies, with all the days the law gives. `remedies: []` says that the law gives none. */
export const remedy: Rule = function* ({ definition, library }) {
  for (const [name, outcome] of Object.entries(definition.content.outcomes)) {
    const path = ['content', 'outcomes', name, 'remedies']
    if (outcome.favourable === false && outcome.effects.length > 0 && outcome.remedies === undefined)
      yield {
        path: ['content', 'outcomes', name],
        zh: '不利决定没有写明救济途径',
        en: 'An adverse outcome names no remedy',
        basis: { law: '行政复议法', articles: [20] },
      }
    for (const [index, { kind, within, basis }] of (outcome.remedies ?? []).entries()) {
      const law = basis && library.find(basis.law)
      const entry = law?.limits.find(
        limit =>
          limit.remedy === kind && limit.article !== undefined && basis?.articles.map(String).includes(limit.article),
      )
      if (!law || !entry) continue
      const span = spanOf(within)
      if (span.unit !== entry.unit || inDays(span.value, span.unit) < inDays(entry.value, entry.unit))
        yield {
          path: [...path, index, 'within'],
          zh: `法定为 ${entry.value} ${entry.unit}（${entry.what}）`,
          en: `The law gives ${entry.value} ${entry.unit}`,
          basis: provision(law, entry.article!),
        }
    }
  }
}
