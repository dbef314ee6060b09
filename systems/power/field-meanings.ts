import { Type } from 'typebox'
import { refusal } from '#kernel/refusal'
import { makeRulesReader } from './rules-file.ts'

export const meaningsInvalid = refusal('FIELD_MEANINGS_INVALID', 500, 'The meanings of fields cannot be read')

const strict = { additionalProperties: false } as const
const Meaning = Type.Union([
  Type.Object({ register: Type.String(), field: Type.String() }, strict),
  Type.Object({ own: Type.Enum(['name', 'uscc', 'citizen', 'phone']) }, strict),
  Type.Object({ earlier: Type.Literal('case') }, strict),
  Type.Object({ day: Type.Literal('today') }, strict),
])
const readRules = makeRulesReader(
  Type.Object({ meanings: Type.Record(Type.String(), Meaning) }, strict),
  meaningsInvalid,
)

/** Who answers a question instead of the applicant. */
export type FieldMeaning =
  | { readonly register: { readonly register: string; readonly field: string } }
  | { readonly own: 'name' | 'uscc' | 'citizen' | 'phone' }
  | { readonly earlier: 'case' }
  | { readonly day: 'today' }

/** 字段含义 By the name of the field; `content/rules/field-meanings.yaml` says what each kind is. */
export type FieldMeanings = ReadonlyMap<string, FieldMeaning>

/** Reads the file. @throws FIELD_MEANINGS_INVALID with the places that do not fit. */
export function readFieldMeanings(file: string): FieldMeanings {
  return new Map(
    Object.entries(readRules(file).meanings).map(([name, meaning]) => [
      name,
      'register' in meaning ? { register: { register: meaning.register, field: meaning.field } } : meaning,
    ]),
  )
}
