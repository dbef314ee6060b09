import { randomBytes } from 'node:crypto'
import { uuidv7 } from '#kernel/clock'
import { type Actor, actorText, type Officer } from '#kernel/identity'
import { refusal } from '#kernel/refusal'
import type { Sql } from '#kernel/storage'
import { commit2, encodeLeaf } from '#kernel/trail'
import * as store from './mandate.store.ts'
import { type MandateEnding, type MandateKind, type MandateScope, mandateScopes } from './mandate.ts'
import type { MandateNeeds } from './needs.ts'
import { type MandateRow, type MandateWords, sealedAt, type Ward } from './reading.ts'

export const mandateInvalid = refusal('MANDATE_INVALID', 422, 'The mandate is not complete')
export const mandateUnknown = refusal('MANDATE_UNKNOWN', 404, 'No such mandate of yours')

/** What may be wrong with a field of a mandate, as its form says it. */
export type MandateFault = 'MISSING' | 'FALSE' | 'OWN' | 'NONE' | 'PAST' | 'BEFORE_FROM' | 'TOO_LONG' | 'OTHER'

export interface MandateTerms {
  readonly items: readonly string[] | null
  readonly scopes: readonly MandateScope[]
  readonly from: string
  readonly until: string | null
}

/** 期限 A mandate that nobody has thought of for so long is given anew. */
const longest = { years: 3 }

/** 变更 What every giving, recording and ending of a mandate does alike: a row, a leaf, and whoever it concerns is told. */
export function makeChanges(needs: MandateNeeds) {
  const { clock, keyring } = needs
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
    readonly ward?: Ward | undefined
    readonly recorder?: Pick<Officer, 'person' | 'organ'>
  }

  async function add(sql: Sql, by: Actor, given: Adding): Promise<string> {
    const { kind, principal, agent, tag, items, scopes, from, until, firm, words, ward, recorder } = given
    const [id, now] = [uuidv7(clock), clock.now()]
    const { key, wrapped, alg, keyId } = keyring.newKey()
    const sealed = keyring.seal(key, JSON.stringify(words), sealedAt(id))
    await sql.run(store.addMandate, [
      ...[id, kind, principal, agent, tag ?? null, items, [...scopes], from, until, now, agent === null ? null : now],
      ...[firm?.representative ?? null, firm?.uscc ?? null, wrapped, alg, keyId, sealed],
      ...[ward ?? null, recorder?.person ?? null, recorder?.organ ?? null],
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

  async function locked(sql: Sql, id: string): Promise<MandateRow> {
    const [row] = await sql.run<MandateRow>(store.lockMandate, [id])
    if (!row) throw mandateUnknown()
    return row
  }

  async function ended(sql: Sql, by: Actor, { id, principal, agent }: MandateRow, why: MandateEnding): Promise<void> {
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
  }

  return { prove, tell, add, mustHold, faultsOfTerms, locked, ended, today }
}
export type Changes = ReturnType<typeof makeChanges>
