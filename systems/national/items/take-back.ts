import { canonicalJson, hashOf, type Implementation, type ItemDefinition } from '#kernel/definition'
import { refusal } from '#kernel/refusal'
import type { NationalCodes } from '../codes.schema.ts'
import { type Manifest, type Shipment, sha256, type Tables } from '../manifest.ts'
import type { NationalRow } from '../table.schema.ts'
import type { NationalOrgan } from './basic-rows.ts'
import { type ExportedItem, exportItems } from './export-items.ts'

export const nationalContentAltered = refusal(
  'NATIONAL_CONTENT_ALTERED',
  422,
  'A content no longer has the hash it was exported with',
)

/** 不一致 A cell of the tables that says something else than the definition beside it. */
export interface Differing {
  readonly table: string
  readonly rowGuid: string
  readonly column: string | null
}

export interface TakenBack {
  readonly items: readonly ExportedItem[]
  readonly organs: ReadonlyMap<string, NationalOrgan>
  /** Where the tables and the definitions disagree; an editor decides which is right. */
  readonly differing: readonly Differing[]
  /** The export again, from what was taken back. */
  readonly again: Shipment
}

function contentsOf(rows: readonly NationalRow[], kind: string): readonly unknown[] {
  return rows
    .filter(row => row['kind'] === kind)
    .map(row => {
      const value: unknown = JSON.parse(row['content'] ?? 'null')
      const hash = kind === 'definition' ? hashOf(value as ItemDefinition) : sha256(canonicalJson(value))
      if (hash !== row['hash'])
        throw nationalContentAltered({
          detail: `plumbline, ${row['row_guid'] ?? ''}: ${kind} ${row['item'] ?? row['organ'] ?? ''}`,
          remedy: 'Take the file from where it was exported again.',
        })
      return value
    })
}

function* differences(given: Tables, ours: Tables): Generator<Differing> {
  for (const [table, rows] of ours) {
    const theirs = new Map((given.get(table) ?? []).map(row => [row['row_guid'], row]))
    for (const row of rows) {
      const rowGuid = row['row_guid'] ?? ''
      const other = theirs.get(rowGuid)
      if (!other) yield { table, rowGuid, column: null }
      else
        for (const column of new Set([...Object.keys(row), ...Object.keys(other)]))
          if ((row[column] ?? '') !== (other[column] ?? '')) yield { table, rowGuid, column }
      theirs.delete(rowGuid)
    }
    for (const rowGuid of theirs.keys()) yield { table, rowGuid: rowGuid ?? '', column: null }
  }
}

/**
 * 取回 The definitions and implementations of an export of ours, by hash the same; and every cell in which the tables beside them say
 * something else by now. @throws NATIONAL_CONTENT_ALTERED.
 */
export function takeBack(
  given: Tables,
  { at, batch }: Pick<Manifest, 'at' | 'batch'>,
  codes: NationalCodes,
): TakenBack {
  const own = given.get('plumbline') ?? []
  const implementations = contentsOf(own, 'implementation') as readonly Implementation[]
  const organs = new Map((contentsOf(own, 'organ') as readonly NationalOrgan[]).map(organ => [organ.id, organ]))
  const items = (contentsOf(own, 'definition') as readonly ItemDefinition[]).map(definition => ({
    definition,
    implementations: implementations.filter(({ item }) => item === definition.item),
  }))
  const again = exportItems({ items, organs, codes, at, batch })
  return { items, organs, again, differing: [...differences(given, again.tables)] }
}
