import type { Decision, DmnModel } from '#kernel/dmn'
import { type Feel, feelNames, makeNames, parseExpression } from '#kernel/feel'
import { Refusal } from '#kernel/refusal'
import { compileTest, type RawFacts } from '#kernel/rules'
import { type Fact, factsOf } from './facts.ts'
import type { OurNames } from './names.ts'
import { BeyondSubset, writeFeel } from './write-feel.ts'

export interface TakenTest {
  readonly test: string
  readonly facts: readonly Fact[]
  readonly node: Feel
  readonly ours: (raw: RawFacts) => string
}

/** 取条件 A decision that is one condition in our words, as the test of a rule; or why it is beyond them. */
export function takeTest(model: DmnModel, decision: Decision, names: OurNames): TakenTest | string {
  if (decision.logic?.is !== 'literal') return '不是决策表，也不是条件 the decision is neither a table nor a condition'
  const facts = factsOf(model, decision)
  const known = new Map(facts.map(({ path }) => [path.join('\u0000'), names.of(path)]))
  try {
    const node = parseExpression(
      decision.logic.text,
      makeNames(
        facts.flatMap(({ path }) => path),
        feelNames,
      ),
    )
    const test = writeFeel(node, path => known.get(path.join('\u0000')))
    const compiled = compileTest(test, Object.fromEntries(facts.map(fact => [names.of(fact.path), fact.type])))
    return { test, facts, node, ours: raw => String(compiled.evaluate(raw) ?? '') }
  } catch (fault) {
    if (fault instanceof BeyondSubset || fault instanceof Refusal) return fault.message
    throw fault
  }
}
