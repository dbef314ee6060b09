import type { Finding } from './finding.ts'
import { keyOf, type Located, placeOf } from './located.ts'

/** Maps of which only one form may stand, so that merging two would make nonsense: `else: { refuse }` over `else: { human }`. */
const oneForm = new Set(['else', 'from', 'amount', 'discretion', 'for', 'then'])

const isNull = (node: Located) => node.kind === 'scalar' && node.value === null

/**
 * 合并 The item's words over the template's. Maps merge key by key; lists whose items have a `stage`, `id` or `parallel`
 * merge item by item; everything else is replaced. `null` takes away. A new item stands after the item written before it.
 */
export function mergeLocated(base: Located, over: Located, path: readonly string[], findings: Finding[]): Located {
  if (base.kind === 'map' && over.kind === 'map') return mergeMaps(base, over, path, findings)
  if (base.kind === 'list' && over.kind === 'list' && over.items.length > 0 && isKeyed(base) && isKeyed(over))
    return mergeKeyed(base, over, path, findings)
  return over
}

type MapNode = Extract<Located, { kind: 'map' }>
type ListNode = Extract<Located, { kind: 'list' }>

const isKeyed = (list: ListNode) => list.items.every(item => keyOf(item) !== undefined)

function mergeMaps(base: MapNode, over: MapNode, path: readonly string[], findings: Finding[]): Located {
  const entries = new Map(base.entries)
  for (const [name, value] of over.entries) {
    const here = entries.get(name)
    if (isNull(value)) {
      if (here) entries.delete(name)
      else findings.push(nothingToRemove(value, [...path, name]))
    } else {
      const replaced = !here || (oneForm.has(name) && path.length > 0)
      entries.set(name, replaced ? value : mergeLocated(here, value, [...path, name], findings))
    }
  }
  return { kind: 'map', at: over.at, entries }
}

export const nothingToRemove = (node: Located, path: readonly string[]): Finding => ({
  severity: 'error',
  rule: 'DEFINITION_OVERRIDE_PATH',
  ...placeOf(node.at),
  path: path.join('.'),
  text: { zh: '模板里没有这一项,无可删除', en: 'The template has no such part to remove' },
  remedy: { zh: '核对名称', en: 'Check the name' },
})

/** Where a key stands in a list: its own place, or the parallel block that has it in a branch. */
function placeIn(
  items: readonly Located[],
  key: string,
): { at: number; branch?: readonly [number, number] } | undefined {
  for (const [at, item] of items.entries()) {
    if (keyOf(item) === key) return { at }
    const branches = item.kind === 'map' ? item.entries.get('branches') : undefined
    if (branches?.kind !== 'list') continue
    for (const [index, branch] of branches.items.entries()) {
      const within = branch.kind === 'list' ? branch.items.findIndex(stage => keyOf(stage) === key) : -1
      if (within >= 0) return { at, branch: [index, within] }
    }
  }
  return undefined
}

function mergeKeyed(base: ListNode, over: ListNode, path: readonly string[], findings: Finding[]): Located {
  const items = [...base.items]
  let after: number | undefined
  for (const [index, item] of over.items.entries()) {
    const key = keyOf(item)!
    const found = placeIn(items, key)
    if (found) {
      const merge = (old: Located) => mergeLocated(old, item, [...path, key], findings)
      items[found.at] = found.branch ? inBranch(items[found.at]!, found.branch, merge) : merge(items[found.at]!)
      after = found.at
    } else {
      const at = after === undefined ? beforeNextKnown(items, over.items.slice(index + 1)) : after + 1
      items.splice(at, 0, item)
      after = at
    }
  }
  return { kind: 'list', at: over.at, items }
}

/** A new item that is written first goes before the next item the template knows, else to the end. */
function beforeNextKnown(items: readonly Located[], rest: readonly Located[]): number {
  for (const item of rest) {
    const found = placeIn(items, keyOf(item)!)
    if (found) return found.at
  }
  return items.length
}

/** Rewrites one stage inside a parallel block. */
export function inBranch(
  block: Located,
  [branch, within]: readonly [number, number],
  change: (stage: Located) => Located,
): Located {
  if (block.kind !== 'map') return block
  const branches = block.entries.get('branches')
  if (branches?.kind !== 'list') return block
  const items = branches.items.map((stages, index) =>
    index === branch && stages.kind === 'list'
      ? { ...stages, items: stages.items.map((stage, place) => (place === within ? change(stage) : stage)) }
      : stages,
  )
  return { ...block, entries: new Map(block.entries).set('branches', { ...branches, items }) }
}

export { isNull, placeIn }
