import type { TaskOpened } from '../event.ts'
import type { CaseState, TaskState } from '../state.ts'

/** The tasks of a stage beside those that are open already. */
export function withTasks(state: CaseState, opened: readonly TaskOpened[], stage: string): CaseState['tasks'] {
  const tasks: Record<string, TaskState> = { ...state.tasks }
  for (const one of opened) tasks[one.task] = { ...one, stage }
  return tasks
}

/** What is left of tasks, stages or whatever else a state keeps by a key. */
export function without<V>(
  record: Readonly<Record<string, V>>,
  gone: (value: V, key: string) => boolean,
): Record<string, V> {
  const left: Record<string, V> = {}
  for (const key of Object.keys(record)) if (!gone(record[key]!, key)) left[key] = record[key]!
  return left
}
