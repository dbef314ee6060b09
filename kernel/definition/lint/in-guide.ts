import type { ItemDefinition } from '../settings/item.ts'
import type { Provision, Text } from '../settings/words.ts'
import type { Rule } from './ground.ts'

const says = (text: Text | undefined): boolean =>
  text !== undefined && (typeof text === 'string' ? text : text.zh).trim() !== ''

/** Who is told beforehand what he must meet: an applicant by the guide, whoever is punished by the rule that was published. */
const told: Readonly<Partial<Record<ItemDefinition['category']['drawer'], Provision>>> = {
  permit: { law: '行政许可法', articles: [30] },
  penalty: { law: '行政处罚法', articles: [5] },
}
const inTheGuide: Provision = { law: '国务院关于在线政务服务的若干规定', articles: [6] }

/** 指南所载 Whatever can turn an applicant away stands in the guide, in plain words, before anyone applies. */
export const inGuide: Rule = function* ({ definition }) {
  const basis = told[definition.category.drawer] ?? inTheGuide
  for (const condition of definition.conditions)
    if (!says(condition.text))
      yield {
        path: ['conditions', condition.id, 'text'],
        zh: '条件没有写进指南',
        en: 'The condition is not in the guide',
        basis,
      }
  for (const rule of definition.rules) {
    const refuses =
      rule.else === 'refuse' ||
      (typeof rule.else === 'object' && ('refuse' in rule.else || 'refuseAcceptance' in rule.else))
    const explained = typeof rule.else === 'object' && 'refuse' in rule.else && says(rule.else.refuse)
    if (refuses && !explained && !says(rule.text))
      yield {
        path: ['rules', rule.id],
        zh: '指南里没有的要求不得据以拒绝：规则缺少说明文字',
        en: 'A rule that refuses must be explained in the guide',
        basis,
      }
  }
}
