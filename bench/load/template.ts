import type { Session } from '#kernel/storage'
import { type Row, rowsOf } from './rows.ts'

/** What in a row belongs to one case alone, and so is another in every copy. */
export type Patch =
  /** An identifier: of the case (0), of what it owns (from 1), or of one of its parties (`party`). */
  | { readonly kind: 'uuid' | 'uuidText'; readonly at: number; readonly own: number; readonly party: boolean }
  /** The last eight digits of a number, counted by the copies. */
  | { readonly kind: 'digits'; readonly at: number }
  /** A column the database counts: `own` tells several in one case apart. */
  | { readonly kind: 'serial'; readonly at: number; readonly width: 4 | 8; readonly own: number }
  /** The first eight bytes of a blinded tag of a party. */
  | { readonly kind: 'tag'; readonly at: number }

export interface Part {
  readonly bytes: Buffer
  readonly patches: readonly Patch[]
}

export interface Leaf {
  readonly bytes: Buffer
  readonly first: number
  readonly last: number
}

/** 样板 A case that was truly run: its rows in every table, and its leaves. */
export interface Template {
  readonly parts: ReadonlyMap<string, Part>
  readonly leaves: readonly Leaf[]
  readonly steps: number
}

interface Table {
  readonly name: string
  /** Which rows are the case's; `$case` is its id as text. */
  readonly where: string
  /** Columns whose identifiers are the case's own. */
  readonly own?: readonly string[]
  /** Columns that hold what a sequence counted. */
  readonly serial?: readonly string[]
  /** Columns read otherwise than they stand: a number whose length is its own gets eight digits. */
  readonly as?: Readonly<Record<string, string>>
  /** Columns with blinded tags of the parties. */
  readonly tags?: readonly string[]
}

/** Stands where a number's digits are: eight of them, and nothing else looks like it. */
const digits = '@@@@@@@@'
const ofCase = `t.case_id = '$case'`

/** Every table in which a case leaves rows. What a case writes into registers is not among them. */
export const tables: readonly Table[] = [
  { name: 'kernel.cases', where: `t.id = '$case'` },
  { name: 'kernel.case_steps', where: ofCase },
  { name: 'kernel.case_details', where: ofCase },
  { name: 'kernel.case_numbers', where: ofCase },
  { name: 'kernel.case_parties', where: ofCase },
  { name: 'kernel.case_keys', where: ofCase },
  { name: 'kernel.tasks', where: ofCase },
  { name: 'kernel.clocks', where: ofCase },
  { name: 'kernel.clock_firings', where: ofCase },
  { name: 'kernel.obligations', where: ofCase },
  { name: 'kernel.files', where: ofCase, own: ['id'] },
  { name: 'kernel.reads', where: ofCase, own: ['id'], tags: ['subjects'] },
  { name: 'business.publications', where: ofCase, own: ['id'] },
  { name: 'application.accounts', where: ofCase, serial: ['id'] },
  { name: 'application.entries', where: ofCase, own: ['id'] },
  {
    name: 'application.postings',
    where: `t.entry in (select e.id from application.entries e where e.case_id = '$case')`,
    serial: ['account'],
  },
  { name: 'application.payment_orders', where: ofCase, own: ['id'] },
  {
    name: 'application.payments',
    where: `t.order_id in (select o.id from application.payment_orders o where o.case_id = '$case')`,
    own: ['id'],
  },
  {
    name: 'application.vouchers',
    where: ofCase,
    own: ['id'],
    serial: ['serial'],
    as: {
      // Behind its own: a case may have several in one series.
      number: `regexp_replace(t.number, '([0-9]+)([^0-9]*)$', '\\1${digits}\\2')`,
      check_code: `'${digits}' || right(t.check_code, -8)`,
    },
  },
  { name: 'governance.alarms', where: `${ofCase} and t.id like '%$case%'` },
  {
    name: 'governance.alarm_recipients',
    where: `t.alarm in (select a.id from governance.alarms a where a.case_id = '$case' and a.id like '%$case%')`,
  },
  { name: 'data.comparison_evidence', where: ofCase, own: ['id'] },
  { name: 'power.messages', where: ofCase, own: [], serial: ['id'] },
]

export const partyTables: readonly Table[] = [
  { name: 'kernel.parties', where: `t.id = '$case'` },
  { name: 'kernel.party_keys', where: `t.party = '$case'` },
  { name: 'kernel.party_names', where: `t.party = '$case'`, serial: ['row_id'] },
  { name: 'kernel.party_identifiers', where: `t.party = '$case'`, serial: ['row_id'], tags: ['tag'] },
]

export interface Columns {
  of(table: string): readonly string[]
}

export async function readColumns(session: Session): Promise<Columns> {
  const rows = await session.query<{ table: string; columns: string[] }>(
    `select table_schema || '.' || table_name as table, array_agg(column_name::text order by ordinal_position) as columns
     from information_schema.columns where table_schema = any ($1::text[]) group by 1`,
    [['kernel', 'business', 'application', 'governance', 'data', 'power']],
  )
  const known = new Map(rows.map(({ table, columns }) => [table, columns]))
  return {
    of: table => {
      const found = known.get(table)
      if (!found) throw new Error(`there is no table ${table}`)
      return found
    },
  }
}

const uuidBytes = (id: string): Buffer => Buffer.from(id.replaceAll('-', ''), 'hex')
const uuidAt = (bytes: Buffer, at: number): string =>
  bytes.toString('hex', at, at + 16).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')

function* placesOf(bytes: Buffer, sought: Buffer): Generator<number> {
  for (let at = bytes.indexOf(sought); at !== -1; at = bytes.indexOf(sought, at + sought.length)) yield at
}

interface Names {
  readonly own: ReadonlyMap<string, number>
  readonly parties: readonly string[]
  readonly number: string | undefined
  readonly accounts: readonly bigint[]
}

/** How many serials and tags one case may have of its own. */
export const mostOwn = 64

function patchesOf(
  table: Table,
  columns: readonly string[],
  { bytes, fields }: Row,
  nth: number,
  names: Names,
): Patch[] {
  const found: Patch[] = []
  const ids = [...names.own].map(([id, own]) => [id, own, false] as const)
  for (const [id, own, party] of [...ids, ...names.parties.map((id, index) => [id, index, true] as const)]) {
    for (const at of placesOf(bytes, uuidBytes(id))) found.push({ kind: 'uuid', at, own, party })
    for (const at of placesOf(bytes, Buffer.from(id))) found.push({ kind: 'uuidText', at, own, party })
  }
  if (names.number !== undefined)
    for (const at of placesOf(bytes, Buffer.from(names.number)))
      found.push({ kind: 'digits', at: at + names.number.length - digits.length })
  for (const at of placesOf(bytes, Buffer.from(digits))) found.push({ kind: 'digits', at })
  for (const column of table.serial ?? []) {
    const at = fields[columns.indexOf(column)]!
    const width = bytes.readInt32BE(at - 4) as 4 | 8
    const account = table.name === 'application.postings' ? names.accounts.indexOf(bytes.readBigInt64BE(at)) : nth
    // An account that is nobody's own, the treasury's, stays.
    if (account >= 0) found.push({ kind: 'serial', at, width, own: account })
  }
  for (const column of table.tags ?? []) {
    const at = fields[columns.indexOf(column)]!
    const isArray = column === 'subjects'
    // An array: five words of its own, then each element behind its length.
    const from = isArray ? at + 20 : at - 4
    const end = at + bytes.readInt32BE(at - 4)
    for (let place = from; place < end; place += 4 + bytes.readInt32BE(place))
      found.push({ kind: 'tag', at: place + 4 })
  }
  return found
}

function partOf(table: Table, columns: readonly string[], rows: readonly Row[], names: Names): Part {
  let length = 0
  const patches = rows.flatMap((row, nth) => {
    const from = length
    length += row.bytes.length
    return patchesOf(table, columns, row, nth, names).map(patch => ({ ...patch, at: patch.at + from }))
  })
  return { bytes: Buffer.concat(rows.map(({ bytes }) => bytes)), patches }
}

async function readParts(
  session: Session,
  columns: Columns,
  which: readonly Table[],
  id: string,
  parties: readonly string[],
): Promise<{ parts: Map<string, Part>; rows: ReadonlyMap<string, readonly Row[]> }> {
  const rows = new Map<string, readonly Row[]>()
  for (const { name, where, as = {} } of which) {
    const wanted = columns.of(name).map(column => as[column] ?? `t.${column}`)
    rows.set(
      name,
      await rowsOf(session, `select ${wanted.join(', ')} from ${name} t where ${where.replaceAll('$case', id)}`),
    )
  }
  const own = new Map<string, number>()
  for (const { name, own: columnsOwned = [] } of which)
    for (const column of columnsOwned)
      for (const { bytes, fields } of rows.get(name)!) {
        const one = uuidAt(bytes, fields[columns.of(name).indexOf(column)]!)
        // A payment's id is its entry's too.
        if (!own.has(one)) own.set(one, own.size + 1)
      }
  const at = (row: Row, table: string, column: string) => row.fields[columns.of(table).indexOf(column)]!
  const [numbered] = rows.get('kernel.case_numbers') ?? []
  const number = numbered?.bytes.toString('latin1', at(numbered, 'kernel.case_numbers', 'number')).slice(0, 22)
  const accounts = (rows.get('application.accounts') ?? []).map(row =>
    row.bytes.readBigInt64BE(at(row, 'application.accounts', 'id')),
  )
  const names: Names = { own: own.set(id, 0), parties, number, accounts }
  const parts = new Map<string, Part>()
  for (const table of which) {
    const found = rows.get(table.name)!
    if (found.length > mostOwn) throw new RangeError(`a case has ${found.length} rows in ${table.name}`)
    if (found.length > 0) parts.set(table.name, partOf(table, columns.of(table.name), found, names))
  }
  return { parts, rows }
}

/** Reads a case that was run, with its leaves (`leafAt` finds one by its place in the log). */
export async function readTemplate(
  session: Session,
  columns: Columns,
  id: string,
  leafAt: (index: number) => Buffer,
): Promise<Template> {
  const parties = await session.query<{ party: string }>('select party from kernel.case_parties where case_id = $1', [
    id,
  ])
  const { parts, rows } = await readParts(session, columns, tables, id, [...new Set(parties.map(({ party }) => party))])
  const places = await session.query<{ first: number; last: number; at: number }>(
    'select first_seq as first, last_seq as last, leaf_index::int as at from kernel.trail_index where subject = $1 order by last_seq',
    [id],
  )
  const leaves = places.map(({ first, last, at }) => ({ first, last, bytes: Buffer.from(leafAt(at)) }))
  return { parts, leaves, steps: rows.get('kernel.case_steps')!.length }
}

export const readParty = async (session: Session, columns: Columns, id: string): Promise<ReadonlyMap<string, Part>> =>
  (await readParts(session, columns, partyTables, id, [])).parts
