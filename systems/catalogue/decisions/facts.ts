import type { Decision, DmnModel, ItemDefinition } from '#kernel/dmn'
import { feelNames, isNumber, parseExpression, parseUnaryTests } from '#kernel/feel'
import { Refusal } from '#kernel/refusal'
import type { ScalarType } from '#kernel/rules'

/** A fact the rule asks for: where the model has it, and the field a form would ask it with. */
export interface Fact {
  readonly path: readonly string[]
  readonly type: ScalarType
  /** The type in the words of a form. */
  readonly field: string
  readonly values?: readonly string[]
}

/** How finely a number is kept whose type says no more than “number”. */
const scaleOfNumbers = 6

/** The texts a type or an output allows, in their order, where they are texts and nothing else. */
export function textsIn(allowed: string | undefined): readonly string[] | undefined {
  if (allowed === undefined || allowed === '') return undefined
  try {
    const { tests, negated } = parseUnaryTests(allowed, feelNames)
    const texts = tests.flatMap(test => (test.is === 'literal' && typeof test.value === 'string' ? [test.value] : []))
    return !negated && texts.length === tests.length && texts.length > 0 ? texts : undefined
  } catch (fault) {
    if (fault instanceof Refusal) return undefined
    throw fault
  }
}

const scalar = (kind: ScalarType['kind'], field: string): Pick<Fact, 'type' | 'field'> => ({ type: { kind }, field })

const builtIn: Readonly<Record<string, Pick<Fact, 'type' | 'field'>>> = {
  boolean: scalar('boolean', 'boolean'),
  string: scalar('string', 'string'),
  date: scalar('date', 'date'),
  number: { type: { kind: 'decimal', scale: scaleOfNumbers }, field: `decimal(${scaleOfNumbers})` },
  integer: scalar('integer', 'integer'),
}

const withoutPrefix = (name: string) => name.trim().replace(/^[A-Za-z0-9_-]+:(?=.)/, '')

const choiceOf = (values: readonly string[]): Pick<Fact, 'type' | 'field' | 'values'> =>
  values.length < 2 ? builtIn.string! : { type: { kind: 'string', values }, field: 'choice', values }

/** What kind of value the cells of a column are, where nothing declares it. */
export function kindOfCells(cells: readonly string[]): string | undefined {
  for (const cell of cells) {
    try {
      const [first] = parseUnaryTests(cell, feelNames).tests
      const node = first?.is === 'test' ? first.operand : first?.is === 'range' ? first.start : first
      const plain = node?.is === 'minus' ? node.operand : node
      if (plain?.is !== 'literal' || plain.value === null) continue
      if (typeof plain.value === 'boolean') return 'boolean'
      if (typeof plain.value === 'string') return 'string'
      if (isNumber(plain.value)) return 'number'
    } catch (fault) {
      if (!(fault instanceof Refusal)) throw fault
    }
  }
  return undefined
}

/** The facts under one name of a model: itself, or the parts of its type; none where the type is beyond a form. */
function factsUnder(
  model: DmnModel,
  path: readonly string[],
  typeRef: string | undefined,
  within: readonly ItemDefinition[] = [],
): readonly Fact[] {
  if (typeRef === undefined) return []
  const definition = model.types.find(({ name }) => name === typeRef.trim() || name === withoutPrefix(typeRef))
  if (!definition) {
    const name = withoutPrefix(typeRef)
    const known = Object.hasOwn(builtIn, name) ? builtIn[name] : undefined
    return known ? [{ path, ...known }] : []
  }
  return within.includes(definition) ? [] : factsOfDefinition(model, path, definition, [...within, definition])
}

function factsOfDefinition(
  model: DmnModel,
  path: readonly string[],
  definition: ItemDefinition,
  within: readonly ItemDefinition[],
): readonly Fact[] {
  if (definition.collection || definition.functionItem) return []
  if (definition.components.length > 0)
    return definition.components.flatMap(part =>
      part.components.length > 0 || part.allowedValues !== undefined || part.collection
        ? factsOfDefinition(model, [...path, part.name], part, within)
        : factsUnder(model, [...path, part.name], part.typeRef, within),
    )
  const values = textsIn(definition.allowedValues)
  if (values) return [{ path, ...choiceOf(values) }]
  return factsUnder(model, path, definition.typeRef, within)
}

/** What a table says of a name that is a column of its own: the values it allows, the type of the column, or that of its cells. */
function factOfColumn(
  model: DmnModel,
  { logic }: Decision,
  name: string,
  typeRef: string | undefined,
): readonly Fact[] {
  if (logic?.is !== 'table') return []
  const column = logic.inputs.findIndex(({ expression }) => expression.trim() === name)
  const input = logic.inputs[column]
  if (!input) return []
  const values = textsIn(input.values)
  if (values) return [{ path: [name], ...choiceOf(values) }]
  if (typeRef !== undefined) return []
  return factsUnder(model, [name], input.typeRef ?? kindOfCells(logic.rules.map(({ when }) => when[column]!)))
}

/** What a decision may ask for: the inputs and decisions it requires, in the words of a form. */
export function factsOf(model: DmnModel, decision: Decision): readonly Fact[] {
  return decision.requires.flatMap(href => {
    const at = href.lastIndexOf('#')
    const own = at <= 0 || href.slice(0, at) === model.namespace
    const element = own ? model.elements.find(({ id }) => id === href.slice(at + 1)) : undefined
    if (!element) return []
    const { name, typeRef } = element.variable
    const ofColumn = factOfColumn(model, decision, name, typeRef)
    return ofColumn.length > 0 ? ofColumn : factsUnder(model, [name], typeRef)
  })
}

/** Digits behind the point of the numbers in a column; null where a cell is no number. */
export function scaleOfCells(cells: readonly string[]): number | null {
  const scales = cells.map(cell => {
    const node = parseExpression(cell, feelNames)
    const plain = node.is === 'minus' ? node.operand : node
    return plain.is === 'literal' && isNumber(plain.value) ? Math.max(plain.value.scale, 0) : null
  })
  return scales.includes(null) ? null : Math.max(0, ...(scales as number[]))
}
