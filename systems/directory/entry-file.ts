import { Type } from 'typebox'
import { drawers, type Finding, levels, readShaped, type Text } from '#kernel/definition'
import { type EntrySaid, wrongWith } from './entry.ts'
import type { OfflineReason } from './offline.ts'

const strict = { additionalProperties: false } as const
const BothTexts = Type.Union([
  Type.String({ minLength: 1, maxLength: 300 }),
  Type.Object(
    { zh: Type.String({ minLength: 1, maxLength: 300 }), en: Type.Optional(Type.String({ maxLength: 300 })) },
    strict,
  ),
])
const Day = Type.String({ pattern: '^[0-9]{4}-[0-9]{2}-[0-9]{2}$' })

const EntriesFile = Type.Object(
  {
    source: Type.String({ minLength: 1, maxLength: 300 }),
    from: Day,
    entries: Type.Array(
      Type.Object(
        {
          id: Type.String({ pattern: '^[a-z][a-z0-9-]{2,63}$' }),
          name: BothTexts,
          drawer: Type.Enum(drawers),
          levels: Type.Array(Type.Enum(levels), { minItems: 1, uniqueItems: true }),
          region: Type.String({ pattern: '^[0-9]{6,12}$' }),
          organ: Type.Optional(Type.String({ pattern: '^[a-z0-9][a-z0-9-]*$' })),
          organName: Type.Optional(Type.String({ minLength: 1, maxLength: 200 })),
          organUscc: Type.Optional(Type.String({ pattern: '^[0-9A-Z]{18}$' })),
          codes: Type.Optional(
            Type.Array(
              Type.Object({ scheme: Type.String({ minLength: 1 }), value: Type.String({ minLength: 1 }) }, strict),
            ),
          ),
          standing: Type.Enum(['listed', 'offline', 'runs']),
          item: Type.Optional(Type.String({ pattern: '^[a-z][A-Za-z0-9]*(-[a-z0-9]+)*$' })),
          reason: Type.Optional(Type.String()),
          note: Type.Optional(Type.String({ maxLength: 1_000 })),
          confirmedBy: Type.Optional(Type.String({ minLength: 1, maxLength: 200 })),
          confirmedOn: Type.Optional(Day),
          to: Type.Optional(Day),
        },
        strict,
      ),
    ),
  },
  strict,
)

const both = (text: Text): { readonly zh: string; readonly en: string | null } =>
  typeof text === 'string' ? { zh: text, en: null } : { zh: text.zh, en: text.en ?? null }

export interface EntryRead {
  readonly id: string
  readonly said: EntrySaid
  readonly row: number
  readonly to: string | null
}

export interface ReadEntries {
  readonly source: string
  readonly from: string
  readonly entries: readonly EntryRead[]
  readonly findings: readonly Finding[]
}

const unsaid = {
  ...{ organ: null, organName: null, organUscc: null, item: null },
  ...{ reason: null, note: null, confirmedBy: null, confirmedOn: null },
} as const

/** 条目文件 What the city's content says of entries, by hand. What is wrong comes back with its place, and the others stand. */
export function readEntries(
  file: string,
  bytes: Uint8Array,
  reasons: ReadonlyMap<string, OfflineReason>,
  today: string,
): ReadEntries {
  const read = readShaped(file, bytes, EntriesFile)
  if ('findings' in read) return { source: file, from: today, entries: [], findings: read.findings }
  const { source, from, entries } = read.value
  const findings: Finding[] = []
  const met = new Set<string>()
  const good = entries.flatMap(({ id, name, codes = [], to, ...rest }, at): EntryRead[] => {
    const { zh, en } = both(name)
    const said: EntrySaid = { ...unsaid, ...rest, name: zh, nameEn: en, codes, faults: [] }
    const wrong = wrongWith(said, reasons, today)
    if (met.has(id))
      wrong.push({ code: 'ENTRY_TWICE', place: 'id', text: { zh: '条目写了两次', en: 'The entry is written twice' } })
    met.add(id)
    for (const { code, place, text } of wrong)
      findings.push({
        severity: 'error',
        rule: code,
        ...read.positions.at(['entries', at]),
        path: `entries.${id}.${place}`,
        text,
      })
    return wrong.length > 0 ? [] : [{ id, said, row: at + 1, to: to ?? null }]
  })
  return { source, from, entries: good, findings }
}
