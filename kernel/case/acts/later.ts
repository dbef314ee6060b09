import { type Static, Type } from 'typebox'
import { cancellationGrounds, type Later, revocationGrounds, spanOf, withdrawalGrounds } from '#kernel/definition'
import { type ActInput, act } from '../act.ts'
import { event, type NewEvent } from '../event.ts'
import { heardParties } from '../heard.ts'
import { actNotPermitted, actOutOfOrder, bodyInvalid } from '../refusals.ts'
import type { CaseState } from '../state.ts'
import { speaker } from './hear.ts'
import { annulled, comesDown } from './undo.ts'
import { Fen, Prose, strict, Uuid } from './words.ts'

type Kind = 'revoke' | 'withdraw' | 'cancel'

const laterOf = ({ definition, state }: Pick<ActInput<unknown>, 'definition' | 'state'>): Later | undefined =>
  definition.definition.content.outcomes[state.outcome ?? '']?.later

/** Roles are asked before the act is: an outcome that says nothing leaves nobody, and the act then says why. */
const by =
  (...kinds: readonly Kind[]) =>
  (input: ActInput<unknown>): readonly string[] => [...new Set(kinds.flatMap(kind => laterOf(input)?.[kind]?.by ?? []))]

/** A decision that still stands: made, not fallen, not taken back. */
function standing({ state }: ActInput<unknown>): void {
  if (state.outcome === undefined) throw actOutOfOrder({ detail: 'there is no decision yet' })
  if (state.annulled || state.ceased)
    throw actOutOfOrder({
      detail: 'the decision does not stand any more',
      facts: { since: (state.annulled ?? state.ceased)!.on },
    })
}

/** What the item says of this ending, on this ground; refused where it says nothing. */
function declared<K extends Kind>(input: ActInput<unknown>, kind: K, ground: string): NonNullable<Later[K]> {
  const found = laterOf(input)?.[kind]
  if (!found) throw actNotPermitted({ detail: `the item does not say that this outcome may end so: ${kind}` })
  const grounds: readonly string[] = found.grounds
  if (!grounds.includes(ground))
    throw actNotPermitted({ detail: `the item does not name the ground ${ground}`, facts: { ground, may: grounds } })
  return found as NonNullable<Later[K]>
}

const basisOf = ({ basis }: { readonly basis: { law: string; articles: readonly (string | number)[] } }) => ({
  basis: { law: basis.law, articles: basis.articles.map(String) },
})

const NotifyEndingBody = Type.Object(
  {
    ending: Type.Enum(['revoke', 'withdraw']),
    ground: Type.Enum([...revocationGrounds, ...withdrawalGrounds]),
    reason: Prose,
  },
  strict,
)

/** 拟处理告知 Before a decision is taken back or set aside its holder is told why, and until when it may answer (行政许可法7、36). */
export const notifyEnding = act<Static<typeof NotifyEndingBody>>({
  body: NotifyEndingBody,
  who: 'officer',
  roles: input => by(input.body.ending)(input),
  decide: input => {
    const { body, on, facts } = input
    standing(input)
    declared(input, body.ending, body.ground)
    const { due } = facts.calendar.due(Temporal.PlainDate.from(on), spanOf(laterOf(input)?.answer ?? '5 workday'))
    return [
      event(
        'ending.notified',
        { ending: body.ending, ground: body.ground, until: due.toString() },
        { text: { reason: body.reason } },
      ),
    ]
  },
})

const AnswerEndingBody = Type.Object(
  { waived: Type.Optional(Type.Boolean()), text: Type.Optional(Prose), party: Type.Optional(Uuid) },
  strict,
)

/** 答复拟处理 The holder answers before the decision is taken from it, or says plainly that it will not (行政许可法7). */
export const answerEnding = act<Static<typeof AnswerEndingBody>>({
  body: AnswerEndingBody,
  who: 'either',
  roles: by('revoke', 'withdraw'),
  decide: input => {
    const { state, body } = input
    standing(input)
    if (!state.ending) throw actOutOfOrder({ detail: 'the party has not been told of anything to answer' })
    const party = speaker(input)
    if (state.ending.answers[party] !== undefined)
      throw actOutOfOrder({ detail: 'this party has answered already', facts: { party } })
    if (!body.waived && body.text === undefined)
      throw actOutOfOrder({ detail: 'an answer needs words, or a plain waiver' })
    return [
      event(
        'ending.answered',
        { party, waived: body.waived ?? false },
        body.text === undefined ? undefined : { subject: party, text: { statement: body.text } },
      ),
    ]
  },
})

/** 先听后断 Told of this very ending on this very ground, and either answered or past the day to answer. */
function heard({ state, on }: ActInput<unknown>, kind: 'revoke' | 'withdraw', ground: string, reviewed: unknown): void {
  const { ending } = state
  if (!ending || ending.kind !== kind || ending.ground !== ground)
    throw actOutOfOrder({ detail: 'the party has not been told of this', remedy: 'Give notice first: notifyEnding.' })
  const silent = heardParties(state).filter(party => ending.answers[party] === undefined)
  if (silent.length > 0 && on <= ending.until)
    throw actOutOfOrder({ detail: 'the party may still answer', facts: { until: ending.until, silent } })
  if (Object.values(ending.answers).includes('said') && reviewed === undefined)
    throw bodyInvalid({ detail: 'what became of the answer', facts: { fields: { review: 'MISSING' } } })
}

const said = (body: { reason: string; review?: string }) => ({
  text: { reason: body.reason, ...(body.review !== undefined && { review: body.review }) },
})

/** 不再有效 The decision holds from this day no longer; what it did until then stays done. */
const ceases = (
  input: ActInput<unknown>,
  how: 'revoked' | 'cancelled',
  ground: string,
  found: Parameters<typeof basisOf>[0],
  detail: NonNullable<NewEvent['detail']>,
): readonly NewEvent[] => [
  event('decision.ceased', { outcome: input.state.outcome!, how, ground, ...basisOf(found) }, detail),
  ...comesDown(input, how === 'revoked' ? 'revoked' : 'expired'),
]

/** Only what has been carried out to its end is taken back or struck off; before, there are other ways. */
function carriedOut({ state }: ActInput<unknown>): void {
  if (state.status !== 'ended')
    throw actOutOfOrder({
      detail: 'the case is still being carried out',
      remedy: 'Finish it, or withdraw the decision.',
    })
}

const RevokeBody = Type.Object(
  {
    ground: Type.Enum(revocationGrounds),
    reason: Prose,
    review: Type.Optional(Prose),
    compensation: Type.Optional(Fen),
  },
  strict,
)

/**
 * 撤回决定 A lawful decision is taken back because the law or the facts behind it changed and the public interest asks for it; from
 * this day, and what its holder loses is made good (行政许可法8). `compensation` in fen; 0 says that there is no loss.
 */
export const revoke = act<Static<typeof RevokeBody>>({
  body: RevokeBody,
  who: 'officer',
  roles: by('revoke'),
  decide: input => {
    const { body } = input
    standing(input)
    const found = declared(input, 'revoke', body.ground)
    carriedOut(input)
    heard(input, 'revoke', body.ground, body.review)
    const { compensation } = body
    if (found.compensation && compensation === undefined)
      throw bodyInvalid({
        detail: 'what the holder loses is made good: how much, in fen',
        facts: { fields: { compensation: 'MISSING' } },
      })
    return [
      ...ceases(input, 'revoked', body.ground, found, said(body)),
      ...(compensation
        ? [
            event('obligation.opened', {
              id: 'compensation',
              kind: 'compensation',
              binds: 'organ',
              amount: compensation,
            }),
          ]
        : []),
    ]
  },
})

const CompensateBody = Type.Object({ amount: Fen, reference: Type.Optional(Type.String({ maxLength: 64 })) }, strict)

/** 补偿 What was promised for a decision taken back has been paid, all of it (行政许可法8). */
export const compensate = act<Static<typeof CompensateBody>>({
  body: CompensateBody,
  who: 'officer',
  roles: by('revoke'),
  decide: ({ state, body }) => {
    const owed = state.obligations['compensation']
    if (owed?.status !== 'open') throw actOutOfOrder({ detail: 'no compensation is owed' })
    if (body.amount !== owed.amount)
      throw actOutOfOrder({ detail: 'compensation is paid whole', facts: { owed: owed.amount, amount: body.amount } })
    return [
      event('compensation.paid', {
        amount: body.amount,
        ...(body.reference !== undefined && { reference: body.reference }),
      }),
      event('obligation.met', { id: 'compensation' }),
    ]
  },
})

const WithdrawDecisionBody = Type.Object(
  { ground: Type.Enum(withdrawalGrounds), reason: Prose, review: Type.Optional(Prose) },
  strict,
)

/** 撤销决定 An unlawful decision is set aside by its organ or the one above, from its first day and with all it set going (行政许可法69). */
export const withdrawDecision = act<Static<typeof WithdrawDecisionBody>>({
  body: WithdrawDecisionBody,
  who: 'officer',
  roles: by('withdraw'),
  decide: input => {
    const { body, on, actor } = input
    standing(input)
    const found = declared(input, 'withdraw', body.ground)
    heard(input, 'withdraw', body.ground, body.review)
    const organ = actor.kind === 'officer' ? actor.organ : input.state.organ
    return [
      event('decision.withdrawn', { ground: body.ground, organ, ...basisOf(found) }, said(body)),
      ...comesDown(input, 'revoked'),
      ...annulled(input, 'revoked', on),
    ]
  },
})

const CancelBody = Type.Object({ ground: Type.Enum(cancellationGrounds), reason: Prose }, strict)

/** 到期 The last valid day is past: nothing else makes `expired` true. */
const expired = ({ validUntil }: CaseState, on: string): boolean => validUntil !== undefined && validUntil < on

/**
 * 注销 What ran out, or whose holder is gone, is struck off (行政许可法70). After a withdrawal or a revocation nothing is left to strike
 * off: row and paper ended with it.
 */
export const cancel = act<Static<typeof CancelBody>>({
  body: CancelBody,
  who: 'officer',
  roles: by('cancel'),
  decide: input => {
    const { state, body, on } = input
    standing(input)
    const found = declared(input, 'cancel', body.ground)
    carriedOut(input)
    if (body.ground === 'expired' && !expired(state, on))
      throw actOutOfOrder({ detail: 'it is still valid', facts: { validUntil: state.validUntil ?? null } })
    return ceases(input, 'cancelled', body.ground, found, said(body))
  },
})
