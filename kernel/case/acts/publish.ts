import { type Static, Type } from 'typebox'
import { type CompiledStage, type SpanValue, spanOf } from '#kernel/definition'
import { type ActInput, act, openStage, openStages, stageRoles } from '../act.ts'
import { event, type NewEvent } from '../event.ts'
import { actNotPermitted, actOutOfOrder } from '../refusals.ts'
import { refuseWhileHeld } from './deposit.ts'
import { Prose, strict } from './words.ts'

const publisher = ({ definition }: ActInput<unknown>): readonly string[] => {
  const { posts } = definition.definition.authority
  if (posts['publisher'] !== undefined) return ['publisher']
  return [...definition.stages.values()]
    .filter(({ kind }) => kind === 'delivery' || kind === 'decision')
    .flatMap(at => at.by ?? [])
}

const PublishBody = Type.Object({ kind: Type.Optional(Type.Enum(['decision', 'draft', 'result'])) }, strict)

type Posted = Exclude<NonNullable<Static<typeof PublishBody>['kind']>, 'decision'>

/** What the item says of a posting before the decision; an item that says nothing posts nothing. */
function declaredPosting({ definition }: ActInput<unknown>, kind: Posted) {
  const declared = definition.definition.publicity[kind]
  if (!declared) throw actNotPermitted({ detail: 'the item publishes nothing of this kind', facts: { kind } })
  return declared
}

/** The roles of a posting are those of the stage it belongs to. */
function posters(input: ActInput<unknown>, kind: Posted): readonly string[] {
  declaredPosting(input, kind)
  return stageRoles(input.definition, openStage(input, ['publicity']))
}

/**
 * 公示期 For how long it hangs: as the row says; where the case itself says how many days, so many, and fewer than the row's only where the
 * item lets them be (情况紧急: 重大行政决策15).
 */
export function postingSpan(
  { facts }: Pick<ActInput, 'facts'>,
  { publicity }: Pick<CompiledStage, 'publicity'>,
  declared: { readonly for: string },
): SpanValue {
  const usual = spanOf(publicity?.for ?? declared.for)
  if (publicity?.days === undefined) return usual
  const value = Number(facts.value(publicity.days))
  if (!Number.isSafeInteger(value) || value < 1 || value > 1_000) return usual
  const shorter = publicity.shorterIf !== undefined && facts.test(publicity.shorterIf) === true
  return value >= usual.value || shorter ? { value, unit: usual.unit } : usual
}

/** 张贴公示 What is intended is posted before it is decided, for as long as the row says; until then nobody has been asked. */
function post(input: ActInput<Static<typeof PublishBody>>, kind: Posted): readonly NewEvent[] {
  const { state, facts, on } = input
  const declared = declaredPosting(input, kind)
  const at = openStage(input, ['publicity'])
  if (state.publications[kind] === 'made') throw actOutOfOrder({ detail: 'it is posted already', facts: { kind } })
  const span = postingSpan(input, at, declared)
  const { due } = facts.calendar.due(Temporal.PlainDate.from(on), { ...span, kind: 'min' })
  return [event('publication.made', { kind, scope: at.publicity?.scope ?? declared.scope, until: due.toString() })]
}

/** 公示 What the item says is published, no field more; persons not by default. */
export const publish = act<Static<typeof PublishBody>>({
  body: PublishBody,
  who: 'officer',
  roles: input => {
    const { kind = 'decision' } = input.body
    return kind === 'decision' ? publisher(input) : posters(input, kind)
  },
  decide: input => {
    const { definition, state } = input
    const kind = input.body.kind ?? 'decision'
    if (kind !== 'decision') return post(input, kind)
    const { decision } = definition.definition.publicity
    if (!decision || decision === 'none') throw actNotPermitted({ detail: 'the item publishes nothing of this kind' })
    if (state.obligations['publish']?.status !== 'open')
      throw actOutOfOrder({
        detail:
          state.publications['decision'] === 'made'
            ? 'the decision is already published'
            : 'there is nothing to publish',
      })
    const until = decision.for === 'validity' ? state.validUntil : untilOf(input.on, decision.for)
    return [
      event('publication.made', { kind, scope: decision.scope, ...(until !== undefined && { until }) }),
      event('obligation.met', { id: 'publish' }),
    ]
  },
})

function untilOf(on: string, span: string): string {
  const [value, unit] = span.split(' ') as [string, string]
  const plain = unit === 'workday' ? 'day' : unit
  return Temporal.PlainDate.from(on)
    .add({ [`${plain}s`]: Number(value) })
    .toString()
}

const WithdrawPublicationBody = Type.Object(
  {
    ground: Type.Enum(['changed', 'revoked', 'declaredUnlawful', 'declaredInvalid', 'expired', 'error']),
    reason: Prose,
  },
  strict,
)

/** 撤回公示 Within three working days, with the reason made public (行政处罚法48). */
export const withdrawPublication = act<Static<typeof WithdrawPublicationBody>>({
  body: WithdrawPublicationBody,
  who: 'officer',
  roles: publisher,
  decide: ({ definition, state, body }) => {
    const { decision } = definition.definition.publicity
    if (state.publications['decision'] !== 'made') throw actOutOfOrder({ detail: 'nothing is published' })
    const grounds = decision && decision !== 'none' ? (decision.withdraw?.on ?? []) : []
    if (!grounds.includes(body.ground))
      throw actNotPermitted({
        detail: `the item does not withdraw on ${body.ground}`,
        facts: { ground: body.ground, may: grounds },
      })
    return [
      event('publication.withdrawn', { kind: 'decision', ground: body.ground }, { text: { reason: body.reason } }),
      ...(state.obligations['withdraw']?.status === 'open' ? [event('obligation.met', { id: 'withdraw' })] : []),
    ]
  },
})

const WithdrawBody = Type.Object({ reason: Type.Optional(Prose) }, strict)

/** 撤回申请 The applicant may take the application back until it is decided. */
export const withdraw = act<Static<typeof WithdrawBody>>({
  body: WithdrawBody,
  who: 'either',
  roles: ({ definition }) => [...definition.stages.values()].slice(0, 1).flatMap(stage => stage.by ?? []),
  decide: ({ definition, state, body }) => {
    if (state.start !== 'application') throw actNotPermitted({ detail: 'only an application can be withdrawn' })
    if (state.outcome !== undefined) throw actOutOfOrder({ detail: 'the decision has been made' })
    if (!openStages(state).some(key => definition.stages.get(key)?.permits.has('withdraw')))
      throw actNotPermitted({ detail: 'the item does not allow withdrawal at this stage' })
    refuseWhileHeld({ state })
    return [
      event('case.withdrawn', {}, body.reason === undefined ? undefined : { text: { reason: body.reason } }),
      event('case.closed', { result: 'withdrawn' }),
    ]
  },
})

const TerminateBody = Type.Object(
  { ground: Type.Enum(['party-gone', 'object-gone', 'no-grounds', 'time-barred', 'other']), reason: Prose },
  strict,
)

/** 终止 The procedure ends without a decision, for a ground that is named. */
export const terminate = act<Static<typeof TerminateBody>>({
  body: TerminateBody,
  who: 'officer',
  decide: ({ definition, state, body }) => {
    if (!openStages(state).some(key => definition.stages.get(key)?.permits.has('terminate')))
      throw actNotPermitted({ detail: 'the item does not allow termination at this stage' })
    refuseWhileHeld({ state })
    return [
      event('case.terminated', { ground: body.ground }, { text: { reason: body.reason } }),
      event('case.closed', { result: 'terminated' }),
    ]
  },
  roles: ({ definition, state }) =>
    openStages(state)
      .filter(key => definition.stages.get(key)?.permits.has('terminate'))
      .flatMap(key => definition.stages.get(key)?.by ?? []),
})
