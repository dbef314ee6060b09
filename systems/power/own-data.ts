import { type Caller, covers, partiesOnly } from '#hubs/application/access'
import { statementOf, vouchersHeldBy } from '#hubs/application/voucher'
import type { RevealedParty } from '#kernel/party'
import { statement } from '#kernel/storage'
import { ownGround } from './access.ts'
import { ownData } from './details.routes.ts'
import { makeOwnRows } from './own-rows.ts'
import type { RouteNeeds } from './routes.ts'

const kindOf = statement('power.kindOfParty', 'select kind from kernel.parties where id = $1')

export type OwnDataNeeds = Pick<RouteNeeds, 'db' | 'clock' | 'parties' | 'registers' | 'reads' | 'directory'>

/** 我的数据 What the city holds about a person or firm, who looked at it, when and why; what it was told and what it was given. */
export function makeOwnData({ db, clock, parties, registers, reads, directory }: OwnDataNeeds) {
  function partyOf({ actor }: Caller): string {
    if (actor.kind !== 'party') throw partiesOnly()
    return actor.party
  }

  const common = { purpose: ownData, grants: [], source: 'party', disclosure: { kind: 'at-once' } } as const

  /** Whoever stands on the other side of a mandate. */
  function byMandate(caller: Caller, ids: readonly string[]) {
    const record = reads.recorder({ ...common, actor: caller.actor, ground: { kind: 'service', name: 'agency' } })
    return db.transaction(sql => parties.masked(sql, [...new Set(ids)], record))
  }

  const rowsOf = makeOwnRows({ db, clock, registers, reads, directory })

  return {
    /** Person, household or firm: not personal, and not a look at anybody. */
    async kindOf(caller: Caller): Promise<RevealedParty['kind']> {
      const [found] = await db.run<Pick<RevealedParty, 'kind'>>(kindOf, [partyOf(caller)])
      return found?.kind ?? 'person'
    },

    async held(caller: Caller) {
      const party = partyOf(caller)
      const record = reads.recorder({
        actor: caller.actor,
        purpose: ownData,
        ground: ownGround(caller),
        grants: [],
        source: 'party',
        disclosure: { kind: 'at-once' },
      })
      const own = await db.transaction(sql => parties.reveal(sql, party, record))
      const { kind, name, identifiers } = own
      return { kind, name, identifiers, rows: await rowsOf(caller, party, own) }
    },

    /** 本人姓名和号码 By which a mandate finds whom it was offered to. */
    async own(caller: Caller) {
      const record = reads.recorder({ ...common, actor: caller.actor, ground: ownGround(caller) })
      const own = await db.transaction(sql => parties.reveal(sql, partyOf(caller), record))
      const numbers = own.identifiers.flatMap(({ scheme, value }) =>
        scheme === 'citizen' || scheme === 'passport' ? [{ number: value, name: own.name }] : [],
      )
      return { kind: own.kind, numbers }
    },

    /** 被代理人 For whom the caller may act, by name: those are shown that he looked. */
    async principals(caller: Caller, ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
      return new Map([...(await byMandate(caller, ids))].map(([id, { name }]) => [id, name ?? '']))
    },

    /** 受托人 Whom the counter recorded as acting for the caller, by name and number, both masked: those are shown that he looked. */
    async agents(caller: Caller, ids: readonly string[]) {
      const found = await byMandate(caller, ids)
      return new Map(
        [...found].map(([id, { name, identifiers }]) => {
          const number = identifiers.find(({ scheme }) => scheme === 'citizen' || scheme === 'passport')?.value
          return [id, { name: name ?? '', number: number ?? '' }] as const
        }),
      )
    },

    /** The name alone, for the head of a page; a look at oneself that shows nothing else. */
    async nameOf(caller: Caller): Promise<string> {
      const party = partyOf(caller)
      const record = reads.recorder({
        actor: caller.actor,
        purpose: ownData,
        ground: ownGround(caller),
        grants: [],
        source: 'party',
        disclosure: { kind: 'at-once' },
      })
      const found = await db.transaction(sql => parties.masked(sql, [party], record))
      return found.get(party)?.name ?? ''
    },

    /** 谁看过我的信息 Organ, post, purpose and time; the latest first. */
    async readsSeen(caller: Caller, { before, limit }: { readonly before?: string; readonly limit: number }) {
      const party = partyOf(caller)
      const own = [...new Set([party, await parties.currentOf(db, party)])]
      const rows = await reads.readsOf(db, own, clock.now(), {
        ...(before !== undefined && { before }),
        limit: limit + 1,
      })
      const offices = await directory()
      const today = clock.today().toString()
      const items = rows
        .slice(0, limit)
        .map(({ id, at, organ, post, purpose, source, fields, ground, groundName, deferredBy }) => ({
          id,
          at,
          organ: organ === null ? null : (offices.organ(organ, today)?.name ?? organ),
          post: post === null ? null : (offices.post(post, today)?.name ?? post),
          purpose,
          ground,
          groundName,
          source,
          fields,
          deferredBy,
        }))
      return { items, next: rows.length > limit ? items.at(-1)!.id : null }
    },

    /** What the party holds, as far as whoever asks may receive it; to apply with, what the form itself fetches. */
    async vouchers(caller: Caller, scope: 'receive' | 'apply' = 'receive') {
      const party = await parties.currentOf(db, partyOf(caller))
      const today = clock.today().toString()
      const rows = await vouchersHeldBy(db, party, { limit: 100 })
      return rows
        .filter(({ item }) => (scope === 'apply' ? covers(caller, 'apply') : covers(caller, 'receive', item)))
        .map(voucher => ({ ...statementOf(voucher, today), item: voucher.item, checkCode: voucher.checkCode }))
    },
  }
}
export type OwnData = ReturnType<typeof makeOwnData>
