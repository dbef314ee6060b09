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

const latestOf = statement(
  'definition.latestImplementation',
  `select ${columns} from kernel.implementations where item = $1 and organ = $2 and region = $3 order by version desc limit 1`,
)
const findById = statement(
  'definition.implementationById',
  `select ${columns} from kernel.implementations where id = $1`,
)
const findVersion = statement(
  'definition.implementationVersion',
  `select ${columns} from kernel.implementations where item = $1 and organ = $2 and region = $3 and version = $4`,
)
const inForce = statement(
  'definition.implementationsInForce',
  `select ${columns} from kernel.implementations where item = $1 and valid_from <= $2 and (valid_to is null or valid_to > $2) order by organ, region, version desc`,
)
const allOf = statement(
  'definition.implementationsOf',
  `select ${columns} from kernel.implementations where item = $1 and organ = $2 order by region, version`,
)
const itemsOfOrgan = statement(
  'definition.itemsOfOrgan',
  `select distinct item from kernel.implementations where organ = $1 and valid_from <= $2 and (valid_to is null or valid_to > $2)`,
)
const endOpen = statement(
  'definition.endImplementation',
  'update kernel.implementations set valid_to = $2 where id = $1 and valid_to is null',
)
const insert = statement(
  'definition.insertImplementation',
  `insert into kernel.implementations (id, item, organ, region, version, content, hash, valid_from, published_at, published_by)
   values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
)

type Key = Pick<ImplementationRow, 'item' | 'organ' | 'region'>

export const latestImplementation = async (
  sql: Sql,
  { item, organ, region }: Key,
): Promise<ImplementationRow | undefined> => (await sql.run<ImplementationRow>(latestOf, [item, organ, region]))[0]

export const implementationVersion = async (
  sql: Sql,
  { item, organ, region }: Key,
  version: number,
): Promise<ImplementationRow | undefined> =>
  (await sql.run<ImplementationRow>(findVersion, [item, organ, region, version]))[0]

export const implementationById = async (sql: Sql, id: string): Promise<ImplementationRow | undefined> =>
  (await sql.run<ImplementationRow>(findById, [id]))[0]

/** Those of an item in force on a day, one per organ and region. */
export const implementationsInForce = (sql: Sql, item: string, on: string): Promise<ImplementationRow[]> =>
  sql.run<ImplementationRow>(inForce, [item, on])

/** Every version of what one organ has said of an item. */
export const implementationsOf = (sql: Sql, item: string, organ: string): Promise<ImplementationRow[]> =>
  sql.run<ImplementationRow>(allOf, [item, organ])

/** The items an organ carries out on a day. */
export const itemsCarriedOut = async (sql: Sql, organ: string, on: string): Promise<string[]> =>
  (await sql.run<{ item: string }>(itemsOfOrgan, [organ, on])).map(({ item }) => item)

export async function addImplementation(
  sql: Sql,
  row: Omit<ImplementationRow, 'validTo'>,
  by: { readonly at: string; readonly who: string },
  ends: string | undefined,
): Promise<void> {
  if (ends !== undefined) await sql.run(endOpen, [ends, row.validFrom])
  await sql.run(insert, [
    row.id,
    row.item,
    row.organ,
    row.region,
    row.version,
    row.content,
    row.hash,
    row.validFrom,
    by.at,
    by.who,
  ])
}
