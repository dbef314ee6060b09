import { type Static, Type } from 'typebox'
import { type ActInput, act, openStages } from '../act.ts'
import { event, type NewEvent } from '../event.ts'
import { actNotPermitted, actOutOfOrder, bodyInvalid } from '../refusals.ts'
import { restoreDeposits } from './deposit.ts'
import { Prose, strict } from './words.ts'

/** 司法机关 Who takes a suspected crime: police, procuracy, or — an official's own — the supervisory commission. */
export const judicialOrgans = ['public-security', 'procuratorate', 'supervisory-commission'] as const
/** What they answered: it goes on as a crime, or nothing is prosecuted and the organ decides. */
export const judicialAnswers = ['prosecuted', 'declined'] as const

const TransferToJusticeBody = Type.Object(
  {
    status: Type.Enum(['sent', ...judicialAnswers]),
    to: Type.Optional(Type.Enum(judicialOrgans)),
    reason: Prose,
    number: Type.Optional(Type.String({ maxLength: 64, description: 'number of the letter, or of the answer' })),
  },
  strict,
)
type TransferInput = ActInput<Static<typeof TransferToJusticeBody>>

const permits = ({ definition }: Pick<ActInput<unknown>, 'definition'>) =>
  [...definition.stages.values()].filter(stage => stage.permits.has('transfer-to-justice'))

function sent(input: TransferInput): readonly NewEvent[] {
  const { state, body, definition } = input
  if (state.outcome !== undefined) throw actOutOfOrder({ detail: 'the decision has been made' })
  if (state.justice) throw actOutOfOrder({ detail: 'it has been handed over already', facts: { on: state.justice.on } })
  if (!openStages(state).some(key => definition.stages.get(key)?.permits.has('transfer-to-justice')))
    throw actNotPermitted({ detail: 'the item hands nothing over at this stage', facts: { open: openStages(state) } })
  if (body.to === undefined)
    throw bodyInvalid({ detail: 'to whom it is handed over', facts: { fields: { to: 'MISSING' } } })
  return [
    ...(state.suspended ? [event('case.resumed', { for: state.suspended.for })] : []),
    event(
      'justice.transferred',
      { to: body.to, ...(body.number !== undefined && { number: body.number }) },
      { text: { reason: body.reason } },
    ),
    event('case.suspended', { for: 'justice', notice: false, basis: { law: '行政处罚法', articles: ['27(1)'] } }),
  ]
}

/**
 * 移送司法 A suspected crime is handed over at once, and the organ's time stands still (行政处罚法27). While the answer is awaited nothing
 * is decided here; what is prosecuted ends here, what is not comes back and goes on: nobody is punished twice for one thing.
 */
export const transferToJustice = act<Static<typeof TransferToJusticeBody>>({
  body: TransferToJusticeBody,
  who: 'officer',
  roles: input => [...new Set(permits(input).flatMap(({ by }) => by ?? []))],
  decide: input => {
    const { state, body } = input
    if (body.status === 'sent') return sent(input)
    if (!state.justice || state.justice.answer) throw actOutOfOrder({ detail: 'no answer of justice is awaited' })
    const answered = event(
      'justice.answered',
      { answer: body.status, ...(body.number !== undefined && { number: body.number }) },
      { text: { reason: body.reason } },
    )
    if (body.status === 'declined') return [answered, event('case.resumed', { for: 'justice' })]
    return [answered, ...restoreDeposits(input), event('case.closed', { result: 'transferred' })]
  },
})
