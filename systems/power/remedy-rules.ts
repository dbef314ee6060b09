import { readFileSync } from 'node:fs'
import { type Static, Type } from 'typebox'
import { Compile } from 'typebox/compile'
import { parse } from 'yaml'
import { refusal } from '#kernel/refusal'

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
const checker = Compile(Rules)

/** 救济规则 By kind of remedy, and the courts by region; `content/rules/remedies.yaml` says what each member is. */
export type RemedyRules = Static<typeof Rules>

/** Reads the file. @throws REMEDY_RULES_INVALID with the places that do not fit. */
export function readRemedyRules(file: string): RemedyRules {
  const raw: unknown = parse(readFileSync(file, 'utf8'))
  if (checker.Check(raw)) return raw
  const faults = checker.Errors(raw).map(({ instancePath, message }) => `${instancePath || '/'}: ${message}`)
  throw remedyRulesInvalid({ detail: faults.slice(0, 20).join('; '), facts: { faults: faults.slice(0, 20) } })
}
