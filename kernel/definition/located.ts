import { LineCounter } from 'yaml'
import type { Place } from './finding.ts'

/** Where a node was written; the line is counted only when somebody asks. */
export interface Origin {
  readonly file: string
  readonly offset: number
  readonly lines: LineCounter
}

/** A value that remembers where it was written, so that a fault can be shown there even after a template was merged in. */
export type Located =
  | { readonly kind: 'map'; readonly at: Origin; readonly entries: ReadonlyMap<string, Located> }
  | { readonly kind: 'list'; readonly at: Origin; readonly items: readonly Located[] }
  | { readonly kind: 'scalar'; readonly at: Origin; readonly value: string | number | boolean | null }

export type Segment = string | number

/** The plain value of a located tree. Keys cannot reach the prototype. */
export function plain(node: Located): unknown {
  if (node.kind === 'scalar') return node.value
  const shared = plainOfShared.get(node)
  if (shared) return shared
  if (node.kind === 'list') return node.items.map(plain)
  const map: Record<string, unknown> = {}
  for (const [key, child] of node.entries) map[key] = plain(child)
  return map
}

const plainOfShared = new WeakMap<Located, object>()
const sharedValues = new WeakSet<object>()

/**
 * 共用 Thousands of items take most of what they say over from one template. Its parts are made plain once, so that an item has
 * them as the same values, and whatever was found of such a value (it has the right shape, it cites these laws) need not be
 * found again. Frozen through and through: no item can change another one's part.
 */
export function share(node: Located): void {
  if (node.kind === 'scalar' || plainOfShared.has(node)) return
  for (const part of node.kind === 'list' ? node.items : node.entries.values()) share(part)
  const value = Object.freeze(plain(node) as object)
  plainOfShared.set(node, value)
  sharedValues.add(value)
}

/** Whether several items may have this very value: it never changes, and is the same as long as it is there. */
export const isShared = (value: object): boolean => sharedValues.has(value)

const listKeys = ['stage', 'id', 'parallel'] as const

/** The key by which an item of a list is named in a path: its `stage`, `id` or `parallel`. */
export function keyOf(node: Located): string | undefined {
  if (node.kind !== 'map') return undefined
  for (const name of listKeys) {
    const key = node.entries.get(name)
    if (key?.kind === 'scalar' && typeof key.value === 'string') return key.value
  }
  return undefined
}

/** One step down a path. A list takes an index or the key of an item; a stage inside a parallel block is found by its key. */
export function child(node: Located, segment: Segment): Located | undefined {
  if (node.kind === 'map') return node.entries.get(String(segment))
  if (node.kind === 'scalar') return undefined
  const index = typeof segment === 'number' ? segment : /^\d+$/.test(segment) ? Number(segment) : -1
  if (index >= 0) return node.items[index]
  for (const item of node.items) {
    if (keyOf(item) === segment) return item
    const inside = item.kind === 'map' ? item.entries.get('branches') : undefined
    if (inside?.kind !== 'list') continue
    for (const branch of inside.items) {
      const found = branch.kind === 'list' ? branch.items.find(stage => keyOf(stage) === segment) : undefined
      if (found) return found
    }
  }
  return undefined
}

/** 定位 Answers where a part of the definition was written. An unknown part answers with its nearest known ancestor. */
export interface Positions {
  /** Segments from the top; lists by index or by the item's key: `['flow', 'expert', 'by']`. */
  at(path: readonly Segment[]): Place
  /** The same path as a clerk would write it: `flow.expert.by`. */
  shown(path: readonly Segment[]): string
}

export function placeOf({ file, offset, lines }: Origin): Place {
  const { line, col } = lines.linePos(offset)
  return { file, line: Math.max(line, 1), column: Math.max(col, 1) }
}

export function positionsOf(root: Located): Positions {
  return {
    at(path) {
      let node = root
      for (const segment of path) {
        const next = child(node, segment)
        if (!next) break
        node = next
      }
      return placeOf(node.at)
    },
    shown(path) {
      const words: string[] = []
      let node: Located | undefined = root
      for (const segment of path) {
        const next: Located | undefined = node && child(node, segment)
        words.push(String((node?.kind === 'list' && next && keyOf(next)) || segment))
        node = next
      }
      return words.join('.')
    },
  }
}

/** For definitions that come from the database: there is no file to point into. */
export const noPositions = (item: string): Positions => ({
  at: () => ({ file: item, line: 1, column: 1 }),
  shown: path => path.join('.'),
})

/** A plain value as a located tree that lies nowhere: for values that did not come from a file. */
export function locatedOf(value: unknown): Located {
  const at = nowhere
  if (Array.isArray(value)) return { kind: 'list', at, items: value.filter(item => item !== undefined).map(locatedOf) }
  if (typeof value === 'object' && value !== null)
    return {
      kind: 'map',
      at,
      entries: new Map(
        Object.entries(value)
          .filter(([, part]) => part !== undefined)
          .map(([name, part]) => [name, locatedOf(part)]),
      ),
    }
  return { kind: 'scalar', at, value: value as string | number | boolean | null }
}

const nowhere: Origin = { file: '', offset: 0, lines: new LineCounter() }
