import type { Alarms } from '#hubs/governance/alarm'
import type { Subscription, Task } from '#kernel/subscription'
import { fileBinding } from './file-binding.ts'
import { makeTellParties, messageRelay } from './messages.ts'
import { makeOpenNext, nextRelay } from './next-cases.ts'
import { makePlaces, type PlaceNeeds } from './places.ts'
import type { PowerNeeds } from './routes.ts'

/** 订阅 What this system learns from the log. */
export const powerRelays: readonly Subscription[] = [fileBinding, messageRelay, nextRelay]

type TaskNeeds = PlaceNeeds & Pick<PowerNeeds, 'db' | 'cases'> & { readonly alarms: Pick<Alarms, 'raiseOfHouse'> }

/** 附带任务 What is done afterwards for what the log said, each by its name. */
export function powerTasks(needs: TaskNeeds): Readonly<Record<string, Task>> {
  const { db, clock, cases, alarms } = needs
  return {
    'tell-parties': makeTellParties({ db, clock }),
    'open-next': makeOpenNext({
      cases,
      placeOf: makePlaces(needs),
      unopened: ({ event, caseId, item, code }) =>
        db.transaction(sql =>
          alarms.raiseOfHouse(sql, {
            id: `next-unopened:${event}`,
            alarm: 'next-unopened',
            caseId,
            reason: { code: 'NEXT_UNOPENED', facts: { item, code } },
          }),
        ),
    }),
  }
}
