import type { Rule } from './ground.ts'
import { timeArticle } from './power-article.ts'

/** 时限依据 A limit stands on an article, or is the organ's own promise. */
export const limitBasis: Rule = function* ({ limits }) {
  for (const [id, limit] of limits)
    if (!limit.basis && !limit.promised)
      yield {
        path: ['limits', id],
        zh: '时限没有依据，也没有写明是承诺',
        en: 'The limit has no basis and is no promise',
        basis: timeArticle,
      }
}
