import { randomUUID } from 'node:crypto'
import type { Calendar } from '#kernel/calendar'
import { appointCast } from './cast.ts'
import { type Client, makeClient } from './client.ts'
import { makePurse, type TokenPurse } from './hand.ts'
import type { House } from './house.ts'
import { type Inboxes, type Look, makeInboxes } from './inbox.ts'
import { byItemKind, itemKinds, livedItem } from './item-kind.ts'
import { makeFirmParties, type Parties } from './parties.ts'
import { makeRandom } from './random.ts'
import { makeTimeline, type Timeline } from './time/timeline.ts'
import { dayOf, makeWorkHours, type WorkHours } from './time/work-hours.ts'
import { makeTruth, type Truth } from './truth.ts'
import { type Firm, type Household, makeFirms, makeHouseholds, makeWorld, type World } from './world.ts'

/** What all lives share. */
export interface Stage {
  readonly client: Client
  readonly purse: TokenPurse
  readonly inboxes: Inboxes
  readonly parties: Parties
  readonly timeline: Timeline
  readonly hours: WorkHours
  readonly calendar: Calendar
  readonly truth: Truth
  readonly world: World
  /** Whether the people of `cast.ts` are there. */
  readonly cast: boolean
  /** Waits until the log, and the cases that come of others, have caught up. */
  deliver(): Promise<void>
  /** The log does not go on while this is done. */
  undelivered(work: () => Promise<void>): Promise<void>
  readonly openedFrom: House['openedFrom']
  /** 他处检查 The city's own bureau has visited a firm so often this year already. */
  visitedElsewhere(uscc: string, year: number, times: number): Promise<void>
  /** Fines decided so far: what a second fine for the same act is tried with. */
  readonly fines: {
    readonly key: string
    readonly uscc: string
    readonly name: string
    readonly act: string
    readonly endedOn: string
  }[]
}

const clientOfTokens = 'plumbline-simulator'

/** Bureaus that carry the item out and have somebody in every post a case needs. */
async function staffed(
  { implementations }: House,
  item: string,
  on: string,
  posts: readonly string[],
  holders: (post: string, organ: string) => number,
  ofKind: readonly string[],
): Promise<string[]> {
  const carriedOut = (await implementations.inForce(item, on)).map(({ organ }) => organ)
  return (carriedOut.length > 0 ? carriedOut : ofKind).filter(organ => posts.every(post => holders(post, organ) > 0))
}

/** 企业入库 The daily feed of the market regulator says which firms there are. */
async function feedFirms({ db, registers }: House, firms: readonly Firm[], from: string): Promise<void> {
  const known = firms.filter(firm => firm.registered !== null)
  for (let start = 0; start < known.length; start += 200)
    await db.transaction(async sql => {
      for (const { uscc, name, registered } of known.slice(start, start + 200))
        await registers.set(sql, 'enterprise', {
          entry: randomUUID(),
          values: { uscc, name, active: registered!.active, keyEnergyUser: registered!.keyEnergyUser },
          from,
          source: { organ: '210100-market-regulation-bureau', feed: 'market-regulation' },
        })
    })
}

/** 核对报告入库 The means check says of each household that what is found of it agrees with what it says. */
async function feedHouseholds({ db, registers }: House, households: readonly Household[], from: string): Promise<void> {
  for (let start = 0; start < households.length; start += 200)
    await db.transaction(async sql => {
      for (const { number } of households.slice(start, start + 200))
        await registers.set(sql, 'means', {
          entry: randomUUID(),
          values: { household: number, incomeAgrees: true, assetsWithin: true },
          from,
          source: { organ: '210102-civil-affairs-bureau', feed: 'civil-affairs' },
        })
    })
}

export interface StageSettings {
  readonly seed: string
  readonly firms: number
  /** Households that may ask for help, each once. */
  readonly households: number
  /** Put in the people whose acts are wrong; a demonstration needs none. */
  readonly cast: boolean
  /** How often an officer looks; default each time. */
  readonly inbox?: Look
}

export interface PreparedStage extends Stage {
  readonly begin: Temporal.PlainDate
  readonly requests: () => number
  close(): void
}

/** 布置 Everything a run needs before its first day: people in their posts, firms in the register, clients, time. */
export async function prepareStage(
  house: House,
  { seed, firms: count, households: families, cast, inbox }: StageSettings,
): Promise<PreparedStage> {
  const { clock, identity, db, calendar } = house
  const begin = clock.today()
  const on = begin.toString()
  const before = await identity.directory()
  const holders = (post: string, organ: string) => before.holdersOf(post, organ, on).length
  const staffedFor = new Map<string, readonly string[]>()
  for (const kind of itemKinds) {
    const { code, posts, from, organ } = livedItem(kind)
    const day = from !== undefined && from > on ? from : on
    const ofKind = organ === undefined ? [] : before.organsFor(organ, day).map(({ id }) => id)
    staffedFor.set(kind, await staffed(house, code, day, posts, holders, ofKind))
  }
  const organs = byItemKind(kind => staffedFor.get(kind) ?? [])
  const [bank] = before.organsFor('collecting-bank', on)
  if (!bank) throw new RangeError('the city has no collecting bank')
  const asked = before
    .organsFor('natural-resources-bureau', on)
    .filter(({ id }) => holders('acceptance', id) === 0)
    .map(({ id }) => id)
  if (cast)
    await db.transaction(sql =>
      appointCast(sql, identity, {
        approval: organs.permit,
        energy: organs.penalty,
        bank: bank.id,
        asked,
        begin,
        item: livedItem('permit').code,
      }),
    )

  const directory = await identity.directory()
  const regions = before.organsFor('approval-bureau', on).map(({ region }) => region)
  const firms = makeFirms(makeRandom(seed).fork('firms'), regions, count)
  const households = makeHouseholds(families)
  await feedHouseholds(house, households, begin.subtract({ years: 1 }).toString())
  await feedFirms(house, [...firms.firms, ...firms.inactive, ...firms.notKey], begin.subtract({ years: 1 }).toString())

  const client = makeClient(house.url)
  const now = () => clock.now()
  const purse = makePurse(wanted => house.mint({ ...wanted, client: clientOfTokens, acr: 2 }), now)
  const timeline = makeTimeline({ begin: now(), advance: to => advance(house, to) })
  const world = makeWorld(directory, on, organs, firms, households)
  return {
    client,
    purse,
    timeline,
    world,
    cast,
    calendar,
    begin,
    inboxes: makeInboxes(client, purse, now, inbox),
    parties: makeFirmParties(client, purse),
    hours: makeWorkHours(calendar),
    truth: makeTruth(),
    fines: [],
    ...oneAfterAnother(() => house.deliver()),
    openedFrom: (number, item) => house.openedFrom(number, item),
    visitedElsewhere: (uscc, year, times) => recordVisits(house, uscc, year, times),
    requests: () => client.requests,
    close: () => client.close(),
  }
}

/** Whoever asks for a delivery while one runs waits for one more round, all of them for the same; nothing else runs beside it. */
function oneAfterAnother(delivery: () => Promise<void>): Pick<Stage, 'deliver' | 'undelivered'> {
  let last: Promise<unknown> = Promise.resolve()
  let next: Promise<void> | undefined
  const undelivered = (work: () => Promise<void>): Promise<void> => {
    const done = last.then(work)
    last = done.catch(() => undefined)
    return done
  }
  const deliver = () =>
    (next ??= undelivered(() => {
      next = undefined
      return delivery()
    }))
  return { deliver, undelivered }
}

/** Visits on record of which this run has no cases. */
const recordVisits = ({ db, registers, clock }: House, uscc: string, year: number, times: number): Promise<void> =>
  db.transaction(async sql => {
    const by = { organ: '210100-market-regulation-bureau', case: randomUUID(), item: 'market-inspection-visit' }
    for (let time = 1; time <= times; time++)
      await registers.set(sql, 'inspection', {
        entry: randomUUID(),
        values: { uscc, year, time, result: 'clean' },
        from: clock.today().toString(),
        source: { ...by, seq: time },
      })
  })

/** Moves the city's clock, stopping at every midnight on the way: that is when limits end. */
async function advance({ clock, fireDue }: House, to: Temporal.Instant): Promise<void> {
  for (let day = clock.today(); Temporal.PlainDate.compare(day, dayOf(to)) < 0; ) {
    day = day.add({ days: 1 })
    clock.set(day.toZonedDateTime(clock.zone).toInstant())
    while ((await fireDue()) > 0);
  }
  clock.set(to)
}
