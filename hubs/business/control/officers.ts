import type { Control, ControlInput } from '#kernel/case'
import { granted, refused, type Verdict } from '#kernel/refusal'
import { namedOfficers } from './hands.ts'
import { provisionFor } from './provision.ts'

/**
 * 两人以上 Where the item wants several officers at a stage, several have been there; where it wants certificates as well, the control of
 * certificates counts.
 */
function tooFew({ definition, stage, actor }: ControlInput, named: readonly string[]): Verdict | undefined {
  const { officers, certificate } = definition.definition.authority
  if (certificate !== undefined || stage === undefined || !officers?.at?.includes(stage) || actor.kind !== 'officer')
    return undefined
  const there = new Set([actor.person, ...named]).size
  return there >= officers.min
    ? undefined
    : refused({ code: 'OFFICERS_TOO_FEW', text: '办理人员少于规定人数', facts: { there, min: officers.min } })
}

/** 同案执法人员 Whoever is named beside the one who records the act is an officer, today, of the organ that acts (行政处罚法17, 42). */
export const officers: Control = {
  name: 'officers',
  judge: input => {
    const { actor, directory, on, verb, body } = input
    if (verb === 'challengeAvoidance' && directory.person(String(body.person)) === undefined)
      return refused({ code: 'OFFICER_UNKNOWN', text: '没有这名工作人员' })
    const named = namedOfficers(input)
    if (actor.kind !== 'officer') return granted
    const few = tooFew(input, named)
    if (few) return few
    if (named.length === 0) return granted
    const members = directory.membersOf(actor.organ, on)
    const others = named.filter(
      person => !members.includes(person) || directory.administratorKind(person, on) !== undefined,
    )
    return others.length === 0
      ? granted
      : refused({
          code: 'OFFICER_NOT_OF_THIS_ORGAN',
          text: '所列人员不是本机关的执法人员',
          facts: { officers: others, organ: actor.organ },
          basis: provisionFor(input, 'certificate'),
        })
  },
}
