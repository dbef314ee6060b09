import { type Caller, partiesOnly } from '#hubs/application/access'
import { type Rating, ratingsBy } from '#hubs/business/rating'
import { filesSentInBy } from '#kernel/file'
import { statement } from '#kernel/storage'
import { ownGround } from './access.ts'
import { ownData } from './details.routes.ts'
import type { RouteNeeds } from './routes.ts'

/** By this source a copy that was taken away stands among the looks that its owner is shown. */
export const copyTaken = 'own-copy'

const numbers = statement('power.numbersOfOwn', 'select id, number from kernel.cases where id = any ($1::uuid[])')

export type OwnHoldingsNeeds = Pick<RouteNeeds, 'db' | 'reads' | 'deliveries'>

/** 本人所有 What the city keeps of a party beside its cases and registers: addresses, files it sent in, ratings it gave. */
export function makeOwnHoldings({ db, reads, deliveries }: OwnHoldingsNeeds) {
  const partyOf = ({ actor }: Caller): string => {
    if (actor.kind !== 'party') throw partiesOnly()
    return actor.party
  }
  const numbersOf = async (ids: readonly (string | null)[]): Promise<ReadonlyMap<string, string>> => {
    const rows = await db.run<{ id: string; number: string }>(numbers, [ids.filter(id => id !== null)])
    return new Map(rows.map(({ id, number }) => [id, number]))
  }

  return {
    /** 先登记后查看 That this was looked at, or taken away as a copy, is written before anything is shown. */
    async record(caller: Caller, fields: readonly string[], source: typeof copyTaken | 'own-data'): Promise<void> {
      const { actor } = caller
      const common = { actor, purpose: ownData, ground: ownGround(caller), grants: [], source, fields }
      const disclosure = { kind: 'at-once' } as const
      await db.transaction(sql => reads.recordRead(sql, { ...common, subjects: [partyOf(caller)], disclosure }))
    },

    async addresses(caller: Caller, limit: number) {
      const found = await deliveries.confirmations.all(db, partyOf(caller), limit)
      const known = await numbersOf(found.map(({ caseId }) => caseId))
      return found.map(({ caseId, ...one }) => ({ ...one, number: caseId && (known.get(caseId) ?? null) }))
    },

    async files(caller: Caller, limit: number) {
      const found = await filesSentInBy(db, partyOf(caller), limit)
      const known = await numbersOf(found.map(({ caseId }) => caseId))
      return found.map(({ caseId, ...one }) => ({ ...one, number: caseId && (known.get(caseId) ?? null) }))
    },

    async ratings(caller: Caller, limit: number): Promise<readonly (Rating & { readonly number: string })[]> {
      const found = await ratingsBy(db, partyOf(caller), limit)
      const known = await numbersOf(found.map(({ caseId }) => caseId))
      return found.map(one => ({ ...one, number: known.get(one.caseId) ?? '' }))
    },
  }
}
