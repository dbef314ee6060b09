import { openIssuer } from '#hubs/application/issuer'
import { manualClock } from '#kernel/clock'
import { makeGate } from '../gate.ts'
import { makeAdministered } from './access/administered.ts'
import { askersOf, ownersOf, registrar, uscc, witnessesOf } from './access/askers.ts'
import { ask, type Things } from './access/asking.ts'
import { makeDepartment } from './access/department.ts'
import { drawn } from './access/draws.ts'
import { unlikeAbsent } from './access/foreign.ts'
import { makeFresh } from './access/fresh.ts'
import { makeHolding } from './access/held.ts'
import { makeLives } from './access/lives.ts'
import { namedThings } from './access/named.ts'
import { compare } from './access/pairs.ts'
import {
  absentThings,
  besideOf,
  caseOf,
  makeThings,
  type Person,
  personOf,
  saidOf,
  selfOf,
  thingsOf,
} from './access/people.ts'
import { emptyOf, faultsOf, plainIn, readPrivateTables, writableColumns } from './access/private-rows.ts'
import { digestsNow } from './access/review.ts'
import { makeSeats } from './access/seated.ts'
import { makeSearch, readPlaces } from './access/sought.ts'
import { makeSpeaking, ownerOf } from './access/speaking.ts'
import { makeSweep, ofCase } from './access/sweep.ts'
import { relations, roles, routesIn } from './access/table.ts'
import { makeCanaries } from './canary/words.ts'
import { conclude, drillDirectory, openDrillCity, optionOf, say, wordsOf } from './house.ts'

/**
 * 准入演练 Holds every address of the program against a table that was written from the law and reviewed by another: who may ask it, of whom, and
 * what whoever may not is told. Then many existing things of others are asked for, and answer exactly as absent ones; and words that were planted
 * in every private row of the city are looked for in everything that anybody can get to see.
 */
if (process.argv.includes('--digest')) {
  for (const [section, digest] of digestsNow()) process.stdout.write(`${digest} ${section}\n`)
  process.exit(0)
}
/** Addresses that begin so, and nothing but the table: for whoever works on a row. */
const only = wordsOf('only')
const directory = drillDirectory()
const clock = manualClock('2026-07-06T09:00:00+08:00')
const department = makeDepartment(clock)
const house = await openDrillCity(directory.path, { clock, durable: false, exchanges: [department.adapter] })
const { city } = house
const config = { ...city.config, rateLimit: { ...city.config.rateLimit, perMinute: 100_000_000 } }
const issuer = await openIssuer({ mode: 'test', dataDirectory: directory.path, clock })
const app = await makeGate({ ...city, config }, { issuer, stepUp: false })
await app.ready()
const canaries = makeCanaries()
const token = ({ party }: Person) => issuer.mint({ sub: party, party, scope: 'cases.act cases.read' })

// 生活 Everybody lives first: what takes weeks, then what takes days.
const representative = await personOf(city, '演练法定代表人')
const owners = await ownersOf(house, canaries, representative.party)
const { own, foreign, firm } = owners
const lives = makeLives({ house, app, issuer, clock, department: department.state })
const of = (whose: string) => saidOf(canaries, whose)
const drawing = await drawn(house, clock)
const heard = await lives.heard(firm.party, uscc, of('firm'))
await lives.reachable(own, of('own'))
await lives.reachable(foreign, of('foreign'))
const askers = await askersOf(
  ...([house, issuer, clock, owners, representative, canaries] as const),
  makeSeats({ house, app, issuer, clock }),
)
const lived: { whose: keyof typeof owners; number: string }[] = [{ whose: 'firm', number: heard }]
for (const whose of ['own', 'foreign'] as const) {
  const [person, said] = [owners[whose], of(whose)]
  const number = await lives.served(person, said)
  const member = await personOf(city, said.name('household'))
  lived.push(
    { whose, number },
    { whose, number: await lives.underWay(person, said) },
    { whose, number: await lives.complained(person, number, said) },
    { whose, number: await lives.household(person, member, said) },
  )
}
lived.push({ whose: 'firm', number: await lives.disputed(firm.party, uscc, of('firm')) })
lived.push({
  whose: 'firm',
  number: await lives.discussed(
    [
      [own, of('own')],
      [foreign, of('foreign')],
    ],
    firm.party,
  ),
})
const caseElsewhere = await lives.asked(firm, uscc, of('firm'))
await lives.house(of('house'), (await caseOf(house, own, of('own'))).number)
await lives.settled()
const makers = async (whose: keyof typeof owners) =>
  makeThings(house, app, await token(owners[whose]), owners[whose], of(whose))
const things: Record<keyof typeof owners, Things> = {
  own: await thingsOf(await makers('own')),
  foreign: await thingsOf(await makers('foreign')),
  firm: await thingsOf(await makers('firm')),
  ward: await thingsOf(await makers('ward')),
  unit: await thingsOf(await makers('unit')),
}
const nothing = absentThings()
const closed = await caseOf(house, own, of('own'))
await city.cases.act({ caseId: closed.caseId, verb: 'withdraw', body: {}, actor: selfOf(own) })
const avoided = await caseOf(house, own, of('own'))
const stoodBack = { caseId: avoided.caseId, verb: 'declareAvoidance', body: { ground: 'interest' } } as const
await city.cases.act({ ...stoodBack, actor: house.officer(registrar) })

const crowd: Person[] = []
for (let at = 0; at < 50; at++) crowd.push(await personOf(city, of('crowd').name('party')))
const wanted = only.length > 0 ? 0 : optionOf('ids', 10_000)
const numbers: string[] = []
const open = async (at: number) => {
  for (let next = at; next < wanted; next += 16)
    numbers.push((await caseOf(house, crowd[next % crowd.length]!, of('crowd'))).number)
}
await Promise.all(Array.from({ length: 16 }, (_, at) => open(at)))
say(`${canaries.canaries.length} words planted, ${numbers.length} cases of a crowd`)

await city.sequencer.drain()

// 守护 Every table has been thought of, every one that holds private words has some, and the others have none.
const [tables, places] = [readPrivateTables(), readPlaces()]
const search = makeSearch(canaries.canaries, places)
const unguarded = [
  ...faultsOf(await writableColumns(city.migrator), tables, places),
  ...(await emptyOf(city.migrator, tables)),
  ...(await plainIn(city.migrator, tables, search.find)),
]
const personal = { uscc, name: firm.name, active: true, keyEnergyUser: true, legalRepresentative: '欧阳某' }
const source = { organ: '210100-market-regulation-bureau', feed: 'market-regulation' }
await city.db
  .transaction(sql =>
    city.registers.set(sql, 'enterprise', { entry: firm.party, from: '2026-07-01', values: personal, source }),
  )
  .then(
    () => unguarded.push('registers: a personal field was taken without a key'),
    () => undefined,
  )

// 对表 The table.
const speaking = await makeSpeaking({
  house,
  app,
  askers,
  owners,
  things,
  closed: closed.number,
  avoided: avoided.number,
  elsewhere: caseElsewhere,
})
const named = await namedThings(house, await makeAdministered({ house, app, askers }), drawing)
const fresh = makeFresh(house)
const holding = makeHolding({
  ...{ app, askers, nothing, search },
  named: async (route, asked, may) => ({ ...(await named(route)), ...(await fresh(route, asked, may)) }),
  bodyOf: speaking.bodyOf,
  thingsFor: speaking.thingsFor,
  beside: asker => besideOf(city, asker),
  anew: async (cell, kind) => {
    const whose = ownerOf(cell)
    return { ...things[whose], [kind]: await (await makers(whose))[kind]() }
  },
})
const routes = routesIn(app.printRoutes({ commonPrefix: false }))
const cells = [...Object.keys(askers), ...Object.keys(speaking.special)]
const compared = await compare(holding, routes, { only, cells, tell: process.argv.includes('--tell') })
const { pairs } = compared
const outcome = {
  desk: compared.desk,
  reached: compared.reached,
  heard: compared.heard,
  unheard: compared.unheard.length,
  vacuous: compared.vacuous.length,
  open: compared.open.length,
  unasked: compared.unasked.length,
}
const wrong = [...compared.wrong]
say(`${routes.length} addresses, ${pairs} pairs, ${wrong.length} wrong`)
for (const one of wrong) say(one)
if (process.argv.includes('--list'))
  for (const kind of ['unheard', 'vacuous', 'open', 'unasked'] as const)
    for (const one of compared[kind]) say(`${kind} ${one}`)
if (only.length > 0) {
  await app.close()
  await city.close()
  directory.remove()
  conclude({ name: 'access', ok: wrong.length === 0, figures: { only, pairs, ...outcome, wrong: wrong.length } })
}

// 他人之物 Existing things of others, many: each answers as one that is not there.
const unlike = await unlikeAbsent(app, askers, numbers, { nothing, search })
say(`${numbers.length} existing things of others, ${unlike} not as absent ones`)

// 金丝雀 Everything that anybody can get to see.
const sweep = makeSweep({ app, city, routes, search, nothing })
const whole: Things[] = [...Object.values(things), { ...things.own, case: closed.number }]
for (const { whose, number } of lived) whole.push({ ...things[whose], case: number })
const papers = await city.db.query<{ number: string; key: string }>(
  'select c.number, p.key from application.papers p join kernel.cases c on c.id = p.case_id',
)
for (const { number, key } of papers) {
  const found = lived.find(one => one.number === number)
  if (found) whole.push({ ...things[found.whose], case: number, also: { paper: key } })
}
const ids = async (sql: string) => (await city.db.query<{ id: string }>(sql)).map(({ id }) => id)
const [feed = ''] = await ids('select id from data.feeds')
const [received = ''] = await ids('select id from national.files')
const [exported = ''] = await ids('select id from data.exports')
const [posting = ''] = await ids('select id from business.publications')
whole.push({ ...nothing, also: { feed, export: exported, id: posting, file: received } })
const witnesses = await witnessesOf(house, issuer, owners)
await sweep.read({ ...askers, ...witnesses }, whole)
say(`${search.looked()} answers read, ${search.leaked.size} leaks`)
const outside = Object.fromEntries(
  Object.entries(askers).filter(([who]) => /^nobody|other-|not-covered|expired|revoked|administrator/.test(who)),
)
await sweep.write(outside, [...Object.values(things), { ...things.own, case: lived[1]!.number }])
await sweep.log(askers)
const servedBy = { 'officer.own': numbers[0]!, 'officer.other-organ': caseElsewhere }
for (const [who, serves] of Object.entries(servedBy)) {
  const list = await sweep.exported(who, askers[who]!, serves)
  if (list.includes(closed.number) !== (who === 'officer.own')) wrong.push(`${who}: the list he exports is not his`)
}
const sample = canaries.canaries.filter(({ place }) => !place.startsWith('crowd/')).slice(0, 40)
await sweep.counted(sample, outside)
await sweep.read({ 'officer.avoidance': askers['officer.own']! }, [speaking.special['officer.avoidance']!], ofCase)
// Whoever was signed in at the beginning still is: what is refused for that proves nothing.
for (const [who, asker] of Object.entries(askers)) {
  if (asker.cookie === undefined) continue
  const { location } = await ask(app, asker, { method: 'GET', path: '/mine' }, nothing)
  if (location.startsWith('/sign-in')) wrong.push(`${who} is signed in no longer`)
}
const unproved = [...search.unproved(), ...(search.papers() > 0 ? [] : ['papers: no word was found in any'])]

await app.close()
await city.close()
directory.remove()
const faults = [...wrong, ...search.leaked, ...unproved, ...unguarded]
for (const one of faults.slice(0, optionOf('show', 60))) say(one)
conclude({
  name: 'access',
  ok: faults.length === 0 && unlike === 0 && numbers.length >= wanted,
  figures: {
    routes: routes.length,
    roles: roles.length,
    relations: relations.length,
    pairs: pairs + numbers.length,
    ...outcome,
    wrong: wrong.length + unlike,
    canaries: canaries.canaries.length,
    kinds: places.length,
    tables: tables.length,
    leaked: search.leaked.size,
    unproved: unproved.length,
    unguarded: unguarded.length,
    foreignIds: numbers.length,
    answersLooked: search.looked(),
    papersRead: search.papers(),
    counts: sweep.counts(),
    first: faults.slice(0, 20),
  },
})
