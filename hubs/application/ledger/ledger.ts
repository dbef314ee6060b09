import { randomUUID } from 'node:crypto'
import type { Clock } from '#kernel/clock'
import { refusal } from '#kernel/refusal'
import type { Sql } from '#kernel/storage'
import { makeBudget } from './budget.ts'
import { type Collection, collectorVerdict } from './collector.ts'
import { makeDeposits } from './deposit.ts'
import { type FineTerms, isSettled, type Owed, owedOn } from './fine.ts'
import {
  addOrder,
  addPayment,
  balancesOf,
  collectedBy,
  collectorsOf,
  findPayment,
  ordersOf,
  type Payment,
  type PaymentOrder,
  type Posting,
  paymentsOf,
  postEntry,
  takeOrder,
  writeTerms,
} from './ledger.store.ts'

export const orderUnknown = refusal('PAYMENT_ORDER_UNKNOWN', 404, 'The case has no such payment order')
export const orderConflict = refusal('PAYMENT_ORDER_CONFLICT', 409, 'The case has such a payment order already')
export const termsInvalid = refusal('PAYMENT_TERMS_INVALID', 422, 'The terms do not fit the payment order')
export const paymentInvalid = refusal('PAYMENT_INVALID', 422, 'The payment cannot be recorded')
export const paymentConflict = refusal('PAYMENT_CONFLICT', 409, 'Another payment of the same id is recorded')
export const collectorRefused = refusal('COLLECTOR_REFUSED', 403, 'Whoever decided the fine may not collect it')

/** 新缴款单 What an order is made of; its due day follows from service. */
export type NewOrder = Omit<
  PaymentOrder,
  'dueOn' | 'grantedOn' | 'instalments' | 'stops' | 'changedTo' | 'refunds' | 'reductions'
>

export interface PaymentReceived {
  /** The id of the payment (UUID): recording it twice is harmless. */
  readonly id: string
  readonly caseId: string
  readonly order: string
  readonly amount: number
  readonly on: string
  readonly collector: string
  readonly onSpot?: NonNullable<Collection['onSpot']>
  /** Number of the receipt or bank entry. */
  readonly reference?: string
}

/** 已付 What went out of the treasury in a case, to whom. */
export interface PaidOut {
  readonly id: string
  readonly caseId: string
  readonly party: string
  readonly payer: string
  /** What it was for: the entitlement, `compensation`. */
  readonly line: string
  readonly amount: number
  readonly on: string
  readonly source: string
}

export interface PaymentRecorded {
  /** How this payment was used, in fen. */
  readonly principal: number
  readonly surcharge: number
  readonly credit: number
  readonly settled: boolean
}

export interface OrderBalance extends Owed {
  readonly order: PaymentOrder
  readonly settled: boolean
}

/** What may change of an order after it was made. */
export type OrderTerms = Partial<
  Pick<PaymentOrder, 'dueOn' | 'grantedOn' | 'instalments' | 'stops' | 'changedTo' | 'reductions'>
>

/** What is owed in the end: as ordered, or as a remedy left it. */
const principalOf = ({ principal, changedTo }: PaymentOrder): number => changedTo ?? principal

const refunded = ({ refunds }: PaymentOrder): number => refunds.reduce((sum, { amount }) => sum + amount, 0)

const termsOf = (order: PaymentOrder): FineTerms => ({
  principal: principalOf(order),
  stops: order.stops,
  instalments: order.instalments,
  reductions: order.reductions,
  ...(order.dueOn !== null && { dueOn: order.dueOn }),
  ...(order.grantedOn !== null && { grantedOn: order.grantedOn }),
  ...(order.ratePpm !== null && { ratePpm: order.ratePpm }),
})

/** What the accounts of an order must stand at, given what is owed: they sum to zero by construction. */
function standing(order: PaymentOrder, payments: readonly Payment[], owed: Owed): Posting[] {
  const debtor = { case: order.caseId, party: order.party, line: order.key }
  const collected = new Map<string, number>()
  const took = (collector: string, amount: number) => collected.set(collector, (collected.get(collector) ?? 0) + amount)
  for (const { collector, amount } of payments) took(collector, amount)
  for (const { collector, amount } of order.refunds) took(collector, -amount)
  return [
    { kind: 'receivable', ...debtor, amount: owed.principal },
    { kind: 'surcharge', ...debtor, amount: owed.surcharge },
    { kind: 'deposit', ...debtor, amount: refunded(order) - owed.credit },
    ...[...collected].map(
      ([organ, amount]): Posting => ({ kind: 'collector', case: order.caseId, organ, line: order.key, amount }),
    ),
    { kind: 'treasury', case: order.caseId, line: order.key, amount: -(principalOf(order) + owed.accrued) },
  ]
}

/** 账 What is owed, paid and booked for the orders of cases. Everything runs in the caller's transaction. */
export function makeLedger({ clock }: { readonly clock: Clock }) {
  /** Books the difference between what the accounts say and what they should say on a day. */
  const book = async (
    sql: Sql,
    order: PaymentOrder,
    entry: { id: string; kind: string; on: string; source: string },
  ): Promise<Owed> => {
    const payments = await paymentsOf(sql, order.id)
    const latest = payments.at(-1)?.on
    const on = latest !== undefined && latest > entry.on ? latest : entry.on
    const owed = owedOn(termsOf(order), payments, on)
    const booked = (await balancesOf(sql, order.caseId)).filter(({ line }) => line === order.key)
    const postings = standing(order, payments, owed).flatMap(target => {
      const stands = booked.filter(
        ({ kind, organ }) =>
          // What was handed over to the treasury has been collected all the same.
          (kind === target.kind || (target.kind === 'collector' && kind === 'remitted')) &&
          organ === (target.organ ?? null),
      )
      const amount = target.amount - stands.reduce((sum, one) => sum + one.amount, 0)
      return amount === 0 ? [] : [{ ...target, amount }]
    })
    if (postings.length > 0) await postEntry(sql, { ...entry, caseId: order.caseId, on }, postings, clock.now())
    return owed
  }
  const take = async (sql: Sql, caseId: string, key: string): Promise<PaymentOrder> => {
    const order = await takeOrder(sql, caseId, key)
    if (!order) throw orderUnknown({ facts: { case: caseId, order: key } })
    return order
  }
  const settle = (order: PaymentOrder, owed: Owed): OrderBalance => ({
    ...owed,
    credit: owed.credit - refunded(order),
    order,
    settled: isSettled(owed),
  })

  return {
    budget: makeBudget({ clock }),
    deposits: makeDeposits({ clock }),

    /** 开缴款单 Orders a payment, once per id; from when it is owed is fixed later, by service. */
    async order(sql: Sql, order: NewOrder, source: string): Promise<void> {
      if (!(await addOrder(sql, order))) {
        const there = await takeOrder(sql, order.caseId, order.key)
        if (there?.id === order.id && there.principal === order.principal) return
        throw orderConflict({ facts: { case: order.caseId, order: order.key } })
      }
      const made = {
        ...order,
        dueOn: null,
        grantedOn: null,
        instalments: [],
        stops: [],
        changedTo: null,
        refunds: [],
        reductions: [],
      }
      await book(sql, made, { id: order.id, kind: 'order', on: order.orderedOn, source })
    },

    /**
     * 条件变更 Changes the terms given: the due day once served, instalments as of the day granted, days that stop the surcharge.
     * A stop recorded late gives back what was booked for its days.
     */
    async setTerms(sql: Sql, caseId: string, key: string, terms: OrderTerms, on: string): Promise<Owed> {
      const order = await take(sql, caseId, key)
      const isGrant =
        terms.instalments !== undefined && JSON.stringify(terms.instalments) !== JSON.stringify(order.instalments)
      const changed = { ...order, ...(isGrant && { grantedOn: on }), ...terms }
      if (isGrant && changed.instalments.length > 0) {
        const before = owedOn(
          { ...termsOf(order), instalments: [] },
          await paymentsOf(sql, order.id),
          changed.grantedOn ?? on,
        )
        const sum = changed.instalments.reduce((total, part) => total + part.amount, 0)
        if (sum !== before.principal || changed.instalments.some(({ amount }) => amount <= 0))
          throw termsInvalid({
            detail: 'instalments are positive and sum to what is left of the fine',
            facts: { sum, left: before.principal },
          })
      }
      await writeTerms(sql, changed)
      return book(sql, changed, { id: randomUUID(), kind: 'terms', on, source: `order:${order.id}` })
    },

    /** 收款 Records what a collector took; refuses a collector who decided (行政处罚法 67). Twice the same id: once. */
    async recordPayment(sql: Sql, received: PaymentReceived): Promise<PaymentRecorded> {
      const { id, caseId, amount, on, collector, onSpot, reference } = received
      const order = await take(sql, caseId, received.order)
      if (!Number.isSafeInteger(amount) || amount <= 0 || on < order.orderedOn || on > clock.today().toString())
        throw paymentInvalid({
          detail: 'an amount in whole fen, received between the order and today',
          facts: { on, orderedOn: order.orderedOn },
        })
      const verdict = collectorVerdict({
        decider: order.organ,
        collector,
        principal: order.principal,
        ...(onSpot && { onSpot }),
      })
      if (!verdict.granted) throw collectorRefused({ reasons: verdict.reasons })
      const payment: Payment = { id, on, amount, collector, onSpot: onSpot ?? null, reference: reference ?? null }
      const there = await findPayment(sql, id)
      if (
        there &&
        (there.orderId !== order.id || there.amount !== amount || there.on !== on || there.collector !== collector)
      )
        throw paymentConflict({ facts: { payment: id } })
      if (!there) await addPayment(sql, order.id, payment, clock.now())
      const payments = await paymentsOf(sql, order.id)
      const before = owedOn(
        termsOf(order),
        payments.filter(one => one.id !== id),
        on,
      )
      const after = owedOn(termsOf(order), payments, on)
      if (!there) await book(sql, order, { id, kind: 'payment', on, source: reference ?? id })
      return {
        principal: before.principal - after.principal,
        surcharge: before.surcharge - after.surcharge,
        credit: after.credit - before.credit,
        settled: isSettled(after),
      }
    },

    /** 退款 Books what a collector gave back of what was paid too much, never more than that. Twice the same id: once. */
    async refund(sql: Sql, received: Omit<PaymentReceived, 'onSpot' | 'reference'>): Promise<void> {
      const { id, caseId, amount, on, collector } = received
      const order = await take(sql, caseId, received.order)
      if (order.refunds.some(one => one.id === id)) return
      const changed = { ...order, refunds: [...order.refunds, { id, on, amount, collector }] }
      const { credit } = owedOn(termsOf(order), await paymentsOf(sql, order.id), on)
      if (refunded(changed) > credit)
        throw paymentInvalid({ detail: 'no more is given back than was paid too much', facts: { credit } })
      await writeTerms(sql, changed)
      await book(sql, changed, { id, kind: 'refund', on, source: `order:${order.id}` })
    },

    /** 支付 Books what was paid out in a case where no budget line is kept for it: a month of a benefit, a compensation. */
    async payOut(sql: Sql, paid: PaidOut): Promise<void> {
      const { id, caseId, party, payer, line, amount, on, source } = paid
      if (amount === 0) return
      const postings: readonly Posting[] = [
        { kind: 'paid', case: caseId, party, organ: payer, line, amount },
        { kind: 'treasury', case: caseId, line, amount: -amount },
      ]
      await postEntry(sql, { id, kind: 'disburse', caseId, on, source }, postings, clock.now())
    },

    /** 上缴国库 Everything a collector took goes to the treasury, once a day; nobody keeps any of it (行政处罚法67, 74). Returns fen. */
    async remit(sql: Sql, collector: string): Promise<number> {
      const held = await collectedBy(sql, collector)
      if (held.length === 0) return 0
      const on = clock.today().toString()
      const postings = held.flatMap(({ caseId, line, amount }): readonly Posting[] => [
        { kind: 'collector', case: caseId, organ: collector, line, amount: -amount },
        { kind: 'remitted', case: caseId, organ: collector, line, amount },
      ])
      const source = `remittance:${collector}:${on}`
      await postEntry(sql, { id: randomUUID(), kind: 'remit', caseId: null, on, source }, postings, clock.now())
      return held.reduce((sum, { amount }) => sum + amount, 0)
    },

    /** Whoever ever collected. */
    collectors: (sql: Pick<Sql, 'run'>) => collectorsOf(sql),

    /** 余额 What a case's orders owe on a day; reads only. */
    async balance(sql: Sql, caseId: string, on: string): Promise<readonly OrderBalance[]> {
      const balances: OrderBalance[] = []
      for (const order of await ordersOf(sql, caseId))
        balances.push(settle(order, owedOn(termsOf(order), await paymentsOf(sql, order.id), on)))
      return balances
    },
  }
}

export type Ledger = ReturnType<typeof makeLedger>
