import type { CaseState, EventData } from '#kernel/case'
import { auditDraw } from '../../systems/power/audit-draw.ts'
import type { TestCity } from './city.ts'
import { looked, planFields } from './draw-stories.ts'

/** 双随机 Plans, draws and visits of the first district's market bureau, in a city on a database of its own. */
export function inspectionsIn(house: TestCity) {
  const { city } = house
  const { migrator } = house.database
  const market = '210102-market-regulation-bureau'
  const post = (code: string) => `${code}@${market}`
  const inspector = (person: string) => ({
    kind: 'officer' as const,
    person,
    post: `${market}/inspector`,
    organ: market,
  })

  /** The log goes on: somebody, somewhere, does something else. */
  async function elsewhere(): Promise<void> {
    await house.open({
      item: 'market-double-random',
      organ: market,
      verb: 'lodge',
      start: 'plan',
      parties: [],
      by: post('inspection-planner'),
      body: { fields: { ...planFields, 'plan.months': '1' } },
    })
    await city.sequencer.drain()
  }

  async function announced(fields: object = planFields) {
    const { caseId, number } = await house.open({
      item: 'market-double-random',
      organ: market,
      verb: 'lodge',
      start: 'plan',
      parties: [],
      by: post('inspection-planner'),
      body: { fields },
    })
    await house.act(caseId, 'complete', { stage: 'plan' }, post('inspection-planner'))
    house.clock.advance({ days: 11 })
    await house.act(caseId, 'complete', { stage: 'announce' }, post('inspection-planner'))
    return { caseId, number }
  }

  async function drawn(fields: object = planFields) {
    const plan = await announced(fields)
    await house.act(plan.caseId, 'prepareDraw', {}, post('draw-officer'))
    await elsewhere()
    const { events } = await house.act(plan.caseId, 'draw', {}, post('draw-officer'))
    const made = events.find(({ type }) => type === 'draw.made')!.data as EventData['draw.made']
    return { ...plan, made }
  }

  async function castAgain(number: string) {
    await city.sequencer.drain()
    return auditDraw(city, number)
  }

  /** Everything in the log is delivered. */
  async function delivered(): Promise<void> {
    await city.sequencer.drain()
    await city.subscriptions.runOnce()
    await city.jobs.runOnce()
  }
  /** What failed is tried again now, not later. */
  async function triedAgain(): Promise<void> {
    await migrator.query('update graphile_worker._private_jobs set run_at = now()')
    await city.jobs.runOnce()
  }

  async function childrenOf(number: string): Promise<readonly CaseState[]> {
    const rows = await migrator.query<{ state: string }>(
      `select state::text as state from kernel.cases where item = 'market-inspection-visit' and state::json ->> 'origin' = $1 order by id`,
      [number],
    )
    return rows.map(({ state }) => JSON.parse(state) as CaseState)
  }
  const firmOf = ({ parties }: CaseState): string => parties[0]!.party

  async function visited(id: string, breach = false): Promise<void> {
    const before = await city.cases.stateOf(id)
    const sent = before.drawn
    const lead = inspector(sent!.persons[0]!)
    await house.act(id, 'complete', { stage: 'visit', officers: sent!.persons, fields: looked(breach) }, lead)
    if (breach) {
      await house.act(
        id,
        'notify',
        { stage: 'hearOut', officers: sent!.persons, states: [], offersHearing: false, receipt: true, way: 'direct' },
        lead,
      )
      await house.act(id, 'makeStatement', { waived: true }, { kind: 'party', party: firmOf(before), account: 'a' })
    }
    await house.act(id, 'decide', { outcome: breach ? 'lead' : 'clean', reason: '现场情况' }, post('section-head'))
    await house.act(id, 'deliver', { receipt: true, way: 'direct' }, lead)
    await house.act(id, 'publish', {}, lead)
  }

  return {
    market,
    post,
    inspector,
    elsewhere,
    announced,
    drawn,
    castAgain,
    delivered,
    triedAgain,
    childrenOf,
    firmOf,
    visited,
  }
}
