import { placeIn } from './source.ts'
import { canonicalKey } from './vocabulary.ts'

/** 要素 One place of a source under the name we know it by; `path` is where it stands in the source. */
export interface Element {
  readonly path: string
  readonly value: unknown
  readonly entries: ReadonlyMap<string, Element>
  readonly items: readonly Element[]
}

const none: ReadonlyMap<string, Element> = new Map()
/**
 * 归名 Reads a JSON value under the names of the vocabulary: 法定办结时限 and anticipateDay become `limits.statutory`. Of two
 * elements with one name the later keeps its own name, so that neither hides the other.
 */
export function elementOf(value: unknown, path = ''): Element {
  if (Array.isArray(value))
    return { path, value, entries: none, items: value.map((one, at) => elementOf(one, placeIn(path, at))) }
  if (typeof value !== 'object' || value === null) return { path, value, entries: none, items: [] }
  const entries = new Map<string, Element>()
  for (const [key, one] of Object.entries(value))
    place(entries, canonicalKey(key), key, elementOf(one, placeIn(path, key)))
  return { path, value, entries, items: [] }
}

/**
 * Puts an element where its name says; `limits.statutory` makes the group it stands in. What is written beside a group (法定时限
 * next to 法定时限说明) is the group's `value`.
 */
export function place(entries: Map<string, Element>, name: string, own: string, element: Element): void {
  const [first, ...rest] = name.split('.')
  const here = entries.get(first!)
  if (rest.length > 0) {
    const group = new Map(here === undefined || here.entries.size > 0 ? here?.entries : [['value', here]])
    place(group, rest.join('.'), own, element)
    entries.set(first!, { path: here?.path ?? '', value: {}, entries: group, items: [] })
  } else if (here === undefined) entries.set(first!, element)
  else if (here.entries.size > 0 && element.entries.size > 0)
    entries.set(first!, { ...here, entries: merged(here.entries, element.entries) })
  else if (here.entries.size > 0 && element.items.length === 0 && !here.entries.has('value'))
    entries.set(first!, { ...here, entries: new Map([...here.entries, ['value', element]]) })
  else entries.set(entries.has(own) ? `${own} ${element.path}` : own, element)
}

function merged(one: ReadonlyMap<string, Element>, other: ReadonlyMap<string, Element>): ReadonlyMap<string, Element> {
  const all = new Map(one)
  for (const [name, element] of other) place(all, name, `${name} (2)`, element)
  return all
}

/** `limits.statutory.value` of an element, by the names of the vocabulary. */
export function within(element: Element, path: string): Element | undefined {
  let here: Element | undefined = element
  for (const name of path.split('.')) here = here?.entries.get(name)
  return here
}

/** What an element says itself, whether it is a word or a group with a name. */
export const saidIn = (element: Element | undefined): Element | undefined =>
  element === undefined || element.entries.size === 0
    ? element
    : (element.entries.get('value') ?? element.entries.get('name'))

export const textOf = (element: Element | undefined): string | undefined => {
  const value = element?.value
  if (typeof value === 'number' && Number.isFinite(value)) return String(value)
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined
}

export const numberOf = (element: Element | undefined): number | undefined => {
  const value = element?.value
  if (typeof value === 'number' && Number.isFinite(value)) return value
  return typeof value === 'string' && /^\s*\d{1,9}(\.\d+)?\s*$/.test(value) ? Number(value) : undefined
}

export const flagOf = (element: Element | undefined): boolean | undefined => {
  const value = element?.value
  if (typeof value === 'boolean') return value
  if (value === '1' || value === 1 || value === '是') return true
  if (value === '0' || value === 0 || value === '否') return false
  return undefined
}

/** Every element that holds a value itself, with those below it. */
export function* allOf(element: Element): Generator<Element> {
  yield element
  for (const one of element.entries.values()) yield* allOf(one)
  for (const one of element.items) yield* allOf(one)
}
