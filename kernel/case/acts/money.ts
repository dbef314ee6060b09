import { type Static, Type } from 'typebox'
import { type ActInput, act } from '../act.ts'
import { event, type NewEvent } from '../event.ts'
import { actNotPermitted, actOutOfOrder } from '../refusals.ts'
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
const collectors = ({ definition }: Pick<ActInput, 'definition'>): readonly string[] =>
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
    if (!settled) return events
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
  { order: Type.Optional(Key), months: Type.Integer({ minimum: 1, maximum: 60 }), reason: Prose },
  strict,
)

/** 分期缴纳 On application, and approved by whom the item names (行政处罚法66): equal months, the remainder in the first. */
export const grantInstalment = act<Static<typeof InstalmentBody>>({
  body: InstalmentBody,
  who: 'officer',
  roles: input => [instalmentOf(input).approver],
  decide: input => {
    const { id, order } = orderOf(input)
    const { maxMonths } = instalmentOf(input)
    if (input.body.months > maxMonths)
      throw actNotPermitted({ detail: `at most ${maxMonths} months`, facts: { months: input.body.months, maxMonths } })
    if (order.servedOn === undefined) throw actOutOfOrder({ detail: 'the decision has not been served yet' })
    if (order.instalments) throw actOutOfOrder({ detail: 'instalments were already granted' })
    const owed = input.facts.owed(order, input.on, input.state.remedies).principal
    const each = Math.floor(owed / input.body.months)
    const from = Temporal.PlainDate.from(input.on)
    const schedule = Array.from({ length: input.body.months }, (_, index) => ({
      on: from.add({ months: index + 1 }).toString(),
      amount: index === 0 ? owed - each * (input.body.months - 1) : each,
    }))
    return [
      event('instalment.granted', { order: id, schedule }, { text: { reason: input.body.reason } }),
      ...untilLast(input, id, schedule.at(-1)!.on),
    ]
  },
})

/** The time to pay ends with the last instalment; where it had run out it runs again, so that it can ring again. */
function untilLast({ state, on, at }: ActInput<unknown>, order: string, due: string): readonly NewEvent[] {
  const found = Object.entries(state.clocks).find(([, { limit }]) => limit === 'pay' || limit === `pay.${order}`)
  if (!found) return []
  const [clock, { status, limit, binds }] = found
  if (status === 'running') return [event('clock.recomputed', { clock, due, provisional: false })]
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
