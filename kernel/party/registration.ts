import { uuidv7 } from '#kernel/clock'
import { refusal } from '#kernel/refusal'
import type { Sql } from '#kernel/storage'
import {
  type IdentifierScheme,
  identifies,
  maskedIdentifier,
  maskedName,
  normalised,
  type PartyKind,
} from './identifier.ts'
import type { DataKey } from './keyring.ts'
import * as store from './party.store.ts'
import type { PartyDependencies } from './party.ts'

export const partyUnknown = refusal('PARTY_UNKNOWN', 404, 'No such party')
export const partyErased = refusal('PARTY_ERASED', 410, 'This party was erased')
export const partyAmbiguous = refusal('PARTY_AMBIGUOUS', 409, 'The identifiers belong to different parties')

export interface GivenIdentifier {
  readonly scheme: IdentifierScheme
  readonly value: string
}

export interface NewParty {
  readonly kind: PartyKind
  readonly name: string
  readonly identifiers: readonly GivenIdentifier[]
}

export interface Registration {
  /**
   * 登记当事人 Finds the party that an identifying number names, or makes one. A number that is known wins over the name given;
   * numbers of two different parties are refused (merge them first). An identifier the party lacks is added. Whether the party is
   * known by another name is told, never the name.
   */
  register(
    sql: Sql,
    party: NewParty,
  ): Promise<{ readonly party: string; readonly created: boolean; readonly nameDiffers: boolean }>
  /** 查找 The parties that have this identifier now, merges followed; an identifying number has one at most. Reads nothing personal. */
  find(sql: Sql, scheme: IdentifierScheme, value: string): Promise<readonly string[]>
  /**
   * 本人号码 Whether this number is the party's own: true; false when it is another's, or the party is known by one of its own of this
   * kind; null where nobody is known by either. Reads nothing personal.
   */
  owns(sql: Sql, party: string, scheme: IdentifierScheme, value: string): Promise<boolean | null>
  /** 同名 Whether the party is known by this name; what its name is, is not told. */
  isNamed(sql: Sql, party: string, name: string): Promise<boolean>
  rename(sql: Sql, party: string, name: string): Promise<void>
  addIdentifier(sql: Sql, party: string, identifier: GivenIdentifier): Promise<void>
  /** 停用标识 The number is no longer this party's, from today on. */
  endIdentifier(sql: Sql, party: string, identifier: GivenIdentifier): Promise<boolean>
  /**
   * 当事人存续 None of these is unknown or erased now. That none is erased before a case is there for them, the case's own statement sees
   * to (`kernel.parties_must_stand`).
   */
  mustStand(sql: Sql, parties: readonly string[]): Promise<void>
  /** 合并后的当事人 The party that stands for this one now. */
  currentOf(sql: Sql, party: string): Promise<string>
}

/** What a ciphertext of the party record is bound to: `<party>|name`, `<party>|phone`. */
export const bound = (party: string, field: string): string => `${party}|${field}`

export async function currentOf(sql: Sql, parties: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const rows = await sql.run<{ origin: string; id: string }>(store.resolveParties, [[...new Set(parties)]])
  return new Map(rows.map(row => [row.origin, row.id]))
}

interface Locked {
  readonly id: string
  readonly kind: PartyKind
  readonly erasedAt: string | null
  readonly wrapped: Buffer | null
}

export function makeRegistration({ clock, keyring, index }: PartyDependencies): Registration {
  const prepare = (identifiers: readonly GivenIdentifier[]) =>
    identifiers.map(({ scheme, value: given }) => {
      const value = normalised(scheme, given)
      return { scheme, value, tag: index.tag(scheme, value), masked: maskedIdentifier(scheme, value) }
    })

  const open = async (sql: Sql, party: string): Promise<Locked & { readonly key: DataKey }> => {
    const [row] = await sql.run<Locked>(store.lockParty, [[party]])
    if (!row) throw partyUnknown()
    if (row.erasedAt !== null || row.wrapped === null) throw partyErased()
    return { ...row, key: keyring.unwrap(row.wrapped) }
  }

  const find = async (sql: Sql, tags: readonly { readonly scheme: string; readonly tag: Buffer }[]) => {
    const rows = await sql.run<{ party: string; scheme: string; tag: Buffer }>(store.findByTags, [
      tags.map(tag => tag.scheme),
      tags.map(tag => tag.tag),
    ])
    if (rows.length === 0) return { rows, parties: [] }
    const current = await currentOf(
      sql,
      rows.map(row => row.party),
    )
    return { rows, parties: [...new Set(rows.map(row => current.get(row.party)!))] }
  }

  const add = async (sql: Sql, party: string, key: DataKey, given: ReturnType<typeof prepare>[number]) => {
    const { scheme, value, tag, masked } = given
    const sealed = keyring.seal(key, value, bound(party, scheme))
    await sql.run(store.addIdentifier, [party, scheme, tag, sealed, masked, clock.today()])
  }

  /** Width and spaces aside: 示例 公民 is 示例公民. */
  const spelt = (name: string): string => name.normalize('NFKC').replace(/\s/g, '')
  const differs = async (sql: Sql, party: string, name: string): Promise<boolean> => {
    const [row] = await sql.run<{ wrapped: Buffer; name: Buffer }>(store.nameOf, [party])
    return row !== undefined && spelt(name) !== spelt(nameIn(party, row))
  }
  const nameIn = (party: string, { wrapped, name }: { readonly wrapped: Buffer; readonly name: Buffer }): string =>
    keyring.unseal(keyring.unwrap(wrapped), name, bound(party, 'name')).toString()

  return {
    async register(sql, { kind, name, identifiers }) {
      const given = prepare(identifiers)
      const identifying = given.filter(({ scheme }) => identifies(scheme))
      if (identifying.length > 0) {
        // One write to the server: the lock is held before the search takes its snapshot.
        const [, found] = await Promise.all([
          sql.run(store.lockTags, [identifying.map(({ tag }) => tag.readBigInt64BE())]),
          find(sql, identifying),
        ])
        if (found.parties.length > 1) throw partyAmbiguous()
        const known = found.parties[0]
        if (known !== undefined) {
          const has = new Set(found.rows.map(row => `${row.scheme} ${row.tag.toString('hex')}`))
          const missing = identifying.filter(({ scheme, tag }) => !has.has(`${scheme} ${tag.toString('hex')}`))
          if (missing.length > 0) {
            const { key } = await open(sql, known)
            for (const one of missing) await add(sql, known, key, one)
          }
          return { party: known, created: false, nameDiffers: await differs(sql, known, name) }
        }
      }
      const party = uuidv7(clock)
      const { key, wrapped, alg, keyId } = keyring.newKey()
      await sql.run(store.addParty, [
        party,
        kind,
        clock.now(),
        wrapped,
        alg,
        keyId,
        keyring.seal(key, name, bound(party, 'name')),
        maskedName(kind, name),
        clock.today(),
        given.map(({ scheme }) => scheme),
        given.map(({ tag }) => tag),
        given.map(({ scheme, value }) => keyring.seal(key, value, bound(party, scheme))),
        given.map(({ masked }) => masked),
      ])
      return { party, created: true, nameDiffers: false }
    },

    find: async (sql, scheme, value) =>
      (await find(sql, [{ scheme, tag: index.tag(scheme, normalised(scheme, value)) }])).parties,

    isNamed: async (sql, party, name) => !(await differs(sql, party, name)),

    async rename(sql, party, name) {
      const { key, kind } = await open(sql, party)
      await sql.run(store.endName, [party, clock.today()])
      await sql.run(store.addName, [
        party,
        keyring.seal(key, name, bound(party, 'name')),
        maskedName(kind, name),
        clock.today(),
      ])
    },

    async addIdentifier(sql, party, identifier) {
      const [given] = prepare([identifier])
      const { key } = await open(sql, party)
      if (identifies(given!.scheme)) {
        const { parties } = await find(sql, [given!])
        if (parties.length > 0) throw partyAmbiguous({ detail: 'The number belongs to a party already' })
      }
      await add(sql, party, key, given!)
    },

    async endIdentifier(sql, party, { scheme, value }) {
      const group = (await sql.run<{ id: string }>(store.groupOf, [party])).map(row => row.id)
      const ended = await sql.run(store.endIdentifier, [
        group,
        scheme,
        index.tag(scheme, normalised(scheme, value)),
        clock.today(),
      ])
      return ended.length > 0
    },

    async owns(sql, party, scheme, value) {
      const tag = index.tag(scheme, normalised(scheme, value))
      if ((await sql.run(store.hasIdentifier, [party, scheme, tag])).length > 0) return true
      const { parties } = await find(sql, [{ scheme, tag }])
      if (parties.length > 0) return parties.includes(party)
      const group = (await sql.run<{ id: string }>(store.groupOf, [party])).map(row => row.id)
      return (await sql.run(store.anyIdentifier, [group, scheme])).length > 0 ? false : null
    },

    async mustStand(sql, parties) {
      const found = await Promise.all(
        [...new Set(parties)].map(
          async id => (await sql.run<{ erasedAt: string | null }>(store.standingParty, [id]))[0],
        ),
      )
      if (found.some(row => row === undefined)) throw partyUnknown()
      if (found.some(row => row!.erasedAt !== null)) throw partyErased()
    },

    async currentOf(sql, party) {
      return (await currentOf(sql, [party])).get(party) ?? party
    },
  }
}
