import type { Segment } from '../located.ts'
import type { Provision } from '../settings/words.ts'

/** 引用 One provision as an item cites it, with the days it may give. */
export interface Cited extends Provision {
  readonly issued?: string
  readonly from?: string
  readonly to?: string
}

const isCitation = (value: object): value is Cited =>
  'law' in value && 'articles' in value && typeof value.law === 'string' && Array.isArray(value.articles)

const found = new WeakMap<object, readonly (readonly [Cited, readonly Segment[]])[]>()

/** Every provision an item cites, wherever it stands; looked for once. */
export function citationsOf(root: object): readonly (readonly [Cited, readonly Segment[]])[] {
  const known = found.get(root)
  if (known) return known
  const citations: (readonly [Cited, readonly Segment[]])[] = []
  const path: Segment[] = []
  const visit = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return
    if (isCitation(value)) {
      citations.push([value, [...path]])
      return
    }
    const isList = Array.isArray(value)
    for (const key in value) {
      path.push(isList ? Number(key) : key)
      visit((value as Readonly<Record<string, unknown>>)[key])
      path.pop()
    }
  }
  visit(root)
  found.set(root, citations)
  return citations
}
