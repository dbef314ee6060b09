import { isShared, type Segment } from '../located.ts'
import type { Provision } from '../settings/words.ts'

/** 引用 One provision as an item cites it, with the days it may give. */
export interface Cited extends Provision {
  readonly issued?: string
  readonly from?: string
  readonly to?: string
}

const isCitation = (value: object): value is Cited =>
  'law' in value && 'articles' in value && typeof value.law === 'string' && Array.isArray(value.articles)

type Citation = readonly [Cited, readonly Segment[]]

const found = new WeakMap<object, readonly Citation[]>()
const none: readonly Citation[] = []

/** Every provision an item cites, wherever it stands; looked for once, and in what items share once for all of them. */
export function citationsOf(root: object): readonly Citation[] {
  const known = found.get(root)
  if (known) return known
  const citations = citationsUnder(root)
  found.set(root, citations)
  return citations
}

/** With the paths from here on. */
function citationsUnder(value: object): readonly Citation[] {
  const known = found.get(value)
  if (known) return known
  const citations = isCitation(value) ? [[value, []] as const] : citationsInParts(value)
  if (isShared(value)) found.set(value, citations)
  return citations
}

function citationsInParts(value: object): readonly Citation[] {
  const citations: Citation[] = []
  const take = (part: unknown, segment: Segment): void => {
    if (typeof part !== 'object' || part === null) return
    for (const [cited, path] of citationsUnder(part)) citations.push([cited, [segment, ...path]])
  }
  if (Array.isArray(value)) for (let at = 0; at < value.length; at++) take(value[at], at)
  else for (const name in value) take((value as Readonly<Record<string, unknown>>)[name], name)
  return citations.length === 0 ? none : citations
}
