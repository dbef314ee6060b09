import { type Static, Type } from 'typebox'
import { type Finding, readShaped } from '#kernel/definition'

const strict = { additionalProperties: false } as const
const Bilingual = Type.Object({ zh: Type.String({ minLength: 1 }), en: Type.String({ minLength: 1 }) }, strict)

const Reasons = Type.Record(
  Type.String({ pattern: '^[a-z]+(-[a-z]+)*$' }),
  Type.Object(
    {
      name: Bilingual,
      says: Bilingual,
      basis: Type.Optional(Type.Object({ law: Type.String(), articles: Type.Array(Type.Integer()) }, strict)),
    },
    strict,
  ),
)

/** 线下理由 One of the few grounds on which an item may be done at a counter only, with its article where there is one. */
export type OfflineReason = Static<typeof Reasons>[string]

export interface ReadReasons {
  readonly reasons: ReadonlyMap<string, OfflineReason>
  readonly findings: readonly Finding[]
}

/** The closed list, from `content/directory/offline-reasons.yaml`. */
export function readOfflineReasons(file: string, bytes: Uint8Array): ReadReasons {
  const read = readShaped(file, bytes, Reasons)
  return 'findings' in read
    ? { reasons: new Map(), findings: read.findings }
    : { reasons: new Map(Object.entries(read.value)), findings: [] }
}
