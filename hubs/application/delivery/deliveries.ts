import { uuidv7 } from '#kernel/clock'
import { type Actor, actorText, type PartyActor } from '#kernel/identity'
import { refusal } from '#kernel/refusal'
import type { Sql } from '#kernel/storage'
import { makeConfirmations } from './confirmations.ts'
import * as store from './delivery.store.ts'
import type { Delivery, Receiver } from './delivery.ts'
import { type DeliveryNeeds, prove } from './needs.ts'

export const deliveryUnknown = refusal('DELIVERY_UNKNOWN', 404, 'The case has no such delivery that is still under way')
export const deliveryNotConsented = refusal(
  'DELIVERY_NOT_CONSENTED',
  409,
  'The party has not agreed to be served electronically',
)
export const deliveryNoAddress = refusal('DELIVERY_NO_ADDRESS', 422, 'No postal address is known')
export const deliveryNoWay = refusal('DELIVERY_NO_WAY', 409, 'The city has not set up this way out')

/** 送出 Which paper goes to whom, and what its cover says. */
export interface HandingOut {
  readonly cause: string
  readonly caseId: string
  readonly party: string
  readonly paper: string
  readonly subject: string
  readonly text: string
}

/** The carrier's word on a letter (hubs/application/message), as far as it is one of evidence. */
interface Carried {
  readonly delivery: string
  readonly kind: string
  readonly on?: string
  readonly proof: string
  readonly tracking?: string
}

const outcomes: Readonly<Record<string, 'received' | 'returned' | 'refused' | 'undeliverable'>> = {
  arrived: 'received',
  returned: 'returned',
  refused: 'refused',
  undelivered: 'undeliverable',
}
const carrier: Actor = { kind: 'system', name: 'carrier' }

/** 送达 Papers handed out electronically or by post, and the evidence of what became of them. */
export function makeDeliveries(needs: DeliveryNeeds) {
  const { clock, messages } = needs
  const confirmations = makeConfirmations(needs)
  const today = () => clock.today().toString()

  async function add(
    sql: Sql,
    by: Actor,
    { cause, caseId, party, paper }: HandingOut,
    way: Delivery['way'],
    confirmation: string | null,
  ): Promise<Delivery | undefined> {
    const values = [uuidv7(clock), cause, caseId, party, paper, way, confirmation, clock.now(), actorText(by)]
    const [added] = await sql.run<Delivery>(store.addDelivery, values)
    if (added) await prove(sql, clock, by, 'hand-out', added.id, { caseId, paper, way, confirmation })
    return added
  }

  return {
    confirmations,
    ofCase: store.deliveriesOf,

    /** What the engine is told before a paper counts as served electronically: since when he agrees, and when he signed for the decision. */
    async known(sql: Sql, caseId: string, party: string) {
      const confirmation = await confirmations.standing(sql, party, caseId)
      const signed = await store.decisionSigned(sql, caseId, party)
      return {
        consentedOn: confirmation?.electronic ? confirmation.givenOn : null,
        received: signed?.outcomeOn ? { delivery: signed.id, paper: signed.paper, on: signed.outcomeOn } : null,
      }
    },

    /** 知会 A note of case number and organ to each address he gave: nothing of the matter itself. */
    async note(
      sql: Sql,
      { cause, kind, caseId, party, subject, text }: Omit<HandingOut, 'paper'> & { readonly kind: string },
    ): Promise<void> {
      const contact = (await confirmations.standing(sql, party, caseId))?.contact ?? {}
      const common = { cause, kind, caseId, party, subject, text }
      if (contact.mail !== undefined && messages.has('mail'))
        await messages.queue(sql, { ...common, way: 'mail', to: contact.mail })
      if (contact.phone !== undefined && messages.has('sms'))
        await messages.queue(sql, { ...common, way: 'sms', to: contact.phone })
    },

    /** 警示 Something happened to his account: to every address he gave, but a telephone that was told; by letter where one was written. */
    async warn(
      sql: Sql,
      {
        party,
        told,
        letter,
        ...notice
      }: Pick<HandingOut, 'cause' | 'party' | 'subject' | 'text'> & {
        readonly told: readonly string[]
        readonly letter?: () => Promise<Buffer | undefined>
      },
    ): Promise<void> {
      const contact = (await confirmations.standing(sql, party, null))?.contact ?? {}
      const common = { ...notice, kind: 'account', caseId: null, party }
      if (contact.mail !== undefined && messages.has('mail'))
        await messages.queue(sql, { ...common, way: 'mail', to: contact.mail })
      if (contact.phone !== undefined && !told.includes(contact.phone) && messages.has('sms'))
        await messages.queue(sql, { ...common, way: 'sms', to: contact.phone })
      if (letter && contact.post !== undefined && messages.has('post')) {
        const bytes = await letter()
        if (bytes)
          await messages.queue(sql, { ...common, way: 'post', to: contact.post, paper: { name: 'notice.pdf', bytes } })
      }
    },

    /** 电子送出 Lies in his own pages from now on; signing for it is receiving it. Undefined: it was handed out before. @throws DELIVERY_NOT_CONSENTED */
    async handOut(sql: Sql, by: Actor, wanted: HandingOut): Promise<Delivery | undefined> {
      const confirmation = await confirmations.standing(sql, wanted.party, wanted.caseId)
      if (!confirmation?.electronic)
        throw deliveryNotConsented({ remedy: 'Serve it by post, or hand it over at the counter.' })
      const added = await add(sql, by, wanted, 'electronic', confirmation.id)
      if (added) await this.note(sql, { ...wanted, kind: 'served' })
      return added
    },

    /**
     * 邮寄送出 The paper itself, in an envelope, to where he said he can be reached, or to the address the officer names.
     * @throws DELIVERY_NO_ADDRESS, DELIVERY_NO_WAY
     */
    async post(
      sql: Sql,
      by: Actor,
      wanted: HandingOut,
      letter: { readonly bytes: Buffer; readonly address?: string | undefined },
    ): Promise<Delivery | undefined> {
      if (!messages.has('post'))
        throw deliveryNoWay({ remedy: 'Hand it over at the counter, or set up messages.post.' })
      const confirmation = await confirmations.standing(sql, wanted.party, wanted.caseId)
      const to = letter.address ?? confirmation?.contact.post
      if (to === undefined)
        throw deliveryNoAddress({ remedy: 'Name the address, or have it confirmed at the counter.' })
      const added = await add(sql, by, wanted, 'post', letter.address === undefined ? (confirmation?.id ?? null) : null)
      if (!added) return undefined
      const { cause, caseId, party, subject, text, paper } = wanted
      await messages.queue(sql, {
        ...{ way: 'post', cause, kind: 'served', caseId, party, to, subject, text, delivery: added.id },
        paper: { name: `${paper}.pdf`, bytes: letter.bytes },
      })
      return added
    },

    /**
     * 签收 He, or whoever may receive for him, signs in his own pages that he has it: from that day it is served. Signed twice, it was the first time.
     * @throws DELIVERY_UNKNOWN where it is another's, or no longer to be had this way.
     */
    async sign(sql: Sql, by: PartyActor, caseId: string, id: string): Promise<void> {
      const mine = (await store.deliveriesOf(sql, caseId)).find(one => one.id === id && one.way === 'electronic')
      if (mine?.party !== by.party || (mine.outcome !== null && mine.outcome !== 'received')) throw deliveryUnknown()
      const receivedBy: Receiver = by.agent ? 'agent' : 'self'
      const values = [id, today(), clock.now(), actorText(by), receivedBy]
      if ((await sql.run(store.markSigned, values)).length > 0)
        await prove(sql, clock, by, 'delivery-outcome', id, { outcome: 'received', on: today(), receivedBy })
    },

    /** 回证 What an officer reads on the card that came back. @throws DELIVERY_UNKNOWN */
    async record(
      sql: Sql,
      by: Actor,
      caseId: string,
      {
        id,
        outcome,
        on,
        receivedBy,
        tracking,
      }: Readonly<{
        id: string
        outcome: 'received' | 'returned' | 'refused'
        on: string
        receivedBy?: Receiver | undefined
        tracking?: string | undefined
      }>,
    ): Promise<void> {
      const mine = (await store.deliveriesOf(sql, caseId)).find(one => one.id === id)
      const earliest = mine && Temporal.Instant.from(mine.handedOutAt).toZonedDateTimeISO(clock.zone).toPlainDate()
      if (!mine || !earliest || on < earliest.toString() || on > today()) throw deliveryUnknown()
      const who = outcome === 'received' ? (receivedBy ?? 'self') : null
      const values = [id, outcome, on, clock.now(), actorText(by), who, 'OFFICER', tracking ?? null]
      if ((await sql.run(store.markOutcome, values)).length === 0) throw deliveryUnknown()
      await prove(sql, clock, by, 'delivery-outcome', id, { outcome, on, receivedBy: who, tracking: tracking ?? null })
    },

    /** 承运回报 What the carrier says of a letter; a word that comes twice, or after an officer's, changes nothing. */
    async carried(sql: Sql, { delivery, kind, on, proof, tracking }: Carried): Promise<void> {
      const outcome = outcomes[kind]
      if (outcome === undefined) {
        await sql.run(store.markTracking, [delivery, tracking ?? null, proof])
        return
      }
      const day = on !== undefined && on <= today() ? on : today()
      // Who took it in the carrier does not say.
      const values = [delivery, outcome, day, clock.now(), actorText(carrier), null, proof, tracking ?? null]
      if ((await sql.run(store.markOutcome, values)).length > 0)
        await prove(sql, clock, carrier, 'delivery-outcome', delivery, {
          outcome,
          on: day,
          proof,
          tracking: tracking ?? null,
        })
    },
  }
}
export type Deliveries = ReturnType<typeof makeDeliveries>
