import pg from 'pg'
import { schemas } from '../migrate.ts'
import type { Sql } from '../sql.ts'

/** A table as a backup sees it: a partitioned one is one table, its partitions are only where the rows lie. */
export interface TableShape {
  /** `schema.table`, quoted where SQL needs it. */
  readonly name: string
  /** Stored columns in the order of the table; generated ones are computed again on restoring. */
  readonly columns: readonly string[]
}

export interface PartitionShape {
  readonly name: string
  readonly parent: string
  /** `FOR VALUES …`, as PostgreSQL writes it. */
  readonly bound: string
  /** `RANGE (id)` where the partition is itself divided. */
  readonly divided: string | null
}

export interface ForeignKey {
  readonly name: string
  readonly from: string
  readonly to: string
  readonly deferrable: boolean
  readonly deferred: boolean
}

export interface SequenceValue {
  readonly name: string
  /** null when it was never used. */
  readonly value: string | null
}

const ours = [schemas]

/** Our tables but the migrations', by name: parents of partitions, never partitions. */
export const tablesOf = (sql: Pick<Sql, 'query'>): Promise<TableShape[]> =>
  sql.query<TableShape>(
    `select c.oid::regclass::text as name,
            array_agg(quote_ident(a.attname) order by a.attnum) filter (where a.attgenerated = '') as columns
     from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
     where c.relnamespace = any(select oid from pg_namespace where nspname = any($1))
       and c.relkind in ('r', 'p') and not c.relispartition and c.relpersistence = 'p'
       and c.oid <> 'kernel.migrations'::regclass
     group by c.oid order by 1`,
    ours,
  )

/** Partitions, those nearer the root first. */
export const partitionsOf = (sql: Pick<Sql, 'query'>): Promise<PartitionShape[]> =>
  sql.query<PartitionShape>(
    `with recursive tree as (
       select c.oid, 0 as depth from pg_class c
       where c.relkind = 'p' and not c.relispartition
         and c.relnamespace = any(select oid from pg_namespace where nspname = any($1))
       union all
       select i.inhrelid, tree.depth + 1 from tree join pg_inherits i on i.inhparent = tree.oid)
     select tree.oid::regclass::text as name, i.inhparent::regclass::text as parent,
            pg_get_expr(c.relpartbound, c.oid) as bound,
            case when c.relkind = 'p' then pg_get_partkeydef(c.oid) end as divided
     from tree join pg_class c on c.oid = tree.oid join pg_inherits i on i.inhrelid = tree.oid
     where depth > 0 order by depth, 1`,
    ours,
  )

export const foreignKeysOf = (sql: Pick<Sql, 'query'>): Promise<ForeignKey[]> =>
  sql.query<ForeignKey>(
    `select quote_ident(k.conname) as name, k.conrelid::regclass::text as "from", k.confrelid::regclass::text as "to",
            k.condeferrable as deferrable, k.condeferred as deferred
     from pg_constraint k join pg_class c on c.oid = k.conrelid
     where k.contype = 'f' and k.conparentid = 0
       and c.relnamespace = any(select oid from pg_namespace where nspname = any($1))
     order by 2, 1`,
    ours,
  )

export const sequencesOf = (sql: Pick<Sql, 'query'>): Promise<SequenceValue[]> =>
  sql.query<SequenceValue>(
    `select format('%I.%I', schemaname, sequencename) as name, last_value::text as value
     from pg_sequences where schemaname = any($1) order by 1`,
    ours,
  )

/** Guards and other triggers of our own, with how they are switched on. */
export const triggersOf = (sql: Pick<Sql, 'query'>): Promise<{ table: string; name: string; mode: string }[]> =>
  sql.query(
    `select t.tgrelid::regclass::text as "table", quote_ident(t.tgname) as name,
            case t.tgenabled when 'A' then 'enable always' when 'R' then 'enable replica' else 'enable' end as mode
     from pg_trigger t join pg_class c on c.oid = t.tgrelid
     where not t.tgisinternal and t.tgparentid = 0 and t.tgenabled <> 'D'
       and c.relnamespace = any(select oid from pg_namespace where nspname = any($1))`,
    ours,
  )

/**
 * The tables with every referenced one before those that refer to it, and the foreign keys of circles, which no order can
 * satisfy and which are therefore checked at the end.
 */
export function loadingOrder(
  tables: readonly string[],
  keys: readonly ForeignKey[],
): { order: string[]; circular: ForeignKey[] } {
  const order: string[] = []
  const left = new Set(tables)
  const waitsFor = (table: string) =>
    keys.filter(key => key.from === table && key.to !== table && left.has(key.to)).length
  while (left.size > 0) {
    const free = [...left].filter(table => waitsFor(table) === 0)
    // In a circle the table with the fewest open references goes first.
    const next = free.length > 0 ? free : [...left].sort((a, b) => waitsFor(a) - waitsFor(b)).slice(0, 1)
    for (const table of next) {
      left.delete(table)
      order.push(table)
    }
  }
  const place = new Map(order.map((table, at) => [table, at]))
  const circular = keys.filter(key => (place.get(key.to) ?? -1) > (place.get(key.from) ?? -1))
  return { order, circular }
}

/** `schema.table` as a file name. */
export const fileOf = (table: string): string => `${table.replaceAll('"', '')}.copy.zst`

export const literal = pg.escapeLiteral
