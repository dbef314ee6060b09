import { type Static, Type } from 'typebox'
import { type ActInput, act, openStages } from '../act.ts'
import { event, type NewEvent } from '../event.ts'
import { afterRemedy } from '../next.ts'
import { actNotPermitted, actOutOfOrder, bodyInvalid } from '../refusals.ts'
import { annulled, comesDown, owedBy, refunds, stopClocks } from './undo.ts'
import { Fen, IsoDate, strict } from './words.ts'

const RemedyBody = Type.Object(
  {
    kind: Type.Enum(['reconsideration', 'litigation']),
    status: Type.Enum(['started', 'ended']),
    on: Type.Optional(IsoDate),
    result: Type.Optional(
      Type.Enum(['upheld', 'withdrawn', 'changed', 'revoked', 'declaredUnlawful', 'declaredInvalid']),
    ),
    amount: Type.Optional(Fen),
  },
  strict,
)
type RemedyInput = ActInput<Static<typeof RemedyBody>>

/**
 * 复议诉讼 While it lasts the surcharge stands still (行政处罚法73). What is revoked or declared invalid has fallen with all it set
 * going; what is changed goes on as changed; what is declared unlawful stands (行政复议法63–67), but is not published any more (48).
 */
export const recordRemedy = act<Static<typeof RemedyBody>>({
  body: RemedyBody,
  who: 'officer',
  roles: ({ definition }) =>
    ['legal', 'head'].filter(role => definition.definition.authority.posts[role] !== undefined),
  decide: input => {
    const { state, body, on } = input
    if (state.outcome === undefined) throw actOutOfOrder({ detail: 'there is no decision yet' })
    const dated = body.on ?? on
    const running = state.remedies.find(remedy => remedy.kind === body.kind && remedy.to === null)
    const earliest = running?.from ?? state.moments['decision'] ?? state.openedOn
    if (dated > on || dated < earliest)
      throw actOutOfOrder({
        detail: 'a remedy begins after the decision, ends after it began, and not in the future',
        facts: { on: dated, earliest },
      })
    if (body.amount !== undefined && body.result !== 'changed')
      throw actOutOfOrder({ detail: 'only a decision that was changed has a new amount' })
    if (body.status === 'started') {
      if (running) throw actOutOfOrder({ detail: 'this remedy is already under way' })
      if (state.annulled) throw actOutOfOrder({ detail: 'the decision has fallen already' })
      return [event('remedy.started', { kind: body.kind, on: dated })]
    }
    if (!running) throw actOutOfOrder({ detail: 'no such remedy is under way' })
    const { result } = body
    if (result === undefined) throw actOutOfOrder({ detail: 'a remedy ends with a result' })
    return [
      event('remedy.ended', { kind: body.kind, on: dated, result }),
      ...comesDown(input, result),
      ...(result === 'changed' ? changed(input, dated) : []),
      ...(state.annulled === undefined && (result === 'revoked' || result === 'declaredInvalid')
        ? annulled(input, result, dated, body.kind)
        : standsAfter(input, dated)),
    ]
  },
})

/** The decision stands: what waited for the remedy to end goes on, by what it will then say. */
function standsAfter(input: RemedyInput, dated: string): readonly NewEvent[] {
  const { state, body, at } = input
  const remedies = state.remedies.map(one => (one.kind === body.kind && one.to === null ? { ...one, to: dated } : one))
  return afterRemedy(input, { ...state, remedies }, input.on, at)
}

/** 变更 The amount is another from the beginning: what is owed, the surcharge on it, and what was paid too much follow. */
function changed(input: RemedyInput, on: string): readonly NewEvent[] {
  const { state, body, definition } = input
  const [found] = Object.entries(state.orders)
  if (!found || state.annulled) {
    if (body.amount !== undefined) throw actOutOfOrder({ detail: 'the decision orders nobody to pay' })
    return []
  }
  const { amount } = body
  if (amount === undefined)
    throw bodyInvalid({ detail: 'the amount as changed, in fen', facts: { fields: { amount: 'MISSING' } } })
  const [id, before] = found
  // 复议不加重 (行政复议法63、行政诉讼法77): unless somebody whose interests are opposed asked for it.
  if (amount > before.amount && (before.settled || !state.parties.some(({ role }) => role === 'interested')))
    throw actNotPermitted({
      detail: 'a remedy does not make the decision worse for whoever asked for it',
      facts: { amount, before: before.amount },
    })
  const order = { ...before, amount }
  const owed = owedBy(input, order, on, input.body.kind)
  const settled = owed.principal === 0 && owed.surcharge === 0
  const paid = settled && !before.settled
  return [
    event('decision.changed', { order: id, amount, settled }),
    ...(paid ? [event('obligation.met', { id: `pay.${id}` }), ...stopClocks(input, ends => ends('payment'))] : []),
    ...(paid
      ? openStages(state)
          .filter(key => definition.stages.get(key)?.kind === 'payment')
          .map(stage => event('stage.completed', { stage, result: 'paid' }))
      : []),
    ...refunds(input, id, order, on, input.body.kind),
  ]
}
