import { maskIdentifier, maskName } from '#kernel/code'
import { normalised, personScheme } from '#kernel/party'
import type { Sql } from '#kernel/storage'
import * as store from './mandate.store.ts'
import type { Mandate } from './mandate.ts'
import type { MandateNeeds } from './needs.ts'

export interface MandateRow extends Omit<Mandate, 'represented' | 'endedOn' | 'unconfirmed'> {
  readonly uscc: string | null
  readonly endedAt: string | null
  readonly wrapped: Buffer
  readonly sealed: Buffer
  readonly ward: Ward | null
  readonly recordedBy: string | null
  readonly recordedAt: string | null
  readonly confirmedAt: string | null
}

/** 被监护人 A child, or an adult whom a court has found unable to act for himself. */
export type Ward = 'minor' | 'incapacitated'

/** What is said of a mandate in words; sealed. */
export interface MandateWords {
  readonly name?: string
  readonly number?: string
  readonly document?: string
  readonly documentNumber?: string
  /** Who made the document; of a ruling the court. */
  readonly issuer?: string
  readonly note?: string
  /** What was seen when it ended. */
  readonly ending?: DocumentSeen
}

/** 看过的文书 */
export interface DocumentSeen {
  readonly name: string
  readonly number?: string | undefined
  readonly issuer?: string | undefined
}

/** 窗口所见 A mandate as the counter finds it, with the document on which it stands. */
export interface MandateFound extends Mandate {
  readonly ward: Ward | null
  readonly document: DocumentSeen | null
}

/** A mandate as the principal sees it: to whom, as he wrote him, masked. */
export interface MandateGiven extends Mandate {
  readonly to: string
}

/** 企业登记 The register that says who represents a firm. */
const enterprises = 'enterprise'

export const sealedAt = (id: string): string => `mandate|${id}`

export function makeReading({ db, clock, keyring, index, registers }: MandateNeeds) {
  const today = (): string => clock.today().toString()

  /** 法定代表人 Whom the register of enterprises names today; undefined where it names nobody. */
  async function representativeOf(sql: Sql, uscc: string): Promise<string | undefined> {
    if (!registers.declarations.has(enterprises)) return undefined
    const row = await registers.asOf(enterprises, { uscc }, today(), undefined, sql)
    const said = row?.values['active'] === false ? undefined : row?.values['representative']
    return typeof said === 'string' ? said : undefined
  }

  const wordsOf = ({ id, wrapped, sealed }: MandateRow): MandateWords =>
    JSON.parse(keyring.unseal(keyring.unwrap(wrapped), sealed, sealedAt(id)).toString()) as MandateWords

  async function asKnown(sql: Sql, row: MandateRow): Promise<Mandate> {
    const {
      wrapped: _,
      sealed: __,
      uscc,
      endedAt,
      ward,
      recordedBy: ___,
      recordedAt: ____,
      confirmedAt,
      ...mandate
    } = row
    const asked = uscc !== null && endedAt === null
    return {
      ...mandate,
      unconfirmed: ward === 'incapacitated' && confirmedAt === null,
      represented: !asked || (await representativeOf(sql, uscc)) === mandate.representative,
      endedOn:
        endedAt === null
          ? null
          : Temporal.Instant.from(endedAt).toZonedDateTimeISO(clock.zone).toPlainDate().toString(),
    }
  }
  const allKnown = (sql: Sql, rows: readonly MandateRow[]): Promise<Mandate[]> =>
    Promise.all(rows.map(row => asKnown(sql, row)))

  async function found(rows: readonly MandateRow[]): Promise<readonly MandateFound[]> {
    return Promise.all(
      rows.map(async row => {
        const { document: name, documentNumber, issuer } = wordsOf(row)
        const document = name === undefined ? null : { name, number: documentNumber, issuer }
        return { ...(await asKnown(db, row)), ward: row.ward, document }
      }),
    )
  }

  const spelt = (name: string): string => name.normalize('NFKC').replace(/\s/g, '')

  /** Offers to whoever has this number and name; with another name than the principal wrote, there is none. */
  async function offers(sql: Sql, own: readonly { readonly number: string; readonly name: string }[]) {
    const tags = own.map(({ number }) => index.tag(personScheme(number), normalised(personScheme(number), number)))
    const rows = tags.length === 0 ? [] : await sql.run<MandateRow>(store.offeredTo, [tags, today()])
    return rows.filter(row => own.some(({ name }) => spelt(name) === spelt(wordsOf(row).name ?? '')))
  }

  return {
    representativeOf,
    asKnown,
    wordsOf,
    offers,

    /** 一份授权 As it stands at this moment. */
    async find(sql: Sql, id: string): Promise<Mandate | undefined> {
      const [row] = await sql.run<MandateRow>(store.findMandate, [id])
      return row && asKnown(sql, row)
    },

    /** 受托 For whom this person may act, or could until of late. */
    held: async (agent: string): Promise<readonly Mandate[]> =>
      allKnown(db, await db.run<MandateRow>(store.heldBy, [agent, today()])),

    offered: async (own: Parameters<typeof offers>[1]): Promise<readonly Mandate[]> =>
      allKnown(db, await offers(db, own)),

    /** 窗口查找 Everything in which somebody stands on either side. */
    concerning: async (party: string): Promise<readonly MandateFound[]> =>
      found(await db.run<MandateRow>(store.concerning, [party, clock.now().subtract({ hours: 24 * 365 })])),

    /** 待核对 What officers of this organ recorded of adults who cannot act, and nobody has confirmed; one's own is another's to confirm. */
    unconfirmed: async (organ: string, person: string): Promise<readonly MandateFound[]> => {
      const rows = await db.run<MandateRow>(store.unconfirmedAt, [organ])
      return found(rows.filter(({ recordedBy }) => recordedBy !== person))
    },

    /** 委托 Whom this person or firm has authorised, what ended in the last year too. */
    async given(principal: string): Promise<readonly MandateGiven[]> {
      const since = clock.now().subtract({ hours: 24 * 365 })
      const rows = await db.run<MandateRow>(store.givenBy, [principal, since])
      return Promise.all(
        rows.map(async row => {
          const { name = '', number = '' } = wordsOf(row)
          return { ...(await asKnown(db, row)), to: `${maskName(name)} ${maskIdentifier(number)}`.trim() }
        }),
      )
    },
  }
}
export type MandateReading = ReturnType<typeof makeReading>
