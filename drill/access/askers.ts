import { randomUUID } from 'node:crypto'
import type { Issuer } from '#hubs/application/issuer'
import type { MandateScope } from '#hubs/application/mandate'
import type { ManualClock } from '#kernel/clock'
import type { Canaries } from '../canary/words.ts'
import { type DrillHouse, firmCode } from '../house.ts'
import type { Asker } from './asking.ts'
import { askerOf, knownPerson, later, officerOf, type Person, personOf, saidOf, selfOf } from './people.ts'
import type { makeSeats } from './seated.ts'

const item = 'information-request'
export const government = '210100-city-government'
export const registrar = `${government}/letter-registrar`
const elsewhere = '210104-approval-bureau/acceptance'
const day = (clock: ManualClock, months: number) => clock.today().add({ months }).toString()

/** 演练的人 Whose things they are: two people, a firm, a child, and an organ that is a party itself. */
export interface Owners {
  readonly own: Person
  readonly foreign: Person
  readonly firm: Person
  readonly ward: Person
  readonly unit: Person
}

export const uscc = firmCode(41)
const unitCode = firmCode(42)
/** 本人是法定代表人的企业 As the register says. */
export const ownFirm = firmCode(43)

export async function ownersOf({ city }: DrillHouse, canaries: Canaries, representative: string): Promise<Owners> {
  const { db, parties, registers } = city
  const party = async (kind: 'firm' | 'organ', name: string, value: string): Promise<Person> => {
    const identifiers = [{ scheme: 'uscc', value }] as const
    const found = await db.transaction(sql => parties.register(sql, { kind, name, identifiers }))
    // 法人或者其他组织: whatever is no person applies as one.
    return { party: found.party, number: value, name, unit: 'firm' }
  }
  const firm = await party('firm', '沈阳演练热力有限公司', uscc)
  await db.transaction(sql =>
    registers.set(sql, 'enterprise', {
      ...{ entry: firm.party, from: '2024-01-01' },
      values: { uscc, name: firm.name, active: true, keyEnergyUser: true, representative },
      source: { organ: '210100-market-regulation-bureau', feed: 'market-regulation' },
    }),
  )
  const own = await knownPerson(city, saidOf(canaries, 'own'))
  await db.transaction(sql =>
    registers.set(sql, 'enterprise', {
      ...{ entry: randomUUID(), from: '2024-01-01' },
      values: {
        uscc: ownFirm,
        name: '沈阳演练本人有限公司',
        active: true,
        keyEnergyUser: false,
        representative: own.party,
      },
      source: { organ: '210100-market-regulation-bureau', feed: 'market-regulation' },
    }),
  )
  return {
    own,
    foreign: await knownPerson(city, saidOf(canaries, 'foreign')),
    firm,
    ward: await knownPerson(city, saidOf(canaries, 'ward')),
    unit: await party('organ', '沈阳演练事业单位', unitCode),
  }
}

type Standing = 'delegated' | 'see-only' | 'not-covered' | 'expired' | 'revoked'
interface Terms {
  readonly kind: 'mandate' | 'clerk' | 'guardianship'
  readonly items?: readonly string[] | null
  readonly scopes?: readonly MandateScope[]
  readonly until: string
}

/** 各种来访者 One of every role in every relation that the table knows, each with a browser and a token. */
export async function askersOf(
  house: DrillHouse,
  issuer: Issuer,
  clock: ManualClock,
  owners: Owners,
  representative: Person,
  canaries: Canaries,
  seat: ReturnType<typeof makeSeats>,
): Promise<Readonly<Record<string, Asker>>> {
  const { city, officer } = house
  const seated = async (post: string, scope?: string): Promise<Asker> => ({
    ...(await officerOf(house, issuer, post, { ...(scope !== undefined && { scope }) })),
    ...(await seat(officer(post).person, post)),
  })
  const counter = officer('210102-approval-bureau/acceptance')
  const helper = (name: string) => personOf(city, name)
  const [agent, clerk, guardian, envoy, stranger] = [
    await helper('演练帮手'),
    await helper('演练办事员'),
    await helper('演练监护人'),
    await helper('演练介绍信'),
    await helper('演练旁人'),
  ]

  async function mandateOf(whose: keyof Owners, to: Person, terms: Terms): Promise<string> {
    const { kind, items = [item], scopes = ['apply'], until } = terms
    const from = clock.today().toString()
    const principal = owners[whose].party
    const said = saidOf(canaries, whose)
    return city.db.transaction(async sql => {
      // By a document that the counter looked at; what stands on it is nobody else's.
      if (kind === 'guardianship' || whose === 'unit') {
        const words = { document: '演练文件', documentNumber: said.key('mandate'), note: said.text('mandate') }
        const whole = { kind: kind === 'clerk' ? ('mandate' as const) : kind, principal, agent: to.party, words }
        return city.mandates.record(sql, counter, { ...whole, items, scopes, from, until })
      }
      const by = selfOf({ party: kind === 'clerk' ? representative.party : principal })
      const firm = kind === 'clerk' ? { firm: { representative: representative.party, uscc } } : {}
      const id = await city.mandates.give(sql, by, { ...{ principal, to, items, scopes, from, until }, ...firm })
      await city.mandates.accept(sql, selfOf(to), id, to.party, [to])
      return id
    })
  }
  async function standings(whose: keyof Owners, to: Person, kind: Terms['kind']) {
    const [long, today] = [day(clock, 6), clock.today().toString()]
    const items = kind === 'guardianship' ? null : [item]
    const given: Record<Standing, string> = {
      delegated: await mandateOf(whose, to, { kind, items, until: long }),
      'see-only': await mandateOf(whose, to, { kind, items, scopes: ['see'], until: long }),
      'not-covered': await mandateOf(whose, to, { kind, items: ['mayor-mailbox'], until: long }),
      expired: await mandateOf(whose, to, { kind, items, until: today }),
      revoked: await mandateOf(whose, to, { kind, items, until: long }),
    }
    await city.db.transaction(sql =>
      kind === 'guardianship' || whose === 'unit'
        ? city.mandates.endAtCounter(sql, counter, given.revoked, {
            ...{ why: 'court', name: '演练裁定', number: '演练1号' },
          })
        : city.mandates.end(sql, selfOf(owners[whose]), given.revoked, owners[whose].party),
    )
    return given
  }
  const mandates = {
    agent: await standings('own', agent, 'mandate'),
    clerk: await standings('firm', clerk, 'clerk'),
    guardian: await standings('ward', guardian, 'guardianship'),
    representative: await standings('unit', envoy, 'mandate'),
  }
  // 委托代行 The registrar lends his post to a colleague: once for half a year, and to another one until yesterday.
  const lender = officer(registrar)
  const [colleague, another] = [officer(`${government}/government-office`), officer(`${government}/legality-reviewer`)]
  const lent = async (to: string, ends: string) =>
    city.db.transaction(sql =>
      city.identity.delegate(sql, lender, {
        ...{ from: lender.person, to, post: registrar, items: [item], begins: clock.today().toString(), ends },
        delegable: () => true,
      }),
    )
  await lent(colleague.person, day(clock, 6))
  await lent(another.person, clock.today().add({ days: 1 }).toString())
  later(clock, 2)

  const acting = async (to: Person, whose: keyof Owners, given: Readonly<Record<Standing, string>>) => {
    const said = saidOf(canaries, whose)
    const one = (standing: Standing) => askerOf(city, issuer, to, { id: given[standing], shown: said.name('acting') })
    return {
      delegated: await one('delegated'),
      'see-only': await one('see-only'),
      'not-covered': await one('not-covered'),
      expired: await one('expired'),
      revoked: await one('revoked'),
    }
  }
  const relations = (role: string, all: Readonly<Record<string, Asker>>) =>
    Object.fromEntries(Object.entries(all).map(([relation, asker]) => [`${role}.${relation}`, asker]))
  const { guardian: wards } = mandates
  // The law gives a guardian everything: no items, no scopes.
  const { 'see-only': _, 'not-covered': __, ...guardians } = await acting(guardian, 'ward', wards)
  const inStead = (person: string, post: string) => officerOf(house, issuer, post, { person, behalf: lender.person })
  const administrators = await city.db.query<{ person: string; kind: 'system' | 'security' | 'audit' }>(
    'select distinct on (kind) kind, person from kernel.administrators order by kind, person',
  )
  const administering = await Promise.all(
    administrators.map(async ({ person, kind }) => [
      `${kind}-administrator.own`,
      {
        ...(await officerOf(house, issuer, `administration/${kind}`, { person })),
        ...(kind !== 'security' && (await seat(person, `administration/${kind}`))),
        token: await issuer.mint({ sub: person, administrator: kind, scope: 'administer cases.read', acr: 2 }),
      },
    ]),
  )
  return {
    'nobody.own': {},
    'person.own': await askerOf(city, issuer, owners.own),
    'person.other-person': await askerOf(city, issuer, stranger),
    ...relations('agent', await acting(agent, 'own', mandates.agent)),
    ...relations('clerk', await acting(clerk, 'firm', mandates.clerk)),
    ...relations('guardian', guardians),
    ...relations('representative', await acting(envoy, 'unit', mandates.representative)),
    'officer.own': await seated(registrar),
    'officer.no-counter': await seated(`${government}/letter-handler`),
    'officer.other-organ': await seated(elsewhere),
    'officer.delegated': await inStead(colleague.person, registrar),
    'officer.expired': await inStead(another.person, registrar),
    'supervisor.own': await seated('210100-supervision/supervision', 'cases.read supervise alarms.read'),
    ...Object.fromEntries(administering),
  }
}

/** 办案的人 Who handles what lies with other organs, and who else it is about: they come upon words that nobody in the table does. */
export async function witnessesOf(
  house: DrillHouse,
  issuer: Issuer,
  owners: Owners,
): Promise<Readonly<Record<string, Asker>>> {
  const at = (post: string) => officerOf(house, issuer, post)
  return {
    'himself.foreign': await askerOf(house.city, issuer, owners.foreign),
    'himself.firm': await askerOf(house.city, issuer, owners.firm),
    'handler.energy': await at('210102-energy-bureau/investigator'),
    'handler.approval': await at('210102-approval-bureau/acceptance'),
    'handler.civil': await at('210102-civil-affairs-bureau/review'),
    'handler.county': await at('210102-county-government/drafting-unit'),
    'handler.complaint': await at('210100-approval-bureau/acceptance'),
    'handler.registry': await at('210100-market-regulation-bureau/review'),
  }
}
