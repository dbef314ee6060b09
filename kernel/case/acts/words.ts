import { Type } from 'typebox'

/** Words that bodies of several acts use. */
export const strict = { additionalProperties: false } as const
export const Key = Type.String({ pattern: '^[a-z][A-Za-z0-9]*(-[a-z0-9]+)*$', maxLength: 64 })
export const Uuid = Type.String({ pattern: '^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$' })
export const IsoDate = Type.String({ format: 'date' })
export const Person = Type.String({ pattern: '^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$', description: 'personnel number' })
export const Organ = Type.String({ pattern: '^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$' })
export const Prose = Type.String({ minLength: 1, maxLength: 4_000 })
export const Fen = Type.Integer({ minimum: 0, maximum: 1_000_000_000_000 })
/** Open on purpose: the item's form says which names there are, and refuses all that is wrong together, by name. */
export const Fields = Type.Record(
  Type.String({ pattern: '^[a-z][A-Za-z0-9]*(\\.[a-z][A-Za-z0-9]*)*$', maxLength: 64 }),
  Type.Unknown(),
  {
    description:
      'answers by the name of the field; an integer, an amount in fen or a decimal as a JSON number or, exact, as text ("1200.50")',
  },
)
/** How a paper was given. */
export const Given = Type.Enum(['original', 'copy', 'voucher', 'register', 'committed', 'late'])
export const Materials = Type.Record(Key, Given, strict)
/** The scans of papers that are given, by the paper; each was sent in before (docs/adr/0007). */
export const MaterialFiles = Type.Record(Key, Type.Array(Uuid, { minItems: 1, maxItems: 20, uniqueItems: true }), {
  ...strict,
  maxProperties: 100,
})
export const stage = Type.Optional(Key)
/** A named officer's judgement on a control that said "a human decides": control id → reason. */
export const judgements = Type.Optional(Type.Record(Type.String({ maxLength: 64 }), Prose))
