import { externalOf, type PreparedFacts } from './facts.ts'
import type { CompiledOutput, CompiledRule, CompiledTable, RuleBasis } from './table.ts'
import { addScaled, type Numeric, type Value } from './value.ts'

export type TableRow = Readonly<Record<string, boolean | string | number | bigint | null>>

/** The row of the table an answer rests on: its article, and the facts it read, in outside form. */
export interface Cited {
  readonly rule: string
  readonly basis?: RuleBasis
  readonly facts: TableRow
}

export interface TableAnswer {
  /** The ids of the rules that decided, in the order their rows stand. */
  readonly matched: readonly string[]
  /** The answer; of a multi-hit table its first row. Every output is null where a list is empty. */
  readonly outputs: TableRow
  /** One row for each matched rule; a single row for an aggregate. */
  readonly rows: readonly TableRow[]
  readonly because: readonly Cited[]
}

/**
 * Why a table does not answer: a fact it needs is not known · no row applies · rows apply together although the policy is unique ·
 * or although they do not agree (any) · a sum beyond 10^18. The last four are faults of the table, and a human decides all the same.
 */
export type WhyUnknown = 'factUnknown' | 'noRule' | 'severalRules' | 'rulesDisagree' | 'beyondBound'

export type TableVerdict =
  | ({ readonly outcome: 'decided' } & TableAnswer)
  /** `because`: the rows in question, all of them where none applies; `missing`: the facts they read that are not known. */
  | {
      readonly outcome: 'unknown'
      readonly reason: WhyUnknown
      readonly because: readonly Cited[]
      readonly missing: readonly string[]
    }

type Judged = Pick<CompiledTable, 'table' | 'rules' | 'outputs'>

interface Hit {
  readonly rule: CompiledRule
  readonly values: readonly Value[]
}

function cite(rule: CompiledRule, facts: PreparedFacts): Cited {
  const read: Record<string, TableRow[string]> = {}
  for (const { name, type } of rule.reads) read[name] = externalOf(type, (facts[name] as Value | undefined) ?? null)
  return rule.basis === undefined ? { rule: rule.id, facts: read } : { rule: rule.id, basis: rule.basis, facts: read }
}

function unknown(reason: WhyUnknown, rules: readonly CompiledRule[], facts: PreparedFacts): TableVerdict {
  const because = rules.map(rule => cite(rule, facts))
  const missing = new Set(because.flatMap(({ facts: read }) => Object.keys(read).filter(name => read[name] === null)))
  return { outcome: 'unknown', reason, because, missing: [...missing].sort() }
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

function rowOf(outputs: readonly CompiledOutput[], values: readonly Value[]): TableRow {
  const row: Record<string, TableRow[string]> = {}
  for (let column = 0; column < outputs.length; column++)
    row[outputs[column]!.name] = externalOf(outputs[column]!.type, values[column] ?? null)
  return row
}

function decided({ outputs }: Judged, hits: readonly Hit[], facts: PreparedFacts, cited = hits): TableVerdict {
  const rows = hits.map(hit => rowOf(outputs, hit.values))
  return {
    outcome: 'decided',
    matched: cited.map(hit => hit.rule.id),
    outputs: rows[0] ?? rowOf(outputs, []),
    rows,
    because: cited.map(hit => cite(hit.rule, facts)),
  }
}

const total = (values: readonly Numeric[]) =>
  values.reduce<Numeric | null>((sum, value) => (sum === null ? null : addScaled(sum, 0, value, 0)), 0)

/** Numbers and BigInts order among each other, which Math.min does not know. */
function extreme(values: readonly Numeric[], least: boolean): Numeric {
  const [first, ...rest] = [...values].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0))
  return least ? first! : (rest.at(-1) ?? first!)
}

const rulesOf = (hits: readonly Hit[]) => hits.map(hit => hit.rule)

function aggregated({ table, rules, outputs }: Judged, hits: readonly Hit[], facts: PreparedFacts): TableVerdict {
  const [output] = outputs
  const answer = (cell: TableRow[string]): TableVerdict => {
    const row = { [output!.name]: cell }
    const because = hits.map(hit => cite(hit.rule, facts))
    return { outcome: 'decided', matched: because.map(({ rule }) => rule), outputs: row, rows: [row], because }
  }
  if (table.aggregate === 'count') return answer(hits.length)
  if (hits.length === 0) return unknown('noRule', rules, facts)
  const values = hits.map(hit => hit.values[0] as Numeric)
  const joined = table.aggregate === 'sum' ? total(values) : extreme(values, table.aggregate === 'min')
  return joined === null ? unknown('beyondBound', rulesOf(hits), facts) : answer(externalOf(output!.type, joined))
}

const same = (a: Hit, b: Hit) => a.values.every((value, column) => value === b.values[column])

function applied(judged: Judged, hits: readonly Hit[], facts: PreparedFacts): TableVerdict {
  const { table, outputs, rules } = judged
  const byPrecedence = () => [...hits].sort((a, b) => precedence(outputs, a, b))
  const single = table.hit === 'unique' || table.hit === 'any' || table.hit === 'first' || table.hit === 'priority'
  if (single && hits.length === 0) return unknown('noRule', rules, facts)
  switch (table.hit) {
    case 'unique':
      return hits.length > 1 ? unknown('severalRules', rulesOf(hits), facts) : decided(judged, hits, facts)
    case 'any':
      return hits.some(hit => !same(hit, hits[0]!))
        ? unknown('rulesDisagree', rulesOf(hits), facts)
        : decided(judged, hits.slice(0, 1), facts, hits)
    case 'first':
      return decided(judged, hits, facts)
    case 'priority':
      return decided(judged, byPrecedence().slice(0, 1), facts)
    case 'output order':
      return decided(judged, byPrecedence(), facts)
    case 'rule order':
      return decided(judged, hits, facts)
    case 'collect':
      return table.aggregate === undefined ? decided(judged, hits, facts) : aggregated(judged, hits, facts)
  }
}

/**
 * Applies the hit policy. A rule that is unknown could match, so it makes the answer unknown, unless a `first` table has already
 * decided before it. Ties in `priority` go to the earlier rule. Never throws: a fault of the table is an unknown with its reason.
 */
export function judge(judged: Judged, facts: PreparedFacts): TableVerdict {
  const hits: Hit[] = []
  const open: CompiledRule[] = []
  for (const rule of judged.rules) {
    const holds = rule.holds(facts, facts)
    if (holds === false) continue
    const values = holds === null ? undefined : valuesOf(rule, facts)
    if (values === undefined) open.push(rule)
    else hits.push({ rule, values })
    if (judged.table.hit === 'first') break
  }
  return open.length > 0 ? unknown('factUnknown', open, facts) : applied(judged, hits, facts)
}

/** What the row gives; undefined where a result is not known. */
function valuesOf(rule: CompiledRule, facts: PreparedFacts): readonly Value[] | undefined {
  if (rule.constant) return rule.constant
  const values: Value[] = []
  for (const run of rule.gives) {
    const value = run(facts, facts)
    if (value === null) return undefined
    values.push(value)
  }
  return values
}
