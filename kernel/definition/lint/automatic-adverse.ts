import { entriesFor, type Rule } from './ground.ts'
import { powerArticle } from './power-article.ts'

/** 不利后果不自动发生 Nothing is lost by the mere passing of time unless the law itself says so; unknown never means no. */
export const automaticAdverse: Rule = function* (ground) {
  const basis = powerArticle(ground.definition.category.drawer)
  for (const [id, limit] of ground.limits) {
    const effect = limit.onExpiry?.effect
    const adverse = effect === 'lapse' || (effect === 'deemed-consent' && limit.binds === 'party')
    const lawful = entriesFor(ground, id, limit).some(({ entry }) => entry.onExpiry === effect)
    if (adverse && !lawful)
      yield {
        path: ['limits', id, 'onExpiry'],
        zh: '不利后果不得因期满自动发生',
        en: 'An adverse effect is never automatic',
        basis: limit.basis ?? basis,
      }
  }
  for (const comparison of ground.definition.comparison)
    if (comparison.unknown === 'refuse')
      yield {
        path: ['comparison', comparison.id, 'unknown'],
        zh: '比对没有结果的，由人判断，不得当作不符合',
        en: 'Unknown means that a human decides, never that the answer is no',
        basis,
      }
}
