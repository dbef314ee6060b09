import { createHash } from 'node:crypto'
import type { ItemDefinition } from './settings/item.ts'

/** Maps whose order is part of what they say: the applicant meets the questions in the order written. */
const ordered = new Set(['content.form'])

/**
 * 规范形式 JSON with sorted keys and no space, so that equal content has equal bytes. Form fields keep their order,
 * because the order of the questions is content; nothing else in a definition depends on the order of keys.
 */
export function canonicalJson(value: unknown, path = ''): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  if (Array.isArray(value)) {
    let text = '['
    for (const [at, item] of value.entries()) text += `${at === 0 ? '' : ','}${canonicalJson(item, beneath)}`
    return `${text}]`
  }
  const map = value as Readonly<Record<string, unknown>>
  const names = Object.keys(map)
  if (!ordered.has(path)) names.sort()
  let text = '{'
  for (const name of names) {
    const part = map[name]
    if (part === undefined) continue
    text += `${text.length === 1 ? '' : ','}${JSON.stringify(name)}:${canonicalJson(part, within(path, name))}`
  }
  return `${text}}`
}

/** Paths count only where one could still become one of those above. */
const beneath = '-'
const within = (path: string, name: string): string =>
  path === '' ? name : path === 'content' && name === 'form' ? 'content.form' : beneath

export const sha256 = (text: string): string => createHash('sha256').update(text, 'utf8').digest('hex')

/** The canonical text of a definition. Which template filled it in is where it came from, not what it says: left out. */
export function canonicalDefinition({ extends: _, ...content }: ItemDefinition): string {
  return canonicalJson(content)
}

/** 内容哈希 What a case is pinned to: sha256 (hex) of the canonical JSON of the definition, its template filled in. */
export const hashOf = (definition: ItemDefinition): string => sha256(canonicalDefinition(definition))
