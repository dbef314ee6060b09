import { replayCity, verifyCity } from '#systems/power'
import type { City } from '../../main.ts'

/** An act the city said was done. */
export interface Acknowledged {
  readonly caseId: string
  readonly commandId: string
  readonly seq: number
}

export interface Judgement {
  readonly ok: boolean
  readonly figures: Readonly<Record<string, unknown>>
}

const one = async (city: City, text: string): Promise<number> => {
  const [row] = await city.migrator.query<{ count: number }>(text)
  return row?.count ?? -1
}

/**
 * 验收 Holds what was acknowledged against what is stored: there, once, in the case's order; the log verifies, every case replays equal,
 * no clock took effect twice, every alarm is routed once. The ledger is asked when the city is closed.
 */
export async function judge(city: City, acknowledged: readonly Acknowledged[]): Promise<Judgement> {
  await city.sequencer.drain()
  while ((await city.subscriptions.runOnce()) > 0);
  const rows = await city.db.query<{ caseId: string; seq: number; last: number; commandId: string | null }>(
    'select case_id as "caseId", seq, last, command_id as "commandId" from kernel.case_steps order by case_id, seq',
  )
  const stored = new Map<string, number>()
  const seqOf = new Map<string, number>()
  let reordered = 0
  let previous = { caseId: '', last: 0 }
  for (const { caseId, seq, last, commandId } of rows) {
    if (seq !== (caseId === previous.caseId ? previous.last + 1 : 1)) reordered++
    previous = { caseId, last }
    if (commandId === null) continue
    const key = `${caseId} ${commandId}`
    stored.set(key, (stored.get(key) ?? 0) + 1)
    seqOf.set(key, seq)
  }
  const lost = acknowledged.filter(({ caseId, commandId }) => !stored.has(`${caseId} ${commandId}`)).length
  const doubled = [...stored.values()].filter(count => count > 1).length
  const latest = new Map<string, number>()
  for (const { caseId, commandId } of acknowledged) {
    const seq = seqOf.get(`${caseId} ${commandId}`) ?? 0
    if (seq < (latest.get(caseId) ?? 0)) reordered++
    latest.set(caseId, seq)
  }
  const firedTwice = await one(
    city,
    `select count(*)::int as count from (select from kernel.case_events where type = 'clock.expired'
       group by case_id, data ->> 'clock', data ->> 'dated' having count(*) > 1) twice`,
  )
  const unrouted = await one(
    city,
    `select count(*)::int as count from kernel.case_events e where e.type = 'alarm.raised'
       and not exists (select from governance.alarms a where a.id = e.case_id || ':' || e.seq)`,
  )
  const log = await verifyCity(city.audit)
  const replayed = await replayCity(city.audit)
  return {
    ok:
      lost + doubled + reordered + firedTwice + unrouted + replayed.faults.length === 0 &&
      log.ok &&
      replayed.equal === replayed.cases,
    figures: {
      acknowledged: acknowledged.length,
      lost,
      doubled,
      reordered,
      firedTwice,
      unrouted,
      verified: log.ok,
      entries: log.entries,
      cases: replayed.cases,
      replayed: replayed.equal,
      faults: [...log.faults, ...replayed.faults].slice(0, 5),
    },
  }
}
