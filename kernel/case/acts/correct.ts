import { type Static, Type } from 'typebox'
import { type ActInput, act } from '../act.ts'
import { event } from '../event.ts'
import { actNotPermitted, actOutOfOrder, bodyInvalid } from '../refusals.ts'
import { served } from './serve.ts'
import { IsoDate, Key, Prose, strict } from './words.ts'

const CorrectBody = Type.Object(
  {
    document: Key,
    was: Type.String({ minLength: 1, maxLength: 1_000, description: 'the words that stand in the paper' }),
    is: Type.String({ minLength: 1, maxLength: 1_000, description: 'the words that should stand there' }),
    reason: Prose,
    way: Type.Optional(Type.Enum(['window', 'direct', 'lodged', 'post', 'electronic', 'entrusted', 'announcement'])),
    receipt: Type.Optional(Type.Boolean({ description: 'whether the party signed for it; unsaid, it did not' })),
    consent: Type.Optional(Type.Boolean()),
    servedOn: Type.Optional(IsoDate),
  },
  strict,
)

/** Whoever serves papers corrects them: the officer of the delivery, never a new decision. */
const servers = ({ definition }: Pick<ActInput, 'definition'>): readonly string[] =>
  [...definition.stages.values()].filter(({ kind }) => kind === 'delivery').flatMap(at => at.by ?? [])

/** The papers there are to correct: what the decision issued, what was refused, what a notice gave. */
function issued({ definition, state }: ActInput<unknown>): readonly string[] {
  const { outcomes } = definition.definition.content
  const decided = (outcomes[state.outcome ?? '']?.effects ?? []).flatMap(effect =>
    'voucher' in effect ? [effect.voucher] : [],
  )
  const given = [...definition.stages.values()].flatMap(({ stage, kind, needs = [] }) =>
    kind === 'notice' && state.stages[stage]?.status === 'done' ? needs : [],
  )
  return [...decided, ...given]
}

/**
 * 更正 A slip of the pen in a paper that was issued: what it says, what it should say, and why; served again. The decision is the same,
 * every limit runs as it ran; what would change the outcome or the sum is no correction.
 */
export const correct = act<Static<typeof CorrectBody>>({
  body: CorrectBody,
  who: 'officer',
  roles: servers,
  decide: input => {
    const { definition, state, body } = input
    const known = definition.definition.content.documents ?? []
    if (!known.some(({ id }) => id === body.document))
      throw bodyInvalid({ detail: 'no such paper', facts: { fields: { document: 'UNKNOWN_DOCUMENT' } } })
    if (!issued(input).includes(body.document))
      throw actOutOfOrder({ detail: 'this paper has not been issued', facts: { document: body.document } })
    if (state.annulled) throw actNotPermitted({ detail: 'the decision has fallen: there is nothing to correct' })
    if (body.was === body.is)
      throw bodyInvalid({ detail: 'nothing is corrected', facts: { fields: { is: 'UNCHANGED' } } })
    const { happened } = served(input, {
      of: 'correction',
      way: body.way ?? 'window',
      receipt: body.receipt ?? false,
      servedOn: body.servedOn,
      earliest: state.moments['decision'] ?? state.openedOn,
    })
    return [
      event(
        'document.corrected',
        { document: body.document },
        { text: { reason: body.reason, was: body.was, is: body.is } },
      ),
      happened,
    ]
  },
})
