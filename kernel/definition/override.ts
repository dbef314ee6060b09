import type { Finding } from './finding.ts'
import { type Located, placeOf } from './located.ts'
import { inBranch, isNull, nothingToRemove, placeIn } from './merge.ts'

/** Maps whose keys have dots themselves (`content.form.energy.total`): what is left of a path may be one new key. */
const dotted = new Set(['content.form', 'content.facts', 'limits'])

/**
 * 按路径覆盖 `override: { flow.expert.by: reviewer, limits.promised: null }`. Each value replaces what the path names;
 * `null` takes it away. Only the last step of a path may be new.
 */
export function applyOverrides(root: Located, override: Located, findings: Finding[]): Located {
  if (override.kind !== 'map') {
    findings.push(noSuchPath(override, 'override'))
    return root
  }
  let changed = root
  for (const [path, value] of override.entries) {
    if (
      /^(item|version|effective|extends|override)(\.|$)/.test(path) ||
      path.startsWith('.') ||
      path.endsWith('.') ||
      path.includes('..')
    ) {
      findings.push(noSuchPath(value, path))
      continue
    }
    const next = setAt(changed, path.split('.'), value, '')
    if (next === 'absent') findings.push(isNull(value) ? nothingToRemove(value, [path]) : noSuchPath(value, path))
    else changed = next
  }
  return changed
}

const noSuchPath = (node: Located, path: string): Finding => ({
  severity: 'error',
  rule: 'DEFINITION_OVERRIDE_PATH',
  ...placeOf(node.at),
  path,
  text: { zh: '覆盖的路径在模板里不存在', en: 'The template has no such path' },
  remedy: { zh: '路径用环节或编号写,如 flow.expert.by', en: 'Write the path with stages and ids: flow.expert.by' },
})

function setAt(node: Located, words: readonly string[], value: Located, where: string): Located | 'absent' {
  if (node.kind === 'map') return setInMap(node, words, value, where)
  if (node.kind === 'list') return setInList(node, words, value, where)
  return 'absent'
}

function setInMap(
  node: Extract<Located, { kind: 'map' }>,
  words: readonly string[],
  value: Located,
  where: string,
): Located | 'absent' {
  const entries = new Map(node.entries)
  for (let take = words.length; take > 0; take--) {
    const name = words.slice(0, take).join('.')
    const found = entries.get(name)
    if (!found) continue
    if (take === words.length) {
      if (isNull(value)) entries.delete(name)
      else entries.set(name, value)
      return { ...node, entries }
    }
    const changed = setAt(found, words.slice(take), value, where ? `${where}.${name}` : name)
    if (changed === 'absent') continue
    return { ...node, entries: entries.set(name, changed) }
  }
  if (isNull(value) || (words.length > 1 && !dotted.has(where))) return 'absent'
  return { ...node, entries: entries.set(words.join('.'), value) }
}

function setInList(
  node: Extract<Located, { kind: 'list' }>,
  words: readonly string[],
  value: Located,
  where: string,
): Located | 'absent' {
  const [key, ...rest] = words
  const at = /^\d+$/.test(key!) ? { at: Number(key) } : placeIn(node.items, key!)
  const old = at && node.items[at.at]
  if (!old) return 'absent'
  const branch = 'branch' in at ? at.branch : undefined
  if (rest.length === 0 && isNull(value)) {
    // a stage inside a parallel block cannot be taken out of it: a branch might be left with nothing
    if (branch) return 'absent'
    return { ...node, items: node.items.filter((_, index) => index !== at.at) }
  }
  let failed = false
  const change = (part: Located): Located => {
    const changed = rest.length === 0 ? value : setAt(part, rest, value, `${where}.${key}`)
    if (changed === 'absent') failed = true
    return changed === 'absent' ? part : changed
  }
  const items = node.items.map((item, index) =>
    index !== at.at ? item : branch ? inBranch(item, branch, change) : change(item),
  )
  return failed ? 'absent' : { ...node, items }
}
