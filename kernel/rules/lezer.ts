import { parser } from 'lezer-feel'
import { fault, faults, type Span } from './fault.ts'
import type { CompareOperator } from './syntax.ts'

/** A node of the parser's tree. */
export type LezerNode = ReturnType<typeof parser.parse>['topNode']

const maxSource = 8_000

/** What reading needs: the source and how deep it stands. */
export interface Reading {
  readonly source: string
  readonly depth: number
}

export const spanOf = (node: LezerNode): Span => ({ from: node.from, to: node.to })
export const textOf = (reading: Reading, node: LezerNode): string => reading.source.slice(node.from, node.to)

export function childrenOf(node: LezerNode): LezerNode[] {
  const children: LezerNode[] = []
  for (let child = node.firstChild; child; child = child.nextSibling) children.push(child)
  return children
}

export const outside = (node: LezerNode, what: string, remedy: string) =>
  fault(faults.outside, spanOf(node), what, remedy)

function rejectErrors(root: LezerNode, source: string): void {
  const cursor = root.cursor()
  do {
    if (cursor.type.isError) {
      const at = { from: cursor.from, to: cursor.to }
      const found = source.slice(at.from, at.to).trim()
      throw fault(
        faults.syntax,
        at,
        found === '' ? 'something is missing here' : `${found} is not expected here`,
        'write one complete FEEL expression and nothing after it',
      )
    }
    if (cursor.name === 'LineComment' || cursor.name === 'BlockComment')
      throw fault(
        faults.outside,
        { from: cursor.from, to: cursor.to },
        'a comment stands in the expression',
        'write it beside the rule',
      )
  } while (cursor.next())
}

const parsers = {
  Expression: parser.configure({ top: 'Expression' }),
  UnaryTests: parser.configure({ top: 'UnaryTests' }),
} as const

/** Parses, and refuses any tree with an error node in it: the parser itself repairs and goes on. */
export function parsed(source: string, top: keyof typeof parsers): LezerNode {
  const whole = { from: 0, to: source.length }
  if (source.length > maxSource)
    throw fault(faults.large, whole, `the expression has ${source.length} characters`, 'split it into named facts')
  if (source.trim() === '') throw fault(faults.syntax, whole, 'the expression is empty', 'write a condition')
  const root = parsers[top].parse(source).topNode
  rejectErrors(root, source)
  return root
}

const compareOperators: ReadonlySet<string> = new Set(['=', '!=', '<', '<=', '>', '>='])

export function compareOperator(node: LezerNode, reading: Reading): CompareOperator {
  const op = textOf(reading, node)
  if (!compareOperators.has(op)) throw outside(node, `${op} is not an operator`, 'use = != < <= > >=')
  return op as CompareOperator
}
