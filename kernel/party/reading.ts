import type { Sql } from '#kernel/storage'
import type { IdentifierScheme, PartyKind } from './identifier.ts'
import * as store from './party.store.ts'
import type { PartyDependencies, RecordRead } from './party.ts'
import { bound, partyErased, partyUnknown } from './registration.ts'

/** 列表中的当事人 What a list shows; `null` names are erased parties. */
export interface MaskedParty {
  readonly id: string
  readonly kind: PartyKind
  readonly erased: boolean
  readonly name: string | null
  readonly identifiers: readonly { readonly scheme: IdentifierScheme; readonly value: string }[]
}

/** 明文 The party's name and identifiers in clear: for one purpose, in one case, after its read record. */
export interface RevealedParty {
  readonly id: string
  readonly kind: PartyKind
  readonly name: string
  readonly identifiers: readonly { readonly scheme: IdentifierScheme; readonly value: string }[]
}

export interface Reading {
  /** 脱敏显示 Masked parties for a list, one read record for the whole query. Answer only after the transaction committed. */
  masked(sql: Sql, parties: readonly string[], record: RecordRead): Promise<ReadonlyMap<string, MaskedParty>>
  /** 查看明文 One party in clear, after its read record. Answer only after the transaction committed. */
  reveal(sql: Sql, party: string, record: RecordRead): Promise<RevealedParty>
}

interface Sealed {
  readonly id: string
  readonly kind: PartyKind
  readonly erased: boolean
  readonly wrapped: Buffer | null
  readonly name: Buffer | null
  readonly schemes: readonly IdentifierScheme[] | null
  readonly sealed: readonly Buffer[] | null
}

export const makeReading = ({ keyring }: PartyDependencies): Reading => ({
  async masked(sql, parties, record) {
    if (parties.length === 0) return new Map()
    await record(sql, parties, ['name.masked', 'identifiers.masked'])
    const rows = await sql.run<MaskedParty>(store.readMasked, [[...parties]])
    return new Map(rows.map(row => [row.id, row]))
  },

  async reveal(sql, party, record) {
    await record(sql, [party], ['name', 'identifiers'])
    const [row] = await sql.run<Sealed>(store.readSealed, [[party]])
    if (!row) throw partyUnknown()
    if (row.erased || !row.wrapped || !row.name) throw partyErased()
    const key = keyring.unwrap(row.wrapped)
    const clear = (sealed: Buffer, field: string) => keyring.unseal(key, sealed, bound(party, field)).toString()
    return {
      id: row.id,
      kind: row.kind,
      name: clear(row.name, 'name'),
      identifiers: (row.schemes ?? []).map((scheme, at) => ({ scheme, value: clear(row.sealed![at]!, scheme) })),
    }
  },
})
