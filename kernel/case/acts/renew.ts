import { type Static, Type } from 'typebox'
import { type CompiledItem, type Provision, spanOf } from '#kernel/definition'
import { type ActInput, act } from '../act.ts'
import { event, type NewEvent } from '../event.ts'
import { actNotPermitted, actOutOfOrder, bodyInvalid } from '../refusals.ts'
import type { CaseState } from '../state.ts'
import { speaker } from './hear.ts'
import { Prose, strict, Uuid } from './words.ts'

type Known = { readonly definition: CompiledItem; readonly state: CaseState }

const renewing = ({ definition, state }: Known) =>
  definition.definition.content.outcomes[state.outcome ?? '']?.later?.renew

/** 届满前 The last day to ask: so long before the last valid day. */
function lastDay(validUntil: string, before: string): string {
  const { value, unit } = spanOf(before)
  const plain = unit === 'workday' ? 'day' : unit
  return Temporal.PlainDate.from(validUntil)
    .subtract({ [`${plain}s`]: value })
    .toString()
}

/** 最迟何日申请 The last day on which its holder may ask for another term, by which article; undefined where nothing can be renewed. */
export function renewalUntil(known: Known): { readonly on: string; readonly basis: Provision } | undefined {
  const declared = renewing(known)
  const { validUntil } = known.state
  if (!declared || validUntil === undefined) return undefined
  return { on: lastDay(validUntil, declared.before), basis: declared.basis }
}

const AskRenewalBody = Type.Object({ party: Type.Optional(Uuid), note: Type.Optional(Prose) }, strict)

/** 申请延续 The holder asks, early enough, that what it was granted be good for another term (行政许可法50). */
export const askRenewal = act<Static<typeof AskRenewalBody>>({
  body: AskRenewalBody,
  who: 'either',
  roles: input => [...input.definition.stages.values()].slice(0, 1).flatMap(stage => stage.by ?? []),
  decide: input => {
    const { state, body, on, at } = input
    const declared = renewing(input)
    if (!declared) throw actNotPermitted({ detail: 'the item does not say that this outcome is renewed' })
    const { validUntil } = state
    if (state.status !== 'ended' || validUntil === undefined || state.annulled || state.ceased)
      throw actOutOfOrder({ detail: 'nothing holds here that could be renewed' })
    if (state.renewal) throw actOutOfOrder({ detail: 'it has been asked for', facts: { on: state.renewal.on } })
    const last = lastDay(validUntil, declared.before)
    if (on > last)
      throw actOutOfOrder({
        detail: 'it is too late to ask for another term',
        facts: { last, validUntil },
        remedy: 'Apply anew.',
      })
    return [
      event(
        'renewal.asked',
        { validUntil, party: speaker(input) },
        body.note === undefined ? undefined : { text: { note: body.note } },
      ),
      event('obligation.opened', { id: 'renewal', kind: 'renew', binds: 'organ' }),
      event('clock.started', {
        clock: 'renewal',
        limit: 'renewal',
        start: on,
        at,
        binds: 'organ',
        due: validUntil,
        provisional: false,
      }),
    ]
  },
})

/** The day on which another term ends: it follows the one that runs. */
function until({ definition, state }: Known): string {
  const { validity } = definition.definition.content.outcomes[state.outcome ?? '']!
  const { value, unit } = spanOf(validity!)
  return Temporal.PlainDate.from(state.validUntil!)
    .add({ [`${unit}s`]: value })
    .toString()
}

/** 视为准予延续 The organ let the term run out without an answer. */
export const renewedByLaw = (known: Known): readonly NewEvent[] =>
  known.state.renewal
    ? [
        event('renewal.decided', { granted: true, until: until(known), deemed: true }),
        event('obligation.met', { id: 'renewal' }),
      ]
    : []

const RenewBody = Type.Object({ granted: Type.Boolean(), reason: Type.Optional(Prose) }, strict)

/** 延续 Another term is granted, or refused with the reason; no answer before the last valid day is a yes (行政许可法50). */
export const renew = act<Static<typeof RenewBody>>({
  body: RenewBody,
  who: 'officer',
  roles: (input: ActInput<unknown>) => [renewing(input)?.by ?? []].flat(),
  decide: input => {
    const { state, body } = input
    if (!state.renewal) throw actOutOfOrder({ detail: 'no other term has been asked for' })
    if (!body.granted && body.reason === undefined)
      throw bodyInvalid({ detail: 'a refusal states its reasons', facts: { fields: { reason: 'MISSING' } } })
    return [
      event(
        'renewal.decided',
        { granted: body.granted, ...(body.granted && { until: until(input) }) },
        body.reason === undefined ? undefined : { text: { reason: body.reason } },
      ),
      event('obligation.met', { id: 'renewal' }),
    ]
  },
})
