import { type Static, Type } from 'typebox'
import { type ActInput, act } from '../act.ts'
import { event, type NewEvent } from '../event.ts'
import { limitsOf } from '../limits.ts'
import { actOutOfOrder } from '../refusals.ts'
import { IsoDate, strict } from './words.ts'

const RemedyBody = Type.Object(
  {
    kind: Type.Enum(['reconsideration', 'litigation']),
    status: Type.Enum(['started', 'ended']),
    on: Type.Optional(IsoDate),
    result: Type.Optional(
      Type.Enum(['upheld', 'withdrawn', 'changed', 'revoked', 'declaredUnlawful', 'declaredInvalid']),
    ),
  },
  strict,
)

/** 复议诉讼 While it lasts the surcharge stands still (行政处罚法73); if the decision falls, what was published is withdrawn (48). */
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
    if (body.status === 'started') {
      if (running) throw actOutOfOrder({ detail: 'this remedy is already under way' })
      return [event('remedy.started', { kind: body.kind, on: dated })]
    }
    if (!running) throw actOutOfOrder({ detail: 'no such remedy is under way' })
    if (body.result === undefined) throw actOutOfOrder({ detail: 'a remedy ends with a result' })
    const fell = body.result !== 'upheld' && body.result !== 'withdrawn'
    return [
      event('remedy.ended', { kind: body.kind, on: dated, result: body.result }),
      ...(fell && state.publications['decision'] === 'made'
        ? [event('obligation.opened', { id: 'withdraw', kind: 'withdraw-publication', binds: 'organ' })]
        : []),
      ...(body.result === 'revoked' || body.result === 'declaredInvalid' ? setAside(input) : []),
    ]
  },
})

/** 撤销之后 Nothing is collected or published any more of a decision that was set aside. */
function setAside({ definition, state }: ActInput<unknown>): readonly NewEvent[] {
  const open = Object.entries(state.obligations).filter(
    ([id, { status }]) => status === 'open' && (id === 'publish' || id.startsWith('pay.')),
  )
  const limits = limitsOf(definition)
  const ended = new Set<string>(open.map(([id]) => (id === 'publish' ? 'publication' : 'payment')))
  const clocks = Object.entries(state.clocks).filter(
    ([, { limit, status }]) => status === 'running' && limits.get(limit)?.ends.some(end => ended.has(end)),
  )
  const stages = [...definition.stages.values()].filter(
    ({ kind, stage }) => kind === 'payment' && state.stages[stage]?.status === 'open',
  )
  return [
    ...open.map(([id]) => event('obligation.cancelled', { id })),
    ...clocks.map(([clock]) => event('clock.cancelled', { clock })),
    ...stages.map(({ stage }) => event('stage.completed', { stage, result: 'set-aside' })),
  ]
}
