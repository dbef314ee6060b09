import type { CaseState, TaskState } from './state.ts'

/**
 * 可签任务 What may be signed at a stage: its open tasks; and where any or k of n of them completed it, those they did without, because
 * whose pen was on the paper at the same instant has signed too.
 */
export const signableTasks = (
  { stages, tasks }: Pick<CaseState, 'stages' | 'tasks'>,
  stage: string,
): readonly (readonly [string, TaskState])[] =>
  stages[stage]?.status === 'done'
    ? Object.entries(stages[stage].unsigned ?? {})
    : Object.entries(tasks).filter(([, task]) => task.stage === stage && task.consultation === undefined)
