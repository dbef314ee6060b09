import type { ItemDefinition } from '../settings/item.ts'
import type { Provision } from '../settings/words.ts'
import type { Rule } from './ground.ts'
import { powerArticle } from './power-article.ts'

const empty = (text: string): boolean => /^\s*(|-|无|none|n\/a|待定)\s*$/i.test(text)

/** 清单管理 Where a law itself speaks of the list: outside of it no permit is exercised and no fee taken. */
const lists: Readonly<Partial<Record<ItemDefinition['category']['drawer'], Provision>>> = {
  permit: { law: '优化营商环境条例', articles: [40] },
  levy: { law: '优化营商环境条例', articles: [25] },
}

/** 权责清单 A power exists because a list says so, and because someone other than its holder approved the list. */
export const powerList: Rule = function* ({ definition }) {
  const { drawer, listed, organ, term } = definition.category
  const basis = lists[drawer] ?? powerArticle(drawer)
  const path = ['category', 'listed']
  if (empty(listed.list) || empty(listed.entry))
    yield { path, zh: '没有权责清单条目', en: 'There is no entry in a power list', basis }
  if (empty(listed.approvedBy) || listed.approvedBy === organ.post)
    yield {
      path: [...path, 'approvedBy'],
      zh: '清单不得由行使权力的机关自己批准',
      en: 'The list may not be approved by the organ that holds the power',
      basis,
    }
  if (term && term.until < definition.effective.from)
    yield {
      path: ['category', 'term'],
      zh: '临时职权在生效前已经到期',
      en: 'The temporary power has ended before the item takes effect',
      basis,
    }
}
