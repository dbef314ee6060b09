import { type CompiledItem, drawers as everyDrawer } from '#kernel/definition'
import { collectAlarms } from './alarms.ts'
import { drawersOf } from './by-drawer.ts'
import { type CaseHand, Derailed, makeCaseHand } from './case-hand.ts'
import { type Given, notLivedAt } from './given/given.schema.ts'
import { officerHand } from './hand.ts'
import type { House } from './house.ts'
import { type ItemKind, itemKinds, livedItem } from './item-kind.ts'
import { lives } from './lives/index.ts'
import { type CasePlan, makePlans } from './plan.ts'
import { reportOf, type SimulationReport } from './report.ts'
import { makeTroupe } from './script/troupe.ts'
import { type PreparedStage, prepareStage } from './stage.ts'
import { dayOf } from './time/work-hours.ts'
import type { Truth } from './truth.ts'

export interface SimulationSettings {
  /** Days on which cases are opened; the run goes on until the last obligation of the last case. */
  readonly days: number
  readonly cases: number
  readonly seed: string
  /** Share of cases with a planted wrong; default 0.4. */
  readonly wrongs?: number
  /** Wrongs given in a file. */
  readonly given?: readonly Given[]
  /** Only these items, by code; default all. */
  readonly items?: readonly string[]
  /** Only items of these drawers; default all. */
  readonly drawers?: readonly string[]
  /** All drawers are asked for: every one must be lived. */
  readonly allDrawers?: boolean
  readonly progress?: (line: string) => void
}

/** Starts one case on its day and lets it run its life; what derails it has been written down. */
export function enact(
  stage: PreparedStage,
  plan: CasePlan,
  finished: () => void = () => {},
  live: (c: CaseHand) => Promise<void> = lives[plan.item as ItemKind],
): void {
  stage.timeline.start(async () => {
    await stage.timeline.until(plan.opens)
    try {
      await live(makeCaseHand(stage, plan))
    } catch (error) {
      if (!(error instanceof Derailed)) throw error
    }
    finished()
  })
}

/** Cases that the lines of the demonstration's budget are enough for, whichever items they are of. */
const paidFor = 2_500

/** Days ahead of the first one by which an item must be in force to be lived. */
const ahead = 150

/** 模拟 A city lives through its days: people, firms and officers act over HTTP, rightly and wrongly, and what it caught is compared with the truth. */
export async function simulate(house: House, settings: SimulationSettings): Promise<SimulationReport> {
  const { days, cases, seed, wrongs = 0.4, given = [], items: codes, drawers, progress = () => {} } = settings
  const began = performance.now()
  const known = await house.items(house.clock.today().add({ days: ahead }).toString())
  const items = codes ?? (drawers && codesIn(known, drawers))
  const stage = await prepareStage(house, {
    seed,
    firms: Math.max(40, Math.ceil(cases * 0.55)),
    households: Math.max(40, items ? cases : Math.ceil(cases / 10)),
    cast: true,
  })
  if (cases > paidFor) await house.supplement(stage.begin.year, Math.ceil(cases / paidFor))
  const troupe = await makeTroupe(house, stage, { wrongs: wrongs > 0, ahead, ...(items && { items }) })
  const byHand = items && itemKinds.filter(kind => items.includes(livedItem(kind).code))
  const handLived = (one: Given): boolean => itemKinds.some(kind => kind === one.lived)
  for (const { lived } of given)
    if (!itemKinds.some(kind => kind === lived) && !troupe.items.includes(lived))
      throw notLivedAt(lived, [...itemKinds, ...troupe.items])
  const scripted = byHand?.length === 0 ? cases : Math.round(cases * troupe.share)
  const plans = makePlans(stage.world, house.calendar, {
    cases: cases - scripted,
    days,
    begin: stage.begin,
    seed,
    wrongs,
    given: given.filter(handLived),
    ...(byHand && { items: byHand }),
  })
  const scenes = troupe.plans({ cases: scripted, days, seed, wrongs, given: given.filter(one => !handLived(one)) })
  progress(`${plans.length + scenes.length} cases in ${stage.world.bureaus.length} bureaus from ${stage.begin}`)

  let over = 0
  const step = Math.max(1, Math.floor(cases / 10))
  const all = plans.length + scenes.length
  const finished = () => {
    if (++over % step === 0)
      progress(`${dayOf(stage.timeline.now())}: ${over} of ${all} cases over, ${stage.requests()} requests`)
  }
  for (const plan of plans) enact(stage, plan, finished)
  for (const { plan, live } of scenes) enact(stage, plan, finished, live)
  await stage.timeline.run()
  // What was never done is late in the end: the clock runs on until every limit has had its say.
  await house.fireDue()
  const rest = stage.timeline.now().toZonedDateTimeISO(house.clock.zone).add({ days: 60 }).toInstant()
  stage.timeline.start(() => stage.timeline.until(rest))
  await stage.timeline.run()

  progress('comparing with the truth')
  await house.settle()
  const supervision = await supervisor(house)
  stage.truth.compareAlarms(await collectAlarms(stage, supervision, troupe.heads))
  progress('verifying the log')
  const verified = await house.verify()
  progress('replaying every case')
  const replayed = await house.replay()
  stage.close()
  const ledger = await house.ledger()
  const opened = [...plans, ...scenes.map(({ plan }) => plan)].filter(plan => cameIn(stage.truth, plan)).length
  const lived = stage.begin.until(house.clock.today()).days
  const facts = {
    days: lived,
    notLived: troupe.notLived,
    verified,
    replayed,
    ledger,
    asked: { cases, drawers: settings.allDrawers ? everyDrawer : (drawers ?? []) },
    opened,
    requests: stage.requests(),
    seconds: Math.round((performance.now() - began) / 100) / 10,
  }
  return reportOf(stage.truth, facts, given, drawersOf(known))
}

/** Opened; or refused as it was opened, where something wrong was planted in it. Cases of a given wrong come besides those asked for. */
function cameIn({ cases }: Truth, { key, given }: CasePlan): boolean {
  const one = cases.get(key)
  return given === undefined && one !== undefined && (one.number !== undefined || !one.clean)
}

const codesIn = (items: readonly CompiledItem[], drawers: readonly string[]): readonly string[] =>
  items
    .filter(({ definition }) => drawers.includes(definition.category.drawer))
    .map(({ definition }) => definition.item)

async function supervisor({ identity, clock }: House) {
  const on = clock.today().toString()
  const directory = await identity.directory()
  for (const { id } of directory.organsFor('supervision', on)) {
    const [person] = directory.holdersOf('supervision', id, on)
    if (person !== undefined) return officerHand(person, id, 'supervision')
  }
  throw new RangeError('the city has no supervision')
}
