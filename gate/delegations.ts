import { confirmationInvalid } from '#hubs/application/delivery'
import {
  firmNotYours,
  type Mandate,
  type MandateGiven,
  type MandateScope,
  mandateInvalid,
  mandateScopes,
  standingOf,
} from '#hubs/application/mandate'
import type { Text } from '#kernel/definition'
import { Refusal } from '#kernel/refusal'
import type { CitizenNeeds, MandateShown, SignedIn } from '#portals/public'
import { makeOwnConsents, makeOwnData, type RouteNeeds } from '#systems/power'
import type { Drafts } from '#systems/service'
import { callerOf, heldIn, selfOf } from './acting.ts'
import { makeTypedWords, ownForms } from './typed-words.ts'

export interface DelegationSettings {
  /** An item by the name that people call it, or its own key. */
  readonly itemNamed: (name: string) => Promise<string | undefined>
  /** To authorise somebody needs a fresh proof. */
  readonly stepUp: boolean
  readonly drafts: Pick<Drafts, 'ofForms'>
}

const dateForm = /^\d{4}-\d{2}-\d{2}$/
function dateOf(typed: string): string | undefined {
  try {
    return dateForm.test(typed) ? Temporal.PlainDate.from(typed).toString() : undefined
  } catch {
    return undefined
  }
}

const stateOf = (mandate: Mandate, on: string): MandateShown['state'] => {
  const standing = standingOf(mandate, on)
  if (standing.granted) return 'holds'
  const states: Readonly<Record<string, MandateShown['state']>> = {
    MANDATE_ENDED: 'ended',
    MANDATE_NOT_ACCEPTED: mandate.until !== null && mandate.until < on ? 'expired' : 'offered',
    MANDATE_NOT_BEGUN: 'later',
    REPRESENTATIVE_CHANGED: 'unconfirmed',
    MANDATE_UNCONFIRMED: 'later',
  }
  return states[standing.reasons[0]!.code] ?? 'expired'
}

/** 授权、代办、同意 What the pages of mandates do, each in the name of whoever is signed in. */
export function makeDelegations(
  needs: RouteNeeds,
  { itemNamed, stepUp, drafts }: DelegationSettings,
): CitizenNeeds['delegations'] {
  const { db, clock, mandates, deliveries, idempotency, definitions } = needs
  const ownData = makeOwnData(needs)
  const consents = makeOwnConsents(needs)
  const today = () => clock.today().toString()
  const actorOf = (person: SignedIn) => callerOf(person).actor

  const itemName = async (item: string): Promise<Text> =>
    (await definitions.current(item, today()).catch(() => undefined))?.definition.content.name ?? item

  async function shownAs(mandate: Mandate, name: string): Promise<MandateShown> {
    const { id, kind, items, scopes, from, until, endedOn, endedWhy } = mandate
    return {
      ...{ id, kind, name, scopes, from, until, endedOn, endedWhy },
      items: items === null ? null : await Promise.all(items.map(itemName)),
      state: stateOf(mandate, today()),
    }
  }
  async function byPrincipal(person: SignedIn, all: readonly Mandate[]): Promise<readonly MandateShown[]> {
    const names = await ownData.principals(
      callerOf(selfOf(person)),
      all.map(({ principal }) => principal),
    )
    return Promise.all(all.map(mandate => shownAs(mandate, names.get(mandate.principal) ?? '')))
  }
  /** Whom he wrote himself stands as he wrote him; whom the counter recorded, as people are known here. The number is of whom he chose, not of whom the law set over him. */
  async function toAgents(person: SignedIn, all: readonly MandateGiven[]): Promise<readonly MandateShown[]> {
    const recorded = all.flatMap(({ to, agent }) => (to === '' && agent !== null ? [agent] : []))
    const known = await ownData.agents(callerOf(selfOf(person)), recorded)
    return Promise.all(
      all.map(mandate => {
        const { name = '', number = '' } = known.get(mandate.agent ?? '') ?? {}
        const found = mandate.kind === 'guardianship' ? name : `${name} ${number}`.trim()
        return shownAs(mandate, mandate.to === '' ? found : mandate.to)
      }),
    )
  }
  const firmOf = async (person: SignedIn) => {
    const held = heldIn(person)
    if (held?.kind !== 'representation') return undefined
    const uscc = await mandates.firmOf(db, held)
    return uscc === undefined ? undefined : { representative: selfOf(person).actsAs, uscc }
  }

  return {
    mustProve: ({ acr }) => stepUp && acr < 2,
    typed: makeTypedWords(drafts, form => ({ form: ownForms[form], item: null, organ: null })),

    async shown(person) {
      const held = heldIn(person)
      const given = await mandates.given(person.actsAs)
      const own = held ? undefined : await ownData.own(callerOf(person))
      const [taken, offered] = own
        ? await Promise.all([mandates.held(person.actsAs), mandates.offered(own.numbers)])
        : [[], []]
      return {
        given: await toAgents(person, given),
        held: await byPrincipal(person, taken),
        offered: await byPrincipal(person, offered),
        firm: held?.kind === 'representation',
        mayGive: held === undefined || held.kind === 'representation',
        today: today(),
      }
    },

    async give(person, key, { name, number, items, all, scopes, from, until }) {
      const lines = items
        .split('\n')
        .map(line => line.trim())
        .filter(line => line !== '')
      const found = all ? [] : await Promise.all(lines.slice(0, 50).map(itemNamed))
      const begins = from === '' ? today() : dateOf(from)
      const ends = until === '' ? null : dateOf(until)
      const faults = {
        ...(begins === undefined && { from: 'NOT_A_DATE' }),
        ...(ends === undefined && { until: 'NOT_A_DATE' }),
        ...(found.includes(undefined) && { items: 'UNKNOWN' }),
        ...(lines.length > 50 && { items: 'TOO_MANY' }),
      }
      if (begins === undefined || ends === undefined || Object.keys(faults).length > 0) return faults
      const firm = await firmOf(person)
      const own = await ownData.own(callerOf(selfOf(person)))
      const wanted = {
        principal: person.actsAs,
        to: { name, number },
        firm,
        ownNumber: own.numbers[0]?.number,
        items: all ? null : [...new Set(found.filter(one => one !== undefined))],
        scopes: mandateScopes.filter((scope): scope is MandateScope => scopes.includes(scope)),
        from: begins,
        until: ends,
      }
      const actor = actorOf(person)
      try {
        await idempotency.once({ actor, key, said: ['POST /mine/delegations', wanted] }, async sql => ({
          mandate: await mandates.give(sql, actor, wanted),
        }))
        return {}
      } catch (fault) {
        if (!(fault instanceof Refusal) || fault.code !== mandateInvalid.code) throw fault
        return fault.facts['fields'] as Readonly<Record<string, string>>
      }
    },

    async accept(person, id) {
      const own = await ownData.own(callerOf(selfOf(person)))
      const by = selfOf(person)
      await db.transaction(sql => mandates.accept(sql, actorOf(by), id, by.actsAs, own.numbers))
    },
    end: (person, id) => db.transaction(sql => mandates.end(sql, actorOf(person), id, person.actsAs)),
    confirm: (person, id) =>
      db.transaction(sql => mandates.confirm(sql, actorOf(person), id, person.actsAs, selfOf(person).actsAs)),

    async choices(person) {
      const held = await mandates.held(selfOf(person).actsAs)
      return byPrincipal(
        person,
        held.filter(one => standingOf(one, today()).granted),
      )
    },
    async choose(person, id) {
      if (id === undefined) return db.transaction(sql => mandates.leave(sql, person.id))
      const by = selfOf(person)
      const found = await mandates.find(db, id)
      const mine = found?.agent === by.actsAs ? found : undefined
      const names = await ownData.principals(callerOf(by), mine ? [mine.principal] : [])
      const name = names.get(mine?.principal ?? '') ?? ''
      await db.transaction(sql => mandates.choose(sql, person.id, by.actsAs, id, name))
    },
    async claim(person, uscc) {
      const by = selfOf(person)
      try {
        const { id } = await db.transaction(sql => mandates.claim(sql, actorOf(by), by.actsAs, uscc))
        await this.choose(person, id)
        return true
      } catch (fault) {
        if (fault instanceof Refusal && fault.code === firmNotYours.code) return false
        throw fault
      }
    },

    confirmation: async person => (await deliveries.confirmations.standing(db, person.actsAs, null)) ?? null,
    async confirmAddress(person, key, { electronic, mail, phone, post }) {
      const actor = actorOf(person)
      const contact = {
        ...(mail !== '' && { mail }),
        ...(phone !== '' && { phone: phone.replaceAll(/[\s-]/g, '') }),
        ...(post !== '' && { post }),
      }
      const given = { party: person.actsAs, caseId: null, electronic, signed: 'online', contact } as const
      try {
        await idempotency.once({ actor, key, said: ['POST /mine/consents', electronic] }, async sql => ({
          confirmation: await deliveries.confirmations.give(sql, actor, given),
        }))
        return {}
      } catch (fault) {
        if (!(fault instanceof Refusal) || fault.code !== confirmationInvalid.code) throw fault
        return fault.facts['fields'] as Readonly<Record<string, string>>
      }
    },
    withdrawConfirmation: person =>
      db.transaction(async sql => {
        await deliveries.confirmations.withdraw(sql, actorOf(person), person.actsAs, null)
      }),

    consents: person => consents.list(callerOf(person)),
    answerConsent: (person, key, number, gives) => consents.answer(callerOf(person), key, number, gives),
  }
}
