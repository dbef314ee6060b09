import type { BoxedTable, DmnModel, ItemDefinition } from '#kernel/dmn'
import { type Feel, feelNames, parseUnaryTests } from '#kernel/feel'
import { Refusal } from '#kernel/refusal'

const plainNodes: ReadonlySet<Feel['is']> = new Set(['literal', 'at', 'minus', 'test', 'range'])

function isPlain(node: Feel): boolean {
  if (!plainNodes.has(node.is)) return false
  if (node.is === 'minus' || node.is === 'test') return isPlain(node.operand)
  return node.is !== 'range' || (isPlain(node.start) && isPlain(node.end))
}

function isPlainTest(source: string | undefined): boolean {
  if (source === undefined) return true
  try {
    return parseUnaryTests(source, feelNames).tests.every(isPlain)
  } catch (fault) {
    if (fault instanceof Refusal) return false
    throw fault
  }
}

const plainType = ({ allowedValues, typeConstraint, components }: ItemDefinition): boolean =>
  isPlainTest(allowedValues) && isPlainTest(typeConstraint) && components.every(plainType)

/**
 * Whether what a model allows is said in values and ranges alone. Only then is it run in this process, to be laid beside a rule of
 * ours: a function in a constraint may be a pattern or a loop without end.
 */
export const typesArePlain = ({ types }: DmnModel): boolean => types.every(plainType)

/** The same of the columns of a table. */
export const columnsArePlain = (table: BoxedTable | undefined): boolean =>
  table === undefined || [...table.inputs, ...table.outputs].every(({ values }) => isPlainTest(values))
