import { type Static, Type } from 'typebox'
import type { CompiledStage } from '#kernel/definition'
import { type ActInput, act, openStage } from '../act.ts'
import { moneyOut } from '../carry-out.ts'
import { serviceKnown } from '../electronic.ts'
import { event, type NewEvent } from '../event.ts'
import { sortFields } from '../form.ts'
import { actNotPermitted, actOutOfOrder, bodyInvalid } from '../refusals.ts'
import { sendBack } from './complete.ts'
import { settleDeposits } from './deposit.ts'
import { served } from './serve.ts'
import { Fen, Fields, judgements, Key, Prose, stage, strict, Uuid } from './words.ts'

const DecideBody = Type.Object(
  {
    stage,
    outcome: Key,
    reason: Type.Optional(Prose),
    grounds: Type.Optional(Type.Array(Type.String({ maxLength: 64 }), { maxItems: 20 })),
    amount: Type.Optional(Fen),
    outsideBand: Type.Optional(Prose),
    mitigation: Type.Optional(Key),
    fields: Type.Optional(Fields),
    judgements,
  },
  strict,
)

function untilOf(on: string, validity: string | undefined): string | undefined {
  if (validity === undefined) return undefined
  const [value, unit] = validity.split(' ') as [string, 'day' | 'month' | 'year']
  return Temporal.PlainDate.from(on)
    .add({ [`${unit}s`]: Number(value) })
    .toString()
}

const amountMissing = () =>
  bodyInvalid({ detail: 'this outcome needs an amount in fen', facts: { fields: { amount: 'MISSING' } } })

/** What the outcome sets going: money owed, duties, publication. */
function consequences(input: Pick<ActInput<unknown>, 'definition' | 'facts'>, outcome: string): NewEvent[] {
  const { definition, facts } = input
  const declared = definition.definition.content.outcomes[outcome]!
  const events: NewEvent[] = []
  for (const effect of declared.effects) {
    const out = 'ledger' in effect && effect.every === undefined && moneyOut(input, outcome, effect)
    if (out) events.push(...out)
    else if ('ledger' in effect) {
      const { every } = effect
      const value = facts.value(effect.amount)
      const amount = Number(value)
      if (value === null || value === undefined || !Number.isSafeInteger(amount) || amount < 0) throw amountMissing()
      if (every !== undefined) {
        events.push(
          event('entitlement.opened', { entitlement: effect.ledger, amount, every }),
          event('obligation.opened', { id: `pay.${effect.ledger}`, kind: 'entitlement', binds: 'organ', amount }),
        )
        continue
      }
      // Nothing to be paid is no order: nobody could ever perform it.
      if (amount === 0) continue
      const surcharge = declared.money?.surcharge
      events.push(
        event('payment.ordered', {
          order: effect.ledger,
          amount,
          dueDays: effect.due ?? '15 day',
          ...(surcharge && { rate: surcharge.rate }),
          stopsDuring: surcharge?.stopsDuring ?? [],
        }),
        event('obligation.opened', { id: `pay.${effect.ledger}`, kind: 'pay', binds: 'party', amount }),
      )
    } else if ('obligation' in effect)
      events.push(event('obligation.opened', { id: effect.obligation, kind: 'perform', binds: effect.binds }))
    else if ('voucher' in effect) events.push(event('document.issued', { document: effect.voucher }))
  }
  if (declared.enforcement?.court)
    events.push(event('obligation.opened', { id: 'court', kind: 'court', binds: 'organ' }))
  const { decision } = definition.definition.publicity
  if (
    decision &&
    decision !== 'none' &&
    (decision.outcomes?.includes(outcome) ?? true) &&
    (decision.when === undefined || facts.test(decision.when) === true)
  )
    events.push(event('obligation.opened', { id: 'publish', kind: 'publish', binds: 'organ' }))
  return events
}

/** The open decision stage, when the outcome is one of its own: nothing is asked about an outcome that does not exist. */
function deciding(input: ActInput<Static<typeof DecideBody>>): CompiledStage {
  const { definition, body } = input
  const at = openStage(input, ['decision'], body.stage)
  if (
    !Object.hasOwn(definition.definition.content.outcomes, body.outcome) ||
    at.outcomes?.includes(body.outcome) === false
  )
    throw actNotPermitted({
      detail: `${body.outcome} is not an outcome of this stage`,
      facts: { outcome: body.outcome, may: at.outcomes ?? [] },
    })
  // Before anything is asked: a control that does not know the amount would call for a person's judgement on nothing.
  const { effects } = definition.definition.content.outcomes[body.outcome]!
  if (body.amount === undefined && effects.some(effect => 'ledger' in effect && effect.amount === 'discretion.amount'))
    throw amountMissing()
  return at
}

/** 修改后再议 An outcome that leads back decides nothing: the case is worked on again from there, and what came after is done again. */
function againFrom(input: ActInput<Static<typeof DecideBody>>, from: string, to: string): readonly NewEvent[] {
  const { body } = input
  if (body.reason === undefined)
    throw bodyInvalid({ detail: 'whoever sends it back says why', facts: { fields: { reason: 'MISSING' } } })
  return [
    ...sortFields(input, from, body.fields ?? {}, false),
    ...sendBack(input, from, to, { text: { reason: body.reason } }, body.outcome),
  ]
}

/** 决定 A named officer decides; an adverse outcome says why, and what the party can do about it (行政许可法38、行政处罚法59). */
export const decide = act<Static<typeof DecideBody>>({
  body: DecideBody,
  who: 'officer',
  stage: deciding,
  decide: input => {
    const { definition, body } = input
    const at = deciding(input)
    const declared = definition.definition.content.outcomes[body.outcome]!
    const favourable = declared.favourable !== false
    if (!favourable && body.reason === undefined)
      throw actOutOfOrder({ detail: 'an adverse decision states its reasons', facts: { outcome: body.outcome } })
    const mitigations = definition.definition.authority.mitigation?.map(({ id }) => id) ?? []
    if (body.mitigation !== undefined && !mitigations.includes(body.mitigation))
      throw actNotPermitted({
        detail: `the item names no ground of mitigation ${body.mitigation}`,
        facts: { mitigation: body.mitigation, may: mitigations },
      })
    if (declared.returnsTo !== undefined) return againFrom(input, at.stage, declared.returnsTo)
    const until = untilOf(input.on, declared.validity)
    return [
      ...sortFields(input, at.stage, body.fields ?? {}, false),
      event(
        'decision.made',
        {
          outcome: body.outcome,
          favourable,
          grounds: body.grounds ?? [],
          ...(body.amount !== undefined && { amount: body.amount }),
          ...(until !== undefined && { until }),
          ...(body.outsideBand !== undefined && { outsideBand: true }),
          ...(body.mitigation !== undefined && { mitigation: body.mitigation }),
        },
        {
          text: {
            ...(body.reason !== undefined && { reason: body.reason }),
            ...(body.outsideBand !== undefined && { outsideBand: body.outsideBand }),
          },
        },
      ),
      event('stage.completed', { stage: at.stage, result: body.outcome }),
      ...consequences(input, body.outcome),
      ...settleDeposits(input, body.outcome),
    ]
  },
})

/** 视为准予 The decision the law itself makes when the organ let its time pass: the first favourable outcome, with all it sets going. */
export function deemedGrant(
  input: Pick<ActInput<unknown>, 'definition' | 'state' | 'facts' | 'on'>,
  stage: string,
): readonly NewEvent[] {
  const { outcomes } = input.definition.definition.content
  const granted = Object.entries(outcomes).find(([, outcome]) => outcome.favourable !== false)
  if (!granted) return []
  const [outcome, { validity }] = granted
  const until = untilOf(input.on, validity)
  return [
    event('decision.made', { outcome, favourable: true, grounds: ['deemed'], ...(until !== undefined && { until }) }),
    event('stage.completed', { stage, result: outcome, deemed: true }),
    ...consequences(input, outcome),
    ...settleDeposits(input, outcome),
  ]
}

const DeliverBody = Type.Object(
  {
    stage,
    way: Type.Optional(Type.Enum(['window', 'direct', 'lodged', 'post', 'electronic', 'entrusted', 'announcement'])),
    servedOn: Type.Optional(
      Type.String({ format: 'date', description: 'the day it reached the party, or was announced' }),
    ),
    receipt: Type.Optional(Type.Boolean({ description: 'whether the party signed for it; unsaid, it did not' })),
    consent: Type.Optional(Type.Boolean()),
    party: Type.Optional({ ...Uuid, description: 'on whom, where the stage serves each side by itself' }),
  },
  strict,
)

/** Whom a stage serves each by itself; undefined where it serves the case as a whole. */
const servedEach = ({ state }: ActInput<unknown>, { service }: CompiledStage): readonly string[] | undefined =>
  service?.each && [
    ...new Set(state.parties.filter(({ role }) => service.each!.includes(role as never)).map(({ party }) => party)),
  ]

/** The next one to be served: whom the body names, else the only one left. */
function addressee(input: ActInput<Static<typeof DeliverBody>>, at: CompiledStage): string | undefined {
  const { state, body } = input
  const each = servedEach(input, at)
  if (!each) {
    if (body.party === undefined) return undefined
    throw bodyInvalid({ detail: 'this stage serves the case as a whole', facts: { fields: { party: 'NOT_HERE' } } })
  }
  const left = each.filter(party => state.servedOn?.[party] === undefined)
  const party = body.party ?? (left.length === 1 ? left[0] : undefined)
  if (party === undefined || !each.includes(party))
    throw bodyInvalid({
      detail: 'on whom it is served: a side of the case',
      facts: { fields: { party: party === undefined ? 'MISSING' : 'NOT_A_PARTY' } },
    })
  if (!left.includes(party)) throw actOutOfOrder({ detail: 'it has been served on this party', facts: { party } })
  return party
}

/** 送达 The decision reaches the party; the day it does starts the time to pay and to seek remedies. */
export const deliver = act<Static<typeof DeliverBody>>({
  body: DeliverBody,
  who: 'officer',
  stage: input => openStage(input, ['delivery'], input.body.stage),
  decide: input => {
    const at = openStage(input, ['delivery'], input.body.stage)
    const party = addressee(input, at)
    // 电子送达: it is served on the day it was signed for, whenever an officer writes that down.
    const electronically = input.body.way === 'electronic' ? serviceKnown(input.evidence ?? [])?.received : undefined
    const { happened, made } = served(input, {
      of: 'decision',
      way: input.body.way ?? at.service?.ways[0] ?? 'window',
      receipt: input.body.receipt ?? false,
      servedOn: electronically?.on ?? input.body.servedOn,
      earliest: input.state.moments['decision'] ?? input.state.openedOn,
      party,
      delivery: electronically?.delivery,
    })
    const left = servedEach(input, at)?.filter(one => one !== party && input.state.servedOn?.[one] === undefined) ?? []
    if (left.length > 0) return [happened]
    return [happened, { ...event('stage.completed', { stage: at.stage }), on: made }]
  },
})
