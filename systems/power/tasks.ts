import { join } from 'node:path'
import type { Deliveries } from '#hubs/application/delivery'
import type { Alarms } from '#hubs/governance/alarm'
import type { Subscription, Task } from '#kernel/subscription'
import { type DisputeNotesNeeds, disputeRelay, makeNoteDisputes } from './dispute-notes.ts'
import { readFieldMeanings } from './field-meanings.ts'
import { fileBinding } from './file-binding.ts'
import { type MessageWords, readMessageWords } from './message-words.ts'
import { makeTellParties, messageRelay } from './messages.ts'
import { makeOpenNext, nextRelay } from './next-cases.ts'
import { makeKeepParts, partRelay } from './parts.ts'
import { makePlaceFor, makePlaces, type PlaceNeeds } from './places.ts'
import type { PowerNeeds } from './routes.ts'
import { makeKeepSubCases, type SubCaseNeeds, subCaseRelay } from './sub-cases.ts'

/** 订阅 What this system learns from the log. */
export const powerRelays: readonly Subscription[] = [
  fileBinding,
  messageRelay,
  nextRelay,
  subCaseRelay,
  partRelay,
  disputeRelay,
]

type TaskNeeds = PlaceNeeds &
  Pick<PowerNeeds, 'cases'> &
  Pick<SubCaseNeeds, 'db' | 'parties' | 'registers'> &
  Pick<DisputeNotesNeeds, 'parties' | 'reads' | 'registers' | 'corrections' | 'meanings'> & {
    readonly alarms: Pick<Alarms, 'raiseOfHouse'>
    readonly deliveries: Deliveries
    /** 消息用语 Of what leaves the house. */
    readonly words: MessageWords
  }

/** 任务所依 What the tasks say of what leaves the house, and what questions mean wherever they are asked. */
export const readTaskRules = (content: string) => ({
  words: readMessageWords(join(content, 'locales')),
  meanings: readFieldMeanings(join(content, 'rules/field-meanings.yaml')),
})

/** 附带任务 What is done afterwards for what the log said, each by its name. */
export function powerTasks(needs: TaskNeeds): Readonly<Record<string, Task>> {
  const { db, cases, alarms, registers, parties } = needs
  const placeOf = makePlaces(needs)
  /** A case that is due and cannot be opened is told to supervision, once for its cause. */
  const unopened =
    (alarm: string): SubCaseNeeds['unopened'] =>
    ({ event, caseId, item, code }) =>
      db.transaction(sql =>
        alarms.raiseOfHouse(sql, {
          id: `${alarm}:${event}`,
          alarm,
          caseId,
          reason: { code: alarm.toUpperCase().replaceAll('-', '_'), facts: { item, code } },
        }),
      )
  return {
    'tell-parties': makeTellParties(needs),
    'note-disputes': makeNoteDisputes(needs),
    'open-next': makeOpenNext({ cases, placeOf, unopened: unopened('next-unopened') }),
    'keep-sub-cases': makeKeepSubCases({
      db,
      cases,
      registers,
      parties,
      placeOf,
      unopened: unopened('sub-cases-unopened'),
    }),
    'keep-parts': makeKeepParts({ db, cases, placeFor: makePlaceFor(needs), unopened: unopened('part-unopened') }),
  }
}
