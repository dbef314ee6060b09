import { type CaseState, type Cases, newsOf, type PartNews, partCaseId } from '#kernel/case'
import { Refusal } from '#kernel/refusal'
import { type Db, statement } from '#kernel/storage'
import { makeRelay, type Subscription, type Task } from '#kernel/subscription'
import type { PlaceFor } from './places.ts'

const numberOf = statement('power.partNumber', 'select number from kernel.cases where id = $1')
const seen = statement(
  'power.partsSeen',
  'select id, number, state::text as state from kernel.cases where id = any ($1::uuid[])',
)

export interface PartNeeds {
  readonly db: Db
  readonly cases: Pick<Cases, 'stateOf' | 'definitionOf' | 'idOf' | 'openPart' | 'tellParts' | 'endOrigin'>
  readonly placeFor: PlaceFor
  /** Told when a part that was ordered cannot be opened; it is tried again all the same. */
  readonly unopened: (told: { event: string; caseId: string; item: string; code: string }) => Promise<void>
}

/** Cases begin in transactions of their own, and may need a month's tables made: never inside the feed's. */
export const partRelay: Subscription = makeRelay({
  name: 'power.parts',
  types: ['part.ordered', 'part.recalled', 'part.reported'],
  jobsOf: ({ id, caseId, type, data }) => [
    {
      task: 'keep-parts',
      payload: { event: id, ...(type === 'part.reported' ? { number: String(data['origin']) } : { case: caseId }) },
    },
  ],
})

const partsIn = ({ parts = {} }: CaseState) => Object.entries(parts).map(([part, at]) => ({ part, ...at }))

/**
 * 并联办理 Brings a case and its parts together: opens what is ordered, stops what is recalled, and tells the case what became of the
 * others. Looks at how things stand and not at what it was called for, so that it may run again, late, or twice at once.
 */
export function makeKeepParts({ db, cases, placeFor, unopened }: PartNeeds): Task {
  /** Each part for itself: one that cannot be opened keeps nobody from the others. */
  async function openAll(caseId: string): Promise<readonly unknown[]> {
    const state = await cases.stateOf(caseId)
    const faults: unknown[] = []
    for (const { part, item, status, recalled } of partsIn(state)) {
      if (status !== 'ordered' || recalled) continue
      try {
        await cases.openPart(caseId, part, await placeFor(item, state))
      } catch (fault) {
        faults.push(fault)
        if (fault instanceof Refusal) await unopened({ event: `${caseId}:${part}`, caseId, item, code: fault.code })
      }
    }
    return faults
  }

  /** Looked at again after opening: the case may have been taken back meanwhile. */
  async function recallAll(caseId: string): Promise<void> {
    const state = await cases.stateOf(caseId)
    const wanted = partsIn(state).filter(one => one.recalled && one.status !== 'ended')
    if (wanted.length === 0) return
    const [row] = await db.run<{ number: string }>(numberOf, [caseId])
    for (const { part, why } of wanted) {
      const id = partCaseId(caseId, state, part)
      const [there] = await db.run<{ number: string }>(numberOf, [id])
      if (there) await cases.endOrigin(id, { origin: row!.number, result: why ?? 'terminated' })
    }
  }

  async function newsFrom(caseId: string): Promise<readonly PartNews[]> {
    const state = await cases.stateOf(caseId)
    // what is over may have been decided otherwise since
    const wanted = partsIn(state).filter(({ status }) => status !== 'left')
    const ids = wanted.map(({ part }) => partCaseId(caseId, state, part))
    const rows = await db.run<{ id: string; number: string; state: string }>(seen, [ids])
    const news = wanted.map(async ({ part, recalled }, at): Promise<readonly PartNews[]> => {
      const row = rows.find(({ id }) => id === ids[at])
      if (!row) return recalled ? [{ part, gone: true }] : []
      return [newsOf(part, row.number, await cases.definitionOf(row.id), JSON.parse(row.state) as CaseState)]
    })
    return (await Promise.all(news)).flat()
  }

  return async payload => {
    const caseId = payload['case'] === undefined ? await cases.idOf(String(payload['number'])) : String(payload['case'])
    const faults = await openAll(caseId)
    await recallAll(caseId)
    await cases.tellParts(caseId, await newsFrom(caseId))
    if (faults.length > 0) throw faults[0]
  }
}
