import type { Actor } from '#kernel/identity'
import { mustAgree, normalised, personScheme } from '#kernel/party'
import { Refusal, refusal } from '#kernel/refusal'
import type { Sql } from '#kernel/storage'
import { type Changes, type MandateTerms, mandateUnknown } from './changes.ts'
import * as store from './mandate.store.ts'
import { type Mandate, mandateScopes } from './mandate.ts'
import type { MandateNeeds, Named } from './needs.ts'
import type { MandateReading, MandateRow } from './reading.ts'

export const mandatesTooMany = refusal('MANDATES_TOO_MANY', 409, 'Too many mandates are in force; end some first')
export const firmNotYours = refusal(
  'FIRM_NOT_YOURS',
  404,
  'The register names you as legal representative of no such firm',
)

/** One may authorise so many at once; a firm has more clerks than a person has helpers. */
const most = { person: 20, firm: 200 } as const
export function makeGiving(needs: MandateNeeds, reading: MandateReading, changes: Changes) {
  const { clock, index, parties, registers } = needs
  const { today, prove, tell, add, mustHold, faultsOfTerms, locked } = changes

  /** A citizen number by its own digits; of a passport or pass only the form is known. */
  function agrees(number: string): boolean {
    try {
      mustAgree(personScheme(number), number, clock.today())
      return true
    } catch (fault) {
      if (fault instanceof Refusal) return false
      throw fault
    }
  }

  function faultsOfNamed({ name, number }: Named) {
    const plain = number.trim()
    const ok = plain !== '' && agrees(plain)
    return {
      name: name.trim() === '' ? ('MISSING' as const) : undefined,
      number: plain === '' ? ('MISSING' as const) : ok ? undefined : ('FALSE' as const),
    }
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
      const own = named.number === undefined && normalised(personScheme(to.number), to.number) === ownNumber
      mustHold({ ...faultsOfTerms(terms, firm !== undefined), ...named, ...(own && { number: 'OWN' as const }) })
      const [open] = await sql.run<{ count: number }>(store.openCount, [principal, today()])
      const limit = firm ? most.firm : most.person
      if (open!.count >= limit) throw mandatesTooMany({ facts: { most: limit } })
      const scheme = personScheme(to.number)
      const number = normalised(scheme, to.number)
      const id = await add(sql, by, {
        ...terms,
        principal,
        firm,
        kind: firm ? 'clerk' : 'mandate',
        agent: null,
        tag: index.tag(scheme, number),
        words: { name: to.name.trim().slice(0, 120), number },
      })
      // The same questions are put whether anybody is known by it.
      await tell(sql, id, 'offered', await parties.find(sql, scheme, number))
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
      await changes.ended(sql, by, row, principals ? 'revoked' : 'renounced')
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
