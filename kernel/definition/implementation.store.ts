import { type Sql, statement } from '#kernel/storage'

/** A published implementation. `validTo` is the first day it no longer holds. */
export interface ImplementationRow {
  readonly id: string
  readonly item: string
  readonly organ: string
  readonly region: string
  readonly version: number
  readonly content: string
  readonly hash: string
  readonly validFrom: string
  readonly validTo: string | null
}

const columns = `id, item, organ, region, version, content, hash, valid_from as "validFrom", valid_to as "validTo"`

const versionsOf = statement(
  'definition.implementationVersions',
  `select id, item, organ, region, version, hash, valid_from as "validFrom" from kernel.implementations
   where item = any ($1::text[]) order by version`,
)
const findById = statement(
  'definition.implementationById',
  `select ${columns} from kernel.implementations where id = $1`,
)
const inForce = statement(
  'definition.implementationsInForce',
  `select ${columns} from kernel.implementations where item = $1 and valid_from <= $2 and (valid_to is null or valid_to > $2) order by organ, region, version desc`,
)
const allOf = statement(
  'definition.implementationsOf',
  `select ${columns} from kernel.implementations where item = $1 and organ = $2 order by region, version`,
)
const carriers = statement(
  'definition.organsThatCarryOut',
  `select id, organ, region from kernel.implementations
   where item = $1 and valid_from <= $2 and (valid_to is null or valid_to > $2) order by organ, region, version desc`,
)
const itemsOfOrgan = statement(
  'definition.itemsOfOrgan',
  `select distinct item from kernel.implementations where organ = $1 and valid_from <= $2 and (valid_to is null or valid_to > $2)`,
)
const endOpen = statement(
  'definition.endImplementations',
  `update kernel.implementations set valid_to = ended.on_day from unnest($1::uuid[], $2::date[]) as ended(id, on_day)
   where kernel.implementations.id = ended.id and valid_to is null`,
)
const insert = statement(
  'definition.insertImplementations',
  `insert into kernel.implementations (id, item, organ, region, version, content, hash, valid_from, valid_to, published_at, published_by)
   select id, item, organ, region, version, content, hash, valid_from, valid_to, $10, $11
   from unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::int[], $6::text[], $7::text[], $8::date[], $9::date[])
     as said(id, item, organ, region, version, content, hash, valid_from, valid_to)`,
)

/** Every version there is of these items' implementations, without what they say; the latest of each organ comes last. */
export const versionsOfImplementations = (
  sql: Sql,
  items: readonly string[],
): Promise<Omit<ImplementationRow, 'content' | 'validTo'>[]> => sql.run(versionsOf, [items])

export const implementationById = async (sql: Sql, id: string): Promise<ImplementationRow | undefined> =>
  (await sql.run<ImplementationRow>(findById, [id]))[0]

/** Those of an item in force on a day, one per organ and region. */
export const implementationsInForce = (sql: Sql, item: string, on: string): Promise<ImplementationRow[]> =>
  sql.run<ImplementationRow>(inForce, [item, on])

/** Every version of what one organ has said of an item. */
export const implementationsOf = (sql: Sql, item: string, organ: string): Promise<ImplementationRow[]> =>
  sql.run<ImplementationRow>(allOf, [item, organ])
/** An organ that carries an item out, and the id of what it says of it. */
export type CarryingOrgan = Pick<ImplementationRow, 'id' | 'organ' | 'region'>

export const organsThatCarryOut = (sql: Sql, item: string, on: string): Promise<CarryingOrgan[]> =>
  sql.run<CarryingOrgan>(carriers, [item, on])

/** The items an organ carries out on a day. */
export const itemsCarriedOut = async (sql: Sql, organ: string, on: string): Promise<string[]> =>
  (await sql.run<{ item: string }>(itemsOfOrgan, [organ, on])).map(({ item }) => item)

/** One to be put down; `validTo` where another one of the same portion follows it. */
export interface NewImplementation extends Omit<ImplementationRow, 'validTo'> {
  validTo: string | null
}

/** Puts rows down, all with one statement, after the open ones before them have been ended. */
export async function addImplementations(
  sql: Sql,
  rows: readonly NewImplementation[],
  by: { readonly at: string; readonly who: string },
  ended: readonly { readonly id: string; readonly on: string }[],
): Promise<void> {
  if (ended.length > 0) await sql.run(endOpen, [ended.map(({ id }) => id), ended.map(({ on }) => on)])
  if (rows.length === 0) return
  const column = <Name extends keyof NewImplementation>(name: Name) => rows.map(row => row[name])
  await sql.run(insert, [
    column('id'),
    column('item'),
    column('organ'),
    column('region'),
    column('version'),
    column('content'),
    column('hash'),
    column('validFrom'),
    column('validTo'),
    by.at,
    by.who,
  ])
}
