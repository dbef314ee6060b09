import type { Cases } from '#kernel/case'
import { Refusal } from '#kernel/refusal'
import { makeRelay, type Subscription, type Task } from '#kernel/subscription'
import type { Place } from './places.ts'

export interface NextNeeds {
  readonly cases: Pick<Cases, 'openNext' | 'stateOf'>
  readonly placeOf: (item: string, organ: string) => Promise<Place>
  /** Told when a case that is due cannot be opened; it is tried again all the same. */
  readonly unopened: (told: { event: string; caseId: string; item: string; code: string }) => Promise<void>
}

/** A case begins in transactions of its own, and may need a month's tables made: never inside the feed's. */
export const nextRelay: Subscription = makeRelay({
  name: 'power.next',
  types: ['next.due'],
  jobsOf: ({ id, caseId, seq, at, data }) => [
    { task: 'open-next', payload: { event: id, case: caseId, seq, at, item: String(data['item']) } },
  ],
})

/** 后续办件 A case said that what follows it is due: it is opened where the first one is, and once, however often the job runs. */
export const makeOpenNext =
  ({ cases, placeOf, unopened }: NextNeeds): Task =>
  async payload => {
    const [event, caseId, at, item] = ['event', 'case', 'at', 'item'].map(name => String(payload[name])) as [
      string,
      string,
      string,
      string,
    ]
    try {
      const { organ } = await cases.stateOf(caseId)
      await cases.openNext({ caseId, seq: Number(payload['seq']), at }, await placeOf(item, organ))
    } catch (fault) {
      if (fault instanceof Refusal) await unopened({ event, caseId, item, code: fault.code })
      throw fault
    }
  }
