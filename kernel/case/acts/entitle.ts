import { type Static, Type } from 'typebox'
import { type ActInput, act, openStage } from '../act.ts'
import { event, type NewEvent } from '../event.ts'
import { sortFields } from '../form.ts'
import { actNotPermitted, actOutOfOrder, bodyInvalid } from '../refusals.ts'
import { Fen, Fields, IsoDate, judgements, Key, Person, Prose, stage, strict } from './words.ts'

/** The entitlement that is meant: the one named, or the only one there is. */
function entitlementOf({ state, body }: ActInput<{ readonly entitlement?: string }>) {
  const all = Object.entries(state.entitlements ?? {})
  const found = all.find(([id]) => id === (body.entitlement ?? all[0]?.[0]))
  if (!found) throw actOutOfOrder({ detail: 'nothing is granted in this case that would be paid' })
  if (found[1].endedOn !== undefined)
    throw actOutOfOrder({ detail: 'the entitlement has ended', facts: { endedOn: found[1].endedOn } })
  return { id: found[0], entitlement: found[1] }
}

/** `2026-08` or `2026`: what one payment is for. */
const Period = Type.String({
  pattern: '^[0-9]{4}(-(0[1-9]|1[0-2]))?$',
  description: 'the month, or the year, paid for',
})

const DisburseBody = Type.Object(
  {
    stage,
    entitlement: Type.Optional(Key),
    amount: Fen,
    period: Period,
    on: Type.Optional(IsoDate),
    reference: Type.Optional(Type.String({ maxLength: 64 })),
  },
  strict,
)

/** 按期发放 One period of what was granted is paid out: the whole sum, each period once, for as long as the decision stands. */
export const disburse = act<Static<typeof DisburseBody>>({
  body: DisburseBody,
  who: 'officer',
  stage: input => openStage(input, ['payment'], input.body.stage),
  decide: input => {
    const { body, state } = input
    const { id, entitlement } = entitlementOf(input)
    const on = body.on ?? input.on
    if (on > input.on) throw actOutOfOrder({ detail: 'a payment cannot lie in the future' })
    const length = entitlement.every === 'month' ? 7 : 4
    const decided = state.moments['decision'] ?? state.openedOn
    if (body.period.length !== length)
      throw bodyInvalid({
        detail: `it is paid by the ${entitlement.every}`,
        facts: { fields: { period: 'WRONG_LENGTH' } },
      })
    if (body.period > on.slice(0, length) || body.period < decided.slice(0, length))
      throw actOutOfOrder({
        detail: 'a period is paid for when it has begun, and none before the decision',
        facts: { period: body.period, decided },
      })
    if (entitlement.paid[body.period] !== undefined)
      throw actOutOfOrder({ detail: 'this period has been paid', facts: { period: body.period } })
    if (body.amount !== entitlement.amount)
      throw actNotPermitted({
        detail: 'what was decided is paid, no more and no less',
        facts: { amount: body.amount, decided: entitlement.amount },
        remedy: 'Pay the sum decided; to change it, decide an adjustment.',
      })
    return [
      event('entitlement.paid', {
        entitlement: id,
        period: body.period,
        amount: body.amount,
        on,
        payer: input.actor.kind === 'officer' ? input.actor.organ : '',
        ...(body.reference !== undefined && { reference: body.reference }),
      }),
    ]
  },
})

const RecheckBody = Type.Object(
  {
    stage,
    changed: Type.Boolean({ description: 'whether anything has changed that bears on what was granted' }),
    officers: Type.Optional(Type.Array(Person, { maxItems: 20, uniqueItems: true })),
    note: Type.Optional(Prose),
    fields: Type.Optional(Fields),
    judgements,
  },
  strict,
)

/**
 * 定期核查 Whether what was granted still fits (社会救助法46). Nothing stops by it: where something has changed, the organ owes a decision
 * about it in a case of its own, in which the person is heard.
 */
export const recheck = act<Static<typeof RecheckBody>>({
  body: RecheckBody,
  who: 'officer',
  stage: input => openStage(input, ['recheck'], input.body.stage),
  decide: input => {
    const { body, state } = input
    const at = openStage(input, ['recheck'], body.stage)
    const events: NewEvent[] = [
      ...sortFields(input, at.stage, body.fields ?? {}, false),
      event(
        'recheck.made',
        { stage: at.stage, changed: body.changed, officers: body.officers ?? [] },
        body.note === undefined ? undefined : { text: { note: body.note } },
      ),
    ]
    if (body.changed && state.obligations['adjust']?.status !== 'open')
      events.push(event('obligation.opened', { id: 'adjust', kind: 'adjust', binds: 'organ' }))
    if (!at.repeat)
      events.push(event('stage.completed', { stage: at.stage, result: body.changed ? 'changed' : 'unchanged' }))
    return events
  },
})

const AdjustBody = Type.Object(
  {
    case: Type.String({ pattern: '^[0-9]{8,32}$', description: 'number of the case in which it was decided' }),
    change: Type.Enum(['raised', 'kept', 'lowered', 'ended']),
    entitlement: Type.Optional(Key),
    amount: Type.Optional(Fen),
    from: Type.Optional(Type.String({ pattern: '^[0-9]{4}-[0-9]{2}(-[0-9]{2})?$' })),
  },
  strict,
)

/** Whoever pays out does not change what is paid: the officers who review and decide do. */
const adjusters = ({ definition }: Pick<ActInput, 'definition'>): readonly string[] =>
  [...definition.stages.values()]
    .filter(({ kind }) => kind === 'review' || kind === 'decision')
    .flatMap(at => at.by ?? [])

function fits(change: Static<typeof AdjustBody>['change'], before: number, after: number | undefined): boolean {
  if (change === 'kept' || change === 'ended') return after === undefined
  return after !== undefined && (change === 'raised' ? after > before : after < before && after > 0)
}

/**
 * 执行调整 What was granted is changed or ended as a decision in another case says, after that has been served; until then it is paid as
 * before (社会救助法47, 48). Never on anything but such a decision.
 */
export const adjust = act<Static<typeof AdjustBody>>({
  body: AdjustBody,
  who: 'officer',
  roles: adjusters,
  decide: input => {
    const { body, state, definition } = input
    const { id, entitlement } = entitlementOf(input)
    if (!fits(body.change, entitlement.amount, body.amount))
      throw bodyInvalid({
        detail: 'the new sum does not go with the change',
        facts: { fields: { amount: body.amount === undefined ? 'MISSING' : 'DOES_NOT_FIT' }, paid: entitlement.amount },
      })
    const settled: readonly NewEvent[] =
      state.obligations['adjust']?.status === 'open' ? [event('obligation.met', { id: 'adjust' })] : []
    const adjusted = event('entitlement.adjusted', {
      entitlement: id,
      by: body.case,
      change: body.change,
      ...(body.amount !== undefined && { amount: body.amount }),
    })
    if (body.change !== 'ended') return [adjusted, ...settled]
    const open = Object.entries(state.obligations).filter(([key, { status }]) => status === 'open' && key !== 'adjust')
    const stages = [...definition.stages.values()].filter(
      ({ stage, kind }) => state.stages[stage]?.status === 'open' && (kind === 'payment' || kind === 'recheck'),
    )
    return [
      adjusted,
      ...settled,
      ...open
        .filter(([, { kind }]) => kind === 'perform' || kind === 'entitlement')
        .map(([key]) => event('obligation.cancelled', { id: key })),
      ...stages.map(({ stage: at }) => event('stage.completed', { stage: at, result: 'ended' })),
    ]
  },
})

const FulfilBody = Type.Object({ obligation: Key, note: Type.Optional(Prose) }, strict)

/** 履行义务 A duty that the decision set is done: by whom it binds, put on record by an officer. What is owed in money is paid, not fulfilled. */
export const fulfil = act<Static<typeof FulfilBody>>({
  body: FulfilBody,
  who: 'officer',
  roles: ({ definition }) => [
    ...new Set(
      [...definition.stages.values()]
        .filter(({ kind }) => kind === 'delivery' || kind === 'recheck' || kind === 'review' || kind === 'filing')
        .flatMap(at => at.by ?? []),
    ),
  ],
  decide: ({ state, body }) => {
    const duty = state.obligations[body.obligation]
    if (duty?.status !== 'open')
      throw actOutOfOrder({ detail: 'there is no such open duty', facts: { obligation: body.obligation } })
    if (duty.kind !== 'perform')
      throw actNotPermitted({
        detail: 'this duty ends by an act of its own',
        facts: { obligation: body.obligation, kind: duty.kind },
      })
    return [
      event(
        'obligation.met',
        { id: body.obligation },
        body.note === undefined ? undefined : { text: { note: body.note } },
      ),
    ]
  },
})
