import { type Sql, statement } from '#kernel/storage'
import type { Delivery } from './delivery.ts'

export interface ConfirmationRow {
  readonly id: string
  readonly party: string
  readonly caseId: string | null
  readonly electronic: boolean
  readonly signed: 'online' | 'paper'
  readonly givenAt: string
  readonly wrapped: Buffer
  readonly sealed: Buffer
}

const confirmation = 'id, party, case_id as "caseId", electronic, signed, given_at as "givenAt", wrapped, sealed'
const delivery = `id, paper, party, way, handed_out_at as "handedOutAt", outcome, outcome_on as "outcomeOn", outcome_at as "outcomeAt",
  received_by as "receivedBy", proof, tracking`

export const addConfirmation = statement(
  'delivery.addConfirmation',
  `insert into application.delivery_confirmations (id, party, case_id, electronic, signed, given_at, wrapped, alg, key_id, sealed)
   values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
)
/** Signings of one person come one after the other. */
export const lockConfirmations = statement(
  'delivery.lockConfirmations',
  `select pg_advisory_xact_lock(hashtextextended('delivery ' || $1::text, 0))`,
)
export const endConfirmation = statement(
  'delivery.endConfirmation',
  `update application.delivery_confirmations set ended_at = $3, ended_why = $4
   where party = $1 and case_id is not distinct from $2 and ended_at is null returning id`,
)
/** What stands for a case: what was signed in it goes before what was signed for all. */
export const standing = statement(
  'delivery.standing',
  `select ${confirmation} from application.delivery_confirmations
   where party = $1 and ended_at is null and (case_id is null or case_id = $2) order by case_id nulls last, id desc`,
)
/** 撤回即止: what nobody has signed for yet is served another way. */
export const giveUpUnsigned = statement(
  'delivery.giveUpUnsigned',
  `update application.deliveries set outcome = 'undeliverable', outcome_on = $3, outcome_at = $4, outcome_by = $5, proof = 'CONSENT_WITHDRAWN'
   where party = $1 and way = 'electronic' and outcome is null and ($2::uuid is null or case_id = $2) returning id`,
)
/** Everything that stands for a party, the latest first. */
export const allStanding = statement(
  'delivery.allStanding',
  `select ${confirmation} from application.delivery_confirmations where party = $1 and ended_at is null order by id desc limit $2`,
)
export const addChange = statement(
  'delivery.addChange',
  `with leaf as (insert into kernel.trail_outbox (leaf) values ($7))
   insert into application.delivery_changes (subject, at, change, actor, detail, commit_key) values ($1, $2, $3, $4, $5, $6)`,
)
export const addDelivery = statement(
  'delivery.add',
  `insert into application.deliveries (id, cause, case_id, party, paper, way, confirmation, handed_out_at, handed_out_by)
   values ($1, $2, $3, $4, $5, $6, $7, $8, $9) on conflict (cause, party, way) do nothing returning ${delivery}`,
)
/** 签收 By whoever it is addressed to: the first time counts. */
export const markSigned = statement(
  'delivery.markSigned',
  `update application.deliveries set outcome = 'received', outcome_on = $2, outcome_at = $3, outcome_by = $4, received_by = $5, proof = 'SIGNED'
   where id = $1 and way = 'electronic' and outcome is null returning id`,
)
export const markOutcome = statement(
  'delivery.markOutcome',
  `update application.deliveries set outcome = $2, outcome_on = $3, outcome_at = $4, outcome_by = $5, received_by = $6, proof = $7,
     tracking = coalesce($8, tracking)
   where id = $1 and way = 'post' and outcome is null returning id`,
)
export const markTracking = statement(
  'delivery.markTracking',
  `update application.deliveries set tracking = coalesce($2, tracking), proof = coalesce(proof, $3) where id = $1 and outcome is null returning id`,
)
const ofCase = statement(
  'delivery.ofCase',
  `select ${delivery} from application.deliveries where case_id = $1 order by id limit 200`,
)
/** The last decision of the case for which he signed. */
const signedDecision = statement(
  'delivery.signedDecision',
  `select ${delivery} from application.deliveries where case_id = $1 and party = $2 and way = 'electronic' and outcome = 'received'
     and starts_with(paper, 'decision-') order by id desc limit 1`,
)
const forget = statement(
  'delivery.forget',
  `with gone as (select id from application.delivery_confirmations where party = $1),
     free as (update application.deliveries set confirmation = null where confirmation in (select id from gone) returning 1)
   delete from application.delivery_confirmations where id in (select id from gone) and (select count(*) from free) >= 0 returning 1`,
)

export const deliveriesOf = (sql: Sql, caseId: string): Promise<Delivery[]> => sql.run<Delivery>(ofCase, [caseId])
export const decisionSigned = async (sql: Sql, caseId: string, party: string): Promise<Delivery | undefined> =>
  (await sql.run<Delivery>(signedDecision, [caseId, party]))[0]
export const forgetConfirmations = async (sql: Sql, party: string): Promise<number> =>
  (await sql.run(forget, [party])).length
