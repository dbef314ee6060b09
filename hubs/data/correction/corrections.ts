import { randomBytes } from 'node:crypto'
import type { Calendar } from '#kernel/calendar'
import { type Clock, uuidv7 } from '#kernel/clock'
import { type Actor, actorText } from '#kernel/identity'
import type { Eraser, Keyring } from '#kernel/party'
import { refusal } from '#kernel/refusal'
import type { Sql } from '#kernel/storage'
import { commit2, encodeLeaf } from '#kernel/trail'
import * as store from './dispute.store.ts'

export const disputeUnknown = refusal('DISPUTE_UNKNOWN', 404, 'No such dispute of a register that your organ keeps')
export const disputeAnswered = refusal('DISPUTE_ANSWERED', 409, 'This dispute has been answered already')

export interface CorrectionsNeeds {
  readonly clock: Clock
  readonly keyring: Keyring
  readonly calendar: () => Pick<Calendar, 'due'>
}

/** 校核期限 Ten working days to look into it, correct it and say so (政务数据共享条例26). */
const within = { kind: 'max', value: 10, unit: 'workday' } as const
/** How long an answer stays in the list of the organ that gave it. */
const listedFor = { days: 30 } as const
const most = 200

export type Raised = Omit<store.NewDispute, 'id' | 'raisedOn' | 'dueOn'>
export type DisputeSaid = store.Dispute & { readonly reason: string | null }

/** 校核纠错 What parties say is wrong in registers, and what the organs that keep them answer. */
export function makeCorrections({ clock, keyring, calendar }: CorrectionsNeeds) {
  const today = () => clock.today()
  const bound = (id: string): string => `register-dispute|${id}`
  const said = ({ sealed, wrapped, ...dispute }: store.DisputeRow): DisputeSaid => ({
    ...dispute,
    reason: sealed && wrapped ? keyring.unseal(keyring.unwrap(wrapped), sealed, bound(dispute.id)).toString() : null,
  })

  return {
    /** 提出 Once for a question of a step, however often it is told. */
    raise: (sql: Sql, raised: Raised): Promise<boolean> =>
      store.addDispute(sql, {
        ...raised,
        id: uuidv7(clock),
        raisedOn: today().toString(),
        dueOn: calendar().due(today(), within).due.toString(),
      }),

    find: async (sql: Sql, id: string): Promise<DisputeSaid | undefined> => {
      const row = await store.disputeOf(sql, id)
      return row && said(row)
    },
    ofCase: async (sql: Sql, caseId: string): Promise<readonly DisputeSaid[]> =>
      (await store.disputesOfCase(sql, caseId)).map(said),
    /** 待核实 What waits for an organ, the most urgent first, and what it has answered of late. */
    ofOrgan: async (sql: Sql, organ: string): Promise<readonly DisputeSaid[]> =>
      (await store.disputesOfOrgan(sql, organ, today().subtract(listedFor).toString(), most)).map(said),

    /** 答复 Once, with a leaf of its own; the reason is read by whoever raised it and whoever handles the case. @throws DISPUTE_ANSWERED */
    async answer(
      sql: Sql,
      by: Actor & { readonly kind: 'officer' },
      id: string,
      given: { readonly answer: store.DisputeAnswer; readonly reason: string },
    ): Promise<void> {
      const { key, wrapped } = keyring.newKey()
      const sealed = keyring.seal(key, given.reason, bound(id))
      const { answer } = given
      const done = { answer, on: today().toString(), by: by.post, sealed, wrapped }
      if (!(await store.answerDispute(sql, id, done))) throw disputeAnswered()
      const [at, commitKey] = [clock.now(), randomBytes(32)]
      const message = Buffer.from(JSON.stringify([actorText(by), 'answer-dispute', id, answer]))
      const commit = commit2(commitKey, message)
      const leaf = encodeLeaf({ kind: 'administration', verb: 'answer-dispute', outcome: answer, at, commit })
      await store.proveAnswer(sql, [id, at, actorText(by), answer, commitKey, leaf])
    },
  }
}
export type Corrections = ReturnType<typeof makeCorrections>

/** With a person go the words that were written to it. */
export const correctionEraser: Eraser = (sql, party) => store.forgetReasons(sql, party)
