import type { Control } from '#kernel/case'
import { alarmed, granted } from '#kernel/refusal'

/** 依讨论决定 A decision other than what the collective discussion concluded is not stopped, but told to the supervisors (行政处罚法57). */
export const collective: Control = {
  name: 'collective',
  judge: ({ definition, state, body }) => {
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
    return alarmed({
      code: 'AGAINST_THE_COLLECTIVE',
      text: '决定与集体讨论结论不一致',
      facts: { concluded, decided: String(body.outcome) },
      basis: { law: '行政处罚法', articles: ['57'] },
    })
  },
}
