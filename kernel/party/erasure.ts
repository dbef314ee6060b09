import { randomBytes } from 'node:crypto'
import type { Clock } from '#kernel/clock'
import { type Actor, actorText } from '#kernel/identity'
import { type Basis, type Reason, refusal } from '#kernel/refusal'
import { type Db, type Sql, statement } from '#kernel/storage'
import { commit2, encodeLeaf } from '#kernel/trail'
import type { BlindIndex } from './blind-index.ts'
import type { ErasureList, ListedErasure } from './erasure-list.ts'
import * as store from './party.store.ts'
import { currentOf, partyUnknown } from './registration.ts'

export const erasureHeld = refusal('ERASURE_HELD', 409, 'This party cannot be erased yet')

/** Destroys what one module holds of a party, in the erasure's transaction, and says how many rows it touched. */
export type Eraser = (sql: Sql, party: string) => Promise<number>

/** Why a party may not be erased yet: an open case, a retention period that runs (个人信息保护法 47(2)). Empty when nothing stands against it. */
export type ErasureHold = (sql: Sql, party: string) => Promise<readonly Reason[]>

export interface ErasureDependencies {
  readonly clock: Clock
  readonly index: BlindIndex
  readonly erasures: ErasureList
  /** What other modules hold: case details, files, ledgers … each registers its own. */
  readonly erasers: readonly Eraser[]
  readonly holds: readonly ErasureHold[]
}

export interface ErasureResult {
  /** The parties erased now: the one asked for and everything merged with it; empty when that was done before. */
  readonly parties: readonly string[]
  readonly rows: number
}

export interface Erasures {
  /**
   * 删除个人信息 Destroys a party's keys, names, identifiers and masked values, its keys in cases, and what the registered erasers
   * hold. Throws ERASURE_HELD while a case is open or a retention period runs. The list outside the database is written last
   * and before the commit, so the caller commits at once. Doing it twice does nothing.
   */
  erase(sql: Sql, party: string, basis: Basis, by: Actor): Promise<ErasureResult>
  /** 重做删除 After a restore and before opening: erases again whatever an older backup brought back. One transaction per party. */
  reapplyErasures(db: Db): Promise<number>
}

const destroy = statement(
  'party.erase',
  `with keys as (delete from kernel.party_keys where party = $1 returning 1),
     names as (delete from kernel.party_names where party = $1 returning 1),
     identifiers as (delete from kernel.party_identifiers where party = $1 returning 1),
     case_keys as (delete from kernel.case_keys where subject = $1 returning 1),
     party as (update kernel.parties set erased_at = $2 where id = $1)
   select ((select count(*) from keys) + (select count(*) from names) + (select count(*) from identifiers)
     + (select count(*) from case_keys))::int as rows`,
)

const addErasure = statement(
  'party.addErasure',
  `with erasure as (
     insert into kernel.erasures (party, at, actor, basis, rows, commit_key) values ($1, $2, $3, $4, $5, $6) on conflict (party) do nothing)
   insert into kernel.trail_outbox (leaf) values ($7)`,
)

const stillThere = statement(
  'party.stillThere',
  'select id from kernel.parties where id = any ($1::uuid[]) and erased_at is null order by id',
)

/** One process at a time appends to the list beside the database: of another's half written line it would make an end. */
const listLock = statement('party.listLock', `select pg_advisory_xact_lock(hashtext('kernel.erasures.list'))`)

export function makeErasures({ clock, index, erasures, erasers, holds }: ErasureDependencies): Erasures {
  /** The part that a restore repeats: everything but the question whether it may be done, and the list. */
  const destroyOne = async (sql: Sql, { party, at, basis, actor }: ListedErasure): Promise<number> => {
    let rows = (await sql.run<{ rows: number }>(destroy, [party, at]))[0]!.rows
    for (const eraser of erasers) rows += await eraser(sql, party)
    const key = randomBytes(32)
    const leaf = encodeLeaf({
      kind: 'erase',
      at: Temporal.Instant.from(at),
      commit: commit2(key, Buffer.from(JSON.stringify({ actor, at, basis, party, rows }))),
      subject: index.tag('trail', party).toString('base64url', 0, 16),
    })
    await sql.run(addErasure, [party, at, actor, basis, rows, key, leaf])
    return rows
  }

  return {
    async erase(sql, party, basis, by) {
      const [known] = await sql.run(store.lockParty, [[party]])
      if (!known) throw partyUnknown()
      const standing = (await currentOf(sql, [party])).get(party)!
      const group = (await sql.run<{ id: string }>(store.groupOf, [standing])).map(row => row.id)
      const locked = await sql.run<{ id: string; erasedAt: string | null }>(store.lockParty, [group])
      const there = locked.filter(row => row.erasedAt === null).map(row => row.id)
      const reasons: Reason[] = []
      for (const member of there) for (const hold of holds) reasons.push(...(await hold(sql, member)))
      if (reasons.length > 0) throw erasureHeld({ reasons })
      const entries = there.map(member => ({ party: member, at: clock.now().toString(), basis, actor: actorText(by) }))
      let rows = 0
      for (const entry of entries) rows += await destroyOne(sql, entry)
      if (entries.length > 0) {
        await sql.run(listLock, [])
        await erasures.append(entries)
      }
      return { parties: there, rows }
    },

    async reapplyErasures(db) {
      const listed = new Map((await erasures.read()).map(entry => [entry.party, entry]))
      const back = await db.run<{ id: string }>(stillThere, [[...listed.keys()]])
      for (const { id } of back)
        await db.transaction(async sql => {
          const [row] = await sql.run<{ erasedAt: string | null }>(store.lockParty, [[id]])
          if (row?.erasedAt === null) await destroyOne(sql, listed.get(id)!)
        })
      return back.length
    },
  }
}
