import { type Compiled, compilerOf } from '#kernel/rules'
import { baseScope } from '../scope.ts'
import type { Gate } from '../settings/flow.ts'
import { adverseOutcomes, type Ground, lawsWith, provision, type Rule } from './ground.ts'

/** Adverse outcomes the gate leaves open, as far as the outcome alone decides it. */
function leftOpen(ground: Ground, gate: Gate, compileIn: (source: string) => Compiled): readonly string[] {
  if (gate.when === undefined) return []
  const { definition } = ground
  const decided = adverseOutcomes(ground).filter(name => definition.content.outcomes[name]!.remedies?.length !== 0)
  try {
    const test = compileIn(gate.when)
    return decided.filter(outcome => test.run({ outcome }) === false)
  } catch {
    // an expression over derived facts, or a broken one, is the compiler's business
    return []
  }
}

/** 法定闸口 Legal review, statement, hearing, collective discussion: what the law puts before a decision, the item does. */
export const gateMissing: Rule = function* (ground) {
  const { definition, library, stages } = ground
  const gates = stages.flatMap(({ stage, path }) =>
    (stage.gates ?? []).map((gate, index) => ({ gate, path: [...path, 'gates', index] })),
  )
  const compileIn = compilerOf(baseScope(definition))
  for (const law of lawsWith(library, 'gates'))
    for (const duty of law.gates ?? []) {
      if (!duty.drawers.includes(definition.category.drawer)) continue
      if (duty.adverse && adverseOutcomes(ground).length === 0) continue
      if (duty.notOnSpot && definition.authority.fine?.onSpot) continue
      const basis = provision(law, duty.article)
      const found = gates.filter(({ gate }) => gate.need === duty.need)
      if (found.length === 0)
        yield {
          path: ['flow'],
          zh: `缺少法定闸口：${duty.what}`,
          en: `A gate of the law is missing: ${duty.need}`,
          basis,
        }
      if (!duty.adverse) continue
      for (const { gate, path } of found) {
        const open = leftOpen(ground, gate, compileIn)
        if (open.length > 0)
          yield {
            path: [...path, 'when'],
            zh: `${duty.what}没有覆盖不利决定：${open.join('、')}`,
            en: `The gate leaves an adverse outcome open: ${open.join(', ')}`,
            basis,
          }
      }
    }
}
