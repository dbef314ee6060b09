import { type Static, Type } from 'typebox'
import { type ActInput, act } from '../act.ts'
import { event, type NewEvent } from '../event.ts'
import { nextInstalment } from '../instalments.ts'
import { actNotPermitted, actOutOfOrder, bodyInvalid } from '../refusals.ts'
import type { OrderState } from '../state.ts'
import { IsoDate, Key, Prose, strict } from './words.ts'

function orderOf({ state, body }: ActInput<{ order?: string }>) {
  const found = Object.entries(state.orders).find(([id, order]) => (body.order ?? id) === id && !order.settled)
  if (!found) throw actOutOfOrder({ detail: 'nothing is owed in this case' })
  return { id: found[0], order: found[1] }
}

const PayBody = Type.Object(
  {
    order: Type.Optional(Key),
    amount: Type.Integer({ minimum: 1, maximum: 1_000_000_000_000 }),
    on: Type.Optional(IsoDate),
    reference: Type.Optional(Type.String({ maxLength: 64 })),
  },
  strict,
)

/** Whoever collects also gives back: never the officer who decided. */
export const collectors = ({ definition }: Pick<ActInput, 'definition'>): readonly string[] =>
  definition.definition.authority.posts['collector']
    ? ['collector']
    : [...definition.stages.values()].filter(({ kind }) => kind === 'payment').flatMap(at => at.by ?? [])

/** 缴款 The collecting bank reports money received; never the officer who decided (行政处罚法67). */
export const pay = act<Static<typeof PayBody>>({
  body: PayBody,
  who: 'officer',
  roles: collectors,
  decide: input => {
    const { state, body, facts, definition } = input
    const { id, order } = orderOf(input)
    const on = body.on ?? input.on
    if (on > input.on) throw actOutOfOrder({ detail: 'a payment cannot lie in the future' })
    if (order.servedOn === undefined) throw actOutOfOrder({ detail: 'the decision has not been served yet' })
    if (on < order.servedOn)
      throw actOutOfOrder({
        detail: 'nothing is paid before the decision is served',
        facts: { servedOn: order.servedOn },
      })
    const owed = facts.owed(order, on, state.remedies)
    if (body.amount > owed.principal + owed.surcharge)
      throw actOutOfOrder({ detail: 'more than is owed', facts: { owed: owed.principal + owed.surcharge } })
    const left = facts.owed(
      { ...order, payments: [...order.payments, { on, amount: body.amount }] },
      on,
      state.remedies,
    )
    const principal = owed.principal - left.principal
    const settled = left.principal === 0 && left.surcharge === 0
    const collector = input.actor.kind === 'officer' ? input.actor.organ : ''
    const events: NewEvent[] = [
      {
        ...event('payment.received', {
          order: id,
          amount: body.amount,
          on,
          principal,
          surcharge: body.amount - principal,
          settled,
          collector,
          ...(body.reference !== undefined && { reference: body.reference }),
        }),
        on,
      },
    ]
    if (!settled)
      return [
        ...events,
        ...untilNext(input, id, { ...order, payments: [...order.payments, { on, amount: body.amount }] }),
      ]
    events.push(event('obligation.met', { id: `pay.${id}` }))
    for (const at of definition.stages.values())
      if (at.kind === 'payment' && state.stages[at.stage]?.status === 'open')
        events.push(event('stage.completed', { stage: at.stage, result: 'paid' }))
    return events
  },
})

const RefundBody = Type.Object(
  { order: Type.Optional(Key), reference: Type.Optional(Type.String({ maxLength: 64 })) },
  strict,
)

/** 退款 What was paid for a decision that fell, or beyond what it was changed to, goes back in full (行政复议法, 国家赔偿法36). */
export const refund = act<Static<typeof RefundBody>>({
  body: RefundBody,
  who: 'officer',
  roles: collectors,
  decide: ({ state, body, actor, on }) => {
    const due = Object.entries(state.obligations).find(
      ([id, { kind, status }]) =>
        kind === 'refund' && status === 'open' && (body.order === undefined || id === `refund.${body.order}`),
    )
    if (!due) throw actOutOfOrder({ detail: 'nothing is to be given back in this case' })
    const [id, { amount = 0 }] = due
    return [
      event('payment.refunded', {
        order: id.slice('refund.'.length),
        amount,
        on,
        collector: actor.kind === 'officer' ? actor.organ : '',
        ...(body.reference !== undefined && { reference: body.reference }),
      }),
      event('obligation.met', { id }),
    ]
  },
})

const InstalmentBody = Type.Object(
  {
    order: Type.Optional(Key),
    months: Type.Optional(Type.Integer({ minimum: 1, maximum: 60 })),
    until: Type.Optional(IsoDate),
    requestedOn: IsoDate,
    reason: Prose,
  },
  strict,
)

/** 每月等额 Equal months after the grant; what does not divide is paid with the first. */
function byMonths(owed: number, months: number, on: string) {
  const each = Math.floor(owed / months)
  const from = Temporal.PlainDate.from(on)
  return Array.from({ length: months }, (_, index) => ({
    on: from.add({ months: index + 1 }).toString(),
    amount: index === 0 ? owed - each * (months - 1) : each,
  }))
}

/**
 * 暂缓、分期缴纳 What the party applied for, and whom the item names approved (行政处罚法66): all of it on a later day, or equal
 * months with the remainder in the first.
 */
export const grantInstalment = act<Static<typeof InstalmentBody>>({
  body: InstalmentBody,
  who: 'officer',
  roles: input => [instalmentOf(input).approver],
  decide: input => {
    const { body, on, state } = input
    const { id, order } = orderOf(input)
    const { maxMonths } = instalmentOf(input)
    const { months, until, requestedOn } = body
    if ((months === undefined) === (until === undefined))
      throw bodyInvalid({ detail: 'either months, or the day until which payment is deferred' })
    const last = Temporal.PlainDate.from(on).add({ months: maxMonths }).toString()
    if ((months ?? 0) > maxMonths || (until !== undefined && (until <= on || until > last)))
      throw actNotPermitted({ detail: `at most ${maxMonths} months`, facts: { months, until, maxMonths } })
    if (order.servedOn === undefined) throw actOutOfOrder({ detail: 'the decision has not been served yet' })
    if (requestedOn > on || requestedOn < (state.moments['decision'] ?? state.openedOn))
      throw actOutOfOrder({
        detail: 'the party applies for it after the decision, and before it is granted',
        facts: { requestedOn, today: on },
      })
    if (order.instalments) throw actOutOfOrder({ detail: 'instalments were already granted' })
    const owed = input.facts.owed(order, on, state.remedies).principal
    const schedule = until === undefined ? byMonths(owed, months!, on) : [{ on: until, amount: owed }]
    return [
      event('instalment.granted', { order: id, schedule, requestedOn }, { text: { reason: body.reason } }),
      ...untilNext(input, id, { ...order, instalments: schedule }),
    ]
  },
})

/** The time to pay ends with the next instalment; where it had run out it runs again, so that each rings when it is missed. */
function untilNext({ state, on, at }: ActInput<unknown>, order: string, paid: OrderState): readonly NewEvent[] {
  const due = nextInstalment(paid, on)
  const found = Object.entries(state.clocks).find(([, { limit }]) => limit === 'pay' || limit === `pay.${order}`)
  if (!found || due === undefined) return []
  const [clock, running] = found
  const { status, limit, binds } = running
  if (status === 'running')
    return running.due === due ? [] : [event('clock.recomputed', { clock, due, provisional: false })]
  if (status !== 'expired') return []
  return [event('clock.started', { clock, limit, start: on, at, binds, due, provisional: false })]
}

function instalmentOf(input: ActInput<{ order?: string }>): { maxMonths: number; approver: string } {
  const { definition, state } = input
  const effects = definition.definition.content.outcomes[state.outcome ?? '']?.effects ?? []
  for (const effect of effects)
    if ('ledger' in effect && effect.instalment && (input.body.order ?? effect.ledger) === effect.ledger)
      return effect.instalment
  throw actNotPermitted({ detail: 'the item grants no instalments here' })
}
