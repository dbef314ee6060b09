import type { Rule } from './ground.ts'

/** A column or key that picks one person out, compared with a written value. */
const one =
  /(^|[^A-Za-z0-9])[A-Za-z.]*(name|citizen|phone|uscc|idNumber|party)\s*(=|in)\s*[(["]|["\])]\s*=\s*[A-Za-z.]*(name|citizen|phone|uscc|party)\b/i
const number = /\d{15,17}[\dXx]|1\d{10}/
const word = /[A-Za-z]/

/** Whether the question reads anything of the case: a quoted text alone asks about somebody who is not in it. */
const readsCase = (source: string): boolean => word.test(source.replace(/"(?:[^"\\]|\\.)*"/g, ''))

/**
 * 不针对特定人 A patrol asks its question of a whole population, a comparison of the persons of its own case: nobody is looked up by
 * name without a case (个人信息保护法34).
 */
export const namedPersons: Rule = function* ({ definition }) {
  const basis = { law: '个人信息保护法', articles: [34] }
  for (const { id, exempt, find, population } of definition.patrol) {
    const text = population === undefined ? '' : typeof population === 'string' ? population : population.zh
    if (one.test(find) || one.test(exempt ?? '') || number.test(`${find} ${exempt ?? ''} ${text}`))
      yield {
        path: ['patrol', id, one.test(find) ? 'find' : 'population'],
        zh: '轮巡不得针对指名的个人：对特定人的核查须有办件',
        en: 'A patrol may not be about named persons: to look at one person needs a case',
        basis,
      }
  }
  for (const { id, with: asked } of definition.comparison)
    if (!Object.values(asked).some(readsCase))
      yield {
        path: ['comparison', id, 'with'],
        zh: '比对只能核验本案当事人：至少有一项取自本案',
        en: 'A comparison asks about the parties of its case: something must come from the case',
        basis,
      }
}
