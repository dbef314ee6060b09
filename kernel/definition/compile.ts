import type { Static } from 'typebox'
import { Refusal } from '#kernel/refusal'
import { type Compiled, compilerOf, externalOf, type FeelType, prepareFacts, type Scope } from '#kernel/rules'
import { hashOf } from './canonical.ts'
import type { CompiledItem } from './compiled.ts'
import { type ExpressionAt, expressionsOf } from './expressions.ts'
import { type Finding, hasErrors, refuseFindings } from './finding.ts'
import { compileLimits } from './limits.ts'
import { noPositions, type Positions, type Segment } from './located.ts'
import { noRegisters, type RegisterSource } from './registers.ts'
import { baseScope, type DerivedFact, factOrder, personalFields } from './scope.ts'
import type { ItemDefinition } from './settings/item.ts'
import type { Patrol as PatrolSchema } from './settings/oversight.ts'

type Patrol = Static<typeof PatrolSchema>

import { compileFlow } from './stages.ts'
import { compileTables } from './tables.ts'

export interface CompileContext {
  readonly positions: Positions
  readonly registers: RegisterSource
  /** What the item is pinned by, from whoever knows it: to hash a whole definition takes as long as to compile it. */
  readonly hash: string
}

export interface Compilation {
  /** Absent when an expression has an error. */
  readonly item?: CompiledItem
  readonly findings: readonly Finding[]
}

/** 编译事项 Makes a definition ready to run. Whatever does not compile comes back as findings, placed in the file. */
export function tryCompile(definition: ItemDefinition, context: Partial<CompileContext> = {}): Compilation {
  const positions = context.positions ?? noPositions(definition.item)
  const findings: Finding[] = []
  const scope = baseScope(definition)
  const form = { ...scope }
  const derived = compileFacts(definition, scope, positions, findings)
  const expressions = new Map<string, Compiled>()
  const inScope = compilerOf(scope)
  for (const expression of expressionsOf(definition)) {
    const seen =
      expression.patrol === undefined
        ? inScope
        : patrolCompiler(definition, expression.patrol, context.registers ?? noRegisters, positions, findings)
    if (!seen) continue
    const compiled = compileAt(expression, seen, positions, findings)
    if (compiled && expression.patrol === undefined) expressions.set(expression.source, compiled)
  }
  const tables = compileTables(definition, scope, positions, findings)
  if (hasErrors(findings)) return { findings }
  return {
    item: assemble(definition, context.hash ?? hashOf(definition), { scope, form }, derived, expressions, tables),
    findings,
  }
}

/** The same, for whoever wants the item or nothing. @throws DEFINITION_INVALID with the findings as facts. */
export function compileItem(definition: ItemDefinition, context: Partial<CompileContext> = {}): CompiledItem {
  const { item, findings } = tryCompile(definition, context)
  if (!item) throw refuseFindings(findings)
  return item
}

function compileFacts(
  definition: ItemDefinition,
  scope: Record<string, FeelType>,
  positions: Positions,
  findings: Finding[],
): readonly DerivedFact[] {
  const facts = definition.content.facts ?? {}
  const derived: DerivedFact[] = []
  for (const name of factOrder(definition, positions, findings)) {
    const path = ['content', 'facts', name]
    // a column of a list is in no scope by itself, and yet its name is taken
    if (Object.hasOwn(scope, name) || Object.hasOwn(definition.content.form, name)) {
      findings.push(
        at(positions, path, 'DEFINITION_NAME_TWICE', {
          zh: `“${name}”已是字段或系统名称`,
          en: `“${name}” is a field or an engine name already`,
        }),
      )
      continue
    }
    const compiled = compileAt(
      { source: facts[name]!.test, path: [...path, 'test'], want: 'any' },
      compilerOf(scope),
      positions,
      findings,
    )
    if (!compiled) continue
    scope[name] = compiled.type
    derived.push({ name, compiled })
  }
  return derived
}

function compileAt(
  expression: ExpressionAt,
  compileIn: (source: string) => Compiled,
  positions: Positions,
  findings: Finding[],
): Compiled | undefined {
  const say = (rule: string, zh: string, en: string, remedy?: string) =>
    findings.push({
      ...at(positions, expression.path, rule, { zh, en }),
      ...(remedy !== undefined && { remedy: { zh: remedy, en: remedy } }),
    })
  try {
    const compiled = compileIn(expression.source)
    const { kind } = compiled.type
    if (expression.want === 'boolean' && kind !== 'boolean')
      say('RULE_TYPE_MISMATCH', `应当是是非判断,这里得到 ${kind}`, `A yes or no is expected here, this gives ${kind}`)
    else if (expression.want === 'number' && kind !== 'integer')
      say('RULE_TYPE_MISMATCH', `应当是整数,这里得到 ${kind}`, `An integer is expected here, this gives ${kind}`)
    else if (expression.want === 'fen' && (kind !== 'integer' || (compiled.type.unit ?? 'fen') !== 'fen'))
      say('RULE_TYPE_MISMATCH', '金额应当是以分计的整数', 'An amount must be an integer in fen')
    else return compiled
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    say(
      error.code,
      `表达式“${expression.source}”:${error.message}`,
      `“${expression.source}”: ${error.message}`,
      error.remedy,
    )
  }
  return undefined
}

const at = (positions: Positions, path: readonly Segment[], rule: string, text: Finding['text']): Finding => ({
  severity: 'error',
  rule,
  ...positions.at(path),
  path: positions.shown(path),
  text,
})

/** What a patrol's question may see: the columns of the register it goes over, and of those joined, by the join's name. */
function patrolCompiler(
  definition: ItemDefinition,
  id: string,
  registers: RegisterSource,
  positions: Positions,
  findings: Finding[],
): ((source: string) => Compiled) | undefined {
  const patrol = definition.patrol.find(candidate => candidate.id === id)!
  const scope: Record<string, FeelType> = {}
  for (const [prefix, name] of tablesOf(patrol)) {
    const register = registers(name)
    if (!register) {
      const path = ['patrol', id, prefix === '' ? 'over' : 'join']
      findings.push({
        ...at(positions, path, 'DEFINITION_REGISTER_UNKNOWN', {
          zh: `没有台账“${name}”的声明,轮巡问题未检查`,
          en: `Register “${name}” is not declared: the patrol's question is not checked`,
        }),
        severity: 'warning',
      })
      return undefined
    }
    for (const [column, type] of Object.entries(register.fields)) scope[prefix + column] = type
  }
  return compilerOf(scope)
}

const tablesOf = (patrol: Patrol): readonly (readonly [string, string])[] => [
  ['', patrol.over],
  ...Object.entries(patrol.join ?? {}).map(([name, { register }]) => [`${name}.`, register] as const),
]

function assemble(
  definition: ItemDefinition,
  hash: string,
  /** The form's names with the engine's, and with what is derived from them too. */
  { scope, form }: { readonly scope: Scope; readonly form: Scope },
  derived: readonly DerivedFact[],
  expressions: ReadonlyMap<string, Compiled>,
  tables: CompiledItem['tables'],
): CompiledItem {
  const personal = personalFields(definition)
  const reads = personalReads(personal, derived, expressions)
  const expression = (source: string): Compiled => {
    const compiled = expressions.get(source)
    if (!compiled) throw new TypeError(`item ${definition.item} has no expression ${source}`)
    return compiled
  }
  return {
    hash,
    definition,
    ...compileFlow(definition.flow),
    limits: compileLimits(definition),
    scope,
    personal,
    expressions,
    tables,
    personalNamesIn(sources) {
      const names = new Set<string>()
      for (const source of sources) for (const name of reads.get(source) ?? []) names.add(name)
      return [...names].sort()
    },
    prepare(raw) {
      const facts = prepareFacts(form, raw)
      for (const { name, compiled } of derived) facts[name] = compiled.run(facts)
      return facts
    },
    test(source, facts) {
      const value = expression(source).run(facts)
      return typeof value === 'boolean' ? value : null
    },
    value(source, facts) {
      const compiled = expression(source)
      return externalOf(compiled.type, compiled.run(facts))
    },
  }
}

const none: readonly string[] = []

/** Which personal fields each expression reads, itself or through a derived fact. */
function personalReads(
  personal: ReadonlySet<string>,
  derived: readonly DerivedFact[],
  expressions: ReadonlyMap<string, Compiled>,
): ReadonlyMap<string, readonly string[]> {
  const through = new Map<string, readonly string[]>()
  const readsOf = ({ names }: Compiled): readonly string[] => {
    const reads = new Set<string>()
    for (const name of names)
      if (personal.has(name)) reads.add(name)
      else for (const other of through.get(name) ?? []) reads.add(other)
    return reads.size === 0 ? none : [...reads]
  }
  for (const { name, compiled } of derived) through.set(name, readsOf(compiled))
  return new Map([...expressions].map(([source, compiled]) => [source, readsOf(compiled)]))
}
