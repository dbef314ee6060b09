import { type Static, Type } from 'typebox'
import type { CompiledItem } from '#kernel/definition'
import { type ActInput, act, openStages } from '../act.ts'
import { event } from '../event.ts'
import { actNotPermitted, actOutOfOrder, authorityLacking } from '../refusals.ts'
import type { CaseState } from '../state.ts'
import { Prose, strict } from './words.ts'

const ConsentBody = Type.Object(
  {
    member: Type.Integer({
      minimum: 1,
      maximum: 60,
      description: 'which member of the household, as the application lists them; 1 is the applicant',
    }),
    gives: Type.Boolean({ description: 'false: refuses, or takes it back' }),
    name: Type.Optional(Type.String({ minLength: 1, maxLength: 120 })),
    guardian: Type.Optional(Type.Boolean({ description: 'a guardian signed for a minor' })),
    note: Type.Optional(Prose),
  },
  strict,
)

/** Who takes a signature down: whoever has the case now. */
const keepers = ({ definition, state }: ActInput<unknown>): readonly string[] => [
  ...new Set(openStages(state).flatMap(key => definition.stages.get(key)?.by ?? [])),
]

/** 每人同意 Whether the item asks the consent of each member before anybody looks into their means. */
export const asksEachMember = ({ definition }: CompiledItem): boolean =>
  Object.values(definition.content.parties).some(role => role?.consent === 'each-member')

/** The field of the form that says how many members there are, where the item names it. */
export const membersField = ({ definition }: CompiledItem): string | undefined =>
  Object.values(definition.content.parties)
    .map(role => role?.members)
    .find(members => typeof members === 'string')

/** 未同意者 Members whose consent is not there; undefined where nobody knows yet how many there are. */
export function withoutConsent(
  definition: CompiledItem,
  { consents = {} }: Pick<CaseState, 'consents'>,
  raw: Readonly<Record<string, unknown>>,
): readonly number[] | undefined {
  if (!asksEachMember(definition)) return []
  const field = membersField(definition)
  const count = field === undefined ? 1 : Number(raw[field] ?? Number.NaN)
  if (!Number.isSafeInteger(count) || count < 1) return undefined
  return Array.from({ length: count }, (_, index) => index + 1).filter(member => consents[member] !== true)
}

/** 第几名成员 The applicant is the first; those it named follow in their order (社会救助法40). Undefined: none of the household. */
export function memberOf({ parties }: Pick<CaseState, 'parties'>, party: string): number | undefined {
  if (parties.some(one => one.party === party && one.role === 'subject')) return 1
  const at = parties.filter(({ role }) => role === 'member').findIndex(one => one.party === party)
  return at < 0 ? undefined : at + 2
}

/** 同意核查 One member of the household lets its means be looked into, or does not; each for itself (社会救助法40). */
export const giveConsent = act<Static<typeof ConsentBody>>({
  body: ConsentBody,
  who: 'either',
  roles: keepers,
  decide: ({ definition, state, body, actor }) => {
    if (!asksEachMember(definition)) throw actNotPermitted({ detail: 'the item asks no consent of members' })
    if (state.outcome !== undefined) throw actOutOfOrder({ detail: 'the decision has been made' })
    // Who signs at the counter for whom, the officer sees; whoever is signed in signs for himself.
    if (actor.kind === 'party' && memberOf(state, actor.party) !== body.member)
      throw authorityLacking({
        detail: 'SPEAKS_FOR_ANOTHER',
        reasons: [{ code: 'SPEAKS_FOR_ANOTHER', text: '只能为自己同意', rule: 'authority' }],
      })
    const text = {
      ...(body.name !== undefined && { name: body.name }),
      ...(body.note !== undefined && { note: body.note }),
    }
    return [
      event(
        'consent.recorded',
        { member: body.member, given: body.gives, ...(body.guardian !== undefined && { guardian: body.guardian }) },
        Object.keys(text).length === 0 ? undefined : { text },
      ),
    ]
  },
})
