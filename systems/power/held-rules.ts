import { type Static, Type } from 'typebox'
import { refusal } from '#kernel/refusal'
import { makeRulesReader } from './rules-file.ts'

export const heldRulesInvalid = refusal('HELD_RULES_INVALID', 500, 'The rules of what the city holds cannot be read')

const strict = { additionalProperties: false } as const
const Said = Type.Object({ zh: Type.String({ minLength: 1 }), en: Type.String({ minLength: 1 }) }, strict)
const Provision = Type.Object(
  { law: Type.String(), articles: Type.Array(Type.Union([Type.Integer(), Type.String()]), { minItems: 1 }) },
  strict,
)
const Kept = Type.Object(
  { says: Said, basis: Type.Optional(Type.Array(Provision, { minItems: 1 })), own: Type.Optional(Type.Literal(true)) },
  strict,
)
const Part = Type.Object(
  { purpose: Said, basis: Type.Array(Provision, { minItems: 1 }), kept: Type.Optional(Kept) },
  strict,
)

/** 掌握的信息 The kinds of what the city holds of a party, in the order in which they are shown. */
export const heldParts = [
  'identity',
  'registers',
  'account',
  'addresses',
  'cases',
  'drafts',
  'files',
  'complaints',
  'mandates',
  'ratings',
  'vouchers',
  'messages',
  'reads',
] as const
export type HeldPart = (typeof heldParts)[number]

const Rules = Type.Object(
  {
    parts: Type.Object(
      Object.fromEntries(heldParts.map(part => [part, Part])) as Record<HeldPart, typeof Part>,
      strict,
    ),
  },
  strict,
)

/** 掌握的依据 By kind: what for, by which article, for how long; `content/rules/held-data.yaml`. */
export type HeldRules = Static<typeof Rules>

/** Reads the file. @throws HELD_RULES_INVALID with the places that do not fit. */
export const readHeldRules = makeRulesReader(Rules, heldRulesInvalid)
