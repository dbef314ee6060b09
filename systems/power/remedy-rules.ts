import { type Static, Type } from 'typebox'
import { refusal } from '#kernel/refusal'
import { makeRulesReader } from './rules-file.ts'

export const remedyRulesInvalid = refusal('REMEDY_RULES_INVALID', 500, 'The rules of remedies cannot be read')

const strict = { additionalProperties: false } as const
const Provision = Type.Object(
  { law: Type.String(), articles: Type.Array(Type.Union([Type.Integer(), Type.String()])) },
  strict,
)
const Said = Type.Object(
  { text: Type.Object({ zh: Type.String(), en: Type.String() }, strict), basis: Provision },
  strict,
)
const Way = Type.Object(
  {
    item: Type.Optional(Type.String()),
    bring: Type.Array(Said),
    know: Type.Array(Said),
    basis: Type.Optional(Provision),
  },
  strict,
)
const Court = Type.Object(
  {
    region: Type.String({ pattern: '^\\d{6}$' }),
    basic: Type.String(),
    intermediate: Type.String(),
    verified: Type.Boolean(),
  },
  strict,
)
const Rules = Type.Object({ ways: Type.Record(Type.String(), Way), courts: Type.Array(Court) }, strict)

/** 救济规则 By kind of remedy, and the courts by region; `content/rules/remedies.yaml` says what each member is. */
export type RemedyRules = Static<typeof Rules>

/** Reads the file. @throws REMEDY_RULES_INVALID with the places that do not fit. */
export const readRemedyRules = makeRulesReader(Rules, remedyRulesInvalid)
