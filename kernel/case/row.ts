import type { Calendar } from '#kernel/calendar'
import type { CompiledItem } from '#kernel/definition'
import { nextFiring } from './deadline.ts'
import { limitsOf } from './limits.ts'
import type { CaseState, ClockState, TaskState } from './state.ts'
import type { Row } from './step.store.ts'
import { taskClock } from './task-clocks.ts'

const worst = { notice: 1, yellow: 2, red: 3 } as const

/**
 * The nearest end of the organ's own limits, and the worst rung rung so far: what an inbox sorts and colours by. Limits of tasks count for
 * their own task only.
 */
function urgency(
  state: CaseState,
  definition: CompiledItem,
  task?: string,
): { due: string | null; level: string | null } {
  let due: string | null = null
  let level: keyof typeof worst | null = null
  const limits = limitsOf(definition)
  for (const [id, clock] of Object.entries(state.clocks)) {
    const limit = limits.get(clock.limit)
    if (limit?.of === 'task' && (task === undefined || id !== taskClock(limit.id, task))) continue
    if (
      clock.binds !== 'organ' ||
      (clock.status !== 'running' && clock.status !== 'suspended' && clock.status !== 'expired')
    )
      continue
    const day = clock.due.includes('T') ? clock.due.slice(0, 10) : clock.due
    if (due === null || day < due) due = day
    const rungs = limit?.rungs ?? []
    for (const rung of rungs)
      if (clock.rungs.includes(`${rung.alarm}:${rung.percent}`) && (level === null || worst[rung.level] > worst[level]))
        level = rung.level
  }
  return { due, level }
}

export interface Difference {
  readonly gone: readonly string[]
  /** Rows that were not there before, in the order of the statement's columns. */
  readonly fresh: readonly Row[]
  /** Rows that are there and have changed. */
  readonly rows: readonly Row[]
}

function taskRows(before: CaseState, after: CaseState, definition: CompiledItem): Difference {
  const open = after.status === 'open' ? after.tasks : {}
  const ofTasks = [...limitsOf(definition).values()].some(({ of }) => of === 'task')
  const [wasAll, isAll] = [urgency(before, definition), urgency(after, definition)]
  const was = (task: string) => (ofTasks ? urgency(before, definition, task) : wasAll)
  const is = (task: string) => (ofTasks ? urgency(after, definition, task) : isAll)
  const moved = (task: string) => was(task).due !== is(task).due || was(task).level !== is(task).level
  const row = ([task, { stage, organ, post, person }]: readonly [string, TaskState]): Row => {
    const entered = after.stages[stage]?.on ?? after.openedOn
    return [task, stage, organ, post, person ?? null, entered, is(task).due, is(task).level]
  }
  const written = Object.entries(open).filter(([task, now]) => moved(task) || before.tasks[task] !== now)
  const fresh = written.filter(([task]) => before.tasks[task] === undefined).map(row)
  const rows = written.filter(([task]) => before.tasks[task] !== undefined).map(row)
  return { gone: Object.keys(before.tasks).filter(task => !(task in open)), fresh, rows }
}

const runs = (clock: ClockState | undefined): clock is ClockState =>
  clock?.status === 'running' || clock?.status === 'suspended'

/** When the clock has something to do next; a provisional end never takes effect, so it waits for the calendar. */
function nextAt(clock: ClockState, definition: CompiledItem, calendar: Calendar): string | null {
  const limit = limitsOf(definition).get(clock.limit)
  const next = limit && nextFiring(calendar, limit, clock)
  return next === undefined || (clock.provisional && next.percent >= 100) ? null : next.at.toString()
}

function clockRows(before: CaseState, after: CaseState, definition: CompiledItem, calendar: Calendar): Difference {
  const row = ([id, clock]: readonly [string, ClockState]): Row => [
    id,
    clock.binds,
    clock.due,
    nextAt(clock, definition, calendar),
  ]
  const written = Object.entries(after.clocks).filter(([id, clock]) => runs(clock) && before.clocks[id] !== clock)
  const fresh = written.filter(([id]) => !runs(before.clocks[id])).map(row)
  const rows = written.filter(([id]) => runs(before.clocks[id])).map(row)
  const gone = Object.keys(before.clocks).filter(id => runs(before.clocks[id]) && !runs(after.clocks[id]))
  return { gone, fresh, rows }
}

function obligationRows(before: CaseState, after: CaseState): Difference {
  const isOpen = (state: CaseState, id: string) => state.obligations[id]?.status === 'open'
  const rows = Object.entries(after.obligations)
    .filter(([id]) => isOpen(after, id) && !isOpen(before, id))
    .map(([id, { kind, binds, amount }]): Row => [id, kind, binds, amount ?? null, after.organ, after.openedOn])
  return {
    gone: Object.keys(before.obligations).filter(id => isOpen(before, id) && !isOpen(after, id)),
    fresh: [],
    rows,
  }
}

/**
 * 待办行 What to delete and write in the three open tables so that they say what the state says. Only what the step touched is
 * looked at: folding keeps untouched parts identical.
 */
export const openRows = (before: CaseState, after: CaseState, definition: CompiledItem, calendar: Calendar) => ({
  tasks: taskRows(before, after, definition),
  clocks: clockRows(before, after, definition, calendar),
  obligations: obligationRows(before, after),
})
