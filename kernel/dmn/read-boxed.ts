import { attributeOf, elementsIn, textIn, type XmlElement } from '#kernel/markup'
import type { Aggregation, Boxed, BoxedFunction, BoxedTable, HitPolicyName, Place, TableRule, Typed } from './model.ts'

/** Thrown while one file is read; the file's name is added where it is known. */
export class ModelFault extends Error {
  readonly place: Place
  readonly remedy: string
  constructor(place: Place, what: string, remedy: string) {
    super(what)
    this.place = place
    this.remedy = remedy
  }
}

export const placeOf = ({ line, column }: XmlElement): Place => ({ line, column })

/** Children of the model's own vocabulary, by local name: prefixes and versions of the namespace differ from tool to tool. */
export const childrenOf = (element: XmlElement, ...names: readonly string[]): readonly XmlElement[] =>
  elementsIn(element).filter(child => child.uri === element.uri && names.includes(child.local))

export const childOf = (element: XmlElement, ...names: readonly string[]): XmlElement | undefined =>
  childrenOf(element, ...names)[0]

/** The words of `<text>` inside an element. */
export function textOf(element: XmlElement | undefined): string | undefined {
  const text = element && childOf(element, 'text')
  return text && textIn(text).trim()
}

/** An object without the members that have no value. */
export const defined = <T extends object>(members: { [K in keyof T]: T[K] | undefined }): T =>
  Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined)) as T

export function typedOf(element: XmlElement): Typed {
  const typeRef = attributeOf(element, 'typeRef') ?? textInOf(element, 'typeRef')
  return defined<Typed>({ name: attributeOf(element, 'name') ?? '', typeRef: typeRef?.trim() })
}

export function textInOf(element: XmlElement, name: string): string | undefined {
  const child = childOf(element, name)
  return child && textIn(child).trim()
}

const boxes = [
  'literalExpression',
  'decisionTable',
  'context',
  'list',
  'relation',
  'invocation',
  'functionDefinition',
  'conditional',
  'filter',
  'for',
  'some',
  'every',
] as const

/** The boxed expression inside an element, if there is one. */
export function boxIn(element: XmlElement): Boxed | undefined {
  const found = childOf(element, ...boxes)
  return found && readBoxed(found)
}

function requiredBox(element: XmlElement, name: string): Boxed {
  const holder = childOf(element, name)
  const box = holder && boxIn(holder)
  if (!box) throw new ModelFault(placeOf(element), `${element.local} has no ${name}`, `add ${name} with an expression`)
  return box
}

const hitPolicies = new Set(['UNIQUE', 'ANY', 'PRIORITY', 'FIRST', 'COLLECT', 'RULE ORDER', 'OUTPUT ORDER'])
const aggregations = new Set(['SUM', 'MIN', 'MAX', 'COUNT'])

function readTable(element: XmlElement): BoxedTable {
  const place = placeOf(element)
  const hit = attributeOf(element, 'hitPolicy') ?? 'UNIQUE'
  const aggregation = attributeOf(element, 'aggregation')
  if (!hitPolicies.has(hit))
    throw new ModelFault(place, `${hit} is no hit policy`, `use one of ${[...hitPolicies].join(', ')}`)
  if (aggregation !== undefined && !aggregations.has(aggregation))
    throw new ModelFault(place, `${aggregation} is no aggregation`, `use one of ${[...aggregations].join(', ')}`)
  const inputs = childrenOf(element, 'input').map(input => {
    const expression = childOf(input, 'inputExpression')
    const typeRef = expression && attributeOf(expression, 'typeRef')
    const label = attributeOf(input, 'label')
    return defined<BoxedTable['inputs'][number]>({
      expression: textOf(expression) ?? label ?? '',
      label,
      typeRef,
      values: textOf(childOf(input, 'inputValues')),
    })
  })
  const outputs = childrenOf(element, 'output').map(output => {
    const otherwise = childOf(output, 'defaultOutputEntry')
    return defined<BoxedTable['outputs'][number]>({
      name: attributeOf(output, 'name'),
      label: attributeOf(output, 'label'),
      typeRef: attributeOf(output, 'typeRef'),
      values: textOf(childOf(output, 'outputValues')),
      otherwise: otherwise && { is: 'literal', text: textOf(otherwise) ?? '', place: placeOf(otherwise) },
    })
  })
  const rules = childrenOf(element, 'rule').map((rule): TableRule => {
    const when = childrenOf(rule, 'inputEntry').map(entry => textOf(entry) ?? '')
    const then = childrenOf(rule, 'outputEntry').map(
      (entry): Boxed => boxIn(entry) ?? { is: 'literal', text: textOf(entry) ?? '', place: placeOf(entry) },
    )
    if (when.length !== inputs.length || then.length !== outputs.length)
      throw new ModelFault(
        placeOf(rule),
        `the rule has ${when.length} tests and ${then.length} results for ${inputs.length} inputs and ${outputs.length} outputs`,
        'give the rule one entry for each column',
      )
    const annotations = childrenOf(rule, 'annotationEntry').map(entry => textOf(entry) ?? '')
    return defined<TableRule>({ id: attributeOf(rule, 'id'), when, then, annotations, place: placeOf(rule) })
  })
  if (outputs.length === 0) throw new ModelFault(place, 'the table has no output', 'add an output column')
  return defined<BoxedTable>({
    is: 'table',
    hit: hit as HitPolicyName,
    aggregation: aggregation as Aggregation | undefined,
    inputs,
    outputs,
    rules,
    place,
  })
}

export function readFunction(element: XmlElement): BoxedFunction {
  return defined<BoxedFunction>({
    is: 'function',
    parameters: childrenOf(element, 'formalParameter').map(typedOf),
    kind: attributeOf(element, 'kind') ?? 'FEEL',
    body: boxIn(element),
    typeRef: attributeOf(element, 'typeRef'),
    place: placeOf(element),
  })
}

function readInvocation(element: XmlElement): Boxed {
  const place = placeOf(element)
  const callee = boxIn(element)
  if (!callee) throw new ModelFault(place, 'the invocation names no function', 'add the expression that is called')
  const bindings = childrenOf(element, 'binding').map(binding => {
    const parameter = childOf(binding, 'parameter')
    return defined<{ parameter: string; value?: Boxed }>({
      parameter: (parameter && attributeOf(parameter, 'name')) ?? '',
      value: boxIn(binding),
    })
  })
  return { is: 'invocation', callee, bindings, place }
}

function readContext(element: XmlElement): Boxed {
  const entries = childrenOf(element, 'contextEntry').map(entry => {
    const variable = childOf(entry, 'variable')
    return defined<{ variable?: Typed; value?: Boxed }>({
      variable: variable && typedOf(variable),
      value: boxIn(entry),
    })
  })
  return { is: 'context', entries, place: placeOf(element) }
}

function readRelation(element: XmlElement): Boxed {
  const columns = childrenOf(element, 'column').map(column => attributeOf(column, 'name') ?? '')
  const rows = childrenOf(element, 'row').map(row => {
    const cells = childrenOf(row, ...boxes).map(readBoxed)
    if (cells.length !== columns.length)
      throw new ModelFault(
        placeOf(row),
        `the row has ${cells.length} cells for ${columns.length} columns`,
        'give the row one cell for each column',
      )
    return cells
  })
  return { is: 'relation', columns, rows, place: placeOf(element) }
}

export function readBoxed(element: XmlElement): Boxed {
  const place = placeOf(element)
  switch (element.local as (typeof boxes)[number]) {
    case 'literalExpression':
      return defined<Boxed & { is: 'literal' }>({
        is: 'literal',
        text: textOf(element) ?? '',
        language: attributeOf(element, 'expressionLanguage'),
        place,
      })
    case 'decisionTable':
      return readTable(element)
    case 'context':
      return readContext(element)
    case 'list':
      return { is: 'list', items: childrenOf(element, ...boxes).map(readBoxed), place }
    case 'relation':
      return readRelation(element)
    case 'invocation':
      return readInvocation(element)
    case 'functionDefinition':
      return readFunction(element)
    case 'conditional': {
      const [condition, whenTrue] = [requiredBox(element, 'if'), requiredBox(element, 'then')]
      return { is: 'conditional', condition, whenTrue, whenFalse: requiredBox(element, 'else'), place }
    }
    case 'filter':
      return { is: 'filter', of: requiredBox(element, 'in'), by: requiredBox(element, 'match'), place }
    case 'for':
    case 'some':
    case 'every': {
      const kind = element.local as 'for' | 'some' | 'every'
      return {
        is: 'iterator',
        kind,
        variable: attributeOf(element, 'iteratorVariable') ?? '',
        over: requiredBox(element, 'in'),
        result: requiredBox(element, kind === 'for' ? 'return' : 'satisfies'),
        place,
      }
    }
  }
}
