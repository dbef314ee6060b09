import { externalOf, type PreparedFacts } from './facts.ts'
import type { CompiledOutput, CompiledRule, CompiledTable } from './table.ts'
import { addScaled, type Numeric, type Value } from './value.ts'

export type TableRow = Readonly<Record<string, boolean | string | number | bigint | null>>

export interface TableAnswer {
  /** The ids of the rules that decided, in the order their rows stand. */
  readonly matched: readonly string[]
  /** The answer; of a multi-hit table its first row. Every output is null where no rule matched. */
  readonly outputs: TableRow
  /** One row for each matched rule; a single row for an aggregate. */
  readonly rows: readonly TableRow[]
}

export type TableVerdict =
  | ({ readonly outcome: 'decided' } & TableAnswer)
  /** Whether these rules match, or what they give, is not known. */
  | { readonly outcome: 'unknown'; readonly unknown: readonly string[] }
  /** These rules match together although the hit policy forbids it: a fault of the table. */
  | { readonly outcome: 'conflict'; readonly matched: readonly string[] }

type Judged = Pick<CompiledTable, 'table' | 'rules' | 'outputs'>

interface Hit {
  readonly id: string
  readonly values: readonly Value[]
}

/** Where the values stand in the declared order of precedence, column by column; undeclared ones last. */
function precedence(outputs: readonly CompiledOutput[], a: Hit, b: Hit): number {
  for (const [column, { order }] of outputs.entries()) {
    if (order.length === 0) continue
    const place = (hit: Hit) => (order.indexOf(hit.values[column]!) + order.length + 1) % (order.length + 1)
    const [first, second] = [place(a), place(b)]
    if (first !== second) return first - second
  }
  return 0
}

const rowOf = (outputs: readonly CompiledOutput[], values: readonly Value[]): TableRow =>
  Object.fromEntries(outputs.map(({ name, type }, column) => [name, externalOf(type, values[column] ?? null)]))

function decided(outputs: readonly CompiledOutput[], hits: readonly Hit[]): TableVerdict {
  const rows = hits.map(hit => rowOf(outputs, hit.values))
  return { outcome: 'decided', matched: hits.map(hit => hit.id), outputs: rows[0] ?? rowOf(outputs, []), rows }
}

const total = (values: readonly Numeric[]) =>
  values.reduce<Numeric | null>((sum, value) => (sum === null ? null : addScaled(sum, 0, value, 0)), 0)

/** Numbers and BigInts order among each other, which Math.min does not know. */
function extreme(values: readonly Numeric[], least: boolean): Numeric {
  const [first, ...rest] = [...values].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0))
  return least ? first! : (rest.at(-1) ?? first!)
}

function aggregated({ table, outputs }: Judged, hits: readonly Hit[]): TableVerdict {
  const values = hits.map(hit => hit.values[0] as Numeric)
  const matched = hits.map(hit => hit.id)
  const [output] = outputs
  const answer = (cell: TableRow[string]): TableVerdict => {
    const row = { [output!.name]: cell }
    return { outcome: 'decided', matched, outputs: row, rows: [row] }
  }
  if (table.aggregate === 'count') return answer(hits.length)
  if (values.length === 0) return answer(null)
  const joined = table.aggregate === 'sum' ? total(values) : extreme(values, table.aggregate === 'min')
  if (joined === null) return { outcome: 'unknown', unknown: matched }
  return answer(externalOf(output!.type, joined))
}

const same = (a: Hit, b: Hit) => a.values.every((value, column) => value === b.values[column])

function applied(judged: Judged, hits: readonly Hit[]): TableVerdict {
  const { table, outputs } = judged
  const matched = hits.map(hit => hit.id)
  const byPrecedence = () => [...hits].sort((a, b) => precedence(outputs, a, b))
  switch (table.hit) {
    case 'unique':
      return hits.length > 1 ? { outcome: 'conflict', matched } : decided(outputs, hits)
    case 'any': {
      if (hits.some(hit => !same(hit, hits[0]!))) return { outcome: 'conflict', matched }
      const answer = decided(outputs, hits.slice(0, 1))
      return answer.outcome === 'decided' ? { ...answer, matched } : answer
    }
    case 'first':
      return decided(outputs, hits.slice(0, 1))
    case 'priority':
      return decided(outputs, byPrecedence().slice(0, 1))
    case 'output order':
      return decided(outputs, byPrecedence())
    case 'rule order':
      return decided(outputs, hits)
    case 'collect':
      return table.aggregate === undefined ? decided(outputs, hits) : aggregated(judged, hits)
  }
}

/**
 * Applies the hit policy. A rule that is unknown could match, so it makes the answer unknown, unless a `first` table has already
 * decided before it. Ties in `priority` go to the earlier rule.
 */
export function judge(judged: Judged, facts: PreparedFacts): TableVerdict {
  const hits: Hit[] = []
  const unknown: string[] = []
  const take = (rule: CompiledRule) => {
    const values = rule.gives.map(run => run(facts, facts))
    if (values.includes(null)) unknown.push(rule.id)
    else hits.push({ id: rule.id, values })
  }
  for (const rule of judged.rules) {
    const holds = rule.holds(facts, facts)
    if (holds === null) unknown.push(rule.id)
    else if (holds) take(rule)
    if (judged.table.hit === 'first' && (hits.length > 0 || unknown.length > 0)) break
  }
  return unknown.length > 0 ? { outcome: 'unknown', unknown } : applied(judged, hits)
}
