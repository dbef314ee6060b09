import type { Calendar } from '#kernel/calendar'
import { endOfDay } from '#kernel/clock'
import type { CompiledLimit } from '#kernel/definition'
import { type Memory, makeMemory } from '#kernel/memory'
import type { ClockSpan } from './event.ts'
import type { ClockState } from './state.ts'

type Unit = CompiledLimit['unit']

const date = (text: string): Temporal.PlainDate => Temporal.PlainDate.from(text)

/** The clock as the calendar needs it: where it starts, what stood still, what was granted on top. */
export type Running = Pick<ClockState, 'start' | 'at' | 'suspensions' | 'extensions' | 'budget'>

interface Budgeted {
  readonly value: number
  readonly unit: Unit
  readonly lastDay?: CompiledLimit['lastDay'] | undefined
}

/** Cases of one day share their due dates, so a few hundred answers serve them all. */
const mostKnown = 2_000

/**
 * 到期日 When a limit ends: budget plus extensions, less the days that stood still. Hours run from the instant; every other
 * unit from the legal date, which is not itself counted.
 */
export function dueOf(calendar: Calendar, limit: Budgeted, running: Running): ClockSpan {
  const { value: budget, unit, lastDay } = running.budget ?? limit
  if (unit === 'hour') {
    const due = Temporal.Instant.from(running.at).add({ hours: budget })
    return { due: due.toString(), provisional: false }
  }
  if (running.suspensions.length + running.extensions.length > 0) return dueAfterStops(calendar, limit, running)
  const key = `${running.start} ${budget} ${unit} ${lastDay ?? ''}`
  return spansOf(calendar)(key, () => dueAfterStops(calendar, limit, running))
}

/** Cases of one day have the same limits, whatever their item: where nothing stood still, so many workdays on are counted once. */
const spans = new WeakMap<Calendar, Memory<ClockSpan>>()

function spansOf(calendar: Calendar): Memory<ClockSpan> {
  const known = spans.get(calendar) ?? makeMemory<ClockSpan>(mostKnown)
  spans.set(calendar, known)
  return known
}

function dueAfterStops(calendar: Calendar, limit: Budgeted, running: Running): ClockSpan {
  const { value: budget, unit, lastDay } = running.budget ?? limit
  const suspensions = running.suspensions.map(({ from, to }) => ({
    from: date(from),
    to: to === null ? null : date(to),
  }))
  const same = running.extensions
    .filter(further => further.unit === unit)
    .reduce((sum, { value }) => sum + value, budget)
  const roll = lastDay === 'stays' ? { rollForward: false } : {}
  const spent = calendar.dueWithSuspensions(date(running.start), { value: same, unit, ...roll }, suspensions)
  // A limit that stands still has no due date; the day it would end if it ran on from now keeps lists in order.
  let due = spent.due ?? calendar.due(suspensions.at(-1)!.from, { ...spent.remaining!, ...roll }).due
  let { provisional } = spent
  for (const extension of running.extensions.filter(further => further.unit !== unit)) {
    const further = calendar.due(due, { value: extension.value, unit: extension.unit as Unit, ...roll })
    due = further.due
    provisional ||= further.provisional
  }
  return { due: due.toString(), provisional }
}

/** Every act asks when its clocks lapse, and they do on few days. */
const lapses = makeMemory<Temporal.Instant>(mostKnown)

/** The instant a due date is over: the end of that local day, or the instant itself for hours. */
export function lapseOf(due: string): Temporal.Instant {
  if (due.includes('T')) return Temporal.Instant.from(due)
  return lapses(due, () => endOfDay(date(due)))
}

/** The instant a rung is reached: that part of the budget used up, at the end of the day on which it is. */
function rungAt(calendar: Calendar, limit: CompiledLimit, clock: ClockState, percent: number): Temporal.Instant {
  if (percent >= 100) return lapseOf(clock.due)
  const { budget = limit, ...running } = clock
  if (budget.unit === 'hour') {
    const start = Temporal.Instant.from(clock.at)
    return start.add({ seconds: Math.round((budget.value * 3_600 * percent) / 100) })
  }
  if (limit.kind !== 'before' && (budget.unit === 'workday' || budget.unit === 'day')) {
    const part = { value: Math.ceil((budget.value * percent) / 100), unit: budget.unit }
    return lapseOf(dueOf(calendar, part, running).due)
  }
  const days = date(clock.start).until(date(clock.due)).days
  return endOfDay(date(clock.start).add({ days: Math.ceil((days * percent) / 100) }))
}

export interface Firing {
  readonly at: Temporal.Instant
  readonly percent: number
  readonly level?: 'notice' | 'yellow' | 'red'
  readonly alarm?: string
}

interface Known {
  readonly calendar: Calendar
  readonly firings: Memory<Firing>
}
const known = new WeakMap<CompiledLimit, Known>()

function firingOf(calendar: Calendar, limit: CompiledLimit, clock: ClockState): Firing {
  for (const rung of limit.rungs) {
    if (clock.rungs.includes(`${rung.alarm}:${rung.percent}`)) continue
    return { ...rung, at: rungAt(calendar, limit, clock, rung.percent) }
  }
  return { at: lapseOf(clock.due), percent: 100 }
}

/**
 * 下一档 What this clock does next and when: its next rung not yet rung, else its end. Nothing while it stands still. Every
 * act asks this of every running clock, so answers are remembered for as long as the calendar stands.
 */
export function nextFiring(calendar: Calendar, limit: CompiledLimit, clock: ClockState): Firing | undefined {
  if (clock.status !== 'running' || limit.kind === 'min') return undefined
  if ((clock.budget ?? limit).unit === 'hour') return firingOf(calendar, limit, clock)
  let answers = known.get(limit)
  if (answers?.calendar !== calendar) {
    answers = { calendar, firings: makeMemory(mostKnown) }
    known.set(limit, answers)
  }
  const { suspensions, extensions, rungs, budget } = clock
  const history =
    budget || suspensions.length + extensions.length + rungs.length > 0
      ? JSON.stringify([suspensions, extensions, rungs, budget])
      : ''
  return answers.firings(`${clock.start} ${clock.due} ${history}`, () => firingOf(calendar, limit, clock))
}
