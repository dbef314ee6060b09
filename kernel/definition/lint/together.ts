import type { ItemDefinition } from '../settings/item.ts'
import type { Text } from '../settings/words.ts'
import { effectsOf } from '../stages.ts'
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
  return {
    item,
    name: zh(content.name),
    drawer: category.drawer,
    ...(code !== undefined && { code }),
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
  }
}

export interface TogetherFinding extends Complaint {
  readonly rule: 'LAW_CIRCULAR_PROOF' | 'LAW_SAME_NAME_SAME_CODE'
  /** The item at whose place it is said. */
  readonly item: string
}

/** The bare name of a paper: without copies, marks and blanks to be filled in. */
const bare = (name: string): string => name.replaceAll(/[（(].*?[)）]|原件|复印件|[《》“”"\s]|[×xX]{2,}/g, '')

/** Who gives a paper that is needed: the item that issues the certificate, by its key or by its whole name. */
function givers(facts: readonly ItemFacts[]) {
  const byKey = new Map<string, ItemFacts[]>()
  const byName = new Map<string, ItemFacts[]>()
  const put = (map: Map<string, ItemFacts[]>, key: string, one: ItemFacts) =>
    map.set(key, [...(map.get(key) ?? []), one])
  for (const one of facts)
    for (const { voucher, name } of one.gives) {
      put(byKey, voucher, one)
      if (name !== undefined && bare(name).length > 3) put(byName, bare(name), one)
    }
  return ({ voucher, name }: ItemFacts['needs'][number]): readonly ItemFacts[] =>
    voucher === undefined ? (byName.get(bare(name)) ?? []) : (byKey.get(voucher) ?? [])
}

/**
 * 循环证明 A proof that can only be had with a certificate that can only be had with that proof. Where several items give one
 * paper, whoever cannot get it from one may get it from another: only what every giver asks for closes the circle.
 */
function* circles(facts: readonly ItemFacts[]): Generator<TogetherFinding> {
  const from = givers(facts)
  const stuck = (
    target: ItemFacts,
    need: ItemFacts['needs'][number],
    trail: readonly ItemFacts[],
  ): readonly ItemFacts[] | undefined => {
    const sources = from(need)
    if (sources.length === 0) return undefined
    let last: readonly ItemFacts[] | undefined
    for (const source of sources) {
      if (source === target) {
        last = trail
        continue
      }
      if (trail.includes(source) || trail.length > 8) return undefined
      const onward = source.needs
        .map(next => stuck(target, next, [...trail, source]))
        .find(found => found !== undefined)
      if (onward === undefined) return undefined
      last = onward
    }
    return last
  }
  for (const one of facts)
    for (const need of one.needs) {
      const through = stuck(one, need, [])
      if (through === undefined) continue
      const names = [one.name, ...through.map(({ name }) => name), one.name].join(' → ')
      yield {
        rule: 'LAW_CIRCULAR_PROOF',
        item: one.item,
        path: ['materials', need.id],
        zh: `循环证明：${need.name} 要凭本事项的结果才能取得（${names}）`,
        en: `A circular proof: ${need.name} can only be had with what this item itself gives`,
        basis: { law: '优化营商环境条例', articles: [44] },
      }
    }
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

/** 合看 What is wrong with items only beside one another, however lawful each is. */
export const lintTogether = (facts: readonly ItemFacts[]): readonly TogetherFinding[] => [
  ...circles(facts),
  ...sameNames(facts),
]
