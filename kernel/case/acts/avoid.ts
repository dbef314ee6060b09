import { type Static, Type } from 'typebox'
import { act } from '../act.ts'
import { event, type NewEvent } from '../event.ts'
import { actNotPermitted, actOutOfOrder, authorityLacking } from '../refusals.ts'
import type { CaseState } from '../state.ts'
import { replaced } from './draw.ts'
import { listeners, speaker } from './hear.ts'
import { Person, Prose, strict, Uuid } from './words.ts'

const AvoidBody = Type.Object(
  {
    person: Type.Optional(Person),
    ground: Type.Enum(['party', 'near-relative', 'interest', 'other']),
    note: Type.Optional(Prose),
  },
  strict,
)

/** What one who stands back had in hand: it passes to whoever was drawn next, or goes back to the post. */
function givenUp(state: CaseState, person: string): readonly NewEvent[] {
  const next = replaced(state, person)
  if (next.length > 0) return next
  const taken = Object.entries(state.tasks).filter(([, task]) => task.person === person)
  return taken.map(([task]) => event('task.unclaimed', { task }))
}

/** 回避 An officer stands back, or is told to by whoever decides on it; from then on every act of theirs in the case is refused. */
export const declareAvoidance = act<Static<typeof AvoidBody>>({
  body: AvoidBody,
  who: 'officer',
  roles: ({ definition, actor, body }) =>
    body.person === undefined || (actor.kind === 'officer' && actor.person === body.person)
      ? []
      : [definition.definition.authority.avoid.decideBy],
  decide: ({ actor, body, state }) => {
    const person = body.person ?? (actor.kind === 'officer' ? actor.person : '')
    return [
      event(
        'avoidance.declared',
        { person, ground: body.ground },
        body.note === undefined ? undefined : { text: { note: body.note } },
      ),
      ...givenUp(state, person),
    ]
  },
})

const ChallengeBody = Type.Object(
  {
    person: Person,
    ground: Type.Enum(['party', 'near-relative', 'interest', 'other']),
    reason: Prose,
    party: Type.Optional(Uuid),
  },
  strict,
)

/** 申请回避 The party asks that an officer stand back; the investigation goes on meanwhile, everything else of theirs waits (行政处罚法43). */
export const challengeAvoidance = act<Static<typeof ChallengeBody>>({
  body: ChallengeBody,
  who: 'either',
  roles: listeners,
  decide: input => {
    const { state, definition, body } = input
    const { challenge, grounds } = definition.definition.authority.avoid
    if (challenge !== true || !grounds.includes(body.ground))
      throw actNotPermitted({
        detail: 'the item names no such ground on which a party may ask this',
        facts: { ground: body.ground, may: challenge === true ? grounds : [] },
      })
    if (state.outcome !== undefined)
      throw actOutOfOrder({ detail: 'the decision has been made', remedy: 'Use the remedies named in the decision.' })
    if (state.avoided.includes(body.person)) throw actOutOfOrder({ detail: 'this officer stands back already' })
    if (state.challenges[body.person]) throw actOutOfOrder({ detail: 'this is asked already and not yet decided' })
    const party = speaker(input)
    return [
      event(
        'avoidance.challenged',
        { person: body.person, ground: body.ground, party },
        { subject: party, text: { reason: body.reason } },
      ),
      event('alarm.raised', {
        alarm: 'avoidance',
        level: 'notice',
        to: ['organ', 'superior'],
        reasons: [{ code: 'AVOIDANCE_CHALLENGED' }],
        person: body.person,
      }),
    ]
  },
})

const RuleBody = Type.Object({ person: Person, avoids: Type.Boolean(), reason: Prose }, strict)

/** 回避决定 The organ's head decides on it, about himself the organ above; never who is asked to stand back (行政处罚法43(3)). */
export const decideAvoidance = act<Static<typeof RuleBody>>({
  body: RuleBody,
  who: 'officer',
  roles: ({ definition }) => [definition.definition.authority.avoid.decideBy],
  decide: ({ actor, body, state }) => {
    if (!state.challenges[body.person]) throw actOutOfOrder({ detail: 'nobody asked that this officer stand back' })
    if (actor.kind === 'officer' && [actor.person, actor.onBehalfOf].includes(body.person))
      throw authorityLacking({
        detail: 'AVOIDANCE_OF_HIMSELF',
        reasons: [{ code: 'AVOIDANCE_OF_HIMSELF', text: '不得决定本人的回避', rule: 'avoidance' }],
      })
    return [
      event('avoidance.decided', { person: body.person, avoids: body.avoids }, { text: { reason: body.reason } }),
      ...(body.avoids ? givenUp(state, body.person) : []),
    ]
  },
})
