import { type Control, type ControlInput, heardParties, hearingLapsed } from '#kernel/case'
import { granted, humanDecides, type Reason, refused } from '#kernel/refusal'

const completed = ({ definition, state }: ControlInput, kind: string) =>
  [...definition.stages.values()]
    .filter(stage => stage.kind === kind)
    .map(({ stage }) => state.stages[stage])
    .find(at => at?.status === 'done')

/** Each gate is a question about what has already happened in the case. */
const passed: Readonly<Record<string, (input: ControlInput) => boolean>> = {
  evidence: ({ state }) => state.evidence > 0,
  notice: ({ state }) => state.notice !== undefined,
  statement: ({ state, on }) =>
    state.notice !== undefined &&
    heardParties(state).every(party => {
      const said = state.statements[party]
      return said === undefined ? hearingLapsed(state, on) : said.waived || said.reviewed
    }),
  'hearing-offered': ({ state, on }) =>
    state.notice?.offersHearing === true &&
    (state.hearing?.held === true ||
      (!state.hearing?.asked.length &&
        (hearingLapsed(state, on) || heardParties(state).every(party => state.statements[party]?.waived)))),
  hearing: ({ state }) => state.hearing?.held === true,
  'legal-review': input => completed(input, 'legal-review')?.result === 'agree',
  collective: input => completed(input, 'deliberation') !== undefined,
  deposit: ({ definition, state }) =>
    Object.keys(definition.definition.content.deposits ?? {}).every(key => state.deposits?.[key]?.status === 'held'),
  publicity: input =>
    input.state.publications.draft !== undefined ||
    input.state.publications.result !== undefined ||
    completed(input, 'publicity') !== undefined,
}

/** 闸口 Legal review, statement, hearing, collective discussion: what the law wants to have happened before this act. */
export const gates: Control = {
  name: 'gates',
  judge: input => {
    const { definition, stage, facts } = input
    const declared = (stage === undefined ? [] : (definition.stages.get(stage)?.gates ?? [])).filter(
      ({ before }) => before === undefined || before === stage,
    )
    const no: Reason[] = []
    const unknown: Reason[] = []
    for (const gate of declared) {
      const wanted = gate.when === undefined ? true : facts.test(gate.when)
      if (wanted === false || passed[gate.need]!(input)) continue
      const basis = gate.basis ? { basis: { law: gate.basis.law, articles: gate.basis.articles.map(String) } } : {}
      const reason: Reason = {
        code: 'GATE_NOT_PASSED',
        text: '法定程序尚未完成',
        rule: `gates.${gate.need}`,
        facts: { need: gate.need },
        ...basis,
      }
      ;(wanted === null ? unknown : no).push(reason)
    }
    if (no.length > 0) return refused(...no)
    return unknown.length > 0 ? humanDecides(...unknown) : granted
  },
}
