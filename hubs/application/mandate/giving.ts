import { randomBytes } from 'node:crypto'
import { uuidv7 } from '#kernel/clock'
import { parseCitizen } from '#kernel/code'
import { type Actor, actorText } from '#kernel/identity'
import { normalised } from '#kernel/party'
import { refusal } from '#kernel/refusal'
import type { Sql } from '#kernel/storage'
import { commit2, encodeLeaf } from '#kernel/trail'
import * as store from './mandate.store.ts'
import { type Mandate, type MandateEnding, type MandateKind, type MandateScope, mandateScopes } from './mandate.ts'
import type { MandateNeeds, Named } from './needs.ts'
import { type MandateReading, type MandateRow, type MandateWords, sealedAt } from './reading.ts'

export const mandateInvalid = refusal('MANDATE_INVALID', 422, 'The mandate is not complete')
export const mandateUnknown = refusal('MANDATE_UNKNOWN', 404, 'No such mandate of yours')
export const mandatesTooMany = refusal('MANDATES_TOO_MANY', 409, 'Too many mandates are in force; end some first')
export const firmNotYours = refusal(
  'FIRM_NOT_YOURS',
  404,
  'The register names you as legal representative of no such firm',
)

/** What may be wrong with a field of a mandate, as its form says it. */
export type MandateFault = 'MISSING' | 'FALSE' | 'OWN' | 'NONE' | 'PAST' | 'BEFORE_FROM' | 'TOO_LONG' | 'OTHER'

export interface MandateTerms {
  readonly items: readonly string[] | null
  readonly scopes: readonly MandateScope[]
  readonly from: string
  readonly until: string | null
}

/** One may authorise so many at once; a firm has more clerks than a person has helpers. */
const most = { person: 20, firm: 200 } as const
/** 期限 A mandate that nobody has thought of for so long is given anew. */
const longest = { years: 3 }

export function makeGiving(needs: MandateNeeds, reading: MandateReading) {
  const { clock, keyring, index, parties, registers } = needs
  const today = (): string => clock.today().toString()

  /** Each change is a row and a leaf, in the change's own transaction. */
  async function prove(
    sql: Sql,
    by: Actor,
    change: string,
    mandate: string,
    detail: Readonly<Record<string, unknown>>,
  ) {
    const [at, key] = [clock.now(), randomBytes(32)]
    const message = JSON.stringify([
      actorText(by),
      change,
      mandate,
      Object.entries(detail).sort(([a], [b]) => (a < b ? -1 : 1)),
    ])
    const leaf = encodeLeaf({ kind: 'administration', verb: change, at, commit: commit2(key, Buffer.from(message)) })
    await sql.run(store.addChange, [mandate, at, change, actorText(by), detail, key, leaf])
  }

  const tell = (sql: Sql, mandate: string, what: string, concerned: readonly string[]): Promise<void> =>
    needs.tell(sql, { cause: `mandate:${mandate}:${what}`, kind: `mandate-${what}`, parties: concerned })

  interface Adding extends MandateTerms {
    readonly kind: MandateKind
    readonly principal: string
    readonly agent: string | null
    readonly tag?: Buffer
    readonly firm?: { readonly representative: string; readonly uscc: string } | undefined
    readonly words: MandateWords
  }

  async function add(sql: Sql, by: Actor, given: Adding): Promise<string> {
    const { kind, principal, agent, tag, items, scopes, from, until, firm, words } = given
    const [id, now] = [uuidv7(clock), clock.now()]
    const { key, wrapped, alg, keyId } = keyring.newKey()
    const sealed = keyring.seal(key, JSON.stringify(words), sealedAt(id))
    await sql.run(store.addMandate, [
      ...[id, kind, principal, agent, tag ?? null, items, [...scopes], from, until, now, agent === null ? null : now],
      ...[firm?.representative ?? null, firm?.uscc ?? null, wrapped, alg, keyId, sealed],
    ])
    await prove(sql, by, 'give-mandate', id, { kind, principal, agent, items, scopes, from, until })
    return id
  }

  function mustHold(faults: Readonly<Record<string, MandateFault | undefined>>): void {
    const fields = Object.fromEntries(Object.entries(faults).filter(([, fault]) => fault !== undefined))
    if (Object.keys(fields).length > 0) throw mandateInvalid({ facts: { fields } })
  }

  function faultsOfTerms({ items, scopes, from, until }: MandateTerms, endless: boolean) {
    const last = Temporal.PlainDate.from(today()).add(longest).toString()
    const untilFault = (): MandateFault | undefined => {
      if (until === null) return endless ? undefined : 'MISSING'
      if (until < today()) return 'PAST'
      if (until < from) return 'BEFORE_FROM'
      return until > last ? 'TOO_LONG' : undefined
    }
    return {
      items: items !== null && items.length === 0 ? ('NONE' as const) : undefined,
      scopes: scopes.length === 0 || scopes.some(one => !mandateScopes.includes(one)) ? ('NONE' as const) : undefined,
      from: from < today() ? ('PAST' as const) : undefined,
      until: untilFault(),
    }
  }

  function faultsOfNamed({ name, number }: Named) {
    const plain = number.trim()
    const ok = plain !== '' && parseCitizen(plain, { today: clock.today() }).ok
    return {
      name: name.trim() === '' ? ('MISSING' as const) : undefined,
      number: plain === '' ? ('MISSING' as const) : ok ? undefined : ('FALSE' as const),
    }
  }

  async function locked(sql: Sql, id: string): Promise<MandateRow> {
    const [row] = await sql.run<MandateRow>(store.lockMandate, [id])
    if (!row) throw mandateUnknown()
    return row
  }

  return {
    /**
     * 授权 Offered to whoever signs in with this number and name. The answer is the same whether anybody has the number: nobody learns from a
     * mandate who is known here. @throws MANDATE_INVALID, MANDATES_TOO_MANY
     */
    async give(
      sql: Sql,
      by: Actor,
      {
        principal,
        to,
        firm,
        ownNumber,
        ...terms
      }: MandateTerms & {
        readonly principal: string
        readonly to: Named
        readonly firm?: { readonly representative: string; readonly uscc: string } | undefined
        /** The giver's own number: nobody authorises himself. */
        readonly ownNumber?: string | undefined
      },
    ): Promise<string> {
      const named = faultsOfNamed(to)
      const own = named.number === undefined && normalised('citizen', to.number) === ownNumber
      mustHold({ ...faultsOfTerms(terms, firm !== undefined), ...named, ...(own && { number: 'OWN' as const }) })
      const [open] = await sql.run<{ count: number }>(store.openCount, [principal, today()])
      const limit = firm ? most.firm : most.person
      if (open!.count >= limit) throw mandatesTooMany({ facts: { most: limit } })
      const number = normalised('citizen', to.number)
      const id = await add(sql, by, {
        ...terms,
        principal,
        firm,
        kind: firm ? 'clerk' : 'mandate',
        agent: null,
        tag: index.tag('citizen', number),
        words: { name: to.name.trim().slice(0, 120), number },
      })
      // The same questions are put whether anybody is known by it.
      await tell(sql, id, 'offered', await parties.find(sql, 'citizen', number))
      return id
    },

    /** 接受授权 @throws MANDATE_UNKNOWN where it was offered to somebody else, or is gone. */
    async accept(
      sql: Sql,
      by: Actor,
      id: string,
      party: string,
      own: readonly { readonly number: string; readonly name: string }[],
    ): Promise<void> {
      const row = await locked(sql, id)
      if (row.agent === party && row.endedAt === null) return
      const mine = (await reading.offers(sql, own)).some(one => one.id === id)
      if (!mine || row.principal === party) throw mandateUnknown()
      await sql.run(store.acceptMandate, [id, party, clock.now()])
      await prove(sql, by, 'accept-mandate', id, { agent: party })
      await tell(sql, id, 'taken-up', [row.principal])
    },

    /** 终止授权 By the principal or the agent at any moment, with effect at once; what the law gives is ended at the counter only. */
    async end(sql: Sql, by: Actor, id: string, party: string): Promise<void> {
      const row = await locked(sql, id)
      const principals = row.principal === party
      if (!principals && row.agent !== party) throw mandateUnknown()
      if (row.kind === 'guardianship' || (row.kind === 'representation' && principals)) throw mandateUnknown()
      await this.endAs(sql, by, row, principals ? 'revoked' : 'renounced')
    },

    /** 窗口终止 On a judgement or document that an officer has seen. */
    async endAtCounter(sql: Sql, by: Actor, id: string, why: 'court' | 'document'): Promise<void> {
      await this.endAs(sql, by, await locked(sql, id), why)
    },

    async endAs(sql: Sql, by: Actor, { id, principal, agent }: MandateRow, why: MandateEnding): Promise<void> {
      const ended = await sql.run(store.endMandate, [id, clock.now(), why])
      if (ended.length === 0) return
      await prove(sql, by, 'end-mandate', id, { why })
      // Whoever ended it knows.
      const concerned = [why === 'revoked' ? null : principal, why === 'renounced' ? null : agent]
      await tell(
        sql,
        id,
        'ended',
        concerned.filter(one => one !== null),
      )
    },

    /** 确认 The new legal representative takes over what the one before him gave. */
    async confirm(sql: Sql, by: Actor, id: string, principal: string, representative: string): Promise<void> {
      const row = await locked(sql, id)
      if (row.principal !== principal || row.kind !== 'clerk' || row.endedAt !== null || row.uscc === null)
        throw mandateUnknown()
      if ((await reading.representativeOf(sql, row.uscc)) !== representative) throw mandateUnknown()
      // Pressed twice, it is confirmed once.
      if ((await sql.run(store.confirmMandate, [id, representative])).length === 0) return
      await prove(sql, by, 'confirm-mandate', id, { representative })
    },

    /** 窗口登记 A guardianship, a mandate on paper or the help of a village, by a document that an officer has looked at. @throws MANDATE_INVALID */
    async record(
      sql: Sql,
      by: Actor,
      given: MandateTerms & {
        readonly kind: Exclude<MandateKind, 'clerk' | 'representation'>
        readonly principal: string
        readonly agent: string
        readonly words: MandateWords
      },
    ): Promise<string> {
      const { kind, principal, agent } = given
      mustHold({
        ...faultsOfTerms(given, kind === 'guardianship'),
        ...(kind === 'guardianship' && given.until !== null && given.until >= today() && { until: undefined }),
        agent: agent === principal ? 'OWN' : undefined,
        document: (given.words.document ?? '').trim() === '' ? 'MISSING' : undefined,
      })
      await parties.mustStand(sql, [principal, agent])
      const id = await add(sql, by, given)
      await tell(sql, id, 'recorded', [principal, agent])
      return id
    },

    /**
     * 认领企业 Whoever the register names as legal representative stands for the firm; for everybody else there is no such firm.
     * @throws FIRM_NOT_YOURS
     */
    async claim(sql: Sql, by: Actor, party: string, code: string): Promise<Mandate> {
      const uscc = /^[0-9A-HJ-NP-RT-UW-Y]{18}$/i.test(code.trim()) ? normalised('uscc', code) : undefined
      const named = uscc === undefined ? undefined : await reading.representativeOf(sql, uscc)
      if (uscc === undefined || named !== party) throw firmNotYours()
      const row = await registers.asOf('enterprise', { uscc }, today(), undefined, sql)
      const name = String(row?.values['name'] ?? uscc)
      const firm = (await parties.register(sql, { kind: 'firm', name, identifiers: [{ scheme: 'uscc', value: uscc }] }))
        .party
      const [known] = await sql.run<MandateRow>(store.findRepresentation, [firm, party])
      if (known) return reading.asKnown(sql, known)
      const id = await add(sql, by, {
        kind: 'representation',
        principal: firm,
        agent: party,
        items: null,
        scopes: mandateScopes,
        from: today(),
        until: null,
        firm: { representative: party, uscc },
        words: {},
      })
      return (await reading.find(sql, id))!
    },

    /** The code of the firm that somebody represents. */
    async firmOf(sql: Sql, { id }: Pick<Mandate, 'id'>): Promise<string | undefined> {
      const [row] = await sql.run<MandateRow>(store.findMandate, [id])
      return row?.uscc ?? undefined
    },
  }
}
