import { type Actor, actorText } from '#kernel/identity'
import { type Basis, refusal } from '#kernel/refusal'
import type { Sql } from '#kernel/storage'
import * as store from './party.store.ts'
import type { PartyDependencies } from './party.ts'
import { currentOf, partyErased, partyUnknown } from './registration.ts'

export const partyNotMergeable = refusal('PARTY_NOT_MERGEABLE', 409, 'These parties cannot be merged')
export const partyNotMerged = refusal('PARTY_NOT_MERGED', 409, 'This party is not merged into another')

export interface Links {
  /** 合并 Two records are one party: `from` is answered as `into` from now on. No key anywhere is rewritten. */
  merge(sql: Sql, merge: { from: string; into: string; by: Actor; basis: Basis }): Promise<void>
  /** 拆分 The merge was wrong: the party stands for itself again. */
  split(sql: Sql, split: { party: string; by: Actor; basis: Basis }): Promise<void>
}

/** The advisory lock of all merges. */
const linkLock = 1

interface Row {
  readonly id: string
  readonly kind: string
  readonly erasedAt: string | null
}

export const makeLinks = ({ clock }: PartyDependencies): Links => ({
  async merge(sql, { from, into: given, by, basis }) {
    // One merge at a time in the whole city: two that meet by way of third parties could make a ring.
    await sql.run(store.lockTags, [[linkLock]])
    const rows = await sql.run<Row>(store.lockParty, [[from, given]])
    if (rows.length < 2)
      throw from === given ? partyNotMergeable({ detail: 'A party is not merged with itself' }) : partyUnknown()
    if (rows.some(row => row.erasedAt !== null)) throw partyErased()
    if (rows[0]!.kind !== rows[1]!.kind) throw partyNotMergeable({ detail: 'A person and a firm are never one party' })
    const current = await currentOf(sql, [from, given])
    const into = current.get(given)!
    if (current.get(from) !== from) throw partyNotMergeable({ detail: 'The party is merged already' })
    if (into === from) throw partyNotMergeable({ detail: 'That would make a ring' })
    await sql.run(store.addLink, ['merge', from, into, clock.now(), actorText(by), basis])
  },

  async split(sql, { party, by, basis }) {
    const [row] = await sql.run<Row>(store.lockParty, [[party]])
    if (!row) throw partyUnknown()
    const [last] = await sql.run<{ event: string; intoParty: string }>(store.lastLink, [party])
    if (last?.event !== 'merge') throw partyNotMerged()
    await sql.run(store.addLink, ['split', party, last.intoParty, clock.now(), actorText(by), basis])
  },
})
