import { type Control, type ControlInput, dayAhead, doneOn, lastDayBefore, limitsOf, wantedBy } from '#kernel/case'
import type { CompiledLimit } from '#kernel/definition'
import { granted, type Reason, refused } from '#kernel/refusal'

/** What the act would end, in the words limits use: its stage, or the moment a schedule names. */
const endsAt = ({ verb, stage }: ControlInput): readonly string[] => [stage ?? '', verb]

/** How long something hangs is asked where it hangs (`posting`), with what the case itself says of it. */
const hangs = ({ definition, stage, verb }: ControlInput): boolean =>
  verb === 'complete' && definition.stages.get(stage ?? '')?.kind === 'publicity'

/** What the act does, in the words limits use. */
const does = ({ verb, stage }: ControlInput): readonly string[] => [
  stage ?? '',
  verb,
  ...(verb === 'scheduleHearing' ? ['hearing-notice'] : []),
  ...(verb === 'invite' ? ['invitation'] : []),
]

/** The day ahead as this act names it, else as it is known. */
function named(input: ControlInput, limit: CompiledLimit): string | undefined {
  const { definition, state, verb, body, stage } = input
  const { hearing, invited = {} } = state
  const planned =
    verb === 'scheduleHearing'
      ? { ...state, hearing: { asked: hearing?.asked ?? [], held: false, on: String(body.on) } }
      : verb === 'invite'
        ? { ...state, invited: { ...invited, [stage ?? '']: { parties: [], on: String(body.on) } } }
        : state
  return dayAhead(definition, limit, planned)
}

/**
 * 倒推 What has to be done a time before a day is refused when it is too late for that day: then the day has to be put off (听证会7日前送达
 * 材料), or the holder applies anew (有效期届满30日前). And the day itself does not come without what the organ owes before it.
 */
function tooLate(input: ControlInput, limit: CompiledLimit): readonly Reason[] {
  const { definition, facts, on, state, verb } = input
  const wanted = wantedBy(limit)
  const doing = does(input).includes(wanted)
  const names = verb === 'scheduleHearing' || verb === 'invite' || wanted === 'invitation'
  const comes = !names && limit.binds !== 'party' && limit.ends.some(end => endsAt(input).includes(end))
  const day = doing ? named(input, limit) : comes ? on : undefined
  if (day === undefined) return []
  const { due } = lastDayBefore(facts.calendar, limit, day)
  const done = doing ? on : doneOn(definition, state, wanted)
  if (done !== undefined && done <= due) return []
  return [
    {
      code: done === undefined ? 'WANTED_FIRST' : 'TOO_LATE_BEFORE',
      text: done === undefined ? '应当提前办理的事项尚未办理' : '距该日已不足法定的提前期限',
      rule: `limits.${limit.id}`,
      facts: { wanted, latest: due, day, on: done ?? null },
      ...(limit.basis && { basis: { law: limit.basis.law, articles: limit.basis.articles.map(String) } }),
    },
  ]
}

/** 最短期限 Not before its time: a hearing at least seven working days after its notice (行政处罚法64(2)), and on the day that was named. */
export const limits: Control = {
  name: 'limits',
  judge: input => {
    const { definition, state, on, facts, verb, body } = input
    const day = verb === 'scheduleHearing' ? String(body.on) : on
    if (hangs(input)) return granted
    const reasons: Reason[] = []
    for (const limit of limitsOf(definition).values()) {
      if (limit.kind === 'before') reasons.push(...tooLate(input, limit))
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
