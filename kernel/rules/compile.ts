import { checkSyntax, truth } from './check.ts'
import { makeEmit } from './closure.ts'
import { externalOf, type PreparedFacts, prepareFacts, type RawFacts } from './facts.ts'
import { Fault, refusalOf } from './fault.ts'
import type { FeelType, ScalarType, Scope } from './feel-type.ts'
import { builtInFunctions, type FeelFunction } from './function.ts'
import { readExpression } from './read.ts'
import { checkScope, declaredType, type Names } from './scope.ts'
import type { Tree } from './tree.ts'
import type { Value } from './value.ts'

export interface CompileOptions {
  /** Functions beyond the built-in ones. */
  readonly functions?: Readonly<Record<string, FeelFunction>>
}

/** 编译后的规则 An expression ready to run. */
export interface Compiled {
  readonly source: string
  readonly type: ScalarType
  readonly tree: Tree
  /** The facts it reads, each once: relations by their own name. */
  readonly names: readonly string[]
  /** On facts already prepared with the same scope; the answer in internal form. */
  run(facts: PreparedFacts): Value
  /** On raw facts; the answer in outside form, null where it is unknown. */
  evaluate(facts: RawFacts): boolean | string | number | bigint | null
}

/** A condition ready to run: true, false, or null for unknown, which means a human decides. */
export interface CompiledTest extends Compiled {
  run(facts: PreparedFacts): boolean | null
  evaluate(facts: RawFacts): boolean | null
}

const namesBefore = new WeakMap<Tree, readonly string[]>()

/** The names a tree reads from the facts; a tree never changes. */
export function namesIn(tree: Tree): readonly string[] {
  const known = namesBefore.get(tree)
  if (known) return known
  const names = new Set<string>()
  const visit = (value: object): void => {
    const node = value as Partial<Tree>
    if (node.kind === 'name' && 'name' in node) names.add(String(node.name))
    if (node.kind === 'quantified' && 'relation' in node) names.add(String(node.relation))
    for (const key in value) {
      const part = (value as Readonly<Record<string, unknown>>)[key]
      if (typeof part === 'object' && part !== null && key !== 'type' && key !== 'at') visit(part)
    }
  }
  visit(tree)
  const sorted = [...names].sort()
  namesBefore.set(tree, sorted)
  return sorted
}

/** Runs a reading step and tells its faults as refusals; `where` names the place within something larger. */
export function reading<Result>(source: string, work: () => Result, where = ''): Result {
  try {
    return work()
  } catch (error) {
    throw error instanceof Fault ? refusalOf(error, source, where) : error
  }
}

export const namesOf = (scope: Scope, options: CompileOptions): Names => ({
  scope: checkScope(scope),
  functions: options.functions ? { ...options.functions, ...builtInFunctions } : builtInFunctions,
})

/** What an expression is, whoever's names it was compiled against. */
type Made = Pick<Compiled, 'source' | 'type' | 'tree' | 'names' | 'run'>

function madeOf(source: string, tree: Tree, names: Names): Made {
  const run = makeEmit(names.functions)(tree)
  return { source, type: declaredType(tree.type), tree, names: namesIn(tree), run: facts => run(facts, facts) }
}

interface Remembered {
  readonly made: Made
  /** The types of the names it reads. */
  readonly read: readonly (readonly [string, FeelType])[]
}

/** 同样的表达式 Items ask the same of names that mean the same: what was made of it then is what would be made of it now. */
const madeBefore = new Map<string, readonly Remembered[]>()
const mostRemembered = 5_000
/** Of one source, for names of other types. */
const mostOfOne = 8

function make(source: string, names: Names): Made {
  const before = madeBefore.get(source) ?? []
  const { scope, functions } = names
  const builtIn = functions === builtInFunctions
  for (const { made, read } of before)
    if (builtIn && read.every(([name, type]) => Object.hasOwn(scope, name) && scope[name] === type)) return made
  const made = madeOf(source, checkSyntax(readExpression(source), names), names)
  const read = made.names.map(name => [name, scope[name]!] as const)
  // what looks into rows depends on more than the names it reads
  if (!builtIn || read.some(([, type]) => type.kind === 'relation')) return made
  if (madeBefore.size >= mostRemembered) madeBefore.clear()
  madeBefore.set(source, [{ made, read }, ...before.slice(0, mostOfOne - 1)])
  return made
}

/** With the names that raw facts are read by. */
const compiledOf = (made: Made, names: Names): Compiled => ({
  ...made,
  evaluate: raw => externalOf(made.type, made.run(prepareFacts(names.scope, raw))),
})

/**
 * 编译 Compiles one expression of Plumbline FEEL 1 against the names it may see.
 * @throws Refusal 422 RULE_SYNTAX, RULE_OUTSIDE_SUBSET, RULE_UNKNOWN_NAME, RULE_TYPE_MISMATCH, RULE_UNIT_MISMATCH … with line, column and remedy.
 */
export const compile = (source: string, scope: Scope, options: CompileOptions = {}): Compiled =>
  compilerOf(scope, options)(source)

/** The same for many expressions against names that do not change any more: they are checked once. */
export function compilerOf(scope: Scope, options: CompileOptions = {}): (source: string) => Compiled {
  let names: Names | undefined
  return source =>
    reading(source, () => {
      names ??= namesOf(scope, options)
      return compiledOf(make(source, names), names)
    })
}

/** Compiles a condition; anything that is not true, false or unknown is refused. */
export function compileTest(source: string, scope: Scope, options: CompileOptions = {}): CompiledTest {
  return reading(source, () => {
    const names = namesOf(scope, options)
    const made = make(source, names)
    truth(made.tree)
    return compiledOf(made, names) as CompiledTest
  })
}
