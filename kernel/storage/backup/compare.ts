import type { Db, Session } from '../sql.ts'
import { sequencesOf, tablesOf } from './catalog.ts'

export interface Comparison {
  /** Rows of all our tables in the first database. */
  readonly rows: number
  readonly equal: boolean
  /** Tables and sequences that differ. */
  readonly differences: readonly string[]
}

/**
 * Rows and their digest, whatever order they lie in: each row's SHA-256 as two 64-bit numbers, summed. Not against an
 * adversary, who could choose rows to cancel out; the trail is for that.
 */
const digestText = (table: string, columns: readonly string[]) => `
  select count(*) as rows, sum(('x' || left(hash, 16))::bit(64)::bigint)::text as a, sum(('x' || substr(hash, 17, 16))::bit(64)::bigint)::text as b
  from (select encode(sha256(convert_to(row(${columns.join(', ')})::text, 'UTF8')), 'hex') as hash from ${table}) hashes`

async function contents(db: Db): Promise<{ rows: number; digests: Map<string, string> }> {
  return db.session(async (session: Session) => {
    await session.query('begin isolation level repeatable read, read only')
    let rows = 0
    const digests = new Map<string, string>()
    for (const { name, columns: given } of await tablesOf(session)) {
      // By name: a table made anew from its declaration may have its columns in another order.
      const columns = [...given].sort()
      const [digest] = await session.query<{ rows: number; a: string; b: string }>(digestText(name, columns))
      rows += digest!.rows
      digests.set(name, JSON.stringify([columns, digest]))
    }
    for (const { name, value } of await sequencesOf(session)) digests.set(`sequence ${name}`, value ?? 'unused')
    await session.query('commit')
    return { rows, digests }
  })
}

/** Compares all our tables and sequences of two databases, row for row by digest. */
export async function compare(one: Db, other: Db): Promise<Comparison> {
  const [a, b] = await Promise.all([contents(one), contents(other)])
  const names = new Set([...a.digests.keys(), ...b.digests.keys()])
  const differences = [...names].filter(name => a.digests.get(name) !== b.digests.get(name)).sort()
  return { rows: a.rows, equal: differences.length === 0, differences }
}
