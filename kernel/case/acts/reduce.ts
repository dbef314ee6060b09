import { type Static, Type } from 'typebox'
import { type ActInput, act, openStages } from '../act.ts'
import { event } from '../event.ts'
import { actNotPermitted, actOutOfOrder } from '../refusals.ts'
import { IsoDate, Key, Prose, strict } from './words.ts'

const ReduceBody = Type.Object(
  {
    order: Type.Optional(Key),
    amount: Type.Integer({ minimum: 1, maximum: 1_000_000_000_000, description: 'of the surcharge, in fen' }),
    agreedOn: IsoDate,
    until: Type.Optional({
      ...IsoDate,
      description: 'the last day to keep the agreement; after it the reduction may be taken back: lapseAgreement',
    }),
    agreement: { ...Prose, description: '执行协议: in which parts it is performed, and what the party has put right' },
  },
  strict,
)

export const reducing = ({ definition, state }: Pick<ActInput<unknown>, 'definition' | 'state'>) =>
  definition.definition.content.outcomes[state.outcome ?? '']?.money?.reduce

/**
 * 减免 Of the surcharge alone, never of what was decided: on an agreement to perform, made while it is being enforced, with a party that
 * puts things right (行政强制法42).
 */
export const reduce = act<Static<typeof ReduceBody>>({
  body: ReduceBody,
  who: 'officer',
  roles: input => [reducing(input)?.approver ?? []].flat(),
  decide: input => {
    const { state, body, on, facts, definition } = input
    if (!reducing(input)) throw actNotPermitted({ detail: 'the item lets nothing be reduced here' })
    const found = Object.entries(state.orders).find(([id, { settled }]) => (body.order ?? id) === id && !settled)
    if (!found) throw actOutOfOrder({ detail: 'nothing is owed in this case' })
    const [id, order] = found
    const urged = state.urged?.[id]
    if (!urged)
      throw actOutOfOrder({ detail: 'an agreement is made while it is enforced', remedy: 'Urge first: urge.' })
    if (body.agreedOn < urged.on || body.agreedOn > on)
      throw actOutOfOrder({ detail: 'agreed after the urging, and not in the future', facts: { urgedOn: urged.on } })
    if (body.until !== undefined && body.until < on)
      throw actOutOfOrder({ detail: 'the agreement would be broken already', facts: { until: body.until, today: on } })
    const { surcharge } = facts.owed(order, on, state.remedies)
    if (body.amount > surcharge)
      throw actNotPermitted({
        detail: 'no more than the surcharge: what was decided is owed whole',
        facts: { surcharge, amount: body.amount },
      })
    const reductions = [...(order.reductions ?? []), { on, amount: body.amount }]
    const left = facts.owed({ ...order, reductions }, on, state.remedies)
    const settled = left.principal === 0 && left.surcharge === 0
    return [
      event(
        'surcharge.reduced',
        {
          order: id,
          amount: body.amount,
          agreedOn: body.agreedOn,
          settled,
          ...(body.until !== undefined && { until: body.until }),
        },
        { text: { agreement: body.agreement } },
      ),
      ...(settled ? [event('obligation.met', { id: `pay.${id}` })] : []),
      ...(settled
        ? openStages(state)
            .filter(key => definition.stages.get(key)?.kind === 'payment')
            .map(stage => event('stage.completed', { stage, result: 'paid' }))
        : []),
    ]
  },
})
