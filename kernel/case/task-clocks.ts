import type { Facts } from './act.ts'
import { dueOf } from './deadline.ts'
import type { StepDraft } from './draft.ts'
import { event } from './event.ts'
import { taskLimits } from './limits.ts'

/** The clock of one task under a limit. */
export const taskClock = (limit: string, task: string): string => `${limit}.${task}`

/**
 * 任务的时限 Each task of the stage has a clock of its own, from its opening until it is done: where several officers or organs sign, each is
 * late by itself. A task that is taken back with its stage takes its clock with it.
 */
export function keepTaskClocks(draft: StepDraft, facts: Facts, at: string): void {
  for (const limit of taskLimits(draft.definition)) {
    const { tasks, clocks } = draft.state
    const on = draft.events.at(-1)?.on
    if (on === undefined) return
    const mine = Object.entries(tasks).filter(([, { stage }]) => limit.ends.includes(stage))
    const open = new Set(mine.map(([task]) => taskClock(limit.id, task)))
    for (const clock of open) {
      if (clocks[clock] !== undefined) continue
      const span = dueOf(facts.calendar, limit, { start: on, at, suspensions: [], extensions: [] })
      const begun = { clock, limit: limit.id, start: on, at, binds: limit.binds ?? 'organ', ...span } as const
      draft.add([event('clock.started', begun)], on)
    }
    for (const [clock, { limit: of, status, due }] of Object.entries(clocks)) {
      if (
        of !== limit.id ||
        open.has(clock) ||
        (status !== 'running' && status !== 'suspended' && status !== 'expired')
      )
        continue
      const task = clock.slice(limit.id.length + 1)
      const stage = limit.ends.find(end => task.startsWith(`${end}.`))
      const done = stage !== undefined && isDone(draft, stage, task)
      if (done) draft.add([event('clock.met', { clock, on, late: status === 'expired' || on > due })], on)
      else if (status !== 'expired') draft.add([event('clock.cancelled', { clock })], on)
    }
  }
}

/** Whether the task was done, or its stage without it; not where the case went back over it. */
const isDone = ({ state, events }: StepDraft, stage: string, task: string): boolean =>
  state.stages[stage]?.status === 'done' ||
  events.some(happened => happened.type === 'task.completed' && happened.data.task === task)
