import { provision, type Rule } from './ground.ts'
import { timeArticle } from './power-article.ts'

/** 中止依据 A clock stands still only where a law says so, and only when the party is told where the law asks it. */
export const stopBasis: Rule = function* ({ definition, library }) {
  for (const [index, stop] of (definition.limits.stops ?? []).entries()) {
    const path = ['limits', 'stops', index]
    const law = library.find(stop.basis.law)
    const entry = law?.stops?.find(({ article }) => stop.basis.articles.map(String).includes(article))
    if (!law || !entry)
      yield {
        path: [...path, 'basis'],
        zh: '所引条文没有规定期限中止',
        en: 'The article cited stops no clock',
        basis: stop.basis.articles.length > 0 ? stop.basis : timeArticle,
      }
    else if (entry.notice && !stop.notice)
      yield {
        path: [...path, 'notice'],
        zh: '应当把所需时间书面告知当事人',
        en: 'The party must be told in writing how long it takes',
        basis: provision(law, entry.article),
      }
  }
}
