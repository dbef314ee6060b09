import { type Sql, statement } from '#kernel/storage'
import type { FinePayment, FineTerms } from './fine.ts'

export interface PaymentOrder {
  readonly id: string
  readonly caseId: string
  readonly key: string
  readonly number: string
  readonly party: string
  readonly organ: string
  readonly collector: string
  readonly principal: number
  readonly orderedOn: string
  readonly dueWithin: string
  readonly ratePpm: number | null
  readonly stopsDuring: readonly string[]
  readonly dueOn: string | null
  readonly grantedOn: string | null
  readonly instalments: NonNullable<FineTerms['instalments']>
  /** 变更 What a remedy left of the principal; 0 where the decision has fallen. */
  readonly changedTo: number | null
  /** 退还 What was given back of what was paid too much. */
  readonly refunds: readonly {
    readonly id: string
    readonly on: string
    readonly amount: number
    readonly collector: string
  }[]
  /** 减免 What of the surcharge need not be paid. */
  readonly reductions: readonly { readonly on: string; readonly amount: number; readonly until?: string }[]
  readonly stops: readonly { readonly kind?: string; readonly from: string; readonly to: string | null }[]
}

export interface Payment extends FinePayment {
  readonly id: string
  readonly collector: string
  readonly onSpot: string | null
  readonly reference: string | null
}

/** One line of an entry: an account by what it is, and fen, debit positive. */
export interface Posting {
  readonly kind:
    | 'receivable'
    | 'surcharge'
    | 'treasury'
    | 'collector'
    | 'remitted'
    | 'deposit'
    | 'held'
    | 'budget'
    | 'reserved'
    | 'committed'
    | 'paid'
  readonly case?: string
  readonly party?: string
  readonly organ?: string
  readonly line?: string
  readonly amount: number
}

export interface Entry {
  readonly id: string
  readonly kind: string
  readonly caseId: string | null
  readonly on: string
  readonly source: string
}

const orderColumns = `id, case_id as "caseId", key, number, party, organ, collector, principal, ordered_on as "orderedOn",
  due_within as "dueWithin", rate_ppm as "ratePpm", stops_during as "stopsDuring", due_on as "dueOn", granted_on as "grantedOn", instalments, stops,
  changed_to as "changedTo", refunds, reductions`
const insertOrder = statement(
  'ledger.order.insert',
  `insert into application.payment_orders (id, case_id, key, number, party, organ, collector, principal, ordered_on, due_within, rate_ppm, stops_during)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) on conflict do nothing returning id`,
)
const lockOrder = statement(
  'ledger.order.lock',
  `select ${orderColumns} from application.payment_orders where case_id = $1 and key = $2 for no key update`,
)
const readOrders = statement(
  'ledger.order.read',
  `select ${orderColumns} from application.payment_orders where case_id = $1 order by ordered_on, key`,
)
const updateTerms = statement(
  'ledger.order.terms',
  'update application.payment_orders set due_on = $2, granted_on = $3, instalments = $4, stops = $5, changed_to = $6, refunds = $7, reductions = $8 where id = $1',
)
const insertPayment = statement(
  'ledger.payment.insert',
  `insert into application.payments (id, order_id, on_date, amount, collector, on_spot, reference, at)
values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict (id) do nothing returning id`,
)
const paymentColumns = 'id, on_date as "on", amount, collector, on_spot as "onSpot", reference'
const readPayments = statement(
  'ledger.payment.read',
  `select ${paymentColumns} from application.payments where order_id = $1 order by on_date, at, id`,
)
const readPayment = statement(
  'ledger.payment.find',
  `select order_id as "orderId", ${paymentColumns} from application.payments where id = $1`,
)
const post = statement('ledger.post', 'select application.post_entry($1, $2, $3, $4, $5, $6, $7) as posted')
const readBalances = statement(
  'ledger.balances',
  `select a.kind, a.line, a.organ, a.party, sum(p.amount)::bigint as amount from application.accounts a
join application.postings p on p.account = a.id where a.case_id = $1 group by a.id order by a.kind`,
)

const readCollected = statement(
  'ledger.collected',
  `select a.case_id as "caseId", a.line, sum(p.amount)::bigint as amount from application.accounts a
join application.postings p on p.account = a.id where a.kind = 'collector' and a.organ = $1
group by a.id having sum(p.amount) > 0 order by a.case_id, a.line`,
)
const readCollectors = statement(
  'ledger.collectors',
  `select distinct organ from application.accounts where kind = 'collector' order by organ`,
)

/** What a collector holds of each order and has not handed over. */
export const collectedBy = (sql: Sql, organ: string) =>
  sql.run<{ caseId: string; line: string; amount: number }>(readCollected, [organ])
export const collectorsOf = async (sql: Pick<Sql, 'run'>): Promise<readonly string[]> =>
  (await sql.run<{ organ: string }>(readCollectors)).map(({ organ }) => organ)

export const addOrder = async (
  sql: Sql,
  order: Omit<PaymentOrder, 'dueOn' | 'grantedOn' | 'instalments' | 'stops' | 'changedTo' | 'refunds' | 'reductions'>,
): Promise<boolean> => {
  const { id, caseId, key, number, party, organ, collector, principal, orderedOn, dueWithin, ratePpm, stopsDuring } =
    order
  const values = [
    id,
    caseId,
    key,
    number,
    party,
    organ,
    collector,
    principal,
    orderedOn,
    dueWithin,
    ratePpm,
    stopsDuring,
  ]
  return (await sql.run(insertOrder, values)).length > 0
}

/** The order, locked until the end of the transaction: payments and terms of one order come one after another. */
export const takeOrder = async (sql: Sql, caseId: string, key: string): Promise<PaymentOrder | undefined> =>
  (await sql.run<PaymentOrder>(lockOrder, [caseId, key]))[0]

export const ordersOf = (sql: Sql, caseId: string): Promise<PaymentOrder[]> =>
  sql.run<PaymentOrder>(readOrders, [caseId])

export const writeTerms = (sql: Sql, order: PaymentOrder) => {
  const { id, dueOn, grantedOn, instalments, stops, changedTo, refunds, reductions } = order
  const lists = [instalments, stops].map(list => JSON.stringify(list))
  const more = [refunds, reductions].map(list => JSON.stringify(list))
  return sql.run(updateTerms, [id, dueOn, grantedOn, ...lists, changedTo, ...more])
}

export const addPayment = async (sql: Sql, order: string, payment: Payment, at: Temporal.Instant): Promise<boolean> => {
  const { id, on, amount, collector, onSpot, reference } = payment
  return (await sql.run(insertPayment, [id, order, on, amount, collector, onSpot, reference, at])).length > 0
}
export const paymentsOf = (sql: Sql, order: string): Promise<Payment[]> => sql.run<Payment>(readPayments, [order])
export const findPayment = async (sql: Sql, id: string): Promise<(Payment & { orderId: string }) | undefined> =>
  (await sql.run<Payment & { orderId: string }>(readPayment, [id]))[0]

/** Writes one balanced entry; false if its id is there already. */
export async function postEntry(
  sql: Sql,
  entry: Entry,
  postings: readonly Posting[],
  at: Temporal.Instant,
): Promise<boolean> {
  const { id, kind, caseId, on, source } = entry
  const [row] = await sql.run<{ posted: boolean }>(post, [id, kind, caseId, on, at, source, JSON.stringify(postings)])
  return row!.posted
}

/** What is posted for a case, by account, in fen. */
export const balancesOf = (sql: Sql, caseId: string) =>
  sql.run<{ kind: Posting['kind']; line: string | null; organ: string | null; party: string | null; amount: number }>(
    readBalances,
    [caseId],
  )
