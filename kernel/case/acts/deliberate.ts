import { type Static, Type } from 'typebox'
import type { CompiledStage } from '#kernel/definition'
import { type ActInput, act, openStage, stageRoles } from '../act.ts'
import { event, type NewEvent, type Vote } from '../event.ts'
import { actNotPermitted, actOutOfOrder, bodyInvalid } from '../refusals.ts'
import type { CaseState } from '../state.ts'
import { Key, Person, Prose, stage, strict } from './words.ts'

/** 弃权 What a member says who is for no outcome. */
export const abstained = 'abstain'

/** 缺席事由 Why a member is not there. */
export const absences = ['leave', 'duty', 'illness', 'avoidance', 'other'] as const

const ConveneBody = Type.Object(
  {
    stage,
    present: Type.Array(Person, { minItems: 1, maxItems: 100, uniqueItems: true }),
    absent: Type.Optional(Type.Record(Person, Type.Enum(absences), strict)),
  },
  strict,
)

const meetingAt = ({ state }: Pick<ActInput, 'state'>, at: CompiledStage) =>
  state.meeting?.stage === at.stage ? state.meeting : undefined

/**
 * 会议点名 Who of the body is there, and why who is not is not. Named again when somebody comes later or goes; whoever has spoken stays
 * on record.
 */
export const convene = act<Static<typeof ConveneBody>>({
  body: ConveneBody,
  who: 'officer',
  stage: input => openStage(input, ['deliberation'], input.body.stage),
  decide: input => {
    const { body } = input
    const at = openStage(input, ['deliberation'], body.stage)
    const absent = body.absent ?? {}
    const twice = body.present.filter(person => Object.hasOwn(absent, person))
    if (twice.length > 0)
      throw bodyInvalid({ detail: 'there or not there', facts: { fields: { absent: 'TWICE' }, persons: twice } })
    const spoken = meetingAt(input, at)?.votes.map(({ person }) => person) ?? []
    const gone = spoken.filter(person => !body.present.includes(person))
    if (gone.length > 0)
      throw actOutOfOrder({
        detail: 'whoever has spoken was there',
        facts: { persons: gone },
        remedy: 'Name them too.',
      })
    return [event('meeting.convened', { stage: at.stage, body: at.body ?? '', present: body.present, absent })]
  },
})

/** What may be voted for: the outcomes of the decision that the discussion is about. */
const decidable = ({ definition }: ActInput<unknown>): readonly string[] => {
  const decisions = [...definition.stages.values()].filter(({ kind }) => kind === 'decision')
  const all = Object.keys(definition.definition.content.outcomes)
  return all.filter(outcome => decisions.some(({ outcomes }) => outcomes?.includes(outcome) ?? true))
}

function mustBeDecidable(input: ActInput<unknown>, asked: readonly string[], more: readonly string[] = []): void {
  const may = [...decidable(input), ...more]
  const strange = asked.filter(outcome => !may.includes(outcome))
  if (strange.length > 0)
    throw actNotPermitted({ detail: 'not an outcome of the decision', facts: { outcomes: strange, may } })
}

const VoteBody = Type.Object(
  {
    stage,
    for: { ...Key, description: 'an outcome of the decision, or `abstain`' },
    reserved: Type.Optional(
      Type.Boolean({ description: '保留意见: for it, with reservations that are put on record' }),
    ),
    opinion: Type.Optional(Prose),
  },
  strict,
)

/** The open discussion, once it was said who is there. */
function sitting(input: ActInput<{ stage?: string }>): CompiledStage {
  const at = openStage(input, ['deliberation'], input.body.stage)
  if (meetingAt(input, at)) return at
  throw actOutOfOrder({
    detail: 'it has not been said who is there',
    facts: { stage: at.stage },
    remedy: 'Convene the meeting first.',
  })
}

/** The post by which a member sits on the body. */
export const seatOf = ({ body }: Pick<CompiledStage, 'body'>): readonly string[] =>
  body === undefined ? [] : [body.slice(body.indexOf('/') + 1)]

/**
 * 表决 A member says by its own hand what it is for; once, and for itself. What it said lies sealed; that it dissented is on record
 * (重大行政决策30). When the head speaks is asked by a control.
 */
export const vote = act<Static<typeof VoteBody>>({
  body: VoteBody,
  who: 'officer',
  stage: sitting,
  roles: input => {
    const at = sitting(input)
    return [...seatOf(at), ...stageRoles(input.definition, at)]
  },
  decide: input => {
    const { body, actor } = input
    const at = sitting(input)
    if (actor.kind !== 'officer' || actor.onBehalfOf !== undefined)
      throw actNotPermitted({ detail: 'a member speaks for itself', facts: { stage: at.stage } })
    mustBeDecidable(input, [body.for], [abstained])
    if (meetingAt(input, at)!.votes.some(({ person }) => person === actor.person))
      throw actOutOfOrder({ detail: 'this member has spoken', facts: { person: actor.person } })
    if (body.for === abstained && body.reserved)
      throw bodyInvalid({ detail: 'who abstains is for nothing', facts: { fields: { reserved: 'NOT_HERE' } } })
    // 应当充分发表意见（重大行政决策30）: where dissent is put on record, there are words to put on record.
    if (body.opinion === undefined && at.deliberation?.dissent)
      throw bodyInvalid({ detail: 'a member says what it thinks', facts: { fields: { opinion: 'MISSING' } } })
    return [
      event(
        'vote.cast',
        { stage: at.stage, person: actor.person, for: body.for, ...(body.reserved && { reserved: true }) },
        body.opinion === undefined ? undefined : { text: { opinion: body.opinion } },
      ),
    ]
  },
})

const DeliberateBody = Type.Object(
  {
    stage,
    votes: Type.Optional(
      Type.Array(Type.Object({ person: Person, for: Key }, strict), {
        minItems: 1,
        maxItems: 100,
        description:
          'in speaking order: who, and the outcome they are for; not where the members spoke by their own hand',
      }),
    ),
    chief: Type.Optional(Person),
    conclusion: Type.Optional(Key),
    dissent: Type.Optional(Type.Record(Person, Prose, strict)),
    reasons: Type.Optional(Prose),
    minutes: Type.Optional(Prose),
  },
  strict,
)

/**
 * 已发表的意见 What was said, in order: by the members' own hands where the meeting was convened, else as the act lists it. Who stood
 * back meanwhile does not count.
 */
export function spokenIn(
  { meeting, avoided }: Pick<CaseState, 'meeting' | 'avoided'>,
  stage: string | undefined,
  listed: readonly Vote[],
): readonly Vote[] {
  if (meeting === undefined || meeting.stage !== stage) return listed
  return meeting.votes.filter(({ person }) => !avoided.includes(person))
}

function spoken(input: ActInput<Static<typeof DeliberateBody>>, at: CompiledStage): readonly Vote[] {
  const { body, state } = input
  const byHand = meetingAt(input, at) !== undefined
  if (byHand === (body.votes !== undefined))
    throw bodyInvalid({
      detail: byHand ? 'the members have spoken by their own hand' : 'who was for what',
      facts: { fields: { votes: byHand ? 'NOT_HERE' : 'MISSING' } },
    })
  return spokenIn(state, at.stage, body.votes ?? [])
}

/** The outcome most are for; who abstains is for none. */
function mostAreFor(votes: readonly Vote[]): string {
  const count = new Map<string, number>()
  for (const one of votes) if (one.for !== abstained) count.set(one.for, (count.get(one.for) ?? 0) + 1)
  return [...count].sort((a, b) => b[1] - a[1])[0]?.[0] ?? ''
}

/** 会议记录 Where the stage owes minutes, they are made with what is said in them. */
function minutesOf({ definition }: ActInput<unknown>, at: CompiledStage, minutes: string | undefined): NewEvent[] {
  const documents = definition.definition.content.documents ?? []
  const owed = at.needs?.find(need => documents.some(({ id }) => id === need))
  return owed === undefined || minutes === undefined ? [] : [event('document.issued', { document: owed })]
}

/** 集体讨论 Who was there, in which order they spoke, how they voted; the chief last, dissent on record (行政处罚法57; 重大行政决策30). */
export const deliberate = act<Static<typeof DeliberateBody>>({
  body: DeliberateBody,
  who: 'officer',
  stage: input => openStage(input, ['deliberation'], input.body.stage),
  decide: input => {
    const { body, actor } = input
    const at = openStage(input, ['deliberation'], body.stage)
    const votes = spoken(input, at)
    const order = votes.map(({ person }) => person)
    if (new Set(order).size < order.length)
      throw bodyInvalid({ detail: 'one member, one vote', facts: { fields: { votes: 'TWICE' } } })
    mustBeDecidable(
      input,
      votes.map(one => one.for),
      [abstained],
    )
    const voteOf = (person: string) => votes.find(one => one.person === person)?.for
    const presides = body.chief ?? (actor.kind === 'officer' ? actor.person : '')
    const chief = order.includes(presides) ? presides : undefined
    const majority = mostAreFor(votes)
    const conclusion = body.conclusion ?? (chief === undefined ? majority : voteOf(chief)!)
    mustBeDecidable(input, [conclusion])
    const dissent = order.filter(person => voteOf(person) !== conclusion && voteOf(person) !== abstained)
    const texts = Object.entries(body.dissent ?? {}).map(([person, text]) => [`dissent.${person}`, text])
    return [
      event(
        'deliberation.held',
        {
          body: at.body ?? '',
          votes,
          ...(chief !== undefined && { chief }),
          conclusion,
          dissent,
          againstMajority: conclusion !== majority,
        },
        {
          text: {
            ...Object.fromEntries(texts),
            ...(body.minutes !== undefined && { minutes: body.minutes }),
            ...(body.reasons !== undefined && { reasons: body.reasons }),
          },
        },
      ),
      ...minutesOf(input, at, body.minutes),
      event('stage.completed', { stage: at.stage, result: conclusion, persons: order }),
    ]
  },
})
