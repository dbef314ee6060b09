import { type Static, Type } from 'typebox'
import { type ActInput, act, openStage, openStages } from '../act.ts'
import { event, type NewEvent } from '../event.ts'
import { heardParties, hearingLapsed, mayBeHeard } from '../heard.ts'
import { actOutOfOrder, authorityLacking, bodyInvalid } from '../refusals.ts'
import { sendBack } from './complete.ts'
import { served } from './serve.ts'
import { IsoDate, Key, Person, Prose, stage, strict, Uuid } from './words.ts'

const NotifyBody = Type.Object(
  {
    stage,
    document: Type.Optional(Key),
    states: Type.Optional(
      Type.Array(Key, { maxItems: 20, uniqueItems: true, description: 'what the notice states; unsaid is not stated' }),
    ),
    offersHearing: Type.Optional(Type.Boolean({ description: 'whether it offers a hearing; unsaid, it does not' })),
    officers: Type.Optional(Type.Array(Person, { maxItems: 20, uniqueItems: true })),
    way: Type.Optional(Type.Enum(['window', 'direct', 'lodged', 'post', 'electronic', 'entrusted', 'announcement'])),
    receipt: Type.Optional(Type.Boolean({ description: 'whether the party signed for it; unsaid, it did not' })),
    consent: Type.Optional(Type.Boolean()),
    servedOn: Type.Optional(IsoDate),
    text: Type.Optional(Prose),
  },
  strict,
)

/** Who takes down what a party says at the counter: whoever has the case now, or gave the notice. */
export const listeners = ({ definition, state }: ActInput<unknown>): readonly string[] => {
  const notices = [...definition.stages.values()].filter(({ kind }) => kind === 'notice').map(({ stage }) => stage)
  return [...new Set([...openStages(state), ...notices].flatMap(key => definition.stages.get(key)?.by ?? []))]
}

/** 告知 The party is told what is intended, on which facts, grounds and law, and which rights it has (行政处罚法44). */
export const notify = act<Static<typeof NotifyBody>>({
  body: NotifyBody,
  who: 'officer',
  stage: input => openStage(input, undefined, input.body.stage ?? openNotice(input)),
  decide: input => {
    const { body } = input
    const at = openStage(input, undefined, body.stage ?? openNotice(input))
    const { happened, reached } = served(input, {
      of: 'notice',
      way: body.way ?? at.service?.ways[0] ?? 'direct',
      receipt: body.receipt ?? false,
      servedOn: body.servedOn,
      earliest: input.state.stages[at.stage]!.on,
    })
    const document = body.document ?? at.needs?.[0]
    const events: NewEvent[] = [
      event(
        'notice.given',
        {
          states: body.states ?? [],
          ...(document !== undefined && { document }),
          offersHearing: body.offersHearing ?? false,
        },
        body.text === undefined ? undefined : { text: { text: body.text } },
      ),
      happened,
    ]
    if (at.kind === 'notice')
      events.push({
        ...event('stage.completed', { stage: at.stage, ...(body.officers && { persons: body.officers }) }),
        on: reached,
      })
    return events
  },
})

const openNotice = ({ definition, state }: ActInput<unknown>): string | undefined =>
  openStages(state).find(key => definition.stages.get(key)?.kind === 'notice')

const StatementBody = Type.Object(
  { waived: Type.Optional(Type.Boolean()), text: Type.Optional(Prose), party: Type.Optional(Uuid) },
  strict,
)

/**
 * 谁的意见 A party speaks in its own name (行政处罚法45), an agent for the one party it can be the agent of; at the counter the officer
 * says whose words are taken down. Nobody waives another's right, and nothing is sealed under a stranger's key.
 */
export function speaker({ state, actor, body }: ActInput<{ readonly party?: string }>): string {
  const heard = new Set(state.parties.filter(mayBeHeard).map(({ party }) => party))
  const principals = heardParties(state)
  const own =
    actor.kind === 'party' && heard.has(actor.party) ? actor.party : principals.length === 1 ? principals[0] : undefined
  if (actor.kind === 'party') {
    if (own !== undefined && (body.party === undefined || body.party === own)) return own
    throw authorityLacking({
      detail: 'SPEAKS_FOR_ANOTHER',
      reasons: [{ code: 'SPEAKS_FOR_ANOTHER', text: '只能以自己的名义陈述意见', rule: 'authority' }],
    })
  }
  const said = body.party ?? (heard.size === 1 ? own : undefined)
  if (said === undefined || !heard.has(said))
    throw bodyInvalid({
      detail: 'whose words these are: a party of the case',
      facts: { fields: { party: said === undefined ? 'MISSING' : 'NOT_A_PARTY' } },
    })
  return said
}

const told = (state: ActInput['state']): void => {
  if (!state.notice) throw actOutOfOrder({ detail: 'the party has not been told yet', remedy: 'Give notice first.' })
  if (state.outcome !== undefined)
    throw actOutOfOrder({ detail: 'the decision has been made', remedy: 'Use the remedies named in the decision.' })
}

/** 陈述申辩 The party answers, or says plainly that it will not (行政处罚法45、62). */
export const makeStatement = act<Static<typeof StatementBody>>({
  body: StatementBody,
  who: 'either',
  roles: listeners,
  decide: input => {
    const { state, body } = input
    told(state)
    const party = speaker(input)
    if (body.waived && state.statements[party]?.waived === false)
      throw actOutOfOrder({ detail: 'a statement was made and is not unsaid', remedy: 'Review it.' })
    if (!body.waived && body.text === undefined)
      throw actOutOfOrder({ detail: 'a statement needs words, or a plain waiver' })
    return [
      event(
        'statement.made',
        { waived: body.waived ?? false, party },
        body.text === undefined ? undefined : { subject: party, text: { statement: body.text } },
      ),
    ]
  },
})

const ReviewStatementBody = Type.Object({ accepted: Type.Boolean(), reason: Prose, party: Type.Optional(Uuid) }, strict)

/** 复核 What the party put forward is checked, and taken up where it holds (行政处罚法45). */
export const reviewStatement = act<Static<typeof ReviewStatementBody>>({
  body: ReviewStatementBody,
  who: 'officer',
  roles: ({ definition }) =>
    [...definition.stages.values()]
      .filter(({ kind }) => kind === 'notice' || kind === 'review')
      .flatMap(at => at.by ?? []),
  decide: ({ state, body }) => {
    const made = Object.entries(state.statements).filter(([, { waived }]) => !waived)
    const unread = made.filter(([, { reviewed }]) => !reviewed)
    const open = body.party === undefined && unread.length > 0 ? unread : made
    const [first, ...others] = open.filter(([party]) => body.party === undefined || party === body.party)
    if (!first) throw actOutOfOrder({ detail: 'there is no statement to review' })
    if (others.length > 0)
      throw bodyInvalid({ detail: 'several parties spoke: say whose words', facts: { fields: { party: 'MISSING' } } })
    const [party] = first
    return [event('statement.reviewed', { adopted: body.accepted, party }, { text: { reason: body.reason } })]
  },
})

const AskBody = Type.Object({ party: Type.Optional(Uuid) }, strict)

/** 要求听证 Within five working days of being told (行政处罚法64(1)); later the right has lapsed. */
export const askHearing = act<Static<typeof AskBody>>({
  body: AskBody,
  who: 'either',
  roles: listeners,
  decide: input => {
    const { state, on, definition } = input
    told(state)
    const party = speaker(input)
    if (!state.notice?.offersHearing) throw actOutOfOrder({ detail: 'no hearing is due in this case' })
    if (!heardParties(state).includes(party))
      throw actOutOfOrder({ detail: 'the law gives this party no right to a hearing' })
    if (state.hearing?.asked.includes(party)) throw actOutOfOrder({ detail: 'a hearing was already asked for' })
    if (state.hearing?.held) throw actOutOfOrder({ detail: 'the hearing has been held' })
    if (hearingLapsed(state, on, /^hearing\.ask/)) throw actOutOfOrder({ detail: 'the time for asking has passed' })
    const passed = [...definition.stages.values()].find(
      ({ kind, stage }) => kind === 'hearing' && state.stages[stage]?.status === 'skipped',
    )
    return [
      event('hearing.asked', { party }),
      ...(passed ? sendBack(input, openStages(state)[0] ?? passed.stage, passed.stage) : []),
    ]
  },
})

const ScheduleBody = Type.Object(
  { stage, on: IsoDate, chair: Type.Optional(Person), place: Type.Optional(Prose) },
  strict,
)

/** 听证通知 Time and place, at least seven working days before (行政处罚法64(2)). */
export const scheduleHearing = act<Static<typeof ScheduleBody>>({
  body: ScheduleBody,
  who: 'officer',
  stage: input => openStage(input, ['hearing'], input.body.stage),
  decide: input => {
    openStage(input, ['hearing'], input.body.stage)
    if (input.body.on < input.on) throw actOutOfOrder({ detail: 'a hearing cannot lie in the past' })
    const chair = input.body.chair ?? (input.actor.kind === 'officer' ? input.actor.person : '')
    return [
      event(
        'hearing.scheduled',
        { on: input.body.on, chair },
        input.body.place === undefined ? undefined : { text: { place: input.body.place } },
      ),
    ]
  },
})

const HearBody = Type.Object({ stage, attended: Type.Boolean(), minutes: Type.Optional(Prose) }, strict)

/** 听证 Held before someone who did not investigate, with minutes the party reads and signs (行政处罚法64(4)(8)). */
export const hear = act<Static<typeof HearBody>>({
  body: HearBody,
  who: 'officer',
  stage: input => openStage(input, ['hearing'], input.body.stage),
  decide: input => {
    const at = openStage(input, ['hearing'], input.body.stage)
    if (input.state.hearing?.on === undefined)
      throw actOutOfOrder({ detail: 'the hearing was not notified', remedy: 'Schedule it first.' })
    // 听证应当制作笔录（行政处罚法64(8)）; where the party did not come there is nothing to take down (64(6)).
    if (input.body.attended && input.body.minutes === undefined)
      throw bodyInvalid({ detail: 'a hearing has its minutes', facts: { fields: { minutes: 'MISSING' } } })
    const chair = input.actor.kind === 'officer' ? input.actor.person : ''
    return [
      event(
        'hearing.held',
        { chair, minutes: input.body.minutes !== undefined, absent: !input.body.attended },
        input.body.minutes === undefined ? undefined : { text: { minutes: input.body.minutes } },
      ),
      event('stage.completed', { stage: at.stage, result: input.body.attended ? 'held' : 'abandoned' }),
    ]
  },
})
