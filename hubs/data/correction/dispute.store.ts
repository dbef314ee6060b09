import { type Sql, statement } from '#kernel/storage'

export const disputeAnswers = ['corrected', 'kept'] as const
export type DisputeAnswer = (typeof disputeAnswers)[number]

/** 登记异议 What a party says is wrong in a register. */
export interface Dispute {
  readonly id: string
  readonly caseId: string
  readonly seq: number
  readonly party: string
  /** The question of the form. */
  readonly field: string
  readonly register: string
  readonly registerField: string
  /** The row as it was believed then; null: the register had none. */
  readonly row: number | null
  /** That answers for the register; null: nobody known. */
  readonly organ: string | null
  readonly raisedOn: string
  readonly dueOn: string
  readonly answer: DisputeAnswer | null
  readonly answeredOn: string | null
  /** The post that answered. */
  readonly answeredBy: string | null
}
export interface DisputeRow extends Dispute {
  readonly sealed: Buffer | null
  readonly wrapped: Buffer | null
}

const columns = `id, case_id as "caseId", seq, party, field, register, register_field as "registerField", row_id as "row", organ,
  raised_on as "raisedOn", due_on as "dueOn", answer, answered_on as "answeredOn", answered_by as "answeredBy", sealed, wrapped`
const insert = statement(
  'correction.add',
  `insert into data.register_disputes (id, event, case_id, seq, party, field, register, register_field, row_id, organ, raised_on, due_on)
   values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) on conflict (event, field) do nothing returning 1`,
)
const find = statement('correction.find', `select ${columns} from data.register_disputes where id = $1`)
const ofCase = statement(
  'correction.ofCase',
  `select ${columns} from data.register_disputes where case_id = $1 order by id`,
)
const ofOrgan = statement(
  'correction.ofOrgan',
  `select ${columns} from data.register_disputes where organ = $1 and (answer is null or answered_on >= $2)
   order by answer is not null, due_on, id limit $3`,
)
const setAnswer = statement(
  'correction.answer',
  `update data.register_disputes set answer = $2, answered_on = $3, answered_by = $4, sealed = $5, wrapped = $6
   where id = $1 and answer is null returning 1`,
)
const prove = statement(
  'correction.prove',
  `with leaf as (insert into kernel.trail_outbox (leaf) values ($6))
   insert into data.dispute_answers (dispute, at, actor, answer, commit_key) values ($1, $2, $3, $4, $5)`,
)
const forget = statement(
  'correction.forget',
  'update data.register_disputes set sealed = null, wrapped = null where party = $1 and sealed is not null returning 1',
)

export type NewDispute = Omit<Dispute, 'answer' | 'answeredOn' | 'answeredBy'> & { readonly event: string }

export const addDispute = async (sql: Sql, one: NewDispute): Promise<boolean> =>
  (
    await sql.run(insert, [
      ...[one.id, one.event, one.caseId, one.seq, one.party, one.field, one.register, one.registerField],
      ...[one.row, one.organ, one.raisedOn, one.dueOn],
    ])
  ).length > 0
export const disputeOf = async (sql: Sql, id: string): Promise<DisputeRow | undefined> =>
  (await sql.run<DisputeRow>(find, [id]))[0]
export const disputesOfCase = (sql: Sql, caseId: string): Promise<DisputeRow[]> => sql.run<DisputeRow>(ofCase, [caseId])
/** Those that wait, the most urgent first, and after them what was answered since then. */
export const disputesOfOrgan = (sql: Sql, organ: string, since: string, limit: number): Promise<DisputeRow[]> =>
  sql.run<DisputeRow>(ofOrgan, [organ, since, limit])
export const answerDispute = async (
  sql: Sql,
  id: string,
  done: {
    readonly answer: DisputeAnswer
    readonly on: string
    readonly by: string
    readonly sealed: Buffer
    readonly wrapped: Buffer
  },
): Promise<boolean> =>
  (await sql.run(setAnswer, [id, done.answer, done.on, done.by, done.sealed, done.wrapped])).length > 0
export const proveAnswer = async (
  sql: Sql,
  row: readonly [dispute: string, at: Temporal.Instant, actor: string, answer: string, key: Buffer, leaf: Buffer],
): Promise<void> => void (await sql.run(prove, [...row]))
export const forgetReasons = async (sql: Sql, party: string): Promise<number> => (await sql.run(forget, [party])).length
