import type { ItemDefinition } from '../settings/item.ts'
import type { Provision } from '../settings/words.ts'
import { lawsWith, provision, type Rule } from './ground.ts'
import { powerArticle } from './power-article.ts'

/** 委托实施 The article by which a power may be given over to another organ or body, and who did so is made known. */
const givenOver: Readonly<Partial<Record<ItemDefinition['category']['drawer'], Provision>>> = {
  permit: { law: '行政许可法', articles: [24] },
  penalty: { law: '行政处罚法', articles: [20] },
}

/** 委托 A compulsory measure is never entrusted or delegated; a power that is, names who entrusted it. */
export const entrusted: Rule = function* ({ definition, library }) {
  const { drawer, organ } = definition.category
  const { delegable } = definition.authority
  for (const law of lawsWith(library, 'noEntrustment')) {
    if (!law.noEntrustment?.drawers.includes(drawer)) continue
    const basis = provision(law, law.noEntrustment.article)
    if (organ.nature === 'entrusted')
      yield {
        path: ['category', 'organ', 'nature'],
        zh: law.noEntrustment.what,
        en: 'This power may not be entrusted',
        basis,
      }
    if (delegable === true || (Array.isArray(delegable) && delegable.length > 0))
      yield {
        path: ['authority', 'delegable'],
        zh: law.noEntrustment.what,
        en: 'This power may not be delegated',
        basis,
      }
  }
  if (organ.nature === 'entrusted' && !organ.entruster)
    yield {
      path: ['category', 'organ', 'entruster'],
      zh: '受委托行使的，须写明委托机关',
      en: 'Who entrusted the power must be named',
      basis: givenOver[drawer] ?? powerArticle(drawer),
    }
}
