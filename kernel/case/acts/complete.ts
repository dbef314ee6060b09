import { type Static, Type } from 'typebox'
import { type Act, type ActInput, act, openStage, tasksOf } from '../act.ts'
import { event, type NewEvent } from '../event.ts'
import { sortFields, takeMaterials } from '../form.ts'
import { actNotPermitted, actOutOfOrder } from '../refusals.ts'
import type { TaskState } from '../state.ts'
import { Fields, judgements, Key, Materials, Person, Prose, stage, strict } from './words.ts'

/** Stage kinds that have an act of their own and are never simply completed. */
const reserved = ['acceptance', 'filing', 'notice', 'hearing', 'deliberation', 'decision', 'delivery', 'payment']

/** The task of this officer's role at the stage; a task claimed by another is not theirs. */
export function taskOf(input: ActInput<unknown>, stage: string): readonly [string, TaskState] | undefined {
  const { actor, state } = input
  const tasks = Object.entries(state.tasks).filter(([, task]) => task.stage === stage && task.consultation === undefined)
  if (actor.kind !== 'officer') return tasks[0]
  const hand = actor.onBehalfOf ?? actor.person
  return (
    tasks.find(([, task]) => task.person === actor.person || task.person === hand) ??
    tasks.find(([, task]) => task.person === undefined && task.organ === actor.organ && (task.post === '*' || `${task.organ}/${task.post}` === actor.post))
  )
}

const CompleteBody = Type.Object(
  {
    stage,
    opinion: Type.Optional(Type.Enum(['agree', 'disagree'])),
    note: Type.Optional(Prose),
    fields: Type.Optional(Fields),
    materials: Type.Optional(Materials),
    officers: Type.Optional(Type.Array(Person, { maxItems: 20, uniqueItems: true })),
    judgements,
  },
  strict,
)

function enough(input: ActInput<unknown>, key: string, mode: string, k: number, doneNow: number): boolean {
  const left = Object.values(input.state.tasks).filter(task => task.stage === key && task.consultation === undefined).length - doneNow
  if (mode === 'any' || mode === 'one') return true
  const done = (input.state.acted[key]?.length ?? 0) + doneNow
  return mode === 'k-of-n' ? done >= k : left <= 0
}

/** 完成环节 An officer's part of a stage is done; with all, any or k of n of them, the stage is. */
export const complete: Act = act<Static<typeof CompleteBody>>({
  body: CompleteBody,
  who: 'officer',
  stage: input => openStage(input, undefined, input.body.stage),
  decide: input => {
    const { state, body, actor } = input
    const at = openStage(input, undefined, body.stage)
    if (reserved.includes(at.kind)) throw actNotPermitted({ detail: `a ${at.kind} stage has an act of its own`, facts: { stage: at.stage, kind: at.kind } })
    const unanswered = Object.values(state.consultations).find(asked => asked.stage === at.stage && !asked.settled)
    if (unanswered) throw actOutOfOrder({ detail: 'a consultation of this stage is not answered yet', facts: { organs: unanswered.organs } })
    const events: NewEvent[] = [...sortFields(input, at.stage, body.fields ?? {}, true), ...takeMaterials(input, body.materials)]
    const text = body.note === undefined ? undefined : { text: { note: body.note } }
    const mine = taskOf(input, at.stage)
    const several = (at.mode !== undefined && at.mode !== 'one') || Object.values(state.tasks).filter(task => task.stage === at.stage && task.consultation === undefined).length > 1
    if (several && mine && actor.kind === 'officer')
      events.push(event('task.completed', { stage: at.stage, task: mine[0], person: actor.person, ...(body.opinion && { result: body.opinion }) }, text))
    if (!several || enough(input, at.stage, at.mode ?? 'all', at.k ?? 1, mine ? 1 : 0))
      events.push(event('stage.completed', { stage: at.stage, ...(body.opinion && { result: body.opinion }), ...(body.officers && { persons: body.officers }) }, several ? undefined : text))
    return events
  },
})

const ReturnBody = Type.Object({ from: stage, to: Key, reason: Prose }, strict)

/** 退回 Back to an earlier stage the row names; what came after it is done again, the limits run on. */
export const returnTo: Act = act<Static<typeof ReturnBody>>({
  body: ReturnBody,
  who: 'officer',
  stage: input => openStage(input, undefined, input.body.from),
  decide: input => {
    const { definition, state, body } = input
    const from = openStage(input, undefined, body.from)
    if (!from.returnTo.includes(body.to)) throw actNotPermitted({ detail: `${from.stage} may not return to ${body.to}`, facts: { from: from.stage, to: body.to, may: from.returnTo } })
    const keys = [...definition.stages.keys()]
    const reset = keys.slice(keys.indexOf(body.to)).filter(key => state.stages[key] !== undefined)
    const target = definition.stages.get(body.to)!
    return [
      event('case.returned', { from: from.stage, to: body.to, reset }, { text: { reason: body.reason } }),
      ...reopen(input, target.stage),
    ]
  },
})

/** The target opens again as a new round, with the tasks it had the first time. */
function reopen(input: ActInput<unknown>, key: string): readonly NewEvent[] {
  const { definition, state, facts } = input
  const target = definition.stages.get(key)!
  const round = (state.rounds[key] ?? 0) + 1
  const tasks = tasksOf(definition, state.organ, facts.organOf, target, round)
  return [event('stage.entered', { stage: key, round, tasks })]
}
