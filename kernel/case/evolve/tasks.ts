import type { TaskOpened } from '../event.ts'
import type { CaseState, TaskState } from '../state.ts'

/** The tasks of a stage beside those that are open already. */
export function withTasks(state: CaseState, opened: readonly TaskOpened[], stage: string): CaseState['tasks'] {
  const tasks: Record<string, TaskState> = { ...state.tasks }
  for (const one of opened) tasks[one.task] = { ...one, stage }
  return tasks
}
