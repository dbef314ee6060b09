import { type Control, type ControlInput, placeOf } from '#kernel/case'
import { granted, type Reason, refused } from '#kernel/refusal'
import { votesOf } from './hands.ts'

/** Who sits on the body: whoever holds its post in the organ that decides, and the chief. */
function membersOf({ actor, directory, on }: ControlInput, body: string | undefined, chief: string | undefined) {
  if (body === undefined || actor.kind !== 'officer') return []
  const holders = directory.holdersOf(body.slice(body.indexOf('/') + 1), actor.organ, on)
  return holders.length === 0 ? [] : [...new Set([...holders, ...(chief === undefined ? [] : [chief])])]
}

/** The chief is whoever holds the post that presides there: nobody is by calling himself so. */
const presides = ({ definition, state, facts, roles, directory, actor, on }: ControlInput, chief: string): boolean =>
  actor.kind === 'officer' &&
  roles.some(role => {
    const { post } = placeOf(definition, state.organ, facts.organOf, role)
    return directory.holdersOf(post, actor.organ, on).includes(chief)
  })

/** How many must be there: the number the item names, or that part of all members, rounded up; never one alone (集体). */
function quorumOf(declared: string | undefined, members: number): number {
  const [part, whole = 0] = (declared ?? '1/2').split('/').map(Number) as [number, number?]
  return Math.max(2, whole === 0 ? part : Math.ceil((members * part) / whole))
}

/** 议事规则 Members only, enough of them, the chief speaks last, reasons where the chief goes against the majority (行政处罚法57). */
export const deliberation: Control = {
  name: 'deliberation',
  judge: input => {
    const { definition, stage, body, actor } = input
    const at = stage === undefined ? undefined : definition.stages.get(stage)
    if (at?.kind !== 'deliberation' || actor.kind !== 'officer') return granted
    const declared = at.deliberation ?? {}
    const votes = votesOf(input)
    const order = votes.map(({ person }) => person)
    const named = (body.chief as string | undefined) ?? actor.person
    const chief = presides(input, named) ? named : undefined
    const reasons: Reason[] = []
    if (body.chief !== undefined && chief === undefined)
      reasons.push({ code: 'CHIEF_NOT_THE_HEAD', text: '主持讨论的不是机关负责人', facts: { chief: named } })
    const members = membersOf(input, at.body, chief)
    if (members.length === 0)
      return refused({
        code: 'BODY_HAS_NO_MEMBERS',
        text: '集体讨论机构没有登记的组成人员',
        facts: { body: at.body ?? null, organ: actor.organ },
      })
    const strangers = order.filter(person => !members.includes(person))
    if (strangers.length > 0)
      reasons.push({
        code: 'NOT_A_MEMBER',
        text: '参加表决的不是组成人员',
        facts: { strangers, body: at.body ?? null },
      })
    const quorum = quorumOf(declared.quorum, members.length)
    const present = order.length - strangers.length
    if (present < quorum)
      reasons.push({
        code: 'QUORUM_NOT_REACHED',
        text: '到会人数不足',
        facts: { present, quorum, members: members.length },
      })
    if (declared.chiefLast && order.at(-1) !== chief)
      reasons.push({ code: 'CHIEF_NOT_LAST', text: '主要负责人应当末位发言' })
    const conclusion = (body.conclusion as string | undefined) ?? votes.find(({ person }) => person === chief)?.for
    const against = conclusion !== undefined && votes.filter(vote => vote.for === conclusion).length * 2 < votes.length
    if (declared.reasonsIfAgainstMajority && against && body.reasons === undefined)
      reasons.push({ code: 'REASONS_WANTED', text: '与多数意见不一致的应当说明理由' })
    return reasons.length > 0 ? refused(...reasons) : granted
  },
}
