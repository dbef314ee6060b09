import { type Static, Type } from 'typebox'
import { fieldPattern, Key } from './words.ts'

const strict = { additionalProperties: false } as const
const limitPattern = '^[a-z][A-Za-z0-9]*(\\.[a-z][A-Za-z0-9]*)*$'
const renamed = (pattern: string) => Type.Record(Type.String({ pattern }), Type.String({ pattern }), strict)

/**
 * 转版对照 What became of the names of an earlier version, so that cases which run under it may go on under this one. A name that is
 * not written here means what it meant. `drops` are questions whose answers count for nothing any more; the answers stay on record.
 */
export const Migrates = Type.Array(
  Type.Object(
    {
      from: Type.Integer({ minimum: 1, description: 'the earlier version' }),
      stages: Type.Optional(Type.Record(Key, Key, strict)),
      fields: Type.Optional(renamed(fieldPattern)),
      limits: Type.Optional(renamed(limitPattern)),
      drops: Type.Optional(Type.Array(Type.String({ pattern: fieldPattern }), { minItems: 1, uniqueItems: true })),
    },
    strict,
  ),
  { minItems: 1, maxItems: 100 },
)
export type Migrates = Static<typeof Migrates>[number]
