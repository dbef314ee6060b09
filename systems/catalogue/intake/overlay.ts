import { stringify } from 'yaml'
import { type Example, settingNames } from '#kernel/definition'

type Tree = Record<string, unknown>

/** Maps whose keys have dots themselves. */
const dotted = /^(content\.form|content\.facts|limits|category\.codes)\./

/** The words of a setting's path: `content.form.energy.total` is three words deep, not four. */
export function wordsOf(setting: string): readonly string[] {
  const [head] = dotted.exec(setting) ?? []
  if (head === undefined) return setting.split('.')
  const rest = setting.slice(head.length)
  const inside = head.startsWith('content.f') || head.startsWith('category') ? [rest] : limitWords(rest)
  return [...head.slice(0, -1).split('.'), ...inside]
}

/** `decide.value` is a key of a limit; `hearing.ask` is the name of one. */
function limitWords(rest: string): readonly string[] {
  const name = /^(.+)\.(?:kind|value|unit|from|to|binds|basis|extend|onExpiry|promised|text)(?:\.|$)/.exec(rest)?.[1]
  return name === undefined ? [rest] : [name, ...rest.slice(name.length + 1).split('.')]
}

/** 草稿内容 What the item writes over its template, put together setting by setting. */
export interface Overlay {
  readonly tree: Tree
  set(setting: string, value: unknown): void
  get(setting: string): unknown
  remove(setting: string): boolean
  /** Adds a row to a list, by its `id` or `stage`. */
  add(list: string, row: Tree): void
}

const isMap = (value: unknown): value is Tree => typeof value === 'object' && value !== null && !Array.isArray(value)

/** A row of a list by its id, its stage, the law it cites, or its place. */
const isRow = (row: Tree, word: string, at: number): boolean =>
  row.id === word || row.stage === word || rowName(row.law) === word || String(at) === word

/** A law as a word of a path. */
export const rowName = (law: unknown): string | undefined =>
  typeof law === 'string' ? law.replaceAll('.', '·') : undefined

export function makeOverlay(): Overlay {
  const tree: Tree = {}
  const hold = (words: readonly string[]): Tree => {
    let here = tree
    for (const word of words) {
      const next = here[word]
      const inside: Tree = isMap(next) ? next : {}
      here[word] = inside
      here = inside
    }
    return here
  }
  const find = (words: readonly string[]): unknown => {
    let here: unknown = tree
    for (const word of words)
      here = Array.isArray(here)
        ? here.find((row: Tree, at) => isRow(row, word, at))
        : isMap(here) && Object.hasOwn(here, word)
          ? here[word]
          : undefined
    return here
  }
  return {
    tree,
    set(setting, value) {
      const words = wordsOf(setting)
      hold(words.slice(0, -1))[words.at(-1)!] = value
    },
    get: setting => find(wordsOf(setting)),
    remove(setting) {
      const words = wordsOf(setting)
      const last = words.at(-1)!
      const parent = words.length === 1 ? tree : find(words.slice(0, -1))
      if (Array.isArray(parent)) {
        const at = parent.findIndex((row: Tree, index) => isRow(row, last, index))
        if (at >= 0) parent.splice(at, 1)
        return at >= 0
      }
      if (!isMap(parent) || !Object.hasOwn(parent, last)) return false
      delete parent[last]
      return true
    },
    add(list, row) {
      const words = wordsOf(list)
      const parent = hold(words.slice(0, -1))
      const rows = parent[words.at(-1)!]
      if (Array.isArray(rows)) rows.push(row)
      else parent[words.at(-1)!] = [row]
    },
  }
}

const isEmpty = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && Object.keys(value).length === 0

/** 成文 The item as a file: its head, what it writes over its template in the order of the settings, its examples. What says nothing is left out. */
export function writeItem(head: object, { tree }: Overlay, examples: readonly Example[]): string {
  const body = ['source', ...settingNames].flatMap(name =>
    tree[name] === undefined || isEmpty(tree[name]) ? [] : [[name, tree[name]] as const],
  )
  return stringify({ ...head, ...Object.fromEntries(body), examples }, { lineWidth: 0, aliasDuplicateObjects: false })
}
