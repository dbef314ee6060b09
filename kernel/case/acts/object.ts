import { type Static, Type } from 'typebox'
import type { CompiledStage } from '#kernel/definition'
import { type ActInput, act, openStage, openStages } from '../act.ts'
import { event, type NewEvent } from '../event.ts'
import { actNotPermitted, actOutOfOrder, bodyInvalid } from '../refusals.ts'
import type { CaseState } from '../state.ts'
import { sendBack } from './complete.ts'
import { Key, Prose, stage, strict } from './words.ts'

/** 异议的来源 A party of the case; a neighbour, who is none; or somebody who does not say who he is. */
export const objectors = ['party', 'neighbour', 'anonymous'] as const

const ObjectBody = Type.Object(
  {
    text: Prose,
    by: Type.Optional(Type.Enum(objectors)),
    objector: Type.Optional(
      Type.String({
        minLength: 1,
        maxLength: 200,
        description: 'who objected and how to answer; shown to nobody who handles the case',
      }),
    ),
  },
  strict,
)

/** The publicity stage that has been posted: the one that is open, else the one that is over. */
export function postedStage({ definition, state }: Pick<ActInput, 'definition' | 'state'>): CompiledStage | undefined {
  const posted = [...definition.stages.values()].filter(
    ({ kind, stage, phase }) => kind === 'publicity' && phase !== 'after-decision' && state.stages[stage] !== undefined,
  )
  return posted.find(({ stage }) => state.stages[stage]?.status === 'open') ?? posted.at(-1)
}

/** 未答复的异议 Objections that nobody has answered yet. */
export const unanswered = (state: Pick<CaseState, 'objections'>): readonly string[] =>
  Object.entries(state.objections ?? {}).flatMap(([id, { answered }]) => (answered ? [] : [id]))

/** Who takes an objection down, and who answers it: whoever posted it, and who reviews. */
const posters = ({ definition }: Pick<ActInput, 'definition'>): readonly string[] => [
  ...new Set(
    [...definition.stages.values()]
      .filter(({ kind }) => kind === 'publicity' || kind === 'review')
      .flatMap(at => at.by ?? []),
  ),
]

/**
 * 异议 Somebody says that what was posted is not so: a party, a neighbour, anybody in the place where it hangs. Taken down while it is
 * posted and until the decision; what it says and who said it stays sealed.
 */
export const object = act<Static<typeof ObjectBody>>({
  body: ObjectBody,
  who: 'either',
  roles: posters,
  decide: input => {
    const { definition, state, body, actor } = input
    const { draft, result } = definition.definition.publicity
    const at = postedStage(input)
    if (!at || !(draft?.objections || result?.objections))
      throw actNotPermitted({ detail: 'nothing of this case is posted for objections' })
    if (state.publications['result'] !== 'made' && state.publications['draft'] !== 'made')
      throw actOutOfOrder({ detail: 'it has not been posted yet', remedy: 'Post it first: publish with kind result.' })
    if (state.outcome !== undefined)
      throw actOutOfOrder({ detail: 'the decision has been made', remedy: 'Use the remedies named in the decision.' })
    const by = actor.kind === 'party' ? 'party' : (body.by ?? 'neighbour')
    const id = `o${Object.keys(state.objections ?? {}).length + 1}`
    return [
      event(
        'objection.raised',
        { objection: id, stage: at.stage, by, ...(actor.kind === 'party' && { party: actor.party }) },
        {
          ...(actor.kind === 'party' ? { subject: actor.party } : { subject: state.id }),
          text: { text: body.text, ...(body.objector !== undefined && { objector: body.objector }) },
        },
      ),
    ]
  },
})

const AnswerBody = Type.Object(
  {
    objection: Type.Optional(Key),
    upheld: Type.Boolean({ description: 'whether what was said turned out to be so' }),
    reason: Prose,
    from: stage,
    to: Type.Optional(Key),
  },
  strict,
)

/**
 * 答复异议 What was objected is checked and answered, before the decision. Where it holds, the case goes back: to the stage the row
 * names (`to`), or it is corrected and posted anew for its whole time.
 */
export const answerObjection = act<Static<typeof AnswerBody>>({
  body: AnswerBody,
  who: 'officer',
  roles: posters,
  decide: input => {
    const { definition, state, body } = input
    const open = unanswered(state)
    const id = body.objection ?? (open.length === 1 ? open[0] : undefined)
    if (open.length === 0) throw actOutOfOrder({ detail: 'there is no objection to answer' })
    if (id === undefined || !open.includes(id))
      throw bodyInvalid({ detail: 'which objection', facts: { fields: { objection: 'MISSING' }, open } })
    if (!body.upheld) {
      if (body.to !== undefined)
        throw bodyInvalid({
          detail: 'an objection that does not hold sends nothing back',
          facts: { fields: { to: 'NOT_HERE' } },
        })
      return [
        event(
          'objection.answered',
          { objection: id, upheld: false, result: 'stands' },
          { text: { reason: body.reason } },
        ),
      ]
    }
    const from = body.from ?? openStages(state)[0]
    const at = openStage(input, undefined, from)
    const posted = postedStage(input)!
    const to = body.to ?? posted.stage
    const back = [...definition.stages.values()].filter(({ kind }) => kind === 'decision').flatMap(one => one.returnTo)
    const may = [...new Set([posted.stage, ...at.returnTo, ...back])]
    if (!may.includes(to))
      throw actNotPermitted({ detail: `${at.stage} may not return to ${to}`, facts: { from: at.stage, to, may } })
    const events: readonly NewEvent[] = [
      event(
        'objection.answered',
        { objection: id, upheld: true, result: to === posted.stage ? 'reposted' : 'returned' },
        { text: { reason: body.reason } },
      ),
      ...sendBack(input, at.stage, to),
    ]
    return events
  },
})
