import { randomUUID } from 'node:crypto'
import type { FastifyInstance } from 'fastify'
import type { Issuer } from '#hubs/application/issuer'
import type { ManualClock } from '#kernel/clock'
import type { PartyActor } from '#kernel/identity'
import { makeBatches } from '#systems/service'
import type { City } from '../../main.ts'
import type { Canaries } from '../canary/words.ts'
import { citizenNumber, type DrillHouse } from '../house.ts'
import type { Asker, ThingKind, Things } from './asking.ts'
import { absentNamed } from './named.ts'

const item = 'information-request'
const organ = '210100-city-government'

export interface Person {
  readonly party: string
  readonly number: string
  readonly name: string
  /** What it is where it is not a person. */
  readonly unit?: 'person' | 'firm'
}

export const selfOf = ({ party }: Pick<Person, 'party'>): PartyActor => ({ kind: 'party', party, account: party })
let running = 700_000

export async function personOf({ db, parties }: City, name: string): Promise<Person> {
  const number = citizenNumber(++running)
  const identifiers = [{ scheme: 'citizen', value: number }] as const
  const { party } = await db.transaction(sql => parties.register(sql, { kind: 'person', name, identifiers }))
  return { party, number, name }
}

/** 金丝雀属谁 The same words, each with whose it is before what it is. */
export const saidOf = (canaries: Canaries, whose: string): Canaries => ({
  canaries: canaries.canaries,
  made: (word, kind, what) => canaries.made(word, kind, `${whose}/${what}`),
  name: what => canaries.name(`${whose}/${what}`),
  text: what => canaries.text(`${whose}/${what}`),
  citizen: what => canaries.citizen(`${whose}/${what}`),
  phone: what => canaries.phone(`${whose}/${what}`),
  passport: what => canaries.passport(`${whose}/${what}`),
  account: what => canaries.account(`${whose}/${what}`),
  password: what => canaries.password(`${whose}/${what}`),
  key: what => canaries.key(`${whose}/${what}`),
})

/** Somebody known by all the numbers that a city keeps of people, each a word that stands nowhere else. */
export async function knownPerson({ db, parties }: City, said: Canaries): Promise<Person> {
  const [name, number] = [said.name('party'), said.citizen('party')]
  const identifiers = [
    { scheme: 'citizen', value: number },
    { scheme: 'phone', value: said.phone('party') },
    { scheme: 'passport', value: said.passport('party') },
    { scheme: 'bank-account', value: said.account('party') },
  ] as const
  const { party } = await db.transaction(sql => parties.register(sql, { kind: 'person', name, identifiers }))
  return { party, number, name }
}

/** A case of this person, with words of its own in every private place. */
export async function caseOf(
  { city }: DrillHouse,
  { party, unit = 'person' }: Pick<Person, 'party' | 'unit'>,
  canaries: Canaries,
) {
  const definition = await city.definitions.current(item, city.clock.today())
  return city.cases.open({
    verb: 'submit',
    commandId: randomUUID(),
    actor: selfOf({ party }),
    definition,
    place: { organ, region: '210100', implementation: null },
    start: 'application',
    channel: 'online',
    parties: [{ role: 'subject', party, unit }],
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
export function paperSaying(words: string): Buffer {
  const content = `BT (${words}) Tj ET`
  return Buffer.from(
    '%PDF-1.7\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n2 0 obj\n<< /Type /Pages /Kids [3 0 R] /Count 1 >>\nendobj\n' +
      '3 0 obj\n<< /Type /Page /Parent 2 0 R /Contents 4 0 R >>\nendobj\n' +
      `4 0 obj\n<< /Length ${Buffer.byteLength(content)} >>\nstream\n${content}\nendstream\nendobj\ntrailer << /Root 1 0 R >>\n%%EOF\n`,
  )
}

/** 一人之物 How one of each kind of private thing comes to be, each with words that stand nowhere else. */
export function makeThings(
  house: DrillHouse,
  app: FastifyInstance,
  token: string,
  person: Person,
  canaries: Canaries,
): Readonly<Record<ThingKind, () => Promise<string>>> {
  const { city } = house
  const headers = () => ({ authorization: `Bearer ${token}`, 'idempotency-key': randomUUID() })
  return {
    case: async () => (await caseOf(house, person, canaries)).number,
    async draft() {
      const payload = { item, organ }
      const begun = await app.inject({ method: 'POST', url: '/api/drafts', headers: headers(), payload })
      const { caseId } = begun.json() as { caseId: string }
      await app.inject({
        ...{ method: 'PUT', url: `/api/drafts/${caseId}`, headers: headers() },
        payload: { fields: { 'request.text': canaries.text('draft') }, materials: {} },
      })
      return caseId
    },
    async file() {
      const sent = await app.inject({
        ...{ method: 'POST', url: '/api/files', payload: paperSaying(canaries.text('file')) },
        headers: { ...headers(), 'content-type': 'application/pdf' },
      })
      const { file } = sent.json() as { file?: string }
      if (file === undefined) throw new Error(`no file was taken in: ${sent.body}`)
      return file
    },
    mandate() {
      const to = { name: canaries.name('mandate'), number: canaries.citizen('mandate') }
      const [from, until] = [city.clock.today().toString(), city.clock.today().add({ months: 6 }).toString()]
      return city.db.transaction(sql =>
        city.mandates.give(sql, selfOf(person), {
          ...{ principal: person.party, to, items: [item], scopes: ['apply'], from, until },
        }),
      )
    },
    batch: () =>
      makeBatches(city).keep(person.party, item, organ, {
        name: canaries.name('batch'),
        unknown: [canaries.text('batch')],
        rows: [],
      }),
  }
}

export async function thingsOf(make: ReturnType<typeof makeThings>): Promise<Things> {
  const [number, draft, file] = [await make.case(), await make.draft(), await make.file()]
  const [mandate, batch] = [await make.mandate(), await make.batch()]
  return { case: number, draft, file, mandate, batch, also: { paper: 'receipt-1', delivery: randomUUID() } }
}

export const absentThings = (): Things => ({
  case: '2101002026070699999999',
  draft: randomUUID(),
  mandate: randomUUID(),
  batch: randomUUID(),
  file: randomUUID(),
  also: { paper: 'receipt-1', delivery: randomUUID(), ...absentNamed() },
})

/** A browser that is signed in, and a token of the same person; acting on a mandate, with what the browser shows of it. */
export async function askerOf(
  city: City,
  issuer: Issuer,
  { party }: Pick<Person, 'party'>,
  acting?: { readonly id: string; readonly shown: string },
): Promise<Asker> {
  const { sessions } = city.signIn
  const subject = { kind: 'person', id: party } as const
  const wanted = { subject, actsAs: party, acr: 1, agent: 'drill', address: '192.0.2.1' } as const
  const { id, setCookie } = await city.db.transaction(sql => sessions.open(sql, wanted))
  const cookie = setCookie.split(';')[0]!
  const { csrf } = (await sessions.of(cookie))!
  // What has ended since stays chosen: that is what is asked about.
  if (acting !== undefined)
    await city.db.query('insert into application.acting (session, mandate, shown, since) values ($1, $2, $3, now())', [
      id,
      acting.id,
      acting.shown,
    ])
  const token = await issuer.mint({
    sub: party,
    party,
    scope: 'cases.act cases.read',
    ...(acting !== undefined && { mandate: acting.id }),
  })
  return { token, cookie, csrf, ...(acting !== undefined && { mandate: acting.id }) }
}

/** 另开一个浏览器 The same person once more, acting for the same one: what is chosen there changes nothing of the first. */
export async function besideOf(city: City, asker: Asker): Promise<Asker> {
  const { sessions } = city.signIn
  const first = asker.cookie === undefined ? undefined : await sessions.of(asker.cookie)
  if (first?.subject.kind !== 'person') return asker
  const { subject, actsAs, acr } = first
  const wanted = { subject, actsAs, acr, agent: 'drill', address: '192.0.2.1' } as const
  const { id, setCookie } = await city.db.transaction(sql => sessions.open(sql, wanted))
  await city.db.query(
    'insert into application.acting (session, mandate, shown, since) select $1, mandate, shown, since from application.acting where session = $2',
    [id, first.id],
  )
  const cookie = setCookie.split(';')[0]!
  return { ...asker, cookie, csrf: (await sessions.of(cookie))!.csrf }
}

/** An officer in his post, else a colleague who stands in for its holder. */
export async function officerOf(
  { city, officer }: DrillHouse,
  issuer: Issuer,
  post: string,
  {
    scope = 'cases.act cases.read cases.export parties.write registers.read alarms.read',
    person = officer(post).person,
    behalf,
  }: { readonly scope?: string; readonly person?: string; readonly behalf?: string } = {},
): Promise<Asker> {
  const token = await issuer.mint({ sub: person, post, scope, ...(behalf !== undefined && { onBehalfOf: behalf }) })
  // The desk by browser is for one's own post only.
  const own = behalf === undefined ? { post } : {}
  const subject = { kind: 'officer', id: person } as const
  const wanted = { subject, actsAs: person, ...own, acr: 1, agent: 'drill', address: '192.0.2.1' } as const
  const { setCookie } = await city.db.transaction(sql => city.signIn.sessions.open(sql, wanted))
  const cookie = setCookie.split(';')[0]!
  const { csrf } = (await city.signIn.sessions.of(cookie))!
  return { token, cookie, csrf, ...(behalf === undefined && { desk: true }) }
}

/** The clock goes on by so much; what was given until yesterday has run out. */
export const later = (clock: ManualClock, days: number): void => clock.advance({ hours: 24 * days })
