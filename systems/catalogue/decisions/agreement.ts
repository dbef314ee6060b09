import type { Decisions } from '#kernel/dmn'
import {
  dateFrom,
  decimalFrom,
  type Feel,
  type FeelValue,
  fits,
  isContext,
  isList,
  isNumber,
  written,
  writtenDecimal,
} from '#kernel/feel'
import type { RawFacts, TableVerdict } from '#kernel/rules'
import { prepareFacts } from '#kernel/rules'
import type { Fact } from './facts.ts'
import type { OurNames } from './names.ts'
import { compiledTable, type TakenTable } from './take-table.ts'

export interface Agreement {
  readonly tried: number
  readonly agreed: number
  /** The first facts on which the two answer differently, and both answers. */
  readonly difference?: string
}

/** Values at, just below and just above every border that an expression names. */
export function bordersIn(nodes: readonly Feel[]): readonly string[] {
  const found = new Set<string>()
  const visit = (node: Feel): void => {
    if (node.is === 'literal' && isNumber(node.value)) {
      const value = Number(writtenDecimal(node.value))
      for (const near of [value - 1, value, value + 1, -value])
        if (Number.isSafeInteger(Math.trunc(near))) found.add(String(near))
    } else if (node.is === 'literal' && typeof node.value === 'string') found.add(node.value)
    else if (node.is === 'at') found.add(node.text)
    for (const part of Object.values(node))
      for (const one of Array.isArray(part) ? part : [part])
        if (typeof one === 'object' && one !== null && 'is' in one) visit(one as Feel)
  }
  for (const node of nodes) visit(node)
  return [...found]
}

function samplesOf(fact: Fact, borders: readonly string[]): readonly unknown[] {
  switch (fact.type.kind) {
    case 'boolean':
      return [true, false]
    case 'date':
      return [...borders.filter(text => dateFrom(text) !== null), '2026-01-31']
    case 'string':
      return fact.values ?? [...borders.filter(text => decimalFrom(text) === null), '别的 other']
    default: {
      const numbers = borders.filter(
        text => decimalFrom(text) !== null && (fact.type.kind === 'decimal' || /^-?\d+$/.test(text)),
      )
      return [...new Set([...numbers, '0', '7'])]
    }
  }
}

const asFeel = (fact: Fact, raw: unknown): FeelValue =>
  typeof raw === 'boolean' || fact.type.kind === 'string'
    ? (raw as boolean | string)
    : fact.type.kind === 'date'
      ? dateFrom(raw as string)
      : decimalFrom(raw as string)

/** Samples that the model's own types allow: beyond them it answers nothing, and a form does not ask. */
function allowedIn(decisions: Decisions, fact: Fact, samples: readonly unknown[]): readonly unknown[] {
  const [head = '', ...rest] = fact.path
  const stood = decisions.elementNamed(head)
  let shape = stood && decisions.shapeOf(stood)
  for (const name of rest) shape = shape?.components?.get(name)
  const allowed = samples.filter(sample => !shape || fits(asFeel(fact, sample), shape))
  return allowed.length > 0 ? allowed : samples
}

/** Puts a value where the model looks for it: `Loan.amount` lies in the context `Loan`. */
function lay(into: Map<string, FeelValue>, path: readonly string[], value: FeelValue): void {
  const [first = '', ...rest] = path
  if (rest.length === 0) {
    into.set(first, value)
    return
  }
  const inner = into.get(first)
  const below = new Map(inner !== undefined && isContext(inner) ? inner : [])
  lay(below, rest, value)
  into.set(first, below)
}

const plain = (value: unknown): string => {
  const number =
    typeof value === 'number' || typeof value === 'bigint' || typeof value === 'string'
      ? decimalFrom(String(value))
      : null
  return number ? writtenDecimal(number) : String(value)
}

/** What the model answers, as rows of texts; no row where it answers null. */
function rowsOfModel(value: FeelValue): string {
  const row = (one: FeelValue) =>
    (isContext(one) ? [...one.values()] : [one])
      .map(cell => (isNumber(cell) ? writtenDecimal(cell) : written(cell)))
      .join(' | ')
  if (value === null) return ''
  const rows = isList(value) ? value.map(row) : [row(value)]
  return rows.join(' ; ')
}

function rowsOfRule(verdict: TableVerdict, several: boolean): string {
  if (verdict.outcome === 'unknown') return ''
  const rows = several ? verdict.rows : verdict.rows.slice(0, 1)
  return rows.map(row => Object.values(row).map(plain).join(' | ')).join(' ; ')
}

/** What a rule of ours answers, beside the model. */
export interface Beside {
  readonly decision: string
  readonly facts: readonly Fact[]
  readonly names: OurNames
  /** The cells, or the expression, whose borders are tried. */
  readonly borders: readonly string[]
  readonly ours: (raw: RawFacts) => string
  /** How many sets of facts are tried at most. */
  readonly most: number
}

/** The answer of a table of ours, in the same words. */
export function answerOfTable(decision: string, taken: TakenTable): (raw: RawFacts) => string {
  const compiled = compiledTable(decision, taken)
  const { hit, aggregate } = taken.table
  const several = ['collect', 'rule-order', 'output-order'].includes(hit) && aggregate === undefined
  return raw => rowsOfRule(compiled.judge(prepareFacts(taken.scope, raw)), several)
}

/**
 * 印证 Runs the model and the rule side by side on facts at every border of the rule, and says where they part. Facts that are
 * not known are left out: there the two differ by design.
 */
export function agreementOf(decisions: Decisions, { decision, facts, names, borders, ours, most }: Beside): Agreement {
  const columns = facts.map(fact => ({ fact, samples: allowedIn(decisions, fact, samplesOf(fact, borders)) }))
  const combinations = columns.reduce((product, { samples }) => Math.min(product * samples.length, 1_000_000), 1)
  const tries = Math.min(most, combinations)
  // An odd step walks through all columns alike where not everything can be tried.
  const stride = combinations <= most ? 1 : Math.floor(combinations / most) | 1
  const now = { kind: 'date and time', day: 0, nanos: 0n, offset: 0 } as const
  let agreed = 0
  let difference: string | undefined
  for (let index = 0; index < tries; index++) {
    let place = index * stride
    const values = new Map<string, FeelValue>()
    const raw: Record<string, unknown> = {}
    for (const { fact, samples } of columns) {
      const sample = samples[place % samples.length]
      place = Math.floor(place / samples.length)
      lay(values, fact.path, asFeel(fact, sample))
      raw[names.of(fact.path)] = sample
    }
    const given = [...values].map(([name, value]) => ({ name, value }))
    const theirs = rowsOfModel(decisions.run(decision, given, now).value)
    const answer = ours(raw)
    if (theirs === answer) agreed++
    else
      difference ??= `${JSON.stringify(raw)}: 模型 the model ${theirs || 'null'}, 规则 the rule ${answer || 'unknown'}`
  }
  return { tried: tries, agreed, ...(difference !== undefined && { difference }) }
}
