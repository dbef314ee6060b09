import type { Corrections } from '#hubs/data/correction'
import { type Cases, primaryParty } from '#kernel/case'
import type { Clock } from '#kernel/clock'
import type { Reads } from '#kernel/grant'
import type { Parties } from '#kernel/party'
import type { Registers } from '#kernel/register'
import { type Db, statement } from '#kernel/storage'
import { makeRelay, type Subscription, type Task } from '#kernel/subscription'
import type { FieldMeanings } from './field-meanings.ts'
import { makeRegisterRow, registerSource } from './register-row.ts'

/** Why a register's organ, and the program that asks it, look at what a party says is wrong. */
export const registerCorrection = 'register-correction'
export const disputeGround = { kind: 'service', name: 'register-dispute' } as const

const eventOf = statement(
  'power.disputeEvent',
  `select at, on_date as "on", data::text as data from kernel.case_events where case_id = $1 and seq = $2`,
)

/** 异议任务 The job refers to the event and quotes nothing. */
export const disputeRelay: Subscription = makeRelay({
  name: 'power.register-disputes',
  types: ['facts.recorded'],
  jobsOf: ({ id, caseId, seq, data }) =>
    data['disputed'] === undefined ? [] : [{ task: 'note-disputes', payload: { event: id, case: caseId, seq } }],
})

export interface DisputeNotesNeeds {
  readonly db: Db
  readonly clock: Clock
  readonly cases: Pick<Cases, 'stateOf' | 'definitionOf'>
  readonly parties: Pick<Parties, 'reveal'>
  readonly reads: Pick<Reads, 'recorder'>
  readonly registers: Registers
  readonly corrections: Pick<Corrections, 'raise'>
  readonly meanings: FieldMeanings
}

/** 转登记机关 Brings what an applicant says is wrong before the organ that answers for the row, once for a question, however often the job runs. */
export function makeNoteDisputes(needs: DisputeNotesNeeds): Task {
  const { db, cases, parties, reads, registers, corrections, meanings } = needs
  const rowOf = makeRegisterRow(needs)
  const program = { kind: 'system', name: 'register-disputes' } as const

  return async payload => {
    const [event, caseId, seq] = [String(payload['event']), String(payload['case']), Number(payload['seq'])]
    const [found] = await db.run<{ at: string; on: string; data: string }>(eventOf, [caseId, seq])
    const party = primaryParty(await cases.stateOf(caseId))?.party
    if (!found || party === undefined) return
    const { disputed = {} } = JSON.parse(found.data) as { readonly disputed?: Readonly<Record<string, string>> }
    const { form } = (await cases.definitionOf(caseId)).definition.content
    const record = reads.recorder({
      actor: program,
      purpose: registerCorrection,
      ground: disputeGround,
      grants: [],
      source: 'party',
      disclosure: { kind: 'at-once' },
    })
    const own = await db.transaction(sql => parties.reveal(sql, party, record))
    for (const [field, register] of Object.entries(disputed)) {
      const source = registerSource(field, form[field], meanings)
      const declared = registers.declarations.get(register)
      if (source?.register !== register || !declared) continue
      const row = (await rowOf(register, own, found))?.row
      const organ = row?.organ ?? declared.feed?.organ ?? null
      const about = { event, caseId, seq, party, field, register, registerField: source.field }
      await db.transaction(sql => corrections.raise(sql, { ...about, row: row?.row ?? null, organ }))
    }
  }
}
