import { checkSyntax, truth } from './check.ts'
import { makeEmit } from './closure.ts'
import { externalOf, type PreparedFacts, prepareFacts, type RawFacts } from './facts.ts'
import { Fault, refusalOf } from './fault.ts'
import type { ScalarType, Scope } from './feel-type.ts'
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

/** The names a tree reads from the facts. */
export function namesIn(tree: Tree): readonly string[] {
  const names = new Set<string>()
  const visit = (value: unknown): void => {
    if (Array.isArray(value)) for (const part of value) visit(part)
    else if (typeof value === 'object' && value !== null) {
      const node = value as Partial<Tree>
      if (node.kind === 'name' && 'name' in node) names.add(String(node.name))
      if (node.kind === 'quantified' && 'relation' in node) names.add(String(node.relation))
      for (const [key, part] of Object.entries(value)) if (key !== 'type' && key !== 'at') visit(part)
    }
  }
  visit(tree)
  return [...names].sort()
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

/** Makes a checked tree runnable. */
export function compiledOf(source: string, tree: Tree, names: Names): Compiled {
  const run = makeEmit(names.functions)(tree)
  const type = declaredType(tree.type)
  return {
    source,
    type,
    tree,
    names: namesIn(tree),
    run: facts => run(facts, facts),
    evaluate: raw => {
      const facts = prepareFacts(names.scope, raw)
      return externalOf(type, run(facts, facts))
    },
  }
}

/**
 * 编译 Compiles one expression of Plumbline FEEL 1 against the names it may see.
 * @throws Refusal 422 RULE_SYNTAX, RULE_OUTSIDE_SUBSET, RULE_UNKNOWN_NAME, RULE_TYPE_MISMATCH, RULE_UNIT_MISMATCH … with line, column and remedy.
 */
export function compile(source: string, scope: Scope, options: CompileOptions = {}): Compiled {
  return reading(source, () => {
    const names = namesOf(scope, options)
    return compiledOf(source, checkSyntax(readExpression(source), names), names)
  })
}

/** Compiles a condition; anything that is not true, false or unknown is refused. */
export function compileTest(source: string, scope: Scope, options: CompileOptions = {}): CompiledTest {
  return reading(source, () => {
    const names = namesOf(scope, options)
    const tree = truth(checkSyntax(readExpression(source), names))
    return compiledOf(source, tree, names) as CompiledTest
  })
}
