import { type Static, Type } from 'typebox'
import type { CompiledStage } from '#kernel/definition'
import { type ActInput, act } from '../act.ts'
import { event } from '../event.ts'
import { actNotPermitted, actOutOfOrder, bodyInvalid } from '../refusals.ts'
import { Key, Prose, strict } from './words.ts'

type Known = Pick<ActInput, 'definition' | 'state'>

/** The posted stage at which anybody may say what he thinks of the draft; undefined while none is open to it. */
export function openToComments({ definition, state }: Known): CompiledStage | undefined {
  if (!definition.definition.publicity.draft?.comments || state.publications['draft'] !== 'made') return undefined
  if (state.outcome !== undefined || state.status === 'ended') return undefined
  return [...definition.stages.values()].find(
    ({ kind, phase, stage }) =>
      kind === 'publicity' && phase !== 'after-decision' && state.stages[stage]?.status === 'open',
  )
}

/** Who takes comments down and answers them: whoever posted the draft, and who reviews. */
const posters = ({ definition }: Known): readonly string[] => [
  ...new Set(
    [...definition.stages.values()]
      .filter(({ kind, phase }) => (kind === 'publicity' || kind === 'review') && phase !== 'after-decision')
      .flatMap(({ by }) => by ?? []),
  ),
]

const CommentBody = Type.Object(
  {
    text: Prose,
    anonymous: Type.Optional(Type.Boolean({ description: 'it came without a name, by post or into a box' })),
    commenter: Type.Optional(
      Type.String({ minLength: 1, maxLength: 200, description: 'whose it is and how to answer; sealed' }),
    ),
  },
  strict,
)

/**
 * 公众意见 What anybody thinks of a posted draft (重大行政决策15): whoever is signed in says it himself, under a key of his own; what comes by
 * post, at a meeting or without a name is taken down by whoever posted the draft. The words stay sealed; that they came is counted.
 */
export const comment = act<Static<typeof CommentBody>>({
  body: CommentBody,
  who: 'either',
  roles: posters,
  decide: input => {
    const { state, body, actor, definition } = input
    if (!definition.definition.publicity.draft?.comments)
      throw actNotPermitted({ detail: 'the item asks nobody outside for an opinion' })
    const at = openToComments(input)
    if (!at) throw actOutOfOrder({ detail: 'no draft is posted for opinions now' })
    if (body.commenter !== undefined && (body.anonymous || actor.kind === 'party'))
      throw bodyInvalid({
        detail: 'whose it is is known, or is not said',
        facts: { fields: { commenter: 'NOT_HERE' } },
      })
    if (body.anonymous && actor.kind === 'party')
      throw bodyInvalid({ detail: 'whoever is signed in is known', facts: { fields: { anonymous: 'NOT_HERE' } } })
    const by = actor.kind === 'party' ? 'signed-in' : body.anonymous ? 'anonymous' : 'named'
    const id = `c${(state.comments?.received ?? 0) + 1}`
    return [
      event(
        'comment.received',
        { comment: id, stage: at.stage, by, ...(actor.kind === 'party' && { party: actor.party }) },
        {
          subject: actor.kind === 'party' ? actor.party : state.id,
          text: { text: body.text, ...(body.commenter !== undefined && { commenter: body.commenter }) },
        },
      ),
    ]
  },
})

/** 采纳情况 What became of an opinion. */
export const adoptions = ['adopted', 'partly', 'declined'] as const

const AnswerBody = Type.Object(
  {
    comments: Type.Array(Key, { minItems: 1, maxItems: 500, uniqueItems: true }),
    result: Type.Enum(adoptions),
    reason: Prose,
  },
  strict,
)

/**
 * 研究采纳意见 Opinions are sorted, weighed and answered, one by one or many of a kind together (重大行政决策18); what became of them is
 * published with the decision (32). None may be left when the draft goes on to review and discussion.
 */
export const answerComments = act<Static<typeof AnswerBody>>({
  body: AnswerBody,
  who: 'officer',
  roles: posters,
  decide: ({ state, body }) => {
    const open = state.comments?.open ?? []
    const unknown = body.comments.filter(id => !open.includes(id))
    if (state.outcome !== undefined) throw actOutOfOrder({ detail: 'the decision has been made' })
    if (unknown.length > 0)
      throw bodyInvalid({ detail: 'no such opinion waits', facts: { fields: { comments: 'UNKNOWN' }, unknown } })
    return [
      event(
        'comments.answered',
        { comments: body.comments, result: body.result },
        { subject: state.id, text: { reason: body.reason } },
      ),
    ]
  },
})
