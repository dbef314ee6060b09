import type { CompiledItem, Example } from '#kernel/definition'
import type { CaseHand } from '../case-hand.ts'
import type { Given } from '../given/given.schema.ts'
import { isAt } from '../given/given-wrong.ts'
import type { House } from '../house.ts'
import { itemKinds, livedItem } from '../item-kind.ts'
import { partsCanLive } from '../lives/joint.ts'
import { linkedCanLive } from '../lives/linked.ts'
import { liveScript, type Part } from '../lives/scripted.ts'
import type { CasePlan } from '../plan.ts'
import { makeRandom } from '../random.ts'
import type { PreparedStage } from '../stage.ts'
import { workHours } from '../time/work-hours.ts'
import { type Office, type Officer, officeOf } from '../world.ts'
import { wrongsOf } from '../wrongs/index.ts'
import type { Wrong } from '../wrongs/wrong.ts'
import { answersOf, canAnswer } from './answers.ts'
import { cast, playersOf } from './casting.ts'
import { companionsOf } from './companions.ts'
import { livedOf } from './lived.ts'
import type { Lived, Script } from './script.ts'
import { isLived, makeScripts, type Scripts } from './scripts.ts'
import { appointStaff, type Seat, type Staff, seatsOf } from './staff.ts'

/** 剧目 An item with the examples that can be lived rightly, and the wrongs that can be planted in them. */
interface Repertoire {
  readonly item: CompiledItem
  readonly seats: readonly Seat[]
  readonly clean: readonly Example[]
  readonly wrongs: readonly Wrong[]
}

export interface Scene {
  readonly plan: CasePlan
  readonly live: (c: CaseHand) => Promise<void>
}

export interface TroupeSettings {
  readonly cases: number
  readonly days: number
  readonly seed: string
  readonly wrongs: number
  /** Wrongs given in a file, each in cases of its own. */
  readonly given?: readonly Given[]
}

export interface TroupeWanted {
  readonly wrongs: boolean
  /** Only these; default all. */
  readonly items?: readonly string[]
  /** Days until which an item must be in force; default the first. */
  readonly ahead?: number
}

export interface Troupe {
  /** Items that are lived from their definition alone. */
  readonly items: readonly string[]
  /** Items in force that have no life: opened by another case, drawn by lot, or never over. */
  readonly notLived: readonly string[]
  /** Their share of all cases. */
  readonly share: number
  /** Who sees the alarms of the organs in which they are lived. */
  readonly heads: readonly Officer[]
  plans(settings: TroupeSettings): readonly Scene[]
}

/** How often each of these items comes, against those that are lived by hand. */
const weight = 6
/** Organs in which one item is lived. */
const mostSeats = 3
/** Days that are tried until one suits a script: a hearing announced before a holiday begins another day. */
const mostDays = 15
/** Days between those on which lives are begun. */
const everyDays = 3

const isClean = ({ ended, refused, alarms }: Script): boolean => ended && refused === undefined && alarms.length === 0

/** What registers answer in a life, the same for all that are told alike. */
const knownIn = (script: Script, seat: Seat, staff: Staff) => {
  const lived = livedOf(script)
  return { lived, known: answersOf(lived, cast(lived, seat, staff, playersOf(lived, seat, 0), [], 0)) }
}

const answered = (script: Script, seat: Seat, staff: Staff): boolean => {
  const { lived, known } = knownIn(script, seat, staff)
  return canAnswer(lived, known)
}

/** What another case opens, or what opens others by lot, is lived with those and not alone. */
const byItself = ({ item, deeds }: Script): boolean =>
  deeds.every(({ actor }) => actor.kind !== 'system') &&
  [...item.stages.values()].every(({ draw, subCase }) => draw === undefined && subCase === undefined)

/** 投诉 What is about another case needs one, and is not lived alone. */
const aboutNoCase = ({ definition }: CompiledItem, { given }: Example): boolean => {
  const about = definition.authority.avoid.complainedOf?.case
  return about === undefined || given[about] === undefined
}

/** Items in force on the first day, and those that are so many days later. */
async function itemsOf(house: House, begin: Temporal.PlainDate, ahead: number): Promise<readonly CompiledItem[]> {
  const now = await house.items(begin.toString())
  const known = new Set(now.map(({ definition: { item } }) => item))
  const later = await house.items(begin.add({ days: ahead }).toString())
  return [...now, ...later.filter(({ definition: { item } }) => !known.has(item))]
}

/** 剧团 Makes lives for every item in force that nobody wrote a life for: from its examples, with people in all its posts. */
export async function makeTroupe(
  house: House,
  stage: PreparedStage,
  { wrongs, items: only, ahead = 0 }: TroupeWanted,
): Promise<Troupe> {
  const on = stage.begin.toString()
  const byHand = new Set(itemKinds.map(kind => livedItem(kind).code))
  const directory = await house.identity.directory()
  const inForce = await itemsOf(house, stage.begin, ahead)
  const items = inForce.filter(
    item => !byHand.has(item.definition.item) && (only?.includes(item.definition.item) ?? true),
  )
  /** What is not in force yet is lived from its first day on. */
  const beginOf = ({ definition: { effective } }: CompiledItem): Temporal.PlainDate => {
    const first = Temporal.PlainDate.from(effective.from)
    return Temporal.PlainDate.compare(first, stage.begin) > 0 ? first : stage.begin
  }
  const wanted = await Promise.all(
    items.map(async item => ({
      item,
      seats: (await seatsOf(house, item, directory, beginOf(item).toString())).slice(0, mostSeats),
    })),
  )
  const seated = wanted.filter(({ seats }) => seats.length > 0)
  const staff = await appointStaff(house, [...seated, ...companionsOf(seated, inForce, directory, on)], { on, wrongs })
  const scripts = makeScripts(house.rehearse)
  const companion: Part['companion'] = (code, outcome, from) => {
    const item = inForce.find(({ definition }) => definition.item === code)
    const comesOut = ({ expect }: Example) => expect.outcome === outcome && expect.refused === undefined
    const example = item?.definition.examples.find(one => isLived(one) && comesOut(one))
    if (!item || !example) return undefined
    const day = dayFor(on => isClean(scripts.of(item, example, on)), from)
    return day === undefined ? undefined : { script: livedOf(scripts.of(item, example, day)) }
  }
  const repertoires = seated.flatMap(({ item, seats }): readonly Repertoire[] => {
    const on = beginOf(item).toString()
    const lived = item.definition.examples.filter(
      example =>
        isLived(example) &&
        aboutNoCase(item, example) &&
        byItself(scripts.of(item, example, on)) &&
        answered(scripts.of(item, example, on), seats[0]!, staff),
    )
    const canLive = (code: string, outcome: string) => companion(code, outcome, stage.begin) !== undefined
    const others = (example: Example) => partsCanLive(item, example, canLive) && linkedCanLive(example, canLive)
    const clean = lived.filter(example => isClean(scripts.of(item, example, on)) && others(example))
    if (clean.length === 0) return []
    // A register can only be made to say otherwise about this case alone.
    const possible = ({ answers, example }: Wrong): boolean => {
      if (answers === undefined) return true
      const { known } = knownIn(scripts.of(item, item.definition.examples[example]!, on), seats[0]!, staff)
      return Object.keys(answers).every(question => known.some(({ ask }) => ask === question))
    }
    const found = wrongs ? wrongsOf(item, lived, (example, variant) => scripts.of(item, example, on, variant)) : []
    // Whoever waits or leaves while parts run would leave those alone too: what rings in them was not planted there.
    const leavesParts = ({ at, ends, example, variant }: Wrong): boolean => {
      const nth = variant?.delay?.before ?? (ends ? at : undefined)
      const { deeds } = scripts.of(item, item.definition.examples[example]!, on)
      return nth !== undefined && deeds[nth - 1]?.after.parts !== undefined
    }
    return [{ item, seats, clean, wrongs: found.filter(one => possible(one) && !leavesParts(one)) }]
  })
  const handWeight = itemKinds.reduce((sum, kind) => sum + livedItem(kind).weight, 0)
  const own = weight * repertoires.length
  const now = await house.identity.directory()
  const seats = new Map(repertoires.flatMap(one => one.seats.map(seat => [seat.organ, seat] as const)))

  /** An organ as its lives know it: those who were put there come first. */
  const officeAt = ({ organ }: Seat): Office => {
    const office = officeOf(now, organ, on)
    return { ...office, post: code => staff.find(organ, code) ?? office.post(code) }
  }

  /** The first workday from the drawn one on which the life can be lived as its example tells it. */
  function dayFor(fits: (day: string) => boolean, drawn: Temporal.PlainDate): string | undefined {
    let day = drawn
    for (let tried = 0; tried < mostDays; tried++, day = day.add({ days: 1 }))
      if (house.calendar.isWorkday(day) !== false && fits(day.toString())) return day.toString()
    return undefined
  }

  const days = new Map<string, string | undefined>()
  const lives = new Map<string, Lived>()
  function once<T>(kept: Map<string, T>, key: string, make: () => T): T {
    if (!kept.has(key)) kept.set(key, make())
    return kept.get(key)!
  }

  /** Lives that are told alike begin on the same few days, so that each is rehearsed for many cases at once. */
  function scriptFor({ item }: Repertoire, example: Example, wrong: Wrong | undefined, drawn: number) {
    const from = beginOf(item).add({ days: drawn - (drawn % everyDays) })
    const told = `${item.hash} ${item.definition.examples.indexOf(example)}`
    const fits = (day: string) =>
      wrong === undefined || wrong.variant !== undefined
        ? isClean(scripts.of(item, example, day))
        : suits(scripts, item, example, day, wrong)
    const kind = wrong === undefined || wrong.variant !== undefined ? 'clean' : `${wrong.at}`
    const day = once(days, `${told} ${kind} ${from}`, () => dayFor(fits, from))
    if (day === undefined) return undefined
    const key = `${told} ${day} ${JSON.stringify(wrong?.variant)}`
    return { day, script: once(lives, key, () => livedOf(scripts.of(item, example, day, wrong?.variant))) }
  }

  return {
    items: repertoires.map(({ item }) => item.definition.item),
    share: own === 0 ? 0 : own / (own + handWeight),
    heads: [...seats.keys()].map(organ => staff.of(organ, 'officer')),
    notLived: items
      .map(({ definition: { item } }) => item)
      .filter(item => !repertoires.some(one => one.item.definition.item === item)),
    plans({ cases, days: many, seed, wrongs: rate, given = [] }) {
      const random = makeRandom(seed).fork('troupe')
      const next = new Map<Repertoire, number>()
      const asked = given.flatMap(one => Array.from({ length: one.times ?? 3 }, () => one))
      const length = repertoires.length === 0 ? 0 : cases + asked.length
      return Array.from({ length }, (_, index): readonly Scene[] => {
        const key = `scene-${index + 1}`
        const one = asked[index - cases]
        const repertoire =
          repertoires.find(({ item }) => item.definition.item === one?.lived) ??
          repertoires[index % repertoires.length]!
        const { item, seats: places } = repertoire
        const own = makeRandom(seed).fork(key)
        const nth = next.get(repertoire) ?? 0
        const planted = !one && rate > 0 && repertoire.wrongs.length > 0 && random.chance(rate)
        const wrong = planted ? repertoire.wrongs[nth % repertoire.wrongs.length] : undefined
        if (wrong) next.set(repertoire, nth + 1)
        const example = wrong
          ? item.definition.examples[wrong.example]!
          : ((one && repertoire.clean.find(told => comesTo(scripts.of(item, told, beginOf(item).toString()), one))) ??
            random.pick(repertoire.clean))
        const found = scriptFor(repertoire, example, wrong, random.whole(0, many - 1))
        if (!found) return []
        const seat = random.pick(places)
        const office = officeAt(seat)
        const elsewhere = places.find(({ organ }) => organ !== seat.organ) ?? seat
        const part: Part = {
          script: found.script,
          seat,
          staff,
          answers: house.answers,
          running: index + 1,
          companion,
          deliver: stage.deliver,
          ...(wrong && { wrong }),
        }
        const plan: CasePlan = {
          key,
          item: item.definition.item,
          itemCode: item.definition.item,
          office,
          otherOffice: officeAt(elsewhere),
          firm: stage.world.firms[0]!,
          opens: Temporal.PlainDate.from(found.day)
            .toZonedDateTime({
              timeZone: house.clock.zone,
              plainTime: Temporal.PlainTime.from({ hour: own.pick(workHours) }),
            })
            .toInstant(),
          violation: undefined,
          ...(wrong && { foreseen: true }),
          ...(one && { given: one }),
          random: own,
        }
        return [{ plan, live: c => liveScript(c, part) }]
      }).flat()
    },
  }
}

/** Whether a life comes to the act at which a given wrong is done. */
const comesTo = ({ deeds }: Script, given: Given): boolean => deeds.some(({ verb, body }) => isAt(given, verb, body))

/** Whether the script of that day still is the one in which the wrong was found: as many deeds, refused where it was; what rings rings, feasts or no. */
function suits(scripts: Scripts, item: CompiledItem, example: Example, day: string, { at, foreseen }: Wrong): boolean {
  const script = scripts.of(item, example, day)
  if (at === undefined) return (foreseen.codes ?? []).every(code => script.alarms.includes(code))
  if (example.expect.refused === undefined) return isClean(script)
  return at === script.deeds.length && script.refused?.names.includes(example.expect.refused) === true
}
