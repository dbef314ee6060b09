import { type Static, Type } from 'typebox'
import { type ActInput, act, openStage, permitted } from '../act.ts'
import { event } from '../event.ts'
import { actNotPermitted, actOutOfOrder } from '../refusals.ts'
import type { ConsultationState } from '../state.ts'
import { taskOf } from './complete.ts'
import { Organ, Person, Prose, stage, strict } from './words.ts'

const mine = (input: ActInput<{ stage?: string }>) => {
  const at = openStage(input, undefined, input.body.stage)
  const found = taskOf(input, at.stage)
  if (!found || input.actor.kind !== 'officer')
    throw actOutOfOrder({ detail: 'no task of this stage is yours', facts: { stage: at.stage } })
  return { at, key: found[0], task: found[1], person: input.actor.person }
}

const StageBody = Type.Object({ stage }, strict)

/** 签收 An officer takes a task of the post; from then on it is theirs alone. */
export const claim = act<Static<typeof StageBody>>({
  body: StageBody,
  who: 'officer',
  stage: input => openStage(input, undefined, input.body.stage),
  decide: input => {
    const { key, task, person } = mine(input)
    if (task.person !== undefined) throw actOutOfOrder({ detail: 'the task is already claimed', facts: { task: key } })
    return [event('task.claimed', { task: key, person })]
  },
})

/** 退签 The task goes back to the post. */
export const unclaim = act<Static<typeof StageBody>>({
  body: StageBody,
  who: 'officer',
  stage: input => openStage(input, undefined, input.body.stage),
  decide: input => {
    const { key, task, person } = mine(input)
    if (task.person !== person) throw actOutOfOrder({ detail: 'you have not claimed this task', facts: { task: key } })
    return [event('task.unclaimed', { task: key })]
  },
})

const ToPersonBody = Type.Object({ stage, to: Person, reason: Prose }, strict)

/** 转办 The task passes to a colleague of the same post, with the reason. */
export const transfer = act<Static<typeof ToPersonBody>>({
  body: ToPersonBody,
  who: 'officer',
  stage: input => openStage(input, undefined, input.body.stage),
  decide: input => {
    const { at, key, task } = mine(input)
    permitted(at, 'transfer')
    return [
      event(
        'task.transferred',
        { task: key, from: task.person ?? null, to: input.body.to },
        { text: { reason: input.body.reason } },
      ),
    ]
  },
})

/** 指派 Whoever the item lets hand out the work gives a task to an officer of its post, also one that another has taken. */
export const assign = act<Static<typeof ToPersonBody>>({
  body: ToPersonBody,
  who: 'officer',
  stage: input => openStage(input, undefined, input.body.stage),
  roles: ({ definition }) => [definition.definition.authority.assign?.by ?? []].flat(),
  decide: input => {
    const { state, definition, body } = input
    const at = openStage(input, undefined, body.stage)
    if (!definition.definition.authority.assign)
      throw actNotPermitted({ detail: 'the item lets nobody hand out its tasks', facts: { stage: at.stage } })
    const found = Object.entries(state.tasks).find(
      ([, task]) => task.stage === at.stage && task.consultation === undefined && task.organ === state.organ,
    )
    if (!found) throw actOutOfOrder({ detail: 'no task of this stage is the organ’s own', facts: { stage: at.stage } })
    const [key, task] = found
    return [
      event(
        'task.transferred',
        { task: key, from: task.person ?? null, to: body.to },
        { text: { reason: body.reason } },
      ),
    ]
  },
})

/** 委托办理 Another acts on the holder's behalf; answerable remains the holder, and both count for separation. */
export const delegate = act<Static<typeof ToPersonBody>>({
  body: ToPersonBody,
  who: 'officer',
  stage: input => openStage(input, undefined, input.body.stage),
  decide: input => {
    const { key, at, task, person } = mine(input)
    const { delegable } = input.definition.definition.authority
    if (!delegable || (Array.isArray(delegable) && !delegable.includes(task.role)))
      throw actNotPermitted({ detail: 'this power may not be delegated', facts: { stage: at.stage } })
    return [
      event('task.delegated', { task: key, from: person, to: input.body.to }, { text: { reason: input.body.reason } }),
    ]
  },
})

/** A number no signer of this round has had: signing moves one from the open to the done, so their sum only grows. */
const nextSigner = (state: ActInput['state'], stage: string, prefix: string): number =>
  Object.keys(state.tasks).filter(key => key.startsWith(prefix)).length + (state.stages[stage]?.done ?? 0) + 1

/** 加签 One more must agree before the stage is done. */
export const addSigner = act<Static<typeof ToPersonBody>>({
  body: ToPersonBody,
  who: 'officer',
  stage: input => openStage(input, undefined, input.body.stage),
  decide: input => {
    const { at, task } = mine(input)
    permitted(at, 'add-signer')
    const prefix = `${at.stage}.${input.state.stages[at.stage]!.round}.s`
    const added = {
      task: `${prefix}${nextSigner(input.state, at.stage, prefix)}`,
      role: task.role,
      post: task.post,
      organ: task.organ,
      person: input.body.to,
    }
    return [event('task.added', { stage: at.stage, task: added }, { text: { reason: input.body.reason } })]
  },
})

const ConsultBody = Type.Object(
  {
    stage,
    organs: Type.Array(Organ, { minItems: 1, maxItems: 20, uniqueItems: true }),
    mode: Type.Optional(Type.Enum(['all', 'any', 'k-of-n'])),
    k: Type.Optional(Type.Integer({ minimum: 1, maximum: 20 })),
    question: Prose,
  },
  strict,
)

/** 征求意见(会签) Several organs are asked side by side: all must answer, any one, or k of them. */
export const consult = act<Static<typeof ConsultBody>>({
  body: ConsultBody,
  who: 'officer',
  stage: input => openStage(input, undefined, input.body.stage),
  decide: input => {
    const { state, body } = input
    const at = openStage(input, undefined, body.stage)
    permitted(at, 'consult')
    const mode = body.mode ?? 'all'
    const k = mode === 'all' ? body.organs.length : mode === 'any' ? 1 : (body.k ?? body.organs.length)
    if (k > body.organs.length)
      throw actNotPermitted({ detail: 'k is more than the organs asked', facts: { k, organs: body.organs.length } })
    const id = `${at.stage}.c${Object.keys(state.consultations).length + 1}`
    const tasks = body.organs.map((organ, index) => ({
      task: `${id}.${index + 1}`,
      role: 'consulted',
      post: '*',
      organ,
    }))
    return [
      event('consultation.asked', { id, organs: body.organs, mode, k, tasks }, { text: { question: body.question } }),
    ]
  },
})

const AnswerBody = Type.Object(
  {
    consultation: Type.Optional(Type.String({ maxLength: 80 })),
    opinion: Type.Enum(['agree', 'disagree', 'none']),
    note: Type.Optional(Prose),
  },
  strict,
)

/** 反馈意见 A consulted organ answers. */
export const answerConsultation = act<Static<typeof AnswerBody>>({
  body: AnswerBody,
  who: 'officer',
  roles: () => ['consulted'],
  decide: input => {
    const { state, actor, body } = input
    const organ = actor.kind === 'officer' ? actor.organ : ''
    // 同时反馈: enough others answered at the same instant. What this organ says stands beside it while the stage is not done.
    const takes = ({ settled, answers, k, stage: at }: ConsultationState) =>
      !settled || (Object.keys(answers).length >= k && state.stages[at]?.status === 'open')
    const found = Object.entries(state.consultations).find(
      ([id, asked]) =>
        takes(asked) &&
        asked.organs.includes(organ) &&
        asked.answers[organ] === undefined &&
        (body.consultation ?? id) === id,
    )
    if (!found) throw actOutOfOrder({ detail: 'this organ has no consultation to answer' })
    const [id, asked] = found
    const settled = Object.keys(asked.answers).length + 1 >= asked.k
    return [
      event(
        'consultation.answered',
        { id, organ, opinion: body.opinion, settled },
        body.note === undefined ? undefined : { text: { note: body.note } },
      ),
    ]
  },
})
