import { type Static, Type } from 'typebox'
import { Expression, fieldPattern, Key, Provision } from './words.ts'

const strict = { additionalProperties: false } as const

/** 前序结果 What one part may be given of another that was granted before it: `after.planning.case`, `after.planning.decidedOn`, or a field of its form. */
export const givenBefore = /^after\.([a-z][A-Za-z0-9]*(?:-[a-z0-9]+)*)\.([a-z][A-Za-z0-9]*(?:\.[a-z][A-Za-z0-9]*)*)$/

/** What is known of a granted part besides the answers of its form. */
export const partWords = ['case', 'outcome', 'decidedOn', 'validUntil'] as const

/**
 * 并联办件 A case of another item, opened from this form in the organ that carries that item out. `fields` and `materials` say where an
 * answer or a paper of it comes from; what is not said comes from the field or material of the same name.
 */
export const Part = Type.Object(
  {
    part: Key,
    item: Key,
    when: Type.Optional({ ...Expression, description: 'left out where this is known not to hold' }),
    after: Type.Optional(
      Type.Array(Key, {
        minItems: 1,
        uniqueItems: true,
        description: 'parts that must have been granted first (串联); what they leave out is not waited for',
      }),
    ),
    fields: Type.Optional(
      Type.Record(Type.String({ pattern: fieldPattern }), Type.String({ minLength: 1 }), {
        ...strict,
        description: 'a field of this form, or `after.<part>.<case|outcome|decidedOn|validUntil|field>`',
      }),
    ),
    materials: Type.Optional(
      Type.Record(Key, Key, { ...strict, description: 'a material of this item, by that of the part' }),
    ),
  },
  strict,
)
export type Part = Static<typeof Part>

/** 有一项不予批准时 The others go on, or those that nobody has begun are not begun. */
export const ifRefusedWays = ['continue', 'stop-others-not-begun'] as const

/** 并联办理 One application, several cases side by side; the stage is done when each of them is decided and served, or has ended. */
export const Joint = Type.Object(
  {
    ifRefused: Type.Enum(ifRefusedWays),
    basis: Provision,
    parts: Type.Array(Part, { minItems: 2 }),
  },
  strict,
)
export type Joint = Static<typeof Joint>
