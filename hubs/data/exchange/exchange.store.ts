import { type Sql, statement } from '#kernel/storage'
import type { AnswerKept, AnswerSaid } from './answer-seal.ts'

export interface StoredRequest {
  readonly id: string
  readonly system: string
  readonly question: string
  readonly deadline: string
}
/** 已删除 The case it was asked for has lost its own key: nothing more is kept of it. */
type AskedOf = StoredRequest & { readonly erased: boolean }

/** An answer that may be used: read back after it was stored, and not opened yet. */
export interface StoredAnswer extends AnswerKept {
  readonly obtained: string
  readonly validUntil: string
}

const open = statement(
  'exchange.open',
  `select r.id, r.system, r.question, r.deadline from data.exchange_requests r
where r.case_id = $1 and r.question = $2 and r.with_tag = $3 and r.deadline > $4 order by r.place desc limit 1`,
)
const ask = statement(
  'exchange.ask',
  `insert into data.exchange_requests (id, system, question, case_id, purpose, with_tag, asked_at, deadline)
values ($1, $2, $3, $4, $5, $6, $7, $8) returning id, system, question, deadline`,
)
const request = statement(
  'exchange.request',
  `select r.id, r.system, r.question, r.deadline, exists (select from kernel.cases c where c.id = r.case_id
  and not exists (select from kernel.case_keys k where k.case_id = c.id and k.subject = c.id)) as erased
from data.exchange_requests r where r.id = $1`,
)
const first = statement(
  'exchange.first',
  'select min(asked_at) as at from data.exchange_requests where case_id = $1 and question = $2 and with_tag = $3',
)
const answer = statement(
  'exchange.answer',
  `insert into data.exchange_answers (request, digest, fault, sealed, wrapped, obtained_at, valid_until, received_at, late)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9) on conflict do nothing returning true as new`,
)
// Of the question asked last that was answered at all: an older question's answer that comes late does not undo a newer one.
const usable = statement(
  'exchange.usable',
  `with answered as (
  select r.place, a.request, a.digest, a.sealed, a.wrapped, a.value, a.source, a.signature, a.obtained_at, a.valid_until, a.place as came
  from data.exchange_requests r join data.exchange_answers a on a.request = r.id
  where r.case_id = $1 and r.question = $2 and r.with_tag = $3 and a.fault is null and a.obtained_at <= $4 and a.valid_until > $4
)
select request, digest, sealed, wrapped, value, source, signature, obtained_at as obtained, valid_until as "validUntil" from answered
where place = (select max(place) from answered) order by came`,
)
const faults = statement(
  'exchange.faults',
  'select fault from data.exchange_answers where request = $1 and fault is not null order by place desc limit 1',
)
const ofCase = statement(
  'exchange.of-case',
  `select r.id as request, r.system, r.question, r.purpose, r.asked_at as "askedAt", r.deadline, a.fault,
a.digest, a.sealed, a.wrapped, a.value, a.source, a.signature, a.obtained_at as obtained, a.valid_until as "validUntil", a.late
from data.exchange_requests r left join data.exchange_answers a on a.request = r.id where r.case_id = $1 order by r.place, a.place`,
)

/** 外部证据 What was asked outside for a case, and each answer to it; `source` is null where nothing came. Of a signed one all that its signature stands over. */
export interface OutsideEvidence extends AnswerSaid {
  readonly request: string
  readonly system: string
  readonly question: string
  readonly purpose: string
  readonly askedAt: string
  readonly deadline: string
  readonly fault: string | null
  readonly late: boolean | null
}

/** The same before it is opened; `digest` is null where nothing came. */
export type EvidenceKept = Omit<OutsideEvidence, keyof AnswerSaid> &
  Omit<AnswerKept, 'digest'> &
  Pick<AnswerSaid, 'obtained' | 'validUntil'> & { readonly digest: Buffer | null }

export interface Place {
  readonly caseId: string
  readonly question: string
  readonly tag: Buffer
}

export const exchangeStore = {
  open: async (sql: Sql, { caseId, question, tag }: Place, now: Temporal.Instant) =>
    (await sql.run<StoredRequest>(open, [caseId, question, tag, now]))[0],
  ask: async (
    sql: Sql,
    one: Place & { id: string; system: string; purpose: string; at: Temporal.Instant; deadline: Temporal.Instant },
  ) =>
    (
      await sql.run<StoredRequest>(ask, [
        one.id,
        one.system,
        one.question,
        one.caseId,
        one.purpose,
        one.tag,
        one.at,
        one.deadline,
      ])
    )[0]!,
  firstAsked: async (sql: Sql, { caseId, question, tag }: Place): Promise<Temporal.Instant | undefined> => {
    const [row] = await sql.run<{ at: string | null }>(first, [caseId, question, tag])
    return row?.at == null ? undefined : Temporal.Instant.from(row.at)
  },
  request: async (sql: Sql, id: string) => (await sql.run<AskedOf>(request, [id]))[0],
  answer: async (
    sql: Sql,
    one: {
      request: string
      digest: Buffer
      fault: string | null
      sealed: Buffer | null
      wrapped: Buffer | null
      obtained: string | null
      validUntil: string | null
      at: Temporal.Instant
      late: boolean
    },
  ) =>
    (
      await sql.run(answer, [
        one.request,
        one.digest,
        one.fault,
        one.sealed,
        one.wrapped,
        one.obtained,
        one.validUntil,
        one.at,
        one.late,
      ])
    ).length > 0,
  usable: (sql: Sql, { caseId, question, tag }: Place, now: Temporal.Instant) =>
    sql.run<StoredAnswer>(usable, [caseId, question, tag, now]),
  lastFault: async (sql: Sql, id: string) => (await sql.run<{ fault: string }>(faults, [id]))[0]?.fault,
  ofCase: (sql: Sql, caseId: string) => sql.run<EvidenceKept>(ofCase, [caseId]),
}
