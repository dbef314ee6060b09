import { type Static, Type } from 'typebox'
import { refusal } from '#kernel/refusal'
import { makeRulesReader } from './rules-file.ts'

export const partyActRulesInvalid = refusal(
  'PARTY_ACT_RULES_INVALID',
  500,
  'The rules of what a party may do cannot be read',
)

const strict = { additionalProperties: false } as const
const Ground = Type.Object(
  {
    drawers: Type.Array(Type.String()),
    law: Type.String(),
    articles: Type.Array(Type.Union([Type.Integer(), Type.String()])),
  },
  strict,
)
const Rule = Type.Object({ basis: Type.Array(Ground), limit: Type.Optional(Type.String()) }, strict)
const Rules = Type.Object({ acts: Type.Record(Type.String(), Rule) }, strict)

/** 当事人的动作规则 By act, its articles and its limit; `content/rules/party-acts.yaml` says what each member is. */
export type PartyActRules = Static<typeof Rules>

/** Reads the file. @throws PARTY_ACT_RULES_INVALID with the places that do not fit. */
export const readPartyActRules = makeRulesReader(Rules, partyActRulesInvalid)
