import type { Emit, Run } from './closure.ts'
import type { PreparedFacts } from './facts.ts'
import type { Tree } from './tree.ts'
import type { Value } from './value.ts'

/** Three-valued: not unknown is unknown. */
export function emitNot(operand: Tree, emit: Emit): Run {
  const run = emit(operand)
  return (facts, row) => {
    const value = run(facts, row)
    return value === null ? null : !value
  }
}

/** `and`: false decides; `or`: true decides; otherwise one unknown makes the whole unknown. */
function join(decides: boolean, first: Run, second: Run): Run {
  return (facts, row) => {
    const a = first(facts, row)
    if (a === decides) return decides
    const b = second(facts, row)
    if (b === decides) return decides
    return a === null || b === null ? null : !decides
  }
}

export function emitChain(kind: 'and' | 'or', operands: readonly Tree[], emit: Emit): Run {
  return operands.map(emit).reduceRight((rest, first) => join(kind === 'or', first, rest))
}

/** Equality with null, as FEEL says: known even where the value is not. */
export function emitIsNull(operand: Tree, negated: boolean, emit: Emit): Run {
  const run = emit(operand)
  return negated ? (facts, row) => run(facts, row) !== null : (facts, row) => run(facts, row) === null
}

/** An unknown condition gives an unknown result; FEEL would silently take `else`. */
export function emitIf(condition: Tree, yes: Tree, no: Tree, emit: Emit): Run {
  const [test, first, second] = [emit(condition), emit(yes), emit(no)]
  return (facts, row) => {
    const value = test(facts, row)
    return value === null ? null : value ? first(facts, row) : second(facts, row)
  }
}

/** `some`: one true row decides; `every`: one false row decides; a relation not known is unknown, an empty one is not. */
export function emitQuantified(quantifier: 'some' | 'every', relation: string, body: Tree, emit: Emit): Run {
  const run = emit(body)
  const decides = quantifier === 'some'
  return facts => {
    const rows = facts[relation] as readonly PreparedFacts[] | null | undefined
    if (rows === null || rows === undefined) return null
    let answer: Value = !decides
    for (const row of rows) {
      const value = run(facts, row)
      if (value === decides) return decides
      if (value === null) answer = null
    }
    return answer
  }
}
