import {
  addDecimals,
  coerced,
  compareValues,
  type Evaluation,
  equal,
  evaluate,
  type Feel,
  type FeelScope,
  type FeelShape,
  type FeelValue,
  isNumber,
  type Names,
  parseUnaryTests,
  passes,
  problem,
  type UnaryTests,
  whole,
} from '#kernel/feel'
import { Refusal } from '#kernel/refusal'
import { compileBoxed, type Place, parsed } from './boxed.ts'
import type { Aggregation, BoxedTable, TableOutput } from './model.ts'

interface Output {
  readonly name: string | undefined
  readonly shape: FeelShape | undefined
  /** The order of precedence: the greater, the earlier. */
  readonly rank: (value: FeelValue, scope: FeelScope, evaluation: Evaluation) => number
  readonly otherwise: Feel | undefined
}

interface Hit {
  readonly row: FeelValue
  readonly values: readonly FeelValue[]
}

function testsFrom(source: string, names: Names): UnaryTests | string {
  try {
    return parseUnaryTests(source, names)
  } catch (fault) {
    if (!(fault instanceof Refusal && fault.code === 'FEEL_SYNTAX')) throw fault
    return fault.message
  }
}

function rankBy(source: string | undefined, names: Names): Output['rank'] {
  const tests = source === undefined ? null : testsFrom(source, names)
  if (!tests || typeof tests === 'string') return () => 0
  return (value, scope, evaluation) => {
    const place = tests.tests.findIndex(test => equal(evaluate(test, scope, evaluation), value) === true)
    return place < 0 ? tests.tests.length : place
  }
}

function aggregated(aggregation: Aggregation, values: readonly FeelValue[], evaluation: Evaluation): FeelValue {
  if (aggregation === 'COUNT')
    return whole(new Set(values).size === values.length ? values.length : distinctCount(values))
  const [first, ...rest] = values
  if (aggregation === 'SUM') {
    if (!values.every(isNumber)) return problem(evaluation, 'type', 'only numbers have a sum')
    return rest.reduce<FeelValue>(
      (sum, value) => (isNumber(sum) && isNumber(value) ? addDecimals(sum, value) : null),
      first ?? null,
    )
  }
  const wanted = aggregation === 'MIN' ? -1 : 1
  let best = first ?? null
  for (const value of rest) {
    const order = compareValues(value, best)
    if (order === null) return problem(evaluation, 'type', 'the results have no order')
    if (Math.sign(order) === wanted) best = value
  }
  return best
}

/** Equal results count once, as the standard has it for counting. */
const distinctCount = (values: readonly FeelValue[]) =>
  values.filter((value, index) => values.findIndex(other => equal(other, value) === true) === index).length

function otherwise(outputs: readonly Output[], table: BoxedTable, scope: FeelScope, evaluation: Evaluation): FeelValue {
  if (outputs.some(output => output.otherwise))
    return rowOf(
      outputs,
      outputs.map(output => (output.otherwise ? evaluate(output.otherwise, scope, evaluation) : null)),
    )
  if (table.aggregation === 'COUNT') return whole(0)
  return problem(evaluation, 'hit', 'no rule of the table applies')
}

/** As the column's type where it can be: a column of another type is the author's, and its decision's type is judged all the same. */
const converted = (value: FeelValue, shape: FeelShape | undefined): FeelValue =>
  (shape && coerced(value, shape)) ?? value

const rowOf = (outputs: readonly Output[], values: readonly FeelValue[]): FeelValue =>
  outputs.length === 1
    ? values[0]!
    : new Map(outputs.map(({ name }, column) => [name ?? `output ${column + 1}`, values[column]!]))

function applied(
  table: BoxedTable,
  outputs: readonly Output[],
  hits: readonly Hit[],
  scope: FeelScope,
  evaluation: Evaluation,
): FeelValue {
  const ranked = () => {
    const places = new Map(
      hits.map(hit => [hit, outputs.map((output, column) => output.rank(hit.values[column]!, scope, evaluation))]),
    )
    const compare = (a: Hit, b: Hit) => {
      const [left, right] = [places.get(a)!, places.get(b)!]
      const column = left.findIndex((place, index) => place !== right[index])
      return column < 0 ? 0 : left[column]! - right[column]!
    }
    return [...hits].sort(compare)
  }
  switch (table.hit) {
    case 'UNIQUE':
      return hits.length > 1 ? problem(evaluation, 'hit', 'several rules of a unique table apply') : hits[0]!.row
    case 'ANY':
      return hits.some(({ row }) => equal(row, hits[0]!.row) !== true)
        ? problem(evaluation, 'hit', 'the rules that apply do not agree')
        : hits[0]!.row
    case 'FIRST':
      return hits[0]!.row
    case 'PRIORITY':
      return ranked()[0]!.row
    case 'OUTPUT ORDER':
      return ranked().map(({ row }) => row)
    case 'RULE ORDER':
      return hits.map(({ row }) => row)
    case 'COLLECT':
      if (table.aggregation === undefined) return hits.map(({ row }) => row)
      return aggregated(
        table.aggregation,
        hits.map(({ row }) => row),
        evaluation,
      )
  }
}

/** The type of a column: its own, or what the decision's type says of it. */
function declaredFor({ typeRef, name }: TableOutput, { outputs }: BoxedTable, place: Place): FeelShape | undefined {
  if (typeRef !== undefined) return place.typeNamed(typeRef)
  const { result } = place
  if (outputs.length > 1) return name === undefined ? undefined : result?.components?.get(name)
  return result?.type === 'list' ? result.element : result
}

/** The allowed values of a declared type stand for an output's own where it has none: they give the order of precedence. */
function compileOutputs(table: BoxedTable, place: Place): readonly Output[] {
  return table.outputs.map(output => ({
    name: output.name,
    shape: output.typeRef === undefined ? undefined : place.typeNamed(output.typeRef),
    rank: rankBy(output.values ?? declaredFor(output, table, place)?.allowed, place.names),
    otherwise: output.otherwise && compileBoxed(output.otherwise, place),
  }))
}

/** 决策表 A decision table as an expression: every hit policy, aggregation, default results and orders of precedence. */
export function compileDecisionTable(table: BoxedTable, place: Place): Feel {
  const inputs = table.inputs.map(({ expression, typeRef, values }) => ({
    compiled: parsed(expression, place.names),
    shape: typeRef === undefined ? undefined : place.typeNamed(typeRef),
    allowed: values === undefined || values === '' ? undefined : testsFrom(values, place.names),
    expression,
  }))
  const outputs = compileOutputs(table, place)
  const rules = table.rules.map(rule => ({
    when: rule.when.map(cell => testsFrom(cell, place.names)),
    gives: rule.then.map(cell => compileBoxed(cell, place)),
  }))
  const broken = rules.flatMap(({ when }) => when).find(cell => typeof cell === 'string')
  const run = (scope: FeelScope, evaluation: Evaluation): FeelValue => {
    if (broken !== undefined) return problem(evaluation, 'syntax', broken as string)
    const given: FeelValue[] = []
    for (const { compiled, shape, allowed, expression } of inputs) {
      const value = converted(evaluate(compiled, scope, evaluation), shape)
      if (allowed && typeof allowed !== 'string' && value !== null && !passes(value, allowed, scope, evaluation))
        return problem(evaluation, 'value', `${expression} has a value the table does not allow`)
      given.push(value)
    }
    const hits: Hit[] = []
    for (const { when, gives } of rules) {
      if (!when.every((cell, column) => passes(given[column]!, cell as UnaryTests, scope, evaluation))) continue
      const values = gives.map((cell, column) => {
        const { shape } = outputs[column]!
        return converted(evaluate(cell, scope, evaluation), shape)
      })
      hits.push({ row: rowOf(outputs, values), values })
      if (table.hit === 'FIRST') break
    }
    return hits.length === 0
      ? otherwise(outputs, table, scope, evaluation)
      : applied(table, outputs, hits, scope, evaluation)
  }
  return { is: 'boxed', run }
}
