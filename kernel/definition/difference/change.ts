import { same } from '../widening/difference.ts'

/**
 * 改动 One place in which two definitions are not the same. `at` names it as an override does: rows by their stage or id, stages
 * inside parallel branches by themselves. A row that is only in one of them is one change, whatever it holds.
 */
export interface Change {
  readonly at: readonly string[]
  readonly kind: 'added' | 'removed' | 'changed' | 'order'
  readonly before?: unknown
  readonly after?: unknown
}

type Plain = Readonly<Record<string, unknown>>

/** Maps of which only one form stands at a time (`else: { refuse }` or `else: { human }`): they change as a whole. */
const oneForm = new Set(['else', 'from', 'amount', 'discretion', 'for', 'then', 'with', 'set', 'where'])

/** What a row of a list is called, where it has neither stage nor id. */
const names: Readonly<Record<string, readonly string[]>> = {
  basis: ['law'],
  remedies: ['kind'],
  stops: ['for'],
  gates: ['need', 'before'],
  checkpoints: ['at', 'watch'],
  examples: ['name'],
  migrates: ['from'],
  options: ['value'],
  outputs: ['name'],
  problems: ['open'],
  faq: ['question'],
  next: ['item'],
}
const everywhere = [
  'stage',
  'id',
  'parallel',
  'part',
  'voucher',
  'register',
  'ledger',
  'obligation',
  'release',
  'return',
]

const isMap = (value: unknown): value is Plain => typeof value === 'object' && value !== null && !Array.isArray(value)
/** 名称 in two languages, and not a row. */
const isText = (value: unknown): boolean => isMap(value) && 'zh' in value && Object.keys(value).length <= 2
const isRow = (value: unknown): value is Plain => isMap(value) && !isText(value)

function nameOf(row: unknown, list: string): string | undefined {
  if (typeof row === 'string') return row
  if (!isRow(row)) return undefined
  for (const name of everywhere) {
    const key = row[name]
    if (typeof key === 'string') return list === 'effects' ? `${name} ${key}` : key
    if (name === 'return' && key !== undefined) return name
  }
  const said = (names[list] ?? []).flatMap(name => (row[name] === undefined ? [] : String(row[name])))
  return said.length > 0 ? said.join(' ') : undefined
}

/** Rows by what they are called, or by their place where they are called nothing; of two namesakes the second is `name#2`. */
function keyed(rows: readonly unknown[], list: string): ReadonlyMap<string, unknown> {
  const found = new Map<string, unknown>()
  for (const [place, row] of rows.entries()) {
    const name = nameOf(row, list) ?? String(place)
    let key = name
    for (let nth = 2; found.has(key); nth++) key = `${name}#${nth}`
    found.set(key, row)
  }
  return found
}

const common = (keys: Iterable<string>, other: ReadonlyMap<string, unknown>): readonly string[] =>
  [...keys].filter(key => other.has(key))

/** The stages of a flow by their key, and how they stand: in a row, or side by side. */
function unfolded(flow: readonly unknown[]): {
  readonly stages: readonly unknown[]
  readonly shape: readonly string[]
} {
  const stages: unknown[] = []
  const shape: string[] = []
  for (const node of flow) {
    const branches = isMap(node) && Array.isArray(node['branches']) ? (node['branches'] as unknown[][]) : undefined
    if (!branches) {
      stages.push(node)
      shape.push(nameOf(node, 'flow') ?? '')
      continue
    }
    stages.push(...branches.flat())
    const sides = branches.map(branch => branch.map(stage => nameOf(stage, 'flow') ?? '').join(' → '))
    shape.push(`${(node as Plain)['parallel']}(${sides.join(' ∥ ')})`)
  }
  return { stages, shape }
}

/** 逐处比较 Every place in which the second is not the first, in the order of the file. Nothing else is left out of it. */
export function changesBetween(before: unknown, after: unknown, at: readonly string[] = []): readonly Change[] {
  const list = at.at(-1) ?? ''
  if (at.length === 1 && list === 'flow') return ofFlow(before as unknown[], after as unknown[], at)
  if (isMap(before) && isMap(after)) {
    const whole = oneForm.has(list) || (at.length === 2 && at[0] === 'examples') || isText(before) || isText(after)
    if (!whole) return ofMaps(before, after, at)
  }
  if (Array.isArray(before) && Array.isArray(after)) {
    const rows = [...before, ...after].some(isRow)
    if (rows) return ofRows(keyed(before, list), keyed(after, list), at)
  }
  return same(before, after) ? [] : [{ at, kind: 'changed', before, after }]
}

function ofMaps(before: Plain, after: Plain, at: readonly string[]): readonly Change[] {
  const changes: Change[] = []
  const measured = [before, after].every(({ value, unit }) => typeof value === 'number' && typeof unit === 'string')
  const span = ({ value, unit }: Plain) => ({ value, unit })
  if (measured && !same(span(before), span(after)))
    changes.push({ at: [...at, 'value'], kind: 'changed', before: span(before), after: span(after) })
  const rest = (map: Plain): ReadonlyMap<string, unknown> =>
    new Map(
      Object.entries(map).filter(
        ([key, value]) => value !== undefined && !(measured && (key === 'value' || key === 'unit')),
      ),
    )
  changes.push(...ofKeys(rest(before), rest(after), at))
  // the order of the questions is content: applicants meet them in it
  if (at.join('.') === 'content.form') changes.push(...ofOrder(rest(before), rest(after), at))
  return changes
}

const ofRows = (
  before: ReadonlyMap<string, unknown>,
  after: ReadonlyMap<string, unknown>,
  at: readonly string[],
): readonly Change[] => [...ofKeys(before, after, at), ...ofOrder(before, after, at)]

function ofKeys(
  before: ReadonlyMap<string, unknown>,
  after: ReadonlyMap<string, unknown>,
  at: readonly string[],
): readonly Change[] {
  const changes: Change[] = []
  for (const [key, old] of before)
    if (after.has(key)) changes.push(...changesBetween(old, after.get(key), [...at, key]))
    else changes.push(...cameOrWent(old, [...at, key], 'removed'))
  for (const [key, now] of after) if (!before.has(key)) changes.push(...cameOrWent(now, [...at, key], 'added'))
  return changes
}

/** A list that is only in one of them came or went row by row. */
function cameOrWent(value: unknown, at: readonly string[], kind: 'added' | 'removed'): readonly Change[] {
  if (Array.isArray(value) && value.some(isRow))
    return [...keyed(value, at.at(-1)!)].map(([key, row]) => ofOne(row, [...at, key], kind))
  return [ofOne(value, at, kind)]
}

const ofOne = (value: unknown, at: readonly string[], kind: 'added' | 'removed'): Change =>
  kind === 'added' ? { at, kind, after: value } : { at, kind, before: value }

function ofOrder(
  before: ReadonlyMap<string, unknown>,
  after: ReadonlyMap<string, unknown>,
  at: readonly string[],
): readonly Change[] {
  const [old, now] = [common(before.keys(), after), common(after.keys(), before)]
  return same(old, now) ? [] : [{ at, kind: 'order', before: old, after: now }]
}

function ofFlow(before: readonly unknown[], after: readonly unknown[], at: readonly string[]): readonly Change[] {
  const [old, now] = [unfolded(before), unfolded(after)]
  const [stages, others] = [keyed(old.stages, 'flow'), keyed(now.stages, 'flow')]
  const changes = ofKeys(stages, others, at)
  // a stage that came or went is said by itself; what is left must still stand as it stood
  const only = (shape: readonly string[], gone: ReadonlyMap<string, unknown>) => shape.filter(name => !gone.has(name))
  const missing = (of: ReadonlyMap<string, unknown>, from: ReadonlyMap<string, unknown>) =>
    new Map([...of].filter(([key]) => !from.has(key)))
  const [left, right] = [only(old.shape, missing(stages, others)), only(now.shape, missing(others, stages))]
  return same(left, right) ? changes : [...changes, { at, kind: 'order', before: old.shape, after: now.shape }]
}
