import { citationsOf } from './citations.ts'
import type { Rule } from './ground.ts'

/**
 * 条文在册 Every article an item stands on is in the library, with what it is about. One that is not is doubted: nobody has written
 * down that it says what it is cited for.
 */
export const unlistedArticle: Rule = function* ({ definition, library }) {
  const day = definition.effective.from
  for (const [{ law: name, articles }, path] of citationsOf(definition)) {
    const law = library.find(name)
    // an unread law, and a revision of other numbers, have their own word
    if (!law?.topics || law.verified === false || day < law.inForce.from) continue
    const unlisted = articles.filter(article => {
      const place = Number.parseInt(String(article), 10)
      return place >= 1 && place <= (law.articles ?? place) && !Object.hasOwn(law.topics!, String(place))
    })
    if (unlisted.length > 0)
      yield {
        path,
        zh: `法规库没有收录${name}第${unlisted.join('、')}条，须核对条文内容`,
        en: `The library does not list article ${unlisted.join(', ')}: look up what it says`,
        basis: { law: name, articles: unlisted },
        severity: 'warning',
      }
  }
}
