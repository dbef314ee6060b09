import { Type } from 'typebox'

/** Words that several routes' schemas use. */
export const strict = { additionalProperties: false } as const
export const Uuid = Type.String({ pattern: '^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$' })
export const Key = Type.String({ pattern: '^[a-z][A-Za-z0-9]*(-[a-z0-9]+)*$', maxLength: 64 })
export const OrganId = Type.String({ pattern: '^[a-z0-9][a-z0-9-]{0,63}$' })
export const PostId = Type.String({ pattern: '^[a-z0-9][a-z0-9-]{0,63}/[a-z][a-z-]{0,63}$' })
export const RegionCode = Type.String({ pattern: '^[0-9]{6,12}$' })
export const CaseNumber = Type.String({ pattern: '^[0-9]{16,24}$', description: '办件编号' })
export const IsoDate = Type.String({ format: 'date' })
export const Cursor = Type.String({
  minLength: 1,
  maxLength: 400,
  pattern: '^[A-Za-z0-9_-]+$',
  description: 'the `next` of the page before',
})
export const Limit = Type.Integer({ minimum: 1, maximum: 200, default: 50 })
export const ByNumber = Type.Object({ number: CaseNumber }, strict)
