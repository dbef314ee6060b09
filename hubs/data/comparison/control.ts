import type { Control, Judged } from '#kernel/case'
import { comparisonVerdict } from './verdict.ts'

/** 数据比对 Every comparison the item places at this act or stage, held against the answers obtained before it. */
export const comparison: Control = {
  name: 'comparison',
  judge: ({ definition, verb, stage, facts, evidence, at }) => {
    return definition.definition.comparison.flatMap((declared): readonly Judged[] => {
      const here = declared.at.includes(verb) || (stage !== undefined && declared.at.includes(stage))
      if (!here || (declared.when !== undefined && facts.test(declared.when) === false)) return []
      const answer = evidence.find(({ comparison: id }) => id === declared.id)
      return [{ id: declared.id, verdict: comparisonVerdict(declared, answer, Temporal.Instant.from(at)) }]
    })
  },
}
