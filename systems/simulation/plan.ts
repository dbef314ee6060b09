import type { Calendar } from '#kernel/calendar'
import { cityZone } from '#kernel/clock'
import type { Given } from './given/given.schema.ts'
import { byItemKind, type ItemKind, itemKinds, livedItem } from './item-kind.ts'
import { makeRandom, type Random } from './random.ts'
import { workHours } from './time/work-hours.ts'
import { isFor, type ViolationKind, violationKinds, violations } from './violation.ts'
import type { Firm, Household, Office, World } from './world.ts'

/** 一案计划 What one case is going to be, drawn before the first day. */
export interface CasePlan {
  readonly key: string
  /** The item as reports name it. */
  readonly item: string
  readonly itemCode: string
  readonly office: Office
  /** Another office of the same kind: for acts of the wrong organ. */
  readonly otherOffice: Office
  readonly firm: Firm
  /** Whose allowance it is: no household asks twice. */
  readonly household?: Household
  readonly opens: Temporal.Instant
  readonly violation: ViolationKind | undefined
  /** Share of the cases that come of this one with a wrong in them. */
  readonly wrongs?: number
  /** A wrong that was given in a file, done in a case that is right otherwise. */
  readonly given?: Given
  /** A wrong made from the item's definition is planted in it. */
  readonly foreseen?: true
  readonly random: Random
}

export interface PlanSettings {
  readonly cases: number
  /** Days on which cases are opened. */
  readonly days: number
  readonly begin: Temporal.PlainDate
  readonly seed: string
  /** Share of cases with a planted wrong. */
  readonly wrongs: number
  /** Only these kinds of wrong; default all. */
  readonly kinds?: readonly ViolationKind[]
  /** Only these items; default all. */
  readonly items?: readonly ItemKind[]
  /** Of each item so many at most; default as the item itself says. */
  readonly most?: Readonly<Partial<Record<ItemKind, number>>>
  /** Wrongs given in a file; each comes in cases of its own, besides the others. */
  readonly given?: readonly Given[]
}

/** Kinds an item can have, by weight. */
const kindsOf = (item: ItemKind, kinds: readonly ViolationKind[]): readonly (readonly [ViolationKind, number])[] =>
  kinds.filter(kind => isFor(kind, item)).map(kind => [kind, violations[kind].weight] as const)

/**
 * 排期 Draws the cases of a run. Every kind of wrong comes at least once where the run is big enough: the first wrongs go
 * through the list, the rest by weight.
 */
export function makePlans(
  world: World,
  calendar: Calendar,
  { cases, days, begin, seed, wrongs, kinds = violationKinds, items = itemKinds, most = {}, given = [] }: PlanSettings,
): readonly CasePlan[] {
  const random = makeRandom(seed).fork('plan')
  const dates = Array.from({ length: days }, (_, day) => begin.add({ days: day }))
  const workdays = dates.filter(date => calendar.isWorkday(date) !== false)
  if (workdays.length === 0) throw new RangeError('there is no workday in the run')
  const lists = byItemKind(item => random.shuffled(kindsOf(item, kinds)))
  const next: Record<ItemKind, number> = { ...byItemKind(() => 0) }
  const shares = itemKinds.flatMap(item =>
    world.offices[item].length > 0 && items.includes(item) ? [[item, livedItem(item).weight] as const] : [],
  )
  /** What is not in force yet waits until it is, its days as far apart as they were drawn. */
  const shifted = (drawn: Temporal.PlainDate, item: ItemKind): Temporal.PlainDate => {
    const { from } = livedItem(item)
    if (from === undefined || from <= begin.toString()) return drawn
    return calendar.addWorkdays(Temporal.PlainDate.from(from), begin.until(drawn).days).date
  }
  const planned: Record<ItemKind, number> = { ...byItemKind(() => 0) }
  /** An item by its frequency, of those that are not yet as many as they may be. */
  const drawItem = (): ItemKind => {
    const left = shares.filter(
      ([item]) => planned[item] < (most[item] ?? livedItem(item).most ?? Number.POSITIVE_INFINITY),
    )
    return random.weighted(left.length > 0 ? left : shares)
  }
  let penalties = 0
  let allowances = 0

  const planted = given.flatMap(one => Array.from({ length: one.times ?? 3 }, () => one))
  return Array.from({ length: cases + planted.length }, (_, index): CasePlan => {
    const key = `case-${index + 1}`
    const own = planted[index - cases]
    const item = (own?.lived as ItemKind | undefined) ?? drawItem()
    planned[item]++
    const offices = world.offices[item]
    const office = random.pick(offices)
    const others = offices.filter(other => other !== office)
    const wrong = own === undefined && random.chance(wrongs)
    const list = lists[item]
    const violation = wrong && list.length > 0 ? (list[next[item]++]?.[0] ?? random.weighted(list)) : undefined
    const day = shifted(random.pick(random.chance(livedItem(item).anyDay) ? dates : workdays), item)
    const hour = random.pick(workHours)
    return {
      key,
      item,
      itemCode: livedItem(item).code,
      office,
      otherOffice: others.length > 0 ? random.pick(others) : office,
      firm: item === 'penalty' ? world.firms[penalties++ % world.firms.length]! : random.pick(world.firms),
      ...(item === 'allowance' && { household: world.households[allowances++ % world.households.length]! }),
      opens: day.toZonedDateTime({ timeZone: cityZone, plainTime: Temporal.PlainTime.from({ hour }) }).toInstant(),
      violation,
      wrongs,
      ...(own && { given: own }),
      random: makeRandom(seed).fork(key),
    }
  })
}
