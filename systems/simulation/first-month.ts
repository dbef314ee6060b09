import type { House } from './house.ts'
import { itemKinds, livedItem } from './item-kind.ts'
import { planWaiting, type Shown, wait } from './lives/waiting.ts'
import { makePlans } from './plan.ts'
import { makeTroupe } from './script/troupe.ts'
import { enact } from './simulate.ts'
import { prepareStage } from './stage.ts'
import type { ViolationKind } from './violation.ts'

export interface FirstMonthSettings {
  readonly cases?: number
  readonly seed?: string
  /** Days to live; the clock then stands at its beginning plus these. */
  readonly days?: number
  /** Whose desks are looked at first, and who applies there. */
  readonly shown?: Shown
}

export interface FirstMonth {
  readonly cases: number
  readonly items: number
  readonly ended: number
  readonly requests: number
  readonly seconds: number
  /** Rightful acts the city refused; none, or something is wrong with it. */
  readonly refused: number
}

/** What a month of an ordinary city has: somebody is late, somebody decides against advice. */
const ordinary: readonly ViolationKind[] = [
  'supplement-late',
  'promise-late',
  'delivery-late',
  'publication-late',
  'filing-late',
  'service-late',
  'payment-late',
  'firm-inactive',
  'firm-inactive-judged',
  'refused-though-all-holds',
  'fine-outside-band-reasoned',
  'beyond-powers',
  'material-missing',
]

/** Plans of random inspection that a bureau draws in a month. */
const plansAMonth = 3

/** 演示首月 Fills a demonstration city with a month that was really lived, over HTTP; what is not finished by the last day stays open. */
export async function firstMonth(
  house: House,
  { cases = 2_020, seed = 'first-month', days = 30, shown }: FirstMonthSettings = {},
): Promise<FirstMonth> {
  const began = performance.now()
  const stage = await prepareStage(house, {
    seed,
    firms: Math.max(40, Math.ceil(cases / 2)),
    households: Math.max(20, Math.ceil(cases / 10)),
    cast: false,
    inbox: 'daily',
  })
  const troupe = await makeTroupe(house, stage, { wrongs: false })
  const scripted = Math.round(cases * troupe.share)
  const plans = makePlans(stage.world, house.calendar, {
    cases: cases - scripted,
    days,
    begin: stage.begin,
    seed,
    wrongs: 0.12,
    kinds: ordinary,
    most: { inspection: plansAMonth },
    items: itemKinds.filter(kind => (livedItem(kind).from ?? '') <= stage.begin.toString()),
  })
  for (const plan of plans) enact(stage, plan)
  for (const { plan, live } of troupe.plans({ cases: scripted, days, seed, wrongs: 0 }))
    enact(stage, plan, undefined, live)
  for (const waiting of shown ? planWaiting(stage, house.calendar, shown, { days, seed }) : [])
    enact(stage, waiting.plan, undefined, c => wait(c, waiting))
  const last = stage.begin.add({ days }).toZonedDateTime({ timeZone: house.clock.zone, plainTime: '08:00' }).toInstant()
  await stage.timeline.run(last)
  await house.settle()
  stage.close()
  const opened = [...stage.truth.cases.values()].filter(({ number }) => number !== undefined)
  return {
    cases: opened.length,
    items: new Set(opened.map(({ item }) => item)).size,
    ended: opened.filter(({ ended }) => ended).length,
    requests: stage.requests(),
    seconds: Math.round((performance.now() - began) / 100) / 10,
    refused: stage.truth.falseAlarms.length,
  }
}
