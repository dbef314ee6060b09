import { type Control, type ControlInput, postingSpan, unanswered } from '#kernel/case'
import { granted, type Reason, refused } from '#kernel/refusal'

/** Whether what is intended hangs, and has hung for as long as the stage says. */
function hung(input: ControlInput): readonly Reason[] {
  const { definition, state, stage, on, facts } = input
  const at = definition.stages.get(stage ?? '')
  const { draft, result } = definition.definition.publicity
  const declared = result ?? draft
  if (at?.kind !== 'publicity' || at.phase === 'after-decision') return []
  const own = at.publicity?.for === undefined ? undefined : { for: at.publicity.for }
  const said = declared ?? own
  if (!said) return []
  // What the row posts by itself (a plan: 公示计划) hangs from the day the row was reached; the rest from the day it was posted.
  const made = state.publications['result'] === 'made' || state.publications['draft'] === 'made'
  const from = declared ? (made ? state.moments['posting'] : undefined) : state.stages[at.stage]?.on
  if (from === undefined) return [{ code: 'POSTING_NOT_MADE', text: '还没有公示', facts: { stage: at.stage } }]
  const span = postingSpan(input, at, said)
  const earliest = facts.calendar
    .due(Temporal.PlainDate.from(from), { ...span, kind: 'min', clear: true })
    .due.toString()
  return on < earliest ? [{ code: 'POSTING_TOO_SHORT', text: '公示期未满', facts: { from, earliest, on } }] : []
}

/** What a draft does not go on to while an opinion of the public is not answered (重大行政决策29). */
const onward: ReadonlySet<string> = new Set(['legal-review', 'deliberation', 'decision'])

/** 未研究的意见 Opinions of the public that nobody has weighed yet. */
function unweighed({ state, stage, definition }: ControlInput): readonly Reason[] {
  const open = state.comments?.open ?? []
  if (open.length === 0 || !onward.has(definition.stages.get(stage ?? '')?.kind ?? '')) return []
  const some = open.slice(0, 20)
  return [{ code: 'COMMENTS_UNANSWERED', text: '还有公众意见没有研究答复', facts: { count: open.length, some } }]
}

/** 公示与异议 Posted for its whole time, and every objection answered, before the stage is done and before anybody decides. */
export const posting: Control = {
  name: 'posting',
  judge: input => {
    const { state, verb, stage, definition } = input
    const at = definition.stages.get(stage ?? '')
    const concerns = verb === 'decide' || (at?.kind === 'publicity' && at.phase !== 'after-decision')
    const open = concerns ? unanswered(state) : []
    const reasons: readonly Reason[] = [
      ...hung(input),
      ...unweighed(input),
      ...(open.length > 0
        ? [{ code: 'OBJECTION_UNANSWERED', text: '还有异议没有答复', facts: { objections: open } }]
        : []),
    ]
    return reasons.length > 0 ? refused(...reasons) : granted
  },
}
