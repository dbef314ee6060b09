import type { Control } from '#kernel/case'
import { alarmed, granted, refused } from '#kernel/refusal'

/**
 * 依讨论决定 A decision other than what the collective discussion concluded is told to the supervisors (行政处罚法57); where the item
 * binds the decision to the discussion it is stopped: the head says so at the meeting, with reasons, or not at all (重大行政决策30).
 */
export const collective: Control = {
  name: 'collective',
  judge: ({ definition, state, body, stage: deciding }) => {
    const stage = [...definition.stages.values()].find(
      ({ kind, stage: key }) => kind === 'deliberation' && state.stages[key]?.status === 'done',
    )
    const concluded = stage && state.stages[stage.stage]?.result
    if (
      concluded === undefined ||
      !Object.hasOwn(definition.definition.content.outcomes, concluded) ||
      concluded === body.outcome
    )
      return granted
    const gate = definition.stages.get(deciding ?? '')?.gates?.find(({ need }) => need === 'collective')
    const basis = gate?.basis ?? { law: '行政处罚法', articles: ['57'] }
    const told = stage?.deliberation?.binding ? refused : alarmed
    return told({
      code: 'AGAINST_THE_COLLECTIVE',
      text: '决定与集体讨论结论不一致',
      facts: { concluded, decided: String(body.outcome) },
      basis: { law: basis.law, articles: basis.articles.map(String) },
    })
  },
}
