import { endsOf, inDays, kindOf, type Rule } from './ground.ts'
import { timeArticle } from './power-article.ts'

/**
 * 时限矛盾 Of two limits on one article between the same two moments only one can be right; and nothing can be due before it
 * may be done.
 */
export const limitsContradict: Rule = function* (ground) {
  const { limits } = ground
  const between = limits.map(([id, limit]) => ({
    id,
    limit,
    place: JSON.stringify([
      limit.from === undefined ? null : kindOf(ground, limit.from),
      endsOf(ground, id, limit)
        .map(end => kindOf(ground, end))
        .sort(),
      limit.binds ?? 'organ',
      limit.of ?? 'case',
    ]),
  }))
  for (const [index, one] of between.entries())
    for (const other of between.slice(index + 1)) {
      if (one.place !== other.place || one.limit.promised || other.limit.promised) continue
      const path = ['limits', other.id]
      const basis = other.limit.basis ?? one.limit.basis ?? timeArticle
      const [least, most] = one.limit.kind === 'min' ? [one, other] : [other, one]
      if (one.limit.kind === other.limit.kind) {
        const same = JSON.stringify(one.limit.basis) === JSON.stringify(other.limit.basis)
        if (same && (one.limit.value !== other.limit.value || one.limit.unit !== other.limit.unit))
          yield {
            path,
            zh: `同一条文的同一期限写了两个数：${one.id} 与 ${other.id}`,
            en: `One article, two terms: ${one.id} and ${other.id}`,
            basis,
          }
      } else if (
        least.limit.kind === 'min' &&
        most.limit.kind === 'max' &&
        inDays(least.limit.value, least.limit.unit) > inDays(most.limit.value, most.limit.unit)
      )
        yield {
          path,
          zh: `${least.id} 至少要等的时间长于 ${most.id} 的最长时限`,
          en: `${least.id} must wait longer than ${most.id} allows`,
          basis,
        }
    }
}
