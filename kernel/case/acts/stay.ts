import { type Static, Type } from 'typebox'
import { stayGrounds } from '#kernel/definition'
import { act } from '../act.ts'
import { event } from '../event.ts'
import { actNotPermitted, actOutOfOrder } from '../refusals.ts'
import { enforcementOf, unperformed } from './enforce.ts'
import { reducing } from './reduce.ts'
import { Key, Prose, strict } from './words.ts'

const StayBody = Type.Object({ of: Type.Optional(Key), ground: Type.Enum(stayGrounds), reason: Prose }, strict)

/**
 * 中止执行 What was urged is not enforced for now: the party cannot perform, somebody else claims the object, or harm would come of it that
 * cannot be made good (行政强制法39(1)). What is owed is owed as before.
 */
export const stayEnforcement = act<Static<typeof StayBody>>({
  body: StayBody,
  who: 'officer',
  roles: input => [enforcementOf(input)?.stay?.by ?? []].flat(),
  decide: input => {
    const { state, body } = input
    const declared = enforcementOf(input)?.stay
    if (!declared) throw actNotPermitted({ detail: 'the item does not say that enforcement may be stayed' })
    const of = unperformed(input)
    if (!state.urged?.[of])
      throw actOutOfOrder({ detail: 'nothing is being enforced yet', facts: { of }, remedy: 'Urge first: urge.' })
    const stayed = state.stayed?.[of]
    if (stayed) throw actOutOfOrder({ detail: 'it stands still already', facts: { of, since: stayed.on } })
    const basis = { law: declared.basis.law, articles: declared.basis.articles.map(String) }
    return [event('enforcement.stayed', { of, ground: body.ground, basis }, { text: { reason: body.reason } })]
  },
})

const ResumeBody = Type.Object({ of: Type.Optional(Key), reason: Prose }, strict)

/** 恢复执行 The ground of the stay is gone: it must be taken up again (行政强制法39(2)). */
export const resumeEnforcement = act<Static<typeof ResumeBody>>({
  body: ResumeBody,
  who: 'officer',
  roles: input => [enforcementOf(input)?.stay?.by ?? []].flat(),
  decide: input => {
    const { state, body } = input
    if (!enforcementOf(input)?.stay)
      throw actNotPermitted({ detail: 'the item does not say that enforcement may be stayed' })
    const of = Object.keys(state.stayed ?? {}).find(id => (body.of ?? id) === id)
    if (of === undefined) throw actOutOfOrder({ detail: 'no enforcement stands still', facts: { of: body.of ?? null } })
    return [event('enforcement.resumed', { of }, { text: { reason: body.reason } })]
  },
})

const LapseBody = Type.Object({ order: Type.Optional(Key), reason: Prose }, strict)

/**
 * 协议失效 The day the agreement gave is over and it was not kept: what it forgave of the surcharge is owed again, and it is enforced
 * (行政强制法42(2)). Only where the agreement said so.
 */
export const lapseAgreement = act<Static<typeof LapseBody>>({
  body: LapseBody,
  who: 'officer',
  roles: input => [reducing(input)?.approver ?? []].flat(),
  decide: input => {
    const { state, body, on } = input
    if (!reducing(input)) throw actNotPermitted({ detail: 'the item lets nothing be reduced here' })
    const found = Object.entries(state.orders).find(
      ([id, { settled, reductions = [] }]) =>
        (body.order ?? id) === id && !settled && reductions.some(({ until }) => until !== undefined),
    )
    if (!found) throw actOutOfOrder({ detail: 'no agreement of this case lapses' })
    const [order, { reductions = [] }] = found
    const broken = reductions.filter(({ until }) => until !== undefined && until < on)
    if (broken.length === 0)
      throw actOutOfOrder({
        detail: 'the agreement may still be kept',
        facts: { until: reductions.flatMap(({ until }) => until ?? []).sort()[0], today: on },
      })
    const amount = broken.reduce((sum, one) => sum + one.amount, 0)
    return [
      event('agreement.lapsed', { order, amount }, { text: { reason: body.reason } }),
      ...(state.stayed?.[order] ? [event('enforcement.resumed', { of: order })] : []),
    ]
  },
})
