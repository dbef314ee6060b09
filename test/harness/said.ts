import { type Facts, hearingDue, type Verb } from '#kernel/case'
import type { CompiledItem } from '#kernel/definition'

type Body = Readonly<Record<string, unknown>>

/** What goes without saying. */
export const good = {
  'enterprise.isActive': true,
  'enterprise.isKeyEnergyUser': true,
  'penalty.finedForSameAct': false,
}

/** What an officer says in every lawful act of the kind; a test of the unlawful one says otherwise. */
export function said(verb: Verb, body: Body, item: CompiledItem, facts: Facts): Body {
  if (verb === 'deliver' || verb === 'correct') return { receipt: true, ...body }
  if (verb === 'urge') {
    const { outcomes, documents } = item.definition.content
    const urging = Object.values(outcomes).flatMap(({ enforcement }) => enforcement?.urge ?? [])[0]
    return { states: documents?.find(({ id }) => id === urging?.document)?.mustState ?? [], ...body }
  }
  if (verb === 'hear') return { minutes: '听证笔录', ...body }
  if (verb !== 'notify') return body
  const stage = [...item.stages.values()].find(
    ({ kind, stage }) => kind === 'notice' && stage === (body['stage'] ?? stage),
  )
  const document = item.definition.content.documents?.find(({ id }) => id === (body['document'] ?? stage?.needs?.[0]))
  const offersHearing = hearingDue({ definition: item, facts })
  return { states: document?.mustState ?? [], offersHearing, receipt: true, ...body }
}

/** What only a party does. */
export const ofParty: ReadonlySet<Verb> = new Set([
  'submit',
  'supplement',
  'makeStatement',
  'askHearing',
  'challengeAvoidance',
  'withdraw',
  'answerEnding',
  'askRenewal',
])
