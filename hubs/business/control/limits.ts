import type { Control, ControlInput } from '#kernel/case'
import { limitsOf } from '#kernel/case'
import { granted, type Reason, refused } from '#kernel/refusal'

/** What the act would end, in the words limits use: its stage, or the moment a schedule names. */
const endsAt = ({ verb, stage }: ControlInput): readonly string[] => [stage ?? '', verb]

/** How long something hangs is asked where it hangs (`posting`), with what the case itself says of it. */
const hangs = ({ definition, stage, verb }: ControlInput): boolean =>
  verb === 'complete' && definition.stages.get(stage ?? '')?.kind === 'publicity'

/** 最短期限 Not before its time: a hearing at least seven working days after its notice (行政处罚法64(2)), and on the day that was named. */
export const limits: Control = {
  name: 'limits',
  judge: input => {
    const { definition, state, on, facts, verb, body } = input
    const day = verb === 'scheduleHearing' ? String(body.on) : on
    if (hangs(input)) return granted
    const reasons: Reason[] = []
    for (const limit of limitsOf(definition).values()) {
      if (limit.kind !== 'min' || !limit.ends.some(end => endsAt(input).includes(end))) continue
      const from = verb === 'scheduleHearing' ? on : limit.from === undefined ? undefined : state.moments[limit.from]
      if (from === undefined) continue
      const { due } = facts.calendar.due(Temporal.PlainDate.from(from), {
        value: limit.value,
        unit: limit.unit,
        kind: 'min',
        ...(limit.clear && { clear: true }),
        ...(limit.lastDay === 'moves' && { rollForward: true }),
      })
      if (day < due.toString())
        reasons.push({
          code: 'LIMIT_NOT_REACHED',
          text: '未到法定最短期限',
          rule: `limits.${limit.id}`,
          facts: { from, earliest: due.toString(), on: day },
          ...(limit.basis && { basis: { law: limit.basis.law, articles: limit.basis.articles.map(String) } }),
        })
    }
    if (verb === 'hear' && state.hearing?.on !== undefined && on < state.hearing.on)
      reasons.push({
        code: 'HEARING_BEFORE_ITS_DAY',
        text: '早于通知的听证日期',
        facts: { scheduled: state.hearing.on, on },
      })
    return reasons.length > 0 ? refused(...reasons) : granted
  },
}
