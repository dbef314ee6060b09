import { type Control, type ControlInput, spokenIn } from '#kernel/case'
import type { CompiledStage } from '#kernel/definition'
import { granted, type Reason, refused, type Verdict } from '#kernel/refusal'
import { votesOf } from './hands.ts'
import { type Members, membersOf, presides, quorumOf } from './members.ts'

const verdict = (reasons: readonly Reason[]): Verdict => (reasons.length > 0 ? refused(...reasons) : granted)

const bodyless = ({ actor }: ControlInput, { body }: CompiledStage): Verdict =>
  refused({
    code: 'BODY_HAS_NO_MEMBERS',
    text: '集体讨论机构没有登记的组成人员',
    facts: { body: body ?? null, organ: actor.kind === 'officer' ? actor.organ : '' },
  })

const strangersAmong = (persons: readonly string[], { all }: Members, { body }: CompiledStage): readonly Reason[] => {
  const strangers = persons.filter(person => !all.includes(person))
  return strangers.length === 0
    ? []
    : [{ code: 'NOT_A_MEMBER', text: '参加表决的不是组成人员', facts: { strangers, body: body ?? null } }]
}

function quorate(persons: readonly string[], { counted }: Members, { deliberation }: CompiledStage): readonly Reason[] {
  const quorum = quorumOf(deliberation?.quorum, counted.length)
  const present = persons.filter(person => counted.includes(person)).length
  return present < quorum
    ? [{ code: 'QUORUM_NOT_REACHED', text: '到会人数不足', facts: { present, quorum, members: counted.length } }]
    : []
}

/** 到会 Members only, enough of them, the head among them where the head speaks last, and everybody else accounted for. */
function attendance(input: ControlInput, at: CompiledStage): Verdict {
  const { body, state } = input
  const present = (body.present ?? []) as readonly string[]
  const absent = Object.keys((body.absent ?? {}) as Readonly<Record<string, string>>)
  const chief = present.find(person => presides(input, at, person))
  const members = membersOf(input, at, chief)
  if (members.all.length === 0) return bodyless(input, at)
  const out = present.filter(person => state.avoided.includes(person))
  const unaccounted = members.counted.filter(person => !present.includes(person) && !absent.includes(person))
  return verdict([
    ...strangersAmong([...present, ...absent], members, at),
    ...(out.length > 0 ? [{ code: 'AVOIDANCE_DECIDED', text: '回避的人员不得参加讨论', facts: { persons: out } }] : []),
    ...(unaccounted.length > 0
      ? [{ code: 'ATTENDANCE_INCOMPLETE', text: '有组成人员既未到会也未说明缺席事由', facts: { persons: unaccounted } }]
      : []),
    ...quorate(present, members, at),
    ...(at.deliberation?.chiefLast && chief === undefined
      ? [{ code: 'CHIEF_NOT_PRESENT', text: '行政首长（主要负责人）没有到会' }]
      : []),
  ])
}

/** 发言 A member who is there; the head when everybody else has spoken, and nobody after the head (重大行政决策30). */
function opinion(input: ControlInput, at: CompiledStage): Verdict {
  const { actor, state } = input
  const { meeting } = state
  if (!meeting || actor.kind !== 'officer') return granted
  const own = presides(input, at, actor.person)
  const spoken = meeting.votes.map(({ person }) => person)
  const waiting = meeting.present.filter(
    person => person !== actor.person && !spoken.includes(person) && !state.avoided.includes(person),
  )
  const headSpoke = spoken.some(person => presides(input, at, person))
  const last = at.deliberation?.chiefLast === true
  return verdict([
    ...strangersAmong([actor.person], membersOf(input, at, own ? actor.person : undefined), at),
    ...(meeting.present.includes(actor.person)
      ? []
      : [{ code: 'NOT_AT_THE_MEETING', text: '没有到会的人员不能表决', facts: { person: actor.person } }]),
    ...(last && own && waiting.length > 0
      ? [{ code: 'CHIEF_NOT_LAST', text: '主要负责人应当末位发言', facts: { waiting } }]
      : []),
    ...(last && !own && headSpoke ? [{ code: 'CHIEF_NOT_LAST', text: '主要负责人已经末位发言，不得再补发言' }] : []),
  ])
}

/** 结论 Enough of them, everybody heard, the head last; what is concluded is what the head said, with reasons where most are against it. */
function conclusion(input: ControlInput, at: CompiledStage): Verdict {
  const { body, actor, state } = input
  if (actor.kind !== 'officer') return granted
  const declared = at.deliberation ?? {}
  const votes = spokenIn(state, at.stage, votesOf(input))
  const order = votes.map(({ person }) => person)
  const named = (body.chief as string | undefined) ?? actor.person
  const chief = presides(input, at, named) ? named : undefined
  const members = membersOf(input, at, chief)
  const falseChief: readonly Reason[] =
    body.chief !== undefined && chief === undefined
      ? [{ code: 'CHIEF_NOT_THE_HEAD', text: '主持讨论的不是机关负责人', facts: { chief: named } }]
      : []
  if (members.all.length === 0) return bodyless(input, at)
  const byHand = state.meeting?.stage === at.stage ? state.meeting : undefined
  const unheard = byHand?.present.filter(person => !order.includes(person) && members.counted.includes(person)) ?? []
  const said = votes.find(({ person }) => person === chief)?.for
  const concluded = (body.conclusion as string | undefined) ?? said
  const against = concluded !== undefined && votes.filter(vote => vote.for === concluded).length * 2 < votes.length
  return verdict([
    ...falseChief,
    ...strangersAmong(order, members, at),
    ...quorate(order, members, at),
    ...(unheard.length > 0
      ? [{ code: 'MEMBERS_NOT_HEARD', text: '还有到会人员没有发表意见', facts: { persons: unheard } }]
      : []),
    ...(declared.chiefLast && order.at(-1) !== chief
      ? [{ code: 'CHIEF_NOT_LAST', text: '主要负责人应当末位发言' }]
      : []),
    ...(said !== undefined &&
    concluded !== said &&
    Object.hasOwn(input.definition.definition.content.outcomes, String(concluded))
      ? [
          {
            code: 'CONCLUSION_NOT_AS_SAID',
            text: '结论与主要负责人在会上发表的意见不一致',
            facts: { said, concluded: concluded ?? null },
          },
        ]
      : []),
    ...(declared.reasonsIfAgainstMajority && against && body.reasons === undefined
      ? [{ code: 'REASONS_WANTED', text: '与多数意见不一致的应当说明理由' }]
      : []),
    ...(byHand && declared.minutes && body.minutes === undefined
      ? [{ code: 'MINUTES_WANTED', text: '集体讨论应当如实记录' }]
      : []),
  ])
}

const judges: Readonly<Record<string, (input: ControlInput, at: CompiledStage) => Verdict>> = {
  convene: attendance,
  vote: opinion,
  deliberate: conclusion,
}

/** 议事规则 Members only, enough of them, the chief speaks last, reasons where the chief goes against the majority (行政处罚法57). */
export const deliberation: Control = {
  name: 'deliberation',
  judge: input => {
    const at = input.stage === undefined ? undefined : input.definition.stages.get(input.stage)
    if (at?.kind !== 'deliberation' || input.actor.kind !== 'officer') return granted
    return judges[input.verb]?.(input, at) ?? granted
  },
}
