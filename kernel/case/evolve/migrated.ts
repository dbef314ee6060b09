import type { CaseState, TaskState } from '../state.ts'
import type { Fold } from './heard.ts'

type Names = (name: string) => string

const names =
  (changed: Readonly<Record<string, string>>): Names =>
  name =>
    Object.hasOwn(changed, name) ? changed[name]! : name

const renamed = <V>(record: Readonly<Record<string, V>>, name: Names): Record<string, V> =>
  Object.fromEntries(Object.entries(record).map(([key, value]) => [name(key), value]))

/** `review.1.2`: what belongs to a stage begins with its key. */
const within =
  (stage: string, name: Names): Names =>
  key =>
    key.startsWith(`${stage}.`) ? `${name(stage)}${key.slice(stage.length)}` : key

type Tasks = CaseState['tasks']

function tasksOf(tasks: Tasks, name: Names): Tasks {
  return Object.fromEntries(
    Object.entries(tasks).map(([key, { consultation, ...task }]): [string, TaskState] => {
      const own = within(task.stage, name)
      const asked = consultation === undefined ? {} : { consultation: own(consultation) }
      return [own(key), { ...task, ...asked, task: own(task.task), stage: name(task.stage) }]
    }),
  )
}

/**
 * 转版 Folds a case's move to another version: what was done stays done, under the names of the version it goes on under. Tasks
 * and clocks are new objects, so that their rows are written again as that version counts and colours them.
 */
export const evolveMigrated: Fold<'case.migrated'> = (state, { data }) => {
  const stage = names(data.stages)
  const field = names(data.fields)
  const own = names(data.limits)
  const limit: Names = id => (id.startsWith('stop.') ? `stop.${stage(id.slice(5))}` : own(id))
  const { awaiting, mediation, invited, parts, suspended, ...rest } = state
  return {
    ...rest,
    version: data.to,
    hash: data.hash,
    implementation: data.implementation,
    stages: Object.fromEntries(
      Object.entries(state.stages).map(([key, { unsigned, ...at }]) => [
        stage(key),
        { ...at, ...(unsigned && { unsigned: tasksOf(unsigned, stage) }) },
      ]),
    ),
    rounds: renamed(state.rounds, stage),
    tasks: tasksOf(state.tasks, stage),
    moments: renamed(state.moments, stage),
    facts: renamed(state.facts, field),
    acted: renamed(state.acted, stage),
    clocks: Object.fromEntries(
      Object.entries(state.clocks).map(([id, clock]) => [limit(id), { ...clock, limit: limit(clock.limit) }]),
    ),
    consultations: Object.fromEntries(
      Object.entries(state.consultations).map(([id, asked]) => [
        within(asked.stage, stage)(id),
        { ...asked, stage: stage(asked.stage) },
      ]),
    ),
    ...(awaiting && { awaiting: { ...awaiting, fields: awaiting.fields.map(field) } }),
    ...(mediation && { mediation: { ...mediation, stage: stage(mediation.stage) } }),
    ...(invited && { invited: renamed(invited, stage) }),
    ...(parts && {
      parts: Object.fromEntries(
        Object.entries(parts).map(([key, part]) => [key, { ...part, stage: stage(part.stage) }]),
      ),
    }),
    ...(suspended && { suspended: { ...suspended, for: stage(suspended.for) } }),
  }
}
