import type { Calendar } from '#kernel/calendar'
import type { Effects, EventEffect, EventRun } from '#kernel/case'
import { refusal } from '#kernel/refusal'
import { subjectOf } from '#kernel/register'
import type { Sql } from '#kernel/storage'
import { dueDay, ppmOf } from './fine.ts'
import { ordersOf, type PaymentOrder } from './ledger.store.ts'
import type { Ledger } from './ledger.ts'

export const orderWithoutParty = refusal(
  'PAYMENT_ORDER_WITHOUT_PARTY',
  422,
  'The case names nobody who could owe the money',
)

type Stops = PaymentOrder['stops']

/** Most decisions that are served order nobody to pay. */
export const ledgerConcerns: NonNullable<Effects['concerns']> = {
  'service.made': ({ orders }) => Object.keys(orders).length > 0,
}

/** 账务效果 What the ledger books for the events of a step, inside its transaction: a part of `effects.event`. */
export function ledgerEffects(ledger: Ledger, calendar: Pick<Calendar, 'due'>) {
  const ordered: EventEffect<'payment.ordered'> = async (sql, run) => {
    const { order, amount, dueDays, rate, stopsDuring } = run.event.data
    if (amount === 0) return
    const party = subjectOf(run)
    if (party === undefined) throw orderWithoutParty({ facts: { item: run.item, outcome: run.outcome } })
    const { money } = run.definition.definition.content.outcomes[run.outcome] ?? {}
    await ledger.order(
      sql,
      {
        id: run.id,
        caseId: run.caseId,
        key: order,
        number: run.number,
        party,
        organ: run.organ,
        collector: money?.collector ?? 'bank',
        principal: amount,
        orderedOn: run.on,
        dueWithin: dueDays,
        ratePpm: rate === undefined ? null : ppmOf(rate),
        stopsDuring,
      },
      `${run.caseId}:${run.seq}`,
    )
  }

  /** The due day runs from service of the decision (行政处罚法 67: fifteen days from receipt). */
  const served: EventEffect<'service.made'> = async (sql, run) => {
    const { of, on } = run.event.data
    if (of !== 'decision') return
    for (const { key, dueWithin } of await ordersOf(sql, run.caseId))
      await ledger.setTerms(sql, run.caseId, key, { dueOn: dueDay(calendar, on, dueWithin) }, run.on)
  }

  const granted: EventEffect<'instalment.granted'> = async (sql, run) => {
    const { order, schedule } = run.event.data
    await ledger.setTerms(sql, run.caseId, order, { instalments: schedule, grantedOn: run.on }, run.on)
  }

  const received: EventEffect<'payment.received'> = async (sql, run) => {
    const { order, amount, on, collector, reference } = run.event.data
    const receipt = reference === undefined ? {} : { reference }
    await ledger.recordPayment(sql, { id: run.id, caseId: run.caseId, order, amount, on, collector, ...receipt })
  }

  const restop = async (sql: Sql, caseId: string, on: string, kind: string, change: (stops: Stops) => Stops) => {
    for (const { key, stops, stopsDuring } of await ordersOf(sql, caseId))
      if (stopsDuring.includes(kind)) await ledger.setTerms(sql, caseId, key, { stops: change(stops) }, on)
  }

  const remedyStarted: EventEffect<'remedy.started'> = async (sql, run) => {
    const { kind, on } = run.event.data
    const isThere = (stops: Stops) => stops.some(stop => stop.kind === kind && stop.from === on)
    await restop(sql, run.caseId, run.on, kind, stops =>
      isThere(stops) ? stops : [...stops, { kind, from: on, to: null }],
    )
  }

  const remedyEnded: EventEffect<'remedy.ended'> = async (sql, run) => {
    const { kind, on } = run.event.data
    const close = (stop: Stops[number]) => (stop.kind === kind && stop.to === null ? { ...stop, to: on } : stop)
    await restop(sql, run.caseId, run.on, kind, stops => stops.map(close))
  }

  const refunded: EventEffect<'payment.refunded'> = async (sql, run) => {
    const { order, amount, on, collector } = run.event.data
    await ledger.refund(sql, { id: run.id, caseId: run.caseId, order, amount, on, collector })
  }

  /** What is booked follows what is owed: the entries stand, a further one takes back what was too much. */
  const changed: EventEffect<'decision.changed'> = async (sql, run) => {
    const { order, amount } = run.event.data
    await ledger.setTerms(sql, run.caseId, order, { changedTo: amount }, run.on)
  }

  const reduced: EventEffect<'surcharge.reduced'> = async (sql, run) => {
    const { order, amount, until } = run.event.data
    const found = (await ordersOf(sql, run.caseId)).find(({ key }) => key === order)
    const reductions = [...(found?.reductions ?? []), { on: run.on, amount, ...(until !== undefined && { until }) }]
    await ledger.setTerms(sql, run.caseId, order, { reductions }, run.on)
  }

  /** 协议失效 What the agreement forgave is owed again: those reductions fall whose day is over. */
  const lapsed: EventEffect<'agreement.lapsed'> = async (sql, run) => {
    const { order } = run.event.data
    const found = (await ordersOf(sql, run.caseId)).find(({ key }) => key === order)
    const reductions = (found?.reductions ?? []).filter(({ until }) => until === undefined || until >= run.on)
    await ledger.setTerms(sql, run.caseId, order, { reductions }, run.on)
  }

  const annulled: EventEffect<'decision.annulled'> = async (sql, run) => {
    for (const { key } of await ordersOf(sql, run.caseId))
      await ledger.setTerms(sql, run.caseId, key, { changedTo: 0 }, run.on)
  }

  const out = async (
    sql: Sql,
    run: EventRun<'entitlement.paid'> | EventRun<'compensation.paid'>,
    paid: { line: string; payer: string; amount: number; on: string },
  ) => {
    const party = subjectOf(run)
    if (party === undefined) throw orderWithoutParty({ facts: { item: run.item, outcome: run.outcome } })
    await ledger.payOut(sql, { id: run.id, caseId: run.caseId, party, source: `${run.caseId}:${run.seq}`, ...paid })
  }
  const entitled: EventEffect<'entitlement.paid'> = (sql, run) => {
    const { entitlement, payer, amount, on } = run.event.data
    return out(sql, run, { line: entitlement, payer, amount, on })
  }
  const compensated: EventEffect<'compensation.paid'> = (sql, run) =>
    out(sql, run, { line: 'compensation', payer: run.organ, amount: run.event.data.amount, on: run.on })

  return {
    'entitlement.paid': entitled,
    'compensation.paid': compensated,
    'payment.ordered': ordered,
    'service.made': served,
    'instalment.granted': granted,
    'payment.received': received,
    'payment.refunded': refunded,
    'decision.changed': changed,
    'surcharge.reduced': reduced,
    'agreement.lapsed': lapsed,
    'decision.annulled': annulled,
    'remedy.started': remedyStarted,
    'remedy.ended': remedyEnded,
  }
}
