import { type Static, Type } from 'typebox'
import type { CompiledItem, CompiledStage } from '#kernel/definition'
import { type Act, type ActInput, act, openStage, tasksIn } from '../act.ts'
import { type Detail, event, type NewEvent } from '../event.ts'
import { sortFields, takeMaterials } from '../form.ts'
import { actNotPermitted, actOutOfOrder, bodyInvalid } from '../refusals.ts'
import { signableTasks } from '../signing.ts'
import type { TaskState } from '../state.ts'
import { subCasesEnded } from '../sub-cases.ts'
import { Fields, judgements, Key, Materials, Person, Prose, stage, strict } from './words.ts'

/** Stage kinds that have an act of their own and are never simply completed. */
const reserved = [
  'acceptance',
  'filing',
  'notice',
  'hearing',
  'deliberation',
  'mediation',
  'decision',
  'delivery',
  'payment',
  'release',
  'joint',
]

/** The task of this officer's role at the stage; a task claimed by another is not theirs. */
export function taskOf(input: ActInput<unknown>, stage: string): readonly [string, TaskState] | undefined {
  const { actor, state } = input
  const tasks = signableTasks(state, stage)
  if (actor.kind !== 'officer') return tasks[0]
  const hand = actor.onBehalfOf ?? actor.person
  return (
    tasks.find(([, task]) => task.person === actor.person || task.person === hand) ??
    tasks.find(
      ([, task]) =>
        task.person === undefined &&
        task.organ === actor.organ &&
        (task.post === '*' || `${task.organ}/${task.post}` === actor.post),
    )
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
    emergency: Type.Optional({ ...Prose, description: 'why it is enforced at night or on a holiday' }),
    judgements,
  },
  strict,
)

type Given = Pick<Static<typeof CompleteBody>, 'fields' | 'materials'>

/** The tasks of the stage that this officer's part leaves open. */
const leftBy = ({ state }: ActInput<unknown>, { stage }: CompiledStage, mine: string | undefined): readonly string[] =>
  signableTasks(state, stage).flatMap(([key]) => (key === mine ? [] : [key]))

/** Whether the stage is done with this officer's part: whoever was added must have signed, then all, any or k of n of them. */
function enough(
  { state }: ActInput<unknown>,
  { stage, mode = 'all', k = 1 }: CompiledStage,
  left: readonly string[],
): boolean {
  if (left.some(isAdded)) return false
  if (mode === 'any' || mode === 'one') return true
  return mode === 'k-of-n' ? (state.stages[stage]?.done ?? 0) + 1 >= k : left.length === 0
}

/** Tasks of added signers are numbered s1, s2 …: see `addSigner`. */
const isAdded = (task: string): boolean => /\.s\d+$/.test(task)

/** 同时联署 The stage that another's signature completed a moment ago and this officer may still sign: no later step rests on it yet. */
function signedBeside(input: ActInput<{ stage?: string }>): CompiledStage | undefined {
  const { definition, state, body } = input
  const at = definition.stages.get(body.stage ?? '')
  if (!at || state.stages[at.stage]?.status !== 'done' || !taskOf(input, at.stage)) return undefined
  return afterwards(definition, at).some(key => key !== at.stage && state.stages[key]?.status === 'done')
    ? undefined
    : at
}

/** What the stage was completed with is not changed by who signs beside it: other answers would be the next officer's surprise. */
function mustAgreeWith({ state }: ActInput<unknown>, { fields = {}, materials = {} }: Given): void {
  const other = [
    ...Object.keys(fields).filter(name => JSON.stringify(fields[name]) !== JSON.stringify(state.facts[name])),
    ...Object.keys(materials).filter(id => materials[id] !== state.materials[id]),
  ]
  if (other.length > 0)
    throw actOutOfOrder({
      detail: 'the stage was completed with other answers at the same moment',
      facts: { other },
      remedy: 'Read the case again; who disagrees lets it be returned to this stage.',
    })
}

/** A stage that an officer may complete: open, or just completed by a co-signer, and without an act of its own. */
function completable(input: ActInput<{ stage?: string }>): CompiledStage {
  const at = signedBeside(input) ?? openStage(input, undefined, input.body.stage)
  if (reserved.includes(at.kind))
    throw actNotPermitted({
      detail: `a ${at.kind} stage has an act of its own`,
      facts: { stage: at.stage, kind: at.kind },
    })
  return at
}

/** 完成环节 An officer's part of a stage is done; with all, any or k of n of them, the stage is. */
export const complete: Act = act<Static<typeof CompleteBody>>({
  body: CompleteBody,
  who: 'officer',
  stage: completable,
  decide: input => {
    const { state, body, actor } = input
    const at = completable(input)
    // 未经法制审核或者审核未通过的，不得作出决定（行政处罚法58）: a review that says nothing has not been one.
    if (at.kind === 'legal-review' && body.opinion === undefined)
      throw bodyInvalid({ detail: 'a legal review gives its opinion', facts: { fields: { opinion: 'MISSING' } } })
    const unanswered = Object.values(state.consultations).find(asked => asked.stage === at.stage && !asked.settled)
    if (unanswered)
      throw actOutOfOrder({
        detail: 'a consultation of this stage is not answered yet',
        facts: { organs: unanswered.organs },
      })
    const events: NewEvent[] = [
      ...sortFields(input, at.stage, body.fields ?? {}, true),
      ...takeMaterials(input, body.materials, at.stage),
      ...subCasesEnded(input, at),
    ]
    const opinion = state.stages[at.stage]?.against ? 'disagree' : body.opinion
    const said = {
      ...(body.note !== undefined && { note: body.note }),
      ...(body.emergency !== undefined && { emergency: body.emergency }),
    }
    const text = Object.keys(said).length === 0 ? undefined : { text: said }
    const mine = taskOf(input, at.stage)
    const left = leftBy(input, at, mine?.[0])
    const { done, status } = state.stages[at.stage]!
    const several =
      (at.mode !== undefined && at.mode !== 'one') || left.length + (mine ? 1 : 0) > 1 || done !== undefined
    if (several) {
      if (!mine || actor.kind !== 'officer')
        throw actOutOfOrder({ detail: 'no task of this stage is yours', facts: { stage: at.stage } })
      events.push(
        event(
          'task.completed',
          { stage: at.stage, task: mine[0], person: actor.person, ...(body.opinion && { result: body.opinion }) },
          text,
        ),
      )
    }
    if (status === 'done') {
      mustAgreeWith(input, body)
      return events.filter(({ type }) => type === 'task.completed')
    }
    if (!several || enough(input, at, left))
      events.push(
        event(
          'stage.completed',
          {
            stage: at.stage,
            ...(opinion && { result: opinion }),
            ...(body.officers && { persons: body.officers }),
            ...(several && left.length > 0 && { unsigned: left }),
          },
          several ? undefined : text,
        ),
      )
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
    const { body } = input
    const from = openStage(input, undefined, body.from)
    if (!from.returnTo.includes(body.to))
      throw actNotPermitted({
        detail: `${from.stage} may not return to ${body.to}`,
        facts: { from: from.stage, to: body.to, may: from.returnTo },
      })
    return sendBack(input, from.stage, body.to, { text: { reason: body.reason } })
  },
})

/** 回到 Back to a stage: it and what lies behind it is done again; a notice given there is given again, and answered again. */
export function sendBack(
  input: ActInput<unknown>,
  from: string,
  to: string,
  detail?: Detail,
  outcome?: string,
): readonly NewEvent[] {
  const { definition, state } = input
  const target = definition.stages.get(to)!
  const reset = afterwards(definition, target).filter(key => state.stages[key] !== undefined)
  const renews = reset.some(
    key => definition.stages.get(key)?.kind === 'notice' && state.stages[key]?.status === 'done',
  )
  const posted = reset.some(key => definition.stages.get(key)?.kind === 'publicity')
  const hanging = (['draft', 'result'] as const).filter(kind => posted && state.publications[kind] === 'made')
  return [
    event(
      'case.returned',
      { from, to, reset, ...(renews && { renewsNotice: true }), ...(outcome !== undefined && { outcome }) },
      detail,
    ),
    // 重新公示: what hangs is no longer what the case says; it is posted anew, for its whole time.
    ...hanging.map(kind => event('publication.withdrawn', { kind, ground: 'changed' })),
    ...reopen(input, target.stage),
  ]
}

/** The stage and what lies behind it: the rest of its own branch, and everything after the branches have joined. */
export function afterwards({ stages }: CompiledItem, { stage: from, node, branch }: CompiledStage): readonly string[] {
  const keys = [...stages.values()]
  const first = keys.findIndex(({ stage }) => stage === from)
  return keys
    .filter(
      (other, index) =>
        index >= first && (other.node > node || branch === undefined || other.branch?.index === branch.index),
    )
    .map(({ stage }) => stage)
}

/** The target opens again as a new round, with the tasks it had the first time. */
function reopen(input: ActInput<unknown>, key: string): readonly NewEvent[] {
  const { definition, state, facts } = input
  const target = definition.stages.get(key)!
  const round = (state.rounds[key] ?? 0) + 1
  const tasks = tasksIn(definition, state, facts.organOf, target, round)
  return [event('stage.entered', { stage: key, round, tasks })]
}
