import type { Account } from './account.ts'
import { type Element, place, textOf } from './element.ts'
import { canonicalKey, tellsAnItem } from './vocabulary.ts'

const isKnown = (text: string): boolean => canonicalKey(text) !== text

/**
 * 名值对 A list of names and values, as forms are exported: `[{ "label": "事项名称", "text": "…" }, …]` is one item. Undefined when the
 * list is another.
 */
export function ofPairs(list: Element, account: Account): Element | undefined {
  const pairs = list.items.map(({ entries }) => [...entries.values()])
  if (pairs.length < 2 || !pairs.every(pair => pair.length === 2)) return undefined
  const nameAt = [0, 1].find(at => {
    const names = pairs.map(pair => textOf(pair[at]) ?? '')
    return names.filter(isKnown).length >= 2 && names.filter(isKnown).length * 2 >= names.length
  })
  if (nameAt === undefined) return undefined
  const entries = new Map<string, Element>()
  for (const pair of pairs) {
    const [name, value] = [pair[nameAt]!, pair[1 - nameAt]!]
    const own = textOf(name) ?? name.path
    account.understood(name, 'source', '名值对中的名 a name in a list of names and values')
    place(entries, canonicalKey(own), own, value)
  }
  return { path: list.path, value: list.value, entries, items: [] }
}

/**
 * 归拢 An item whose parts lie in groups (`{ baseInfo: …, materialInfo: …, flowInfo: […] }`): what only an item has is lifted out of
 * them. What has a name itself is left as it is.
 */
export function gathered(element: Element): Element {
  if (element.entries.has('name') || element.entries.has('rows') || element.items.length > 0) return element
  const named = [...element.entries].filter(([, { entries }]) => entries.has('name') && tells(entries) >= 2)
  const [only] = named
  if (!only || named.length > 1) return element
  const entries = new Map<string, Element>()
  for (const [name, part] of element.entries) {
    if (part.items.length > 0 && part.items.some(one => one.entries.has('step'))) place(entries, 'flow', name, part)
    else if (name === only[0] || (!tellsAnItem.has(name) && tells(part.entries) >= 1))
      for (const [inner, below] of part.entries) place(entries, inner, `${name}.${inner}`, below)
    else place(entries, name, name, part)
  }
  return { ...element, entries }
}

const tells = (entries: ReadonlyMap<string, Element>): number =>
  [...entries.keys()].filter(name => tellsAnItem.has(name)).length
