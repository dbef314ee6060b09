import type { Control } from '#kernel/case'
import { granted, type Reason, refused } from '#kernel/refusal'

/** 议事规则 Enough present, the chief speaks last, dissent on record, reasons where the chief goes against the majority. */
export const deliberation: Control = {
  name: 'deliberation',
  judge: ({ definition, stage, body, actor }) => {
    const declared = stage === undefined ? undefined : definition.stages.get(stage)?.deliberation
    if (!declared) return granted
    const votes = (body.votes ?? {}) as Readonly<Record<string, string>>
    const order = Object.keys(votes)
    const chief =
      (body.chief as string | undefined) ??
      (order.includes('head') ? 'head' : actor.kind === 'officer' ? actor.person : undefined)
    const reasons: Reason[] = []
    const quorum = declared.quorum === undefined || declared.quorum.includes('/') ? 3 : Number(declared.quorum)
    if (order.length < quorum)
      reasons.push({ code: 'QUORUM_NOT_REACHED', text: '到会人数不足', facts: { present: order.length, quorum } })
    if (declared.chiefLast && chief !== undefined && order.includes(chief) && order.at(-1) !== chief)
      reasons.push({ code: 'CHIEF_NOT_LAST', text: '主要负责人应当末位发言' })
    const conclusion = (body.conclusion as string | undefined) ?? (chief === undefined ? undefined : votes[chief])
    const against =
      conclusion !== undefined && order.filter(person => votes[person] === conclusion).length * 2 < order.length
    if (declared.reasonsIfAgainstMajority && against && body.reasons === undefined)
      reasons.push({ code: 'REASONS_WANTED', text: '与多数意见不一致的应当说明理由' })
    return reasons.length > 0 ? refused(...reasons) : granted
  },
}
