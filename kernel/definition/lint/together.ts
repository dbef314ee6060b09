import type { ItemDefinition } from '../settings/item.ts'
import type { Text } from '../settings/words.ts'
import { effectsOf, stagesOf } from '../stages.ts'
import { circles, giversIn } from './circles.ts'
import type { Complaint } from './ground.ts'

/** 事项概要 What of one item matters to the others. Plain and small: it is kept of every item that was checked. */
export interface ItemFacts {
  readonly item: string
  readonly name: string
  readonly drawer: string
  readonly code?: string
  /** Certificates an outcome issues: its key and what people call it. */
  readonly gives: readonly { readonly voucher: string; readonly name?: string }[]
  /** Papers that must be there first: a certificate by its key, or what the applicant is asked for by its name. */
  readonly needs: readonly { readonly id: string; readonly voucher?: string; readonly name: string }[]
  /** Papers that applicants are asked to bring themselves, all of them or some. */
  readonly asks: readonly { readonly id: string; readonly name: string }[]
  /** 并联办件 What one application of it opens, and what each part waits for. */
  readonly opens?: readonly PartFacts[]
  /** Items whose cases alone open it. */
  readonly onlyFrom?: readonly string[]
}

export interface PartFacts {
  readonly part: string
  readonly item: string
  readonly stage: string
  readonly after: readonly string[]
}

const zh = (text: Text): string => (typeof text === 'string' ? text : text.zh)

export function factsOf({ item, category, content, flow, materials, ...rest }: ItemDefinition): ItemFacts {
  const named = new Map(
    (content.documents ?? []).map(({ id, name }) => [id, name === undefined ? undefined : zh(name)]),
  )
  const vouchers = effectsOf({ item, category, content, flow, materials, ...rest }).flatMap(({ effect }) =>
    'voucher' in effect ? [effect.voucher] : [],
  )
  const code = category.codes?.['gb39554.basic']
  const opens = stagesOf(flow).flatMap(({ stage: { stage, joint } }) =>
    (joint?.parts ?? []).map(({ part, item: other, after = [] }) => ({ part, item: other, stage, after })),
  )
  return {
    item,
    name: zh(content.name),
    drawer: category.drawer,
    ...(code !== undefined && { code }),
    ...(opens.length > 0 && { opens }),
    ...(category.subCaseOf && { onlyFrom: category.subCaseOf }),
    gives: [...new Set(vouchers)].map(voucher => {
      const name = named.get(voucher)
      return { voucher, ...(name !== undefined && { name }) }
    }),
    // what is only asked of some applicants can be had otherwise by the rest
    needs: materials
      .filter(({ onlyIf, from }) => onlyIf === undefined && from !== 'officer')
      .map(({ id, name, from }) => ({
        id,
        name: zh(name),
        ...(typeof from === 'object' && 'voucher' in from && { voucher: from.voucher }),
      })),
    asks: materials.filter(({ from }) => from === 'applicant').map(({ id, name }) => ({ id, name: zh(name) })),
  }
}

export interface TogetherFinding extends Complaint {
  readonly rule: 'LAW_CIRCULAR_PROOF' | 'LAW_KNOWN_RECORD' | 'LAW_SAME_NAME_SAME_CODE'
  /** The item at whose place it is said. */
  readonly item: string
}

/** 同名同码 What has one name in the city's list has one code, and what has one code has one name. */
function* sameNames(facts: readonly ItemFacts[]): Generator<TogetherFinding> {
  const byName = new Map<string, ItemFacts>()
  const byCode = new Map<string, ItemFacts>()
  for (const one of facts) {
    if (one.code === undefined) continue
    const key = `${one.drawer} ${one.name}`
    const namesake = byName.get(key)
    const twin = byCode.get(one.code)
    const say = (other: ItemFacts, zh: string, en: string): TogetherFinding => ({
      rule: 'LAW_SAME_NAME_SAME_CODE',
      item: one.item,
      path: ['category', 'codes', 'gb39554.basic'],
      zh: `${zh}（${other.item}）`,
      en: `${en} (${other.item})`,
      basis: { law: '优化营商环境条例', articles: [35] },
    })
    if (namesake && namesake.item !== one.item && namesake.code !== one.code)
      yield say(namesake, '同名事项的基本编码不同', 'The same name, another code')
    if (twin && twin.item !== one.item && twin.name !== one.name)
      yield say(twin, '同一基本编码的事项名称不同', 'The same code, another name')
    byName.set(key, namesake ?? one)
    byCode.set(one.code, twin ?? one)
  }
}

/** 不重复提交 A certificate that some item of this city issues is fetched from where it was issued; nobody is asked to bring it. */
function* issuedHere(facts: readonly ItemFacts[]): Generator<TogetherFinding> {
  const issuers = giversIn(facts)
  for (const { item, asks } of facts)
    for (const { id, name } of asks) {
      const [issuer] = issuers({ id, name })
      if (issuer)
        yield {
          rule: 'LAW_KNOWN_RECORD',
          item,
          path: ['materials', id],
          zh: `“${name}”由本市“${issuer.name}”出具，可以共享取得，不得要求提交`,
          en: `This is issued by ${issuer.item} of this city: it is fetched, not asked for`,
          basis: { law: '政务数据共享条例', articles: [19] },
        }
    }
}

/** 合看 What is wrong with items only beside one another, however lawful each is. */
export const lintTogether = (facts: readonly ItemFacts[]): readonly TogetherFinding[] => [
  ...circles(facts),
  ...issuedHere(facts),
  ...sameNames(facts),
]
