import { randomUUID } from 'node:crypto'
import type { FastifyInstance } from 'fastify'
import type { Issuer } from '#hubs/application/issuer'
import type { ManualClock } from '#kernel/clock'
import type { PartyActor } from '#kernel/identity'
import { makeBatches } from '#systems/service'
import type { City } from '../../main.ts'
import type { Canaries } from '../canary/words.ts'
import { citizenNumber, type DrillHouse } from '../house.ts'
import type { Asker, Things } from './asking.ts'

const item = 'information-request'
const organ = '210100-city-government'

export interface Person {
  readonly party: string
  readonly number: string
  readonly name: string
}

export const selfOf = ({ party }: Pick<Person, 'party'>): PartyActor => ({ kind: 'party', party, account: party })
let running = 700_000

export async function personOf({ db, parties }: City, name: string): Promise<Person> {
  const number = citizenNumber(++running)
  const identifiers = [{ scheme: 'citizen', value: number }] as const
  const { party } = await db.transaction(sql => parties.register(sql, { kind: 'person', name, identifiers }))
  return { party, number, name }
}

/** A case of this person, with words of its own in every private place. */
export async function caseOf({ city }: DrillHouse, { party }: Person, canaries: Canaries) {
  const definition = await city.definitions.current(item, city.clock.today())
  return city.cases.open({
    verb: 'submit',
    commandId: randomUUID(),
    actor: selfOf({ party }),
    definition,
    place: { organ, region: '210100', implementation: null },
    start: 'application',
    channel: 'online',
    parties: [{ role: 'subject', party, unit: 'person' }],
    body: {
      fields: {
        'applicant.name': canaries.name('case'),
        'contact.phone': canaries.phone('case'),
        'request.text': canaries.text('case'),
        'request.form': 'electronic',
      },
      materials: { application: 'original' },
    },
  })
}

/** One page of paper with these words on it. */
function paperSaying(words: string): Buffer {
  const content = `BT (${words}) Tj ET`
  return Buffer.from(
    '%PDF-1.7\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n2 0 obj\n<< /Type /Pages /Kids [3 0 R] /Count 1 >>\nendobj\n' +
      '3 0 obj\n<< /Type /Page /Parent 2 0 R /Contents 4 0 R >>\nendobj\n' +
      `4 0 obj\n<< /Length ${Buffer.byteLength(content)} >>\nstream\n${content}\nendstream\nendobj\ntrailer << /Root 1 0 R >>\n%%EOF\n`,
  )
}

/** 一人之物 One of everything that is private, each with words that stand nowhere else. */
export async function thingsOf(
  house: DrillHouse,
  app: FastifyInstance,
  token: string,
  person: Person,
  canaries: Canaries,
): Promise<Things> {
  const { city } = house
  const { number } = await caseOf(house, person, canaries)
  const headers = { authorization: `Bearer ${token}`, 'idempotency-key': randomUUID() }
  const begun = await app.inject({ method: 'POST', url: '/api/drafts', headers, payload: { item, organ } })
  const { caseId: draft } = begun.json() as { caseId: string }
  await app.inject({
    method: 'PUT',
    url: `/api/drafts/${draft}`,
    headers: { ...headers, 'idempotency-key': randomUUID() },
    payload: { fields: { 'request.text': canaries.text('draft') }, materials: {} },
  })
  const sent = await app.inject({
    method: 'POST',
    url: '/api/files',
    headers: { ...headers, 'idempotency-key': randomUUID(), 'content-type': 'application/pdf' },
    payload: paperSaying(canaries.text('file')),
  })
  const { file } = sent.json() as { file?: string }
  if (file === undefined) throw new Error(`no file was taken in: ${sent.body}`)
  const to = { name: canaries.name('mandate'), number: canaries.citizen('mandate') }
  const today = city.clock.today().toString()
  const mandate = await city.db.transaction(sql =>
    city.mandates.give(sql, selfOf(person), {
      ...{ principal: person.party, to, items: [item], scopes: ['apply'] },
      ...{ from: today, until: city.clock.today().add({ months: 6 }).toString() },
    }),
  )
  const batch = await makeBatches(city).keep(person.party, item, organ, {
    name: canaries.name('batch'),
    unknown: [canaries.text('batch')],
    rows: [],
  })
  return { case: number, draft, mandate, batch, file }
}

export const absentThings = (): Things => ({
  case: '2101002026070699999999',
  draft: randomUUID(),
  mandate: randomUUID(),
  batch: randomUUID(),
  file: randomUUID(),
})

/** Taken up by whoever it names; what it covers is said. */
export async function mandateOf(
  { db, mandates, clock }: City,
  from: Person,
  to: Person,
  { items, until }: { readonly items: readonly string[]; readonly until: string },
): Promise<string> {
  return db.transaction(async sql => {
    const id = await mandates.give(sql, selfOf(from), {
      ...{ principal: from.party, to, items, scopes: ['apply'] },
      ...{ from: clock.today().toString(), until },
    })
    await mandates.accept(sql, selfOf(to), id, to.party, [to])
    return id
  })
}

/** A browser that is signed in, and a token of the same person. */
export async function askerOf(
  city: City,
  issuer: Issuer,
  { party }: Pick<Person, 'party'>,
  mandate?: string,
): Promise<Asker> {
  const { sessions } = city.signIn
  const subject = { kind: 'person', id: party } as const
  const wanted = { subject, actsAs: party, acr: 1, agent: 'drill', address: '192.0.2.1' } as const
  const { id, setCookie } = await city.db.transaction(sql => sessions.open(sql, wanted))
  const cookie = setCookie.split(';')[0]!
  const { csrf } = (await sessions.of(cookie))!
  // What has ended since stays chosen: that is what is asked about.
  if (mandate !== undefined)
    await city.db.query(
      `insert into application.acting (session, mandate, shown, since) values ('${id}', '${mandate}', '某*', now())`,
    )
  const token = await issuer.mint({
    sub: party,
    party,
    scope: 'cases.act cases.read',
    ...(mandate !== undefined && { mandate }),
  })
  return { token, cookie, csrf, ...(mandate !== undefined && { mandate }) }
}

export async function officerOf(
  { city, officer }: DrillHouse,
  issuer: Issuer,
  post: string,
  scope = 'cases.act cases.read cases.export parties.write registers.read alarms.read',
): Promise<Asker> {
  const { person } = officer(post)
  const wanted = {
    subject: { kind: 'officer', id: person } as const,
    actsAs: person,
    post,
    acr: 1 as const,
    ...{ agent: 'drill', address: '192.0.2.1' },
  }
  const { setCookie } = await city.db.transaction(sql => city.signIn.sessions.open(sql, wanted))
  const cookie = setCookie.split(';')[0]!
  const { csrf } = (await city.signIn.sessions.of(cookie))!
  return { token: await issuer.mint({ sub: person, post, scope }), cookie, csrf }
}

/** The clock goes on by so much; what was given until yesterday has run out. */
export const later = (clock: ManualClock, days: number): void => clock.advance({ hours: 24 * days })
