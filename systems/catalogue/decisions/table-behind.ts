import type { BoxedTable, Decision, DmnModel } from '#kernel/dmn'
import { feelNames, makeNames, parseExpression } from '#kernel/feel'
import { BeyondSubset, pathOf, writeFeel } from './write-feel.ts'

export type Rename = (path: readonly string[]) => string | undefined

/** A decision's own table, or that of the function it calls with nothing else: then what its parameters are given. */
export interface TableBehind {
  readonly table: BoxedTable
  /** Null where the table speaks of the decision's own facts. */
  readonly given: ReadonlyMap<string, string> | null
  /** The id of the function. */
  readonly knowledge?: string
}

/** 所用之表 The table a decision decides with; undefined where it is none, or more than one. */
export function tableBehind(model: DmnModel, { logic, knows }: Decision): TableBehind | undefined {
  if (logic?.is === 'table') return { table: logic, given: null }
  if (logic?.is !== 'invocation' || logic.callee.is !== 'literal') return undefined
  const called = logic.callee.text.trim()
  const knowledge = model.elements.find(one => one.is === 'knowledge' && one.variable.name === called)
  if (knowledge?.is !== 'knowledge' || !knows.some(href => href.endsWith(`#${knowledge.id}`))) return undefined
  const { logic: body } = knowledge
  if (body?.kind !== 'FEEL' || body.body?.is !== 'table') return undefined
  const given = new Map<string, string>()
  for (const { parameter, value } of logic.bindings) if (value?.is === 'literal') given.set(parameter, value.text)
  return body.parameters.every(({ name }) => given.has(name))
    ? { table: body.body, given, knowledge: knowledge.id }
    : undefined
}

/** Names inside a called table are its parameters: each is written as what it is given. */
export function renameGiven(given: ReadonlyMap<string, string>, known: readonly string[], outer: Rename): Rename {
  const names = makeNames(known, feelNames)
  return ([name = '', ...rest]) => {
    const text = given.get(name)
    if (text === undefined) return undefined
    const node = parseExpression(text, names)
    const path = pathOf(node)
    if (path) return outer([...path, ...rest])
    if (rest.length > 0) throw new BeyondSubset(`“${name}” 的部分 parts of what is given as ${name}`)
    const said = writeFeel(node, outer)
    return node.is === 'literal' ? said : `(${said})`
  }
}
