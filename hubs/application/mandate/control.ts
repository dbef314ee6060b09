import { type Control, type ControlInput, isAgent, mandateEvidence, type Verb } from '#kernel/case'
import type { CompiledItem } from '#kernel/definition'
import { granted, refused } from '#kernel/refusal'
import { type Mandate, type MandateScope, mandateVerdict } from './mandate.ts'

/** What an act asks of a mandate; everything a party does in the course of its case is part of applying. */
const scopes: Partial<Record<Verb, MandateScope | 'own'>> = {
  pay: 'pay',
  // 本人同意、特别授权: nobody consents to a look at another's means, or settles for him, on a general mandate (个人信息保护法13, 14).
  giveConsent: 'own',
  agreeSettlement: 'own',
}

/** 所需授权 What whoever does this in another's stead must have been authorised to. */
export const scopeOf = (verb: Verb): MandateScope | 'own' => scopes[verb] ?? 'apply'

const known = ({ evidence }: ControlInput): Mandate | undefined =>
  (evidence.find(({ comparison }) => comparison === mandateEvidence)?.value ?? undefined) as Mandate | undefined

/** 应由本人办理 Where the item knows no agent, nobody is authorised to act in it; a firm acts by people always, and a ward by its guardian. */
export const isPersonal = ({ definition }: CompiledItem, { kind }: Pick<Mandate, 'kind'>): boolean =>
  (kind === 'mandate' || kind === 'assistance') && definition.content.parties.agent === undefined

export const inPerson = ({ definition }: CompiledItem) =>
  refused({
    code: 'AGENT_NOT_ALLOWED',
    text: '这个事项依法由本人办理，不能委托',
    facts: { item: definition.item },
    basis: { law: '行政许可法', articles: ['29'] },
  })

/** 代理权限 Whoever acts in another's stead does so on a mandate that holds now and covers this (民法典162). */
export const mandate: Control = {
  name: 'mandate',
  judge: input => {
    const { actor, verb, definition, today } = input
    if (!isAgent(actor)) return granted
    const held = known(input)
    if (held && isPersonal(definition, held)) return inPerson(definition)
    return mandateVerdict(held, {
      on: today,
      agent: actor.agent.party,
      principal: actor.party,
      item: definition.definition.item,
      scope: scopeOf(verb),
    })
  },
}
