import { openIssuer } from '#hubs/application/issuer'
import { manualClock } from '#kernel/clock'
import { makeGate } from '../gate.ts'
import { type Answer, type Asker, addressOf, ask, kindOf, plain, type Things } from './access/asking.ts'
import { exportedBy } from './access/exported.ts'
import {
  absentThings,
  askerOf,
  caseOf,
  later,
  mandateOf,
  officerOf,
  type Person,
  personOf,
  selfOf,
  thingsOf,
} from './access/people.ts'
import { type Expected, type Route, readTable, relations, roles, routesIn, rowsOf } from './access/table.ts'
import { finderOf } from './canary/finder.ts'
import { makeCanaries } from './canary/words.ts'
import { conclude, drillDirectory, openDrillCity, optionOf, say } from './house.ts'

/**
 * 准入演练 Holds every address of the program against a table that was written from the law: who may ask it, of whom, and what whoever may not is
 * told. Then many existing things of others are asked for, and answer exactly as absent ones; and words that stand in private rows alone are looked
 * for in everything that anybody else can get to see.
 */
const directory = drillDirectory()
const clock = manualClock('2026-07-06T09:00:00+08:00')
const house = await openDrillCity(directory.path, { clock, durable: false })
const { city } = house
const config = { ...city.config, rateLimit: { ...city.config.rateLimit, perMinute: 100_000_000 } }
const issuer = await openIssuer({ mode: 'test', dataDirectory: directory.path, clock })
const app = await makeGate({ ...city, config }, { issuer, stepUp: false })
await app.ready()
const canaries = makeCanaries()
const item = 'information-request'
const registrar = '210100-city-government/letter-registrar'

const [owner, other] = [await personOf(city, canaries.name('party')), await personOf(city, canaries.name('party'))]
const [helper, stranger] = [await personOf(city, '演练帮手'), await personOf(city, '演练旁人')]
const own = await thingsOf(house, app, (await askerOf(city, issuer, owner)).token!, owner, canaries)
const foreign = await thingsOf(house, app, (await askerOf(city, issuer, other)).token!, other, canaries)
const nothing = absentThings()

const today = clock.today()
const monthsOn = today.add({ months: 6 }).toString()
const delegated = await mandateOf(city, owner, helper, { items: [item], until: monthsOn })
const elsewhere = await mandateOf(city, owner, helper, { items: ['energy-review'], until: monthsOn })
const expired = await mandateOf(city, owner, helper, { items: [item], until: today.toString() })
const revoked = await mandateOf(city, owner, helper, { items: [item], until: monthsOn })
await city.db.transaction(sql => city.mandates.end(sql, selfOf(owner), revoked, owner.party))
const closed = await caseOf(house, owner, canaries)
await city.cases.act({ caseId: closed.caseId, verb: 'withdraw', body: {}, actor: selfOf(owner) })
const avoided = await caseOf(house, owner, canaries)
await city.cases.act({
  ...{ caseId: avoided.caseId, verb: 'declareAvoidance', body: { ground: 'interest' } },
  actor: house.officer(registrar),
})
later(clock, 2)

const [administrator] = await city.db.query<{ person: string }>(
  `select person from kernel.administrators where kind = 'security' limit 1`,
)
const askers: Readonly<Record<string, Asker>> = {
  nobody: {},
  person: await askerOf(city, issuer, owner),
  stranger: await askerOf(city, issuer, stranger),
  'agent.delegated': await askerOf(city, issuer, helper, delegated),
  'agent.not-covered': await askerOf(city, issuer, helper, elsewhere),
  'agent.expired': await askerOf(city, issuer, helper, expired),
  'agent.revoked': await askerOf(city, issuer, helper, revoked),
  officer: await officerOf(house, issuer, registrar),
  'officer.other-organ': await officerOf(house, issuer, '210102-approval-bureau/acceptance'),
  supervisor: await officerOf(house, issuer, '210100-supervision/supervision', 'cases.read supervise'),
  administrator: {
    token: await issuer.mint({
      sub: administrator?.person ?? '',
      administrator: 'security',
      scope: 'administer cases.read',
    }),
  },
}
const thingsFor: Readonly<Record<string, Things>> = {
  'person.other-person': foreign,
  'person.closed': { ...own, case: closed.number },
  'officer.closed': { ...own, case: closed.number },
  'officer.avoidance': { ...own, case: avoided.number },
}

const wrong: string[] = []
let pairs = 0
const routes = routesIn(app.printRoutes({ commonPrefix: false }))
const table = readTable()
const { rowFor, unused } = rowsOf(table)

const said = ({ status, code, location }: Answer): string => [status, code, location].filter(Boolean).join(' ')
async function holds(route: Route, cell: string, expected: Expected, hasObject: boolean): Promise<void> {
  const asker = askers[cell] ?? askers[cell.split('.')[0]!]!
  const things = thingsFor[cell] ?? own
  // Changes what is asked about afterwards.
  if (expected === 'any' && route.method !== 'GET') return
  pairs++
  const answer = await ask(app, asker, route, things)
  const kind = kindOf(answer)
  if (answer.status >= 500) wrong.push(`${route.method} ${route.path} ${cell}: ${said(answer)}`)
  else if (expected === 'absent') {
    const none = await ask(app, asker, route, nothing)
    const alike = plain(answer, things) === plain(none, nothing)
    if (!alike || (kind === 'yes' && answer.status < 400))
      wrong.push(`${route.method} ${route.path} ${cell}: ${said(answer)} against ${said(none)}`)
  } else if (expected === 'any') {
    if (answer.status >= 400) wrong.push(`${route.method} ${route.path} ${cell}: ${said(answer)}`)
  } else if (kind !== expected && !(expected === 'yes' && kind === 'absent' && !hasObject))
    wrong.push(`${route.method} ${route.path} ${cell}: ${said(answer)}, expected ${expected}`)
}

for (const route of routes) {
  const row = rowFor(route)
  if (!row) {
    wrong.push(`${route.method} ${route.path} stands in no row`)
    continue
  }
  for (const [cell, expected] of Object.entries(row.expect))
    await holds(route, cell, expected, row.object !== undefined)
}
for (const route of unused()) wrong.push(`${route}: no such address`)
say(`${routes.length} addresses, ${pairs} pairs, ${wrong.length} wrong`)

// 他人之物 Existing things of others, many: each answers as one that is not there.
const wanted = optionOf('ids', 10_000)
const crowd: Person[] = []
for (let at = 0; at < 50; at++) crowd.push(await personOf(city, canaries.name('party')))
const numbers: string[] = []
const open = async (at: number) => {
  for (let next = at; next < wanted; next += 16)
    numbers.push((await caseOf(house, crowd[next % crowd.length]!, canaries)).number)
}
await Promise.all(Array.from({ length: 16 }, (_, at) => open(at)))
const ways: readonly (readonly [who: string, route: Route])[] = [
  ['stranger', { method: 'GET', path: '/api/cases/:number' }],
  ['officer.other-organ', { method: 'GET', path: '/api/cases/:number/events' }],
  ['stranger', { method: 'POST', path: '/api/cases/:number/acts/withdraw' }],
  ['agent.delegated', { method: 'GET', path: '/api/cases/:number' }],
  ['stranger', { method: 'GET', path: '/mine/cases/:number' }],
]
const baselines = new Map<number, string>()
const find = finderOf(canaries.canaries)
const leaked = new Set<string>()
const seek = (text: string, where: string): number => {
  const found = find(text)
  for (const { place, kind } of found) leaked.add(`${where}: ${kind} of ${place}`)
  return found.size
}
let unlike = 0
for (const [at, number] of numbers.entries()) {
  // Pages are drawn, and take longer than the interface: every tenth.
  const way = at % 10 === 9 ? 4 : at % 4
  const [who, route] = ways[way]!
  const things = { ...nothing, case: number }
  const baseline = baselines.get(way) ?? plain(await ask(app, askers[who]!, route, nothing), nothing)
  baselines.set(way, baseline)
  const answer = await ask(app, askers[who]!, route, things)
  if (plain(answer, things) !== baseline) unlike++
  seek(answer.text, `${who} ${route.path}`)
}
say(`${numbers.length} existing things of others, ${unlike} not as absent ones`)

// 金丝雀 Everything that anybody else can read, and what it searches for.
const outside = [
  'nobody',
  'stranger',
  'agent.not-covered',
  'agent.expired',
  'agent.revoked',
  'officer.other-organ',
  'administrator',
]
let looked = 0
const queries = ['', '?limit=100', '?q=演练', '?loose=1&q=家中困难', '?party=me']
for (const who of outside)
  for (const route of routes) {
    if (route.method !== 'GET') continue
    for (const things of [own, foreign, { ...own, case: closed.number }]) {
      looked++
      seek((await ask(app, askers[who]!, route, things)).text, `${who} ${addressOf(route.path, nothing)}`)
    }
    if (route.path.includes(':')) continue
    for (const query of queries.slice(1)) {
      looked++
      const { text } = await ask(app, askers[who]!, { ...route, path: `${route.path}${query}` }, own)
      seek(text, `${who} ${route.path}${query}`)
    }
  }
// 导出 What an officer takes out of the house: of another organ nothing, of his own nobody unmasked.
for (const who of ['officer', 'officer.other-organ']) {
  looked++
  const list = await exportedBy(app, askers[who]!, city)
  if (list.includes(closed.number) !== (who === 'officer')) wrong.push(`${who}: the list he exports is not his`)
  seek(list, `${who} export`)
}
const entitled = await ask(app, askers['person']!, { method: 'GET', path: '/mine/cases/:number' }, own)
const control = find(entitled.text).size
// What is asked with the word itself answers as it does to a word that stands nowhere.
const counted = async (word: string) => {
  const { text } = await ask(app, {}, { method: 'GET', path: `/api/search?q=${encodeURIComponent(word)}` }, nothing)
  return text
}
for (const { word, kind, place } of canaries.canaries.slice(0, 40)) {
  // The same sentence with signs that stand nowhere: what is common in it finds what it finds.
  const like = word.replaceAll(/[\u9d00-\u9d7f]/g, '鿐').replaceAll(/\d{4}/g, '0000')
  const echo = (text: string, said: string) => text.replaceAll(said, '').replaceAll(encodeURIComponent(said), '')
  if (echo(await counted(word), word) !== echo(await counted(like), like)) leaked.add(`search: ${kind} of ${place}`)
}

await app.close()
await city.close()
directory.remove()
for (const one of [...wrong, ...leaked].slice(0, 60)) say(one)
conclude({
  name: 'access',
  ok: wrong.length === 0 && unlike === 0 && leaked.size === 0 && control > 0 && numbers.length >= wanted,
  figures: {
    routes: routes.length,
    roles: roles.length,
    relations: relations.length,
    pairs: pairs + numbers.length,
    wrong: wrong.length + unlike,
    canaries: canaries.canaries.length,
    leaked: leaked.size,
    foreignIds: numbers.length,
    answersLooked: looked + numbers.length,
    controlFound: control,
    first: [...wrong, ...leaked].slice(0, 20),
  },
})
