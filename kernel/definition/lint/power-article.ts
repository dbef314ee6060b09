import type { ItemDefinition } from '../settings/item.ts'
import type { Provision } from '../settings/words.ts'

type Drawer = ItemDefinition['category']['drawer']

/** 设定依据 The article by which a kind of power needs a law that gives it. */
export const powerArticles: Readonly<Partial<Record<Drawer, Provision>>> = {
  permit: { law: '行政许可法', articles: [4] },
  penalty: { law: '行政处罚法', articles: [38] },
  compulsion: { law: '行政强制法', articles: [4] },
}

/** Without a law nothing is added to what the party must bear or wait for: of every other power and every service. */
const ofAllOthers: Provision = { law: '优化营商环境条例', articles: [35] }

/** 依法行使 The article by which a power of this kind is exercised only as the law gives it. */
export const powerArticle = (drawer: Drawer): Provision => powerArticles[drawer] ?? ofAllOthers

/** 办理时限 The article by which an organ keeps the time of the law or a reasonable one of its own, and says so. */
export const timeArticle: Provision = { law: '优化营商环境条例', articles: [36] }
