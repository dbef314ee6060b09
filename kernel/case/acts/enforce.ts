import { type Static, Type } from 'typebox'
import { type Enforcement, enforcementWays, spanOf } from '#kernel/definition'
import { type ActInput, act } from '../act.ts'
import { event } from '../event.ts'
import { payableUntil, remediesOver } from '../next.ts'
import { actNotPermitted, actOutOfOrder, bodyInvalid } from '../refusals.ts'
import { Key, Person, Prose, strict } from './words.ts'

export const enforcementOf = ({
  definition,
  state,
}: Pick<ActInput<unknown>, 'definition' | 'state'>): Enforcement | undefined =>
  definition.definition.content.outcomes[state.outcome ?? '']?.enforcement

/** A decision that stands and was served. */
function standing({ state }: ActInput<unknown>): void {
  if (state.outcome === undefined || state.annulled || state.ceased)
    throw actOutOfOrder({ detail: 'there is no decision to be performed' })
  if (state.moments['service'] === undefined) throw actOutOfOrder({ detail: 'the decision has not been served yet' })
}

/** What is not performed: the order that is meant and overdue, or the duty of a party. */
export function unperformed(input: ActInput<{ readonly of?: string }>): string {
  standing(input)
  const { state, body, on } = input
  const orders = Object.entries(state.orders).filter(([, { settled }]) => !settled)
  const duties = Object.entries(state.obligations).filter(
    ([, { kind, binds, status }]) => kind === 'perform' && binds === 'party' && status === 'open',
  )
  const of = body.of ?? [...orders, ...duties][0]?.[0]
  const order = orders.find(([id]) => id === of)?.[1]
  if (of === undefined || (!order && !duties.some(([id]) => id === of)))
    throw actOutOfOrder({ detail: 'nothing of this decision is left to be performed', facts: { of: of ?? null } })
  const until = order && payableUntil(input, order)
  if (until !== undefined && on <= until)
    throw actOutOfOrder({ detail: 'there is still time to pay', facts: { until, today: on } })
  return of
}

const UrgeBody = Type.Object(
  {
    of: Type.Optional({ ...Key, description: 'the order or the duty; unsaid, the first that is not performed' }),
    states: Type.Optional(Type.Array(Key, { maxItems: 40, uniqueItems: true })),
    way: Type.Optional(Type.Enum(['direct', 'lodged', 'post', 'announcement'])),
    receipt: Type.Optional(Type.Boolean()),
    note: Type.Optional(Prose),
  },
  strict,
)

/** 催告 What was decided is not performed: in writing, until when, how, how much, and that it may be answered (行政强制法35, 54). */
export const urge = act<Static<typeof UrgeBody>>({
  body: UrgeBody,
  who: 'officer',
  roles: input => [enforcementOf(input)?.by ?? []].flat(),
  decide: input => {
    const { body, on, facts } = input
    const declared = enforcementOf(input)?.urge
    if (!declared) throw actNotPermitted({ detail: 'the item does not say that this decision is urged' })
    const of = unperformed(input)
    const { due } = facts.calendar.due(Temporal.PlainDate.from(on), spanOf(declared.within))
    return [
      event(
        'urging.made',
        { of, way: body.way ?? 'direct', until: due.toString() },
        body.note === undefined ? undefined : { text: { note: body.note } },
      ),
      event('document.issued', { document: declared.document }),
    ]
  },
})

/** 催告期满 Urged, and the time it gave is over. */
function urgedInVain({ state, on }: ActInput<unknown>, of: string): void {
  const urged = state.urged?.[of]
  if (!urged) throw actOutOfOrder({ detail: 'it has not been urged', facts: { of }, remedy: 'Urge first: urge.' })
  if (on <= urged.until)
    throw actOutOfOrder({ detail: 'the party may still perform', facts: { until: urged.until, today: on } })
}

const EnforceBody = Type.Object(
  {
    of: Type.Optional(Key),
    way: Type.Enum(enforcementWays),
    reason: Prose,
    heard: Type.Enum(['silent', 'reviewed'], { description: 'whether the party answered the urging, and was checked' }),
    review: Type.Optional(Prose),
    officers: Type.Optional(Type.Array(Person, { maxItems: 20, uniqueItems: true })),
    emergency: Type.Optional({ ...Prose, description: 'why it is enforced at night or on a holiday' }),
  },
  strict,
)

/**
 * 强制执行 The organ itself enforces, where the statute gives it that power and in the ways it names, after urging and hearing the party
 * (行政强制法34–38). Money still comes in by the bank's report; a duty is done with it.
 */
export const enforce = act<Static<typeof EnforceBody>>({
  body: EnforceBody,
  who: 'officer',
  roles: input => [enforcementOf(input)?.own?.by ?? []].flat(),
  decide: input => {
    const { body, on, state } = input
    const own = enforcementOf(input)?.own
    if (!own)
      throw actNotPermitted({
        detail: 'the organ has no power to enforce this itself',
        remedy: 'Ask the court: applyToCourt in the case that follows.',
      })
    if (!own.ways.includes(body.way))
      throw actNotPermitted({ detail: 'not in this way', facts: { way: body.way, may: own.ways } })
    const of = unperformed(input)
    urgedInVain(input, of)
    const stayed = state.stayed?.[of]
    if (stayed)
      throw actOutOfOrder({
        detail: 'the enforcement stands still',
        facts: { since: stayed.on, ground: stayed.ground },
        remedy: 'When the ground is gone, take it up again: resumeEnforcement.',
      })
    const over = remediesOver(input, state)
    if (own.afterRemedies && (over === undefined || over === 'pending' || on <= over))
      throw actOutOfOrder({ detail: 'the decision may still be challenged', facts: { until: over ?? null } })
    if (body.heard === 'reviewed' && body.review === undefined)
      throw bodyInvalid({ detail: 'what became of the answer', facts: { fields: { review: 'MISSING' } } })
    const text = {
      reason: body.reason,
      ...(body.review !== undefined && { review: body.review }),
      ...(body.emergency !== undefined && { emergency: body.emergency }),
    }
    return [
      event(
        'enforcement.made',
        { of, way: body.way, ...(body.emergency !== undefined && { emergency: true }) },
        { text },
      ),
      ...(state.obligations[of]?.kind === 'perform' ? [event('obligation.met', { id: of })] : []),
    ]
  },
})

/** 申请材料 (行政强制法55). */
export const courtMaterials = ['application', 'decision', 'urging', 'object'] as const

const ApplyToCourtBody = Type.Object(
  {
    status: Type.Enum(['filed', 'refused', 'granted', 'denied']),
    materials: Type.Optional(Type.Array(Type.Enum(courtMaterials), { uniqueItems: true })),
    number: Type.Optional(Type.String({ maxLength: 64 })),
    note: Type.Optional(Prose),
  },
  strict,
)

/** 申请法院强制执行 The organ files with the court, with all it must hand in; then what the court says is put on record (行政强制法53–58). */
export const applyToCourt = act<Static<typeof ApplyToCourtBody>>({
  body: ApplyToCourtBody,
  who: 'officer',
  roles: input => [enforcementOf(input)?.court?.by ?? []].flat(),
  decide: input => {
    const { state, body } = input
    if (!enforcementOf(input)?.court)
      throw actNotPermitted({
        detail: 'this decision does not go to the court',
        facts: { outcome: state.outcome ?? null },
      })
    const text = body.note === undefined ? undefined : { text: { note: body.note } }
    if (body.status === 'filed') {
      if (state.court) throw actOutOfOrder({ detail: 'the court has it already', facts: { since: state.court.on } })
      const absent = courtMaterials.filter(one => !body.materials?.includes(one))
      if (absent.length > 0)
        throw bodyInvalid({
          detail: `not all that the court asks for: ${absent.join(', ')}`,
          facts: { fields: { materials: 'MISSING' }, absent },
        })
      return [event('court.applied', { materials: body.materials! }, text)]
    }
    if (!state.court || state.court.answer) throw actOutOfOrder({ detail: 'no answer of the court is awaited' })
    return [event('court.answered', { answer: body.status }, text), event('obligation.met', { id: 'court' })]
  },
})
