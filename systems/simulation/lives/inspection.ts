import { type DrawRecord, verifyDraw } from '#kernel/draw'
import { type CaseHand, Derailed, makeCaseHand } from '../case-hand.ts'
import type { OpenedCase } from '../house.ts'
import { livedItem } from '../item-kind.ts'
import { isFor, type ViolationKind, violationKinds } from '../violation.ts'
import type { Officer } from '../world.ts'
import { liveVisit } from './visit.ts'

/** 一个抽查计划 Who plans, who draws, who sums up. */
interface PlanStory {
  readonly planner: Officer
  readonly drawer: Officer
  readonly head: Officer
  readonly year: number
}

/** Firms that a plan draws, about: visits are cases too. */
const wanted = 3

const visitKinds = violationKinds.filter(kind => isFor(kind, 'visit'))

/** 制定和公示计划 What is to be looked at, how many and how often, hangs for five working days before anybody is drawn. */
async function announced(c: CaseHand, { planner, drawer, year }: PlanStory): Promise<void> {
  const { office, itemCode } = c.plan
  await c.workdays(0)
  await c.open(planner, {
    item: itemCode,
    organ: office.organ,
    verb: 'lodge',
    start: 'plan',
    channel: 'window',
    parties: [],
    body: {
      fields: {
        'plan.year': year,
        'plan.percent': Math.max(1, Math.ceil((wanted * 100) / c.world.firms.length)),
        'plan.months': '3-12',
        'plan.perYear': c.has('too-many-a-year') ? 4 : 2,
      },
    },
  })
  await c.act(planner, 'complete', { stage: 'plan' }, { desk: 'plan' })
  if (c.is('draw-unannounced')) await c.wrong('draw-unannounced', drawer, 'prepareDraw')
  await c.workdays(2)
  if (c.is('plan-cut-short')) await c.wrong('plan-cut-short', planner, 'complete', { stage: 'announce' })
  await c.workdays(5)
  await c.act(planner, 'complete', { stage: 'announce' }, { desk: 'announce' })
}

/** 封存和抽取 The list is frozen and the seed committed to; the lots are cast when the log has gone on, by nobody's choice. */
async function drawn(c: CaseHand, { drawer, year }: PlanStory): Promise<void> {
  await c.workdays(1)
  if (c.is('draw-uncommitted')) await c.wrong('draw-uncommitted', drawer, 'draw')
  if (c.is('draw-skipped')) await c.wrong('draw-skipped', drawer, 'complete', { stage: 'draw' })
  if (c.is('too-many-a-year')) {
    await c.wrong('too-many-a-year', drawer, 'prepareDraw')
    return c.derail('a plan that no law allows is not drawn')
  }
  const prepare = () => c.act(drawer, 'prepareDraw', {}, { desk: 'draw' })
  // Where another plan's cases are delivered in between, the log has gone on and the draw is lawful.
  if (c.is('drawn-too-early'))
    await c.shared.undelivered(async () => {
      await prepare()
      await c.wrong('drawn-too-early', drawer, 'draw')
    })
  else await prepare()
  await c.act(drawer, 'claim', { stage: 'draw' })
  await c.workdays(1)
  await c.shared.deliver()
  await c.act(drawer, 'draw')
  if (c.is('drawn-twice')) await c.wrong('drawn-twice', drawer, 'draw')
  if (c.has('third-visit')) {
    const [lot] = (await recordOf(c, drawer)).record.lots
    if (lot) await c.shared.visitedElsewhere(lot.object, year, 2)
  }
  await c.act(drawer, 'complete', { stage: 'draw' }, { desk: 'draw' })
  await c.shared.deliver()
}

/** The record of the draw as an officer, or anybody, reads it. */
async function recordOf(
  c: CaseHand,
  reader?: Officer,
): Promise<{ readonly record: DrawRecord; readonly open: boolean }> {
  const token = reader && (await c.token(reader))
  const { status, body } = await c.shared.client.send('GET', `/api/draws/${c.number()}`, { ...(token && { token }) })
  if (status !== 200) c.derail(`the draw cannot be read: ${status}`)
  const { caseId, stage, prepared, made } = body as unknown as {
    caseId: string
    stage: string
    prepared: Pick<DrawRecord, 'size' | 'hash' | 'commitment' | 'count' | 'each' | 'pool'>
    made: Pick<DrawRecord, 'seed' | 'beacon' | 'without' | 'lots'>
  }
  const { size, hash, commitment, count, each, pool } = prepared
  const { seed, beacon, without, lots } = made
  const record = { caseId, stage, size, hash, commitment, count, each, pool, seed, beacon, without, lots }
  return { record, open: lots !== undefined }
}

/** 检查 Each firm that was drawn is visited in a case of its own; the plan waits for all of them. */
async function visits(c: CaseHand, { planner }: PlanStory): Promise<void> {
  const { shared, plan } = c
  const opened = await shared.openedFrom(c.number(), livedItem('visit').code)
  if (c.is('visit-outside-draw')) await wrongVisit(c, planner)
  if (c.is('visits-unfinished')) await c.wrong('visits-unfinished', planner, 'complete', { stage: 'visits' })
  let left = opened.length
  let derailed = false
  const { given, violation, ...same } = plan
  const wrongOf = (one: OpenedCase, random: CaseHand['random']): ViolationKind | undefined => {
    if (violation === 'third-visit') return Number(one.facts['visit.time']) > 2 ? violation : undefined
    return given === undefined && random.chance(plan.wrongs ?? 0) ? random.pick(visitKinds) : undefined
  }
  for (const [nth, one] of opened.entries()) {
    const key = `${plan.key}-visit-${nth + 1}`
    const random = c.random.fork(key)
    const hand = makeCaseHand(shared, {
      ...same,
      key,
      item: 'visit',
      itemCode: livedItem('visit').code,
      violation: wrongOf(one, random),
      random,
    })
    shared.timeline.start(async () => {
      try {
        await liveVisit(hand, one)
      } catch (error) {
        if (!(error instanceof Derailed)) throw error
        derailed = true
      } finally {
        left--
      }
    })
  }
  do await c.workdays(2)
  while (left > 0)
  if (derailed) c.derail('a visit could not be carried through')
  await c.act(planner, 'complete', { stage: 'visits' }, { desk: 'visits' })
}

/** 计划外检查 Somebody opens a visit to a firm of his own choice. */
async function wrongVisit(c: CaseHand, planner: Officer): Promise<void> {
  const { firm, office } = c.plan
  const { party } = await c.account(firm)
  await c.wrongOpening(
    'visit-outside-draw',
    { ...planner, post: `${office.organ}/inspector` },
    {
      item: livedItem('visit').code,
      organ: office.organ,
      verb: 'lodge',
      start: 'other-case',
      channel: 'window',
      parties: [{ role: 'respondent', party, unit: 'firm' }],
      body: {
        origin: c.number(),
        fields: {
          'respondent.uscc': firm.uscc,
          'respondent.name': firm.name,
          'visit.year': c.today().year,
          'visit.time': 1,
        },
      },
    },
  )
}

/** 复算 Anybody casts the lots again from what is public, without an account. */
async function castAgain(c: CaseHand): Promise<void> {
  const { client, truth } = c.shared
  const { record } = await recordOf(c)
  const population: string[] = []
  for (let from: number | null = 0; from !== null; ) {
    const path = `/api/draws/${c.number()}/population?from=${from}&limit=10000`
    const { body } = await client.send('GET', path)
    population.push(...((body['keys'] as string[] | undefined) ?? []))
    from = (body['next'] as number | null | undefined) ?? null
  }
  const said = (faults: ReturnType<typeof verifyDraw>) => ({ status: 409, codes: faults.map(({ what }) => what) })
  if (c.is('lot-swapped')) {
    const object = population.find(key => !record.lots.some(lot => lot.object === key)) ?? 'nobody'
    const lots = record.lots.map((lot, at) => (at === 0 ? { ...lot, object } : lot))
    c.judged('lot-swapped', said(verifyDraw({ ...record, lots }, { population })))
  }
  const faults = verifyDraw(record, { population })
  if (faults.length > 0) truth.wronglyRefused(c.plan.key, 'the lots cannot be cast again', said(faults))
}

/** 汇总和公示 The results are published, and everybody can see that nobody was chosen. */
async function summedUp(c: CaseHand, { planner, head }: PlanStory): Promise<void> {
  await c.workdays(1)
  await c.act(head, 'decide', { outcome: 'completed', reason: '抽查任务完成' }, { desk: 'decide' })
  await c.act(planner, 'complete', { stage: 'publish' }, { desk: 'publish' })
  if (c.is('summary-late')) {
    c.later('summary-late')
    await c.workdays(24)
  } else await c.workdays(c.random.whole(1, 5))
  await c.act(head, 'publish')
  await castAgain(c)
}

/** 一个抽查计划的一生 Planned, announced, drawn, visited, summed up, and cast again by whoever likes. */
export async function liveInspection(c: CaseHand): Promise<void> {
  c.truth.slow = true
  const { office } = c.plan
  const story: PlanStory = {
    planner: office.post('inspection-planner'),
    drawer: office.post('draw-officer'),
    head: office.post('bureau-head'),
    year: c.today().year,
  }
  await announced(c, story)
  await drawn(c, story)
  await visits(c, story)
  await summedUp(c, story)
}
