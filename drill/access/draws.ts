import { randomUUID } from 'node:crypto'
import type { Verb } from '#kernel/case'
import type { ManualClock } from '#kernel/clock'
import type { Officer } from '#kernel/identity'
import { looked, planFields } from '../../test/harness/draw-stories.ts'
import { type DrillHouse, registerFirm } from '../house.ts'

const market = '210102-market-regulation-bureau'
const planner = `${market}/inspection-planner`
const drawer = `${market}/draw-officer`

/** 双随机抽查 A plan, the draw it committed to beforehand, the visits that came of it, and all of them done: from then on anybody casts the lots again. */
export async function drawn({ city, officer }: DrillHouse, clock: ManualClock): Promise<string> {
  for (let at = 0; at < 12; at++) await registerFirm(city, 600_000 + at)
  const act = (caseId: string, verb: Verb, by: Officer, body: Readonly<Record<string, unknown>> = {}) =>
    city.cases.act({ caseId, verb, body, actor: by })
  async function planned() {
    const definition = await city.definitions.current('market-double-random', clock.today())
    return city.cases.open({
      ...{ verb: 'lodge', commandId: randomUUID(), actor: officer(planner), definition },
      place: { organ: market, region: '210102', implementation: null },
      ...{ start: 'plan', channel: 'window', parties: [], body: { fields: planFields } },
    })
  }
  const { caseId, number } = await planned()
  await act(caseId, 'complete', officer(planner), { stage: 'plan' })
  clock.advance({ hours: 24 * 11 })
  await act(caseId, 'complete', officer(planner), { stage: 'announce' })
  await act(caseId, 'prepareDraw', officer(drawer))
  // The log goes on: the draw is cast from what comes after it was prepared.
  await planned()
  await city.sequencer.drain()
  await act(caseId, 'draw', officer(drawer))
  await act(caseId, 'complete', officer(drawer), { stage: 'draw' })
  await city.sequencer.drain()
  while ((await city.subscriptions.runOnce()) > 0);
  await city.jobs.runOnce()
  const visits = await city.db.query<{ id: string }>(
    `select id from kernel.cases where item = 'market-inspection-visit' and state::json ->> 'origin' = $1 order by id`,
    [number],
  )
  if (visits.length === 0) throw new Error('the draw sent nobody anywhere')
  for (const { id } of visits) await visited(id)
  await act(caseId, 'complete', officer(planner), { stage: 'visits' })
  return number

  async function visited(id: string): Promise<void> {
    const sent = (await city.cases.stateOf(id)).drawn!
    const lead: Officer = { kind: 'officer', person: sent.persons[0]!, post: `${market}/inspector`, organ: market }
    const seen = { stage: 'visit', officers: sent.persons, fields: looked(false) }
    await act(id, 'complete', lead, seen)
    await act(id, 'decide', officer(`${market}/section-head`), { outcome: 'clean', reason: '现场情况' })
    await act(id, 'deliver', lead, { receipt: true, way: 'direct' })
    await act(id, 'publish', lead)
  }
}
