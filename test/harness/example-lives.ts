import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'
import { type Actor, type ActResult, lotsOfEvent, openStages, placeOf, subCaseIds, type Verb } from '#kernel/case'
import { type CompiledItem, type Example, effectsOf } from '#kernel/definition'
import type { Directory } from '#kernel/identity'
import { Refusal } from '#kernel/refusal'
import { contentDirectory } from '../../content.ts'
import { runExample } from '../../systems/power/example.ts'
import { home, organOf } from '../../systems/power/example-people.ts'
import type { Attempt } from '../../systems/power/example-watch.ts'
import type { TestCity } from './city.ts'
import { liveParts } from './part-lives.ts'

const region = '210103'
const types = parse(readFileSync(join(contentDirectory, 'organs/organ-types.yaml'), 'utf8')) as Readonly<
  Record<string, { name: string; nature: 'statutory'; posts: Record<string, { name: string; level: 'officer' }> }>
>
const numberOf = (type: string, post: string, nth: number) => `EX-${type}-${post}-${nth}`

/** The organ of a kind that serves the district, else the city's own. */
const organFor = (directory: Directory, type: string, on: string): string | undefined =>
  (directory.organsFor(type, on, region)[0] ?? directory.organsFor(type, on)[0])?.id

/** 配齐 Gives the city an organ of every kind and, in each of its posts, three certified officers who hold no other. */
export async function staffEveryPost({ city, clock }: TestCity): Promise<void> {
  const directory = await city.identity.directory()
  const on = clock.today().toString()
  const made = Object.entries(types).map(([type, kind]) => {
    const known = organFor(directory, type, on)
    return { type, kind, id: known ?? `${region}-${type}`, missing: known === undefined }
  })
  const officers = made.flatMap(({ type, kind, id }) =>
    Object.keys(kind.posts).flatMap(post =>
      [1, 2, 3].map(nth => {
        const number = numberOf(type, post, nth)
        const certificate = { kind: 'law-enforcement', number, from: '2024-01-01', to: '2060-01-01' }
        return { number, name: number, posts: [`${id}/${post}`], certificates: [certificate], administrator: null }
      }),
    ),
  )
  const organs = made
    .filter(({ missing }) => missing)
    .map(({ id, type, kind }) => {
      const none = { parent: null, superior: null, entruster: null, uscc: null }
      return { id, name: kind.name, region, nature: kind.nature, functions: [type], ...none }
    })
  const posts = made
    .filter(({ missing }) => missing)
    .flatMap(({ id, kind }) =>
      Object.entries(kind.posts).map(([code, { name, level }]) => ({
        id: `${id}/${code}`,
        organ: id,
        code,
        name,
        level,
      })),
    )
  const names = { city: 'examples', name: { zh: '示例', en: 'Examples' }, demo: true, from: '2024-01-01' }
  await city.db.transaction(sql => city.identity.loadCity(sql, { ...names, regions: [], organs, posts, officers }))
}

export interface Lived {
  readonly outcome: string | null
  readonly ended: boolean
  readonly stages: readonly string[]
  /** The rules, controls or code behind a refusal. */
  readonly refused: readonly string[]
  readonly acts: number
  readonly caseId?: string
}

const refusedBy = ({ reasons, code }: Refusal): readonly string[] => [
  ...reasons.flatMap(({ rule }) => (rule === undefined ? [] : [rule.split('.').at(-1)!])),
  ...reasons.map(reason => reason.code),
  code,
]

/** An item may name what a kind of organ does (`government`) instead of the kind: then it is that of the organ which does it here. */
function kindOf(directory: Directory, named: string, on: string): string {
  if (types[named] !== undefined) return named
  const organ = organFor(directory, named, on)
  return Object.keys(types).find(type => organ?.endsWith(`-${type}`)) ?? named
}

/** The example's people as officers of the city, and its parties as parties on record. */
export async function castOf(house: TestCity, definition: CompiledItem, example: Example) {
  const { city } = house
  const on = house.clock.today().toString()
  const directory = await city.identity.directory()
  const homeType = kindOf(directory, definition.definition.category.organ.post ?? '', on)
  const typeOf = (organ: string) => (organ === home ? homeType : kindOf(directory, organ, on))
  const person = (type: string, post: string, nth: string) =>
    directory.personByNumber(numberOf(type, post, Number(nth)))?.id
  const stands = new Map<string, string>()
  const seats = [...definition.stages.values()].flatMap(({ body }) =>
    body === undefined ? [] : [{ post: body.slice(body.indexOf('/') + 1), organ: home }],
  )
  const places = Object.keys(definition.definition.authority.posts).map(role =>
    placeOf(definition, home, organOf, role),
  )
  for (const { post, organ } of [...places, ...seats])
    for (const nth of ['1', '2', '3']) {
      const found = person(typeOf(organ), post, nth)
      if (found !== undefined) stands.set(`${post}-${nth}`, found)
    }
  const parties = new Map<string, string>()
  const citizen = Object.entries(example.given).find(
    ([name]) => definition.definition.content.form[name]?.type === 'citizen',
  )?.[1]

  const mapped = (value: unknown): unknown => {
    if (typeof value === 'string') return stands.get(value) ?? parties.get(value) ?? value
    if (Array.isArray(value)) return value.map(mapped)
    if (typeof value !== 'object' || value === null) return value
    return Object.fromEntries(Object.entries(value).map(([name, part]) => [stands.get(name) ?? name, mapped(part)]))
  }
  return {
    organ: organFor(directory, homeType, on) ?? homeType,
    body: (body: Attempt['body']) => mapped(body) as Record<string, unknown>,
    actor(actor: Actor): Actor {
      if (actor.kind === 'party') return { ...actor, party: parties.get(actor.party) ?? actor.party }
      if (actor.kind !== 'officer') return actor
      const code = actor.post.slice(actor.post.indexOf('/') + 1)
      const organ = organFor(directory, typeOf(actor.organ), on) ?? actor.organ
      const found = person(typeOf(actor.organ), code, actor.person.slice(actor.person.lastIndexOf('-') + 1))
      return { ...actor, person: found ?? actor.person, organ, post: `${organ}/${code}` }
    },
    /** The example's parties are those of a case that is there. */
    stand(standing: NonNullable<Attempt['opens']>['parties'], own: readonly { role: string; party: string }[]) {
      for (const { role, party } of standing) parties.set(party, own.find(one => one.role === role)?.party ?? party)
    },
    async register(standing: NonNullable<Attempt['opens']>['parties']) {
      for (const { party, unit } of standing)
        if (!parties.has(party))
          parties.set(party, unit === 'firm' ? await house.firm() : await personOnRecord(house, citizen))
      return standing.map(({ role, party, unit }) => ({ role, party: parties.get(party)!, unit }))
    },
  }
}

/** The next day; the next first of a month where the example names a month, for what it tells then lies within one. */
const firstDay = ({ acts }: Example, today: Temporal.PlainDate): Temporal.PlainDate =>
  /"\d{4}-\d{2}"/.test(JSON.stringify(acts)) ? today.add({ months: 1 }).with({ day: 1 }) : today.add({ days: 1 })

/** The example on another day; a month it names (whose money is paid) is counted from its first day, the day of an invitation from its first. */
export function beginningOn(example: Example, at: string): Example {
  const begun = Temporal.PlainDate.from(example.at ?? '2026-03-02')
  const first = Temporal.PlainDate.from(at)
  const months = begun.toPlainYearMonth().until(first.toPlainYearMonth(), { largestUnit: 'months' })
  const shifted = (value: unknown): unknown => {
    if (typeof value === 'string')
      return /^\d{4}-\d{2}$/.test(value) ? Temporal.PlainYearMonth.from(value).add(months).toString() : value
    if (Array.isArray(value)) return value.map(shifted)
    if (typeof value !== 'object' || value === null) return value
    return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, shifted(part)]))
  }
  const invited = (act: Example['acts'][number]): Example['acts'][number] => {
    const said = typeof act === 'string' ? undefined : (act['invite'] as { readonly on: string } | undefined)
    return said ? { invite: { ...said, on: Temporal.PlainDate.from(said.on).add(begun.until(first)).toString() } } : act
  }
  return { ...example, at, acts: (shifted(example.acts) as Example['acts']).map(invited) }
}

const people = new WeakMap<TestCity, Map<unknown, string>>()

async function personOnRecord(house: TestCity, citizen: unknown): Promise<string> {
  const known = people.get(house) ?? new Map<unknown, string>()
  people.set(house, known)
  const before = typeof citizen === 'string' ? known.get(citizen) : undefined
  if (before !== undefined) return before
  const identifiers = typeof citizen === 'string' ? [{ scheme: 'citizen' as const, value: citizen }] : []
  const { party } = await house.city.db.transaction(sql =>
    house.city.parties.register(sql, { kind: 'person', name: '示例当事人', identifiers }),
  )
  known.set(citizen, party)
  return party
}

/** What a draw needs of the city around it: firms on the register, and a log that goes on. */
async function beforeDrawing(house: TestCity, verb: string, { answers = {} }: Example, again: () => Promise<unknown>) {
  if (verb === 'prepareDraw') {
    const { rows } = await house.city.registers.current('enterprise', { active: true }, { limit: 20 })
    for (let at = rows.length; at < 20; at++) await house.firm(`示例名录${at}号有限公司`)
  }
  if (verb !== 'draw' || answers['beacon'] === false) return
  await again()
  await house.city.sequencer.drain()
}

/** An example speaks of a city without the cases of the one before: what may be given once is free again. */
async function freeKeys({ city }: TestCity, { definition }: CompiledItem): Promise<void> {
  for (const { effect, path } of effectsOf(definition)) {
    if (!('register' in effect) || !effect.once) continue
    const { rows } = await city.registers.current(effect.register, {}, { limit: 200 })
    for (const { values, validFrom: from, by, organ } of rows) {
      if (!('case' in by)) continue
      const source = { organ, ...by, item: definition.item, outcome: String(path[2]) }
      await city.registers.end(city.db, effect.register, { entry: randomUUID(), values, from, source })
    }
  }
}

/** Cases that a stage had opened are there and have ended, where the example does not say that one still runs. */
async function endSubCases(house: TestCity, caseId: string, definition: CompiledItem, { answers = {} }: Example) {
  const { city } = house
  const state = await city.cases.stateOf(caseId)
  const [open] = openStages(state)
  const ordered = state.subCases?.[open ?? '']
  const said = answers[definition.stages.get(open ?? '')?.subCase?.item ?? ''] as { running?: number } | undefined
  if (!ordered || said?.running !== undefined) return
  await city.sequencer.drain()
  await city.subscriptions.runOnce()
  await city.jobs.runOnce()
  const lots = await lotsOfEvent(city.db, caseId, state.draws![ordered.draw]!.made!)
  for (const id of subCaseIds(caseId, ordered, lots)) {
    const { drawn, organ } = await city.cases.stateOf(id)
    const by = { kind: 'officer' as const, person: drawn!.persons[0]!, organ, post: `${organ}/${drawn!.role}` }
    await house.act(id, 'terminate', { ground: 'object-gone', reason: '示例' }, by)
  }
}

/**
 * 过一遍 Lives one example of a published item in the city: each act goes through the engine into PostgreSQL, by the hand and on
 * the day it would have been, from the day after the last one.
 */
export async function liveExample(house: TestCity, item: string, example: Example): Promise<Lived> {
  const { city, clock } = house
  const at = firstDay(example, clock.today()).toString()
  const { hash } = await city.definitions.current(item, at)
  const definition = await city.implementations.implemented(hash, null)
  const attempts: Attempt[] = []
  runExample(definition, beginningOn(example, at), city.calendar(), {
    tried: attempt => attempts.push(attempt),
  })
  await freeKeys(house, definition)
  const cast = await castOf(house, definition, example)
  let caseId: string | undefined
  let refused: readonly string[] = []
  let acts = 0
  let again: () => Promise<unknown> = async () => {}
  for (const { verb, body, actor, at: moment, opens } of attempts) {
    if (Temporal.Instant.compare(moment, clock.now()) > 0) clock.set(moment)
    try {
      await beforeDrawing(house, verb, example, again)
      if (caseId !== undefined && verb === 'complete') await endSubCases(house, caseId, definition, example)
      if (opens) {
        const { start, parties: standing } = opens
        const parties = await cast.register(standing)
        const opening = { item, organ: cast.organ, verb: verb as 'submit', start, parties }
        again = () => house.open({ ...opening, by: cast.actor(actor), body: cast.body(body) })
        caseId = ((await again()) as ActResult).caseId
      } else if (caseId !== undefined) await house.act(caseId, verb as Verb, cast.body(body), cast.actor(actor))
      acts++
      if (caseId !== undefined) await liveParts(house, caseId, example)
    } catch (fault) {
      if (!(fault instanceof Refusal)) throw fault
      refused = refusedBy(fault)
      break
    }
  }
  if (caseId === undefined) return { outcome: null, ended: false, stages: [], refused, acts }
  const state = await city.cases.stateOf(caseId)
  const ended = state.status === 'ended'
  return { outcome: state.outcome ?? null, ended, stages: openStages(state), refused, acts, caseId }
}
