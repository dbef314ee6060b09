import { isMailbox, isPostalAddress, isTelephone } from '#hubs/application/message'
import { uuidv7 } from '#kernel/clock'
import { type Actor, actorText } from '#kernel/identity'
import type { Eraser } from '#kernel/party'
import { refusal } from '#kernel/refusal'
import type { Sql } from '#kernel/storage'
import * as store from './delivery.store.ts'
import { type DeliveryNeeds, prove } from './needs.ts'

export const confirmationInvalid = refusal('CONFIRMATION_INVALID', 422, 'The confirmation of address is not complete')

/** 送达地址 Where somebody can be reached: what he wrote himself, and nothing that was found elsewhere. */
export interface Contact {
  readonly mail?: string
  readonly phone?: string
  readonly post?: string
}

/** 送达地址确认书 As he signed it. */
export interface Confirmation {
  readonly id: string
  readonly caseId: string | null
  readonly electronic: boolean
  readonly signed: 'online' | 'paper'
  readonly givenOn: string
  readonly contact: Contact
}

/** What may be wrong with a field, as its form says it. */
export type ConfirmationFault = 'FALSE' | 'NONE'

export interface ConfirmationGiven {
  readonly party: string
  readonly caseId: string | null
  readonly electronic: boolean
  readonly signed: 'online' | 'paper'
  readonly contact: Contact
}

const sealedAt = (id: string): string => `delivery-confirmation|${id}`

/** 核对 Undefined fields are right. Who consents to electronic service is told of each paper somewhere: a mailbox or a telephone. */
export function faultsOf({ electronic, contact }: Pick<ConfirmationGiven, 'electronic' | 'contact'>) {
  const { mail, phone, post } = contact
  const faults: Readonly<Record<string, ConfirmationFault | undefined>> = {
    mail: mail !== undefined && !isMailbox(mail) ? 'FALSE' : undefined,
    phone: phone !== undefined && !isTelephone(phone) ? 'FALSE' : undefined,
    post: post !== undefined && !isPostalAddress(post) ? 'FALSE' : undefined,
    ways:
      (electronic && mail === undefined && phone === undefined) || Object.keys(contact).length === 0
        ? 'NONE'
        : undefined,
  }
  return Object.fromEntries(Object.entries(faults).filter(([, fault]) => fault !== undefined))
}

/** 送达地址确认 Signed and withdrawn at any moment; one stands at a time, for all cases or for one. */
export function makeConfirmations({ clock, keyring }: Pick<DeliveryNeeds, 'clock' | 'keyring'>) {
  const dayOf = (instant: string): string =>
    Temporal.Instant.from(instant).toZonedDateTimeISO(clock.zone).toPlainDate().toString()

  const shown = ({
    id,
    caseId,
    electronic,
    signed,
    givenAt,
    wrapped,
    sealed,
  }: store.ConfirmationRow): Confirmation => ({
    ...{ id, caseId, electronic, signed, givenOn: dayOf(givenAt) },
    contact: JSON.parse(keyring.unseal(keyring.unwrap(wrapped), sealed, sealedAt(id)).toString()) as Contact,
  })

  /** What stands for a party in this case; null asks for what stands in all of them. */
  async function standing(sql: Sql, party: string, caseId: string | null): Promise<Confirmation | undefined> {
    const [row] = await sql.run<store.ConfirmationRow>(store.standing, [party, caseId])
    return row && shown(row)
  }

  async function end(
    sql: Sql,
    by: Actor,
    { party, caseId }: Pick<ConfirmationGiven, 'party' | 'caseId'>,
    why: 'withdrawn' | 'replaced',
  ): Promise<boolean> {
    const now = clock.now()
    const ended = await sql.run<{ id: string }>(store.endConfirmation, [party, caseId, now, why])
    for (const { id } of ended) await prove(sql, clock, by, 'withdraw-delivery', id, { why })
    return ended.length > 0
  }

  async function giveUp(sql: Sql, by: Actor, party: string, caseId: string | null): Promise<void> {
    const [now, today] = [clock.now(), clock.today().toString()]
    const given = await sql.run<{ id: string }>(store.giveUpUnsigned, [party, caseId, today, now, actorText(by)])
    for (const { id } of given)
      await prove(sql, clock, by, 'delivery-outcome', id, { outcome: 'undeliverable', proof: 'CONSENT_WITHDRAWN' })
  }

  return {
    standing,

    /** Every one that stands for a party, the latest first. */
    all: async (sql: Sql, party: string, limit: number): Promise<readonly Confirmation[]> =>
      (await sql.run<store.ConfirmationRow>(store.allStanding, [party, limit])).map(shown),

    /** 签订 In place of the one before. @throws CONFIRMATION_INVALID with the fault of each field */
    async give(sql: Sql, by: Actor, given: ConfirmationGiven): Promise<string> {
      const fields = faultsOf(given)
      if (Object.keys(fields).length > 0) throw confirmationInvalid({ facts: { fields } })
      const { party, caseId, electronic, signed, contact } = given
      await sql.run(store.lockConfirmations, [party])
      await end(sql, by, given, 'replaced')
      if (!electronic) await giveUp(sql, by, party, caseId)
      const id = uuidv7(clock)
      const { key, wrapped, alg, keyId } = keyring.newKey()
      const sealed = keyring.seal(key, JSON.stringify(contact), sealedAt(id))
      const now = clock.now()
      await sql.run(store.addConfirmation, [
        ...[id, party, caseId, electronic, signed, now],
        ...[wrapped, alg, keyId, sealed],
      ])
      await prove(sql, clock, by, 'confirm-delivery', id, { party, caseId, electronic, signed })
      return id
    },

    /** 撤回 With effect at once, also on what has been handed out and not signed for; what was signed for stays served. */
    async withdraw(sql: Sql, by: Actor, party: string, caseId: string | null): Promise<boolean> {
      await sql.run(store.lockConfirmations, [party])
      if (!(await end(sql, by, { party, caseId }, 'withdrawn'))) return false
      await giveUp(sql, by, party, caseId)
      return true
    },
  }
}

/** 删除 With a person go his addresses; that a paper was served stays, as a code. */
export const confirmationEraser: Eraser = store.forgetConfirmations
