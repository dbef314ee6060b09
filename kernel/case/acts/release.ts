import { type Static, Type } from 'typebox'
import type { CompiledStage } from '#kernel/definition'
import { type ActInput, act, openStages } from '../act.ts'
import { measuresOf, releasedBy } from '../carry-out.ts'
import { event } from '../event.ts'
import { actNotPermitted, actOutOfOrder } from '../refusals.ts'
import { Key, Prose, strict, Uuid } from './words.ts'

/** 行政强制法28(1)–(5): on each of these a measure is lifted at once. */
export const releaseGrounds = ['no-violation', 'unrelated', 'decided', 'period-over', 'other'] as const

const ReleaseBody = Type.Object(
  {
    measure: Type.Optional(Key),
    ground: Type.Enum(releaseGrounds),
    reason: Prose,
  },
  strict,
)

const stands = ({ state }: ActInput<unknown>, measure: string): boolean =>
  state.measures?.[measure] !== undefined && state.measures[measure].to === undefined

/** The stage that lifts a measure that stands; it need not be open: what must be lifted at once waits for no test. */
function lifting(input: ActInput<{ measure?: string }>): { readonly stage: CompiledStage; readonly measure: string } {
  const { definition, body } = input
  const measure = measuresOf(definition).find(key => (body.measure ?? key) === key && stands(input, key))
  const stage = [...definition.stages.values()].find(at => measure !== undefined && releasedBy(at).includes(measure))
  if (measure === undefined || !stage)
    throw actOutOfOrder({ detail: 'no measure stands in this case', facts: { measure: body.measure ?? null } })
  return { stage, measure }
}

/**
 * 解除 A seizure or freezing is lifted by decision, at once when a ground is there, also before its time is over (行政强制法28).
 * What was still open before it, such as a test, is passed over.
 */
export const release = act<Static<typeof ReleaseBody>>({
  body: ReleaseBody,
  who: 'officer',
  stage: input => lifting(input).stage,
  decide: input => {
    const { state, body, on } = input
    const { stage } = lifting(input)
    const hold = Object.values(state.clocks).find(({ limit }) => limit === 'hold')
    if (body.ground === 'period-over' && hold && on < hold.due && hold.status !== 'expired')
      throw actNotPermitted({ detail: 'its time is not over', facts: { due: hold.due, today: on } })
    return [
      ...openStages(state)
        .filter(key => key !== stage.stage)
        .map(key => event('stage.skipped', { stage: key })),
      event('stage.completed', { stage: stage.stage, result: body.ground }, { text: { reason: body.reason } }),
    ]
  },
})

const ReturnGoodsBody = Type.Object(
  {
    measure: Type.Optional(Key),
    to: Type.Optional({ ...Uuid, description: 'the party that takes the goods; unsaid, the one they were taken from' }),
    receipt: Type.Boolean({ description: 'whether the party signed for them' }),
    differences: Type.Optional(Prose),
  },
  strict,
)

const lifters = ({ definition }: ActInput<unknown>): readonly string[] =>
  [...definition.stages.values()].filter(({ kind }) => kind === 'enforcement').flatMap(at => at.by ?? [])

/** 退还财物 The goods go back to whom they were taken from, against a receipt; what is missing or worse is put on record (行政强制法28). */
export const returnGoods = act<Static<typeof ReturnGoodsBody>>({
  body: ReturnGoodsBody,
  who: 'officer',
  roles: lifters,
  decide: ({ state, body }) => {
    const id = Object.entries(state.obligations).find(
      ([key, { kind, status }]) =>
        kind === 'return' && status === 'open' && (body.measure === undefined || key === `return.${body.measure}`),
    )?.[0]
    if (id === undefined) throw actOutOfOrder({ detail: 'nothing is to be returned in this case' })
    const owners = state.parties.filter(({ role }) => role === 'respondent' || role === 'subject')
    const to = body.to ?? owners[0]?.party
    if (to === undefined || !owners.some(({ party }) => party === to))
      throw actNotPermitted({ detail: 'goods go back to whom they were taken from', facts: { to: to ?? null } })
    if (!body.receipt)
      throw actNotPermitted({
        detail: 'goods are returned against a receipt',
        remedy: 'Have the party sign for them, or keep them safe until it does.',
      })
    const { differences } = body
    return [
      event(
        'goods.returned',
        { measure: id.slice('return.'.length), to, differences: differences !== undefined },
        differences === undefined ? undefined : { text: { differences } },
      ),
      event('obligation.met', { id }),
    ]
  },
})
