import { parseItem } from '#kernel/code'
import type { ItemDefinition } from '../settings/item.ts'
import type { Provision } from '../settings/words.ts'
import type { Rule } from './ground.ts'

/** 事项类型 The two digits of GB/T 39554 for each of the ten kinds of power. */
const typeOf: Readonly<Partial<Record<ItemDefinition['category']['drawer'], string>>> = {
  permit: '01',
  penalty: '02',
  compulsion: '03',
  levy: '04',
  benefit: '05',
  inspection: '06',
  confirmation: '07',
  reward: '08',
  adjudication: '09',
  other: '10',
  service: '20',
}

/** Other powers and public services: what a drawer without a kind of its own may be coded as. */
const ofNoKind = ['10', '20']

/** 全国标准统一 One item has one code wherever it is handled. */
const basis: Provision = { law: '国务院关于在线政务服务的若干规定', articles: [2] }

/** 编码 Check digits hold, and the parts of a code say the same as the item. */
export const codes: Rule = function* ({ definition }) {
  const { codes: written = {}, drawer } = definition.category
  const type = typeOf[drawer]
  for (const [scheme, code] of Object.entries(written)) {
    const path = ['category', 'codes', scheme]
    if (scheme === 'gb39554.kind' && !(type === undefined ? ofNoKind.includes(code) : code === type))
      yield {
        path,
        zh: `类型码 ${code} 与抽屉不符，应为 ${type ?? ofNoKind.join('或者')}`,
        en: `Type ${code} is not that of the drawer (${type ?? ofNoKind.join(' or ')})`,
        basis,
      }
    if (scheme !== 'gb39554.basic' && scheme !== 'gb39554.implementation') continue
    const parsed = parseItem(code)
    if (!parsed.ok) {
      for (const problem of parsed.problems)
        yield { path, zh: problem.text, en: `The code is not valid: ${problem.code}`, basis }
      continue
    }
    const { itemType, basic } = parsed.parts
    if (type === undefined && !ofNoKind.includes(itemType))
      yield {
        path,
        zh: `编码里的事项类型 ${itemType} 是行政权力，与抽屉不符`,
        en: `The code says type ${itemType}, a power the drawer does not hold`,
        basis,
      }
    if (type !== undefined && itemType !== type)
      yield {
        path,
        zh: `编码里的事项类型 ${itemType} 与抽屉不符，应为 ${type}`,
        en: `The code says type ${itemType}, the drawer is ${type}`,
        basis,
      }
    const own = written['gb39554.basic']
    if (own !== undefined && basic !== own)
      yield {
        path,
        zh: '实施编码里的基本编码与事项不同',
        en: 'The basic code inside differs from the item’s own',
        basis,
      }
  }
}
