import { type BlindIndex, type IdentifierScheme, identifies, type Keyring, normalised } from '#kernel/party'
import { Refusal } from '#kernel/refusal'
import type { NationalCodes } from '../codes.schema.ts'
import type { NationalRow, NationalTable } from '../table.schema.ts'

/** 分列 What of a row stands open in the database, and what is sealed. */
export interface Parted {
  readonly open: NationalRow
  readonly personal: NationalRow
}

/** The exchange columns have columns of their own in the database. */
const apart: ReadonlySet<string> = new Set(['row_guid', 'cd_batch', 'cd_operation', 'cd_time'])

export function part(table: NationalTable, row: NationalRow): Parted {
  const open: Record<string, string> = {}
  const personal: Record<string, string> = {}
  for (const { name, personal: sealed } of table.columns) {
    const value = row[name]
    if (value === undefined || apart.has(name)) continue
    if (sealed) personal[name] = value
    else open[name] = value
  }
  return { open, personal }
}

/** What a ciphertext is bound to: moved to another row it does not open. */
const associated = (table: string, guid: string, batch: string): string => `national|${table}|${guid}|${batch}`

export interface Sealing {
  readonly keyring: Keyring
  readonly index: BlindIndex
}

/** The personal cells of one row under a random key of their own: destroying the key destroys them. */
export function seal({ keyring }: Sealing, table: string, guid: string, batch: string, personal: NationalRow) {
  const { key, wrapped } = keyring.newKey()
  const sealed = keyring.seal(key, JSON.stringify(personal), associated(table, guid, batch))
  return { wrapped: wrapped.toString('base64'), sealed: sealed.toString('base64') }
}

export const unseal = (
  { keyring }: Pick<Sealing, 'keyring'>,
  table: string,
  {
    rowGuid,
    batch,
    wrapped,
    sealed,
  }: { readonly rowGuid: string; readonly batch: string; readonly wrapped: Buffer; readonly sealed: Buffer },
): NationalRow =>
  JSON.parse(
    keyring.unseal(keyring.unwrap(wrapped), sealed, associated(table, rowGuid, batch)).toString(),
  ) as NationalRow

/** A keyed digest of a whole row: equal rows meet, and nobody can try names against a copy of the table. */
export const digestOf = ({ index }: Pick<Sealing, 'index'>, table: NationalTable, row: NationalRow): Buffer =>
  index.tag('national-row', JSON.stringify([table.name, ...table.columns.map(({ name }) => row[name] ?? '')]))

/** The blind tag by which the applicant of a row is found among the parties here; none where his number is of no such kind. */
export function tagOf(
  { index }: Pick<Sealing, 'index'>,
  { lists }: NationalCodes,
  row: NationalRow,
): { readonly scheme: IdentifierScheme; readonly tag: Buffer } | undefined {
  const { applyer_page_code: number, applyer_page_type: type } = row
  const words = lists['identity-type']?.words ?? {}
  const scheme = (['citizen', 'passport', 'uscc'] as const).find(one => words[one] === type)
  if (number === undefined || scheme === undefined || !identifies(scheme)) return undefined
  try {
    return { scheme, tag: index.tag(scheme, normalised(scheme, number)) }
  } catch (fault) {
    if (fault instanceof Refusal) return undefined
    throw fault
  }
}
