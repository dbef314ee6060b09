import type { Calendar } from '#kernel/calendar'
import type { CompiledItem } from '#kernel/definition'
import { countedYears, dueCases, keepYear, type ReadCase, runningCases, waitingCases } from './case.store.ts'
import { overtake } from './decide-step.ts'
import type { Actor } from './event.ts'
import { lockDueCase, monthOf } from './month.store.ts'
import type { CaseDependencies } from './request.ts'
import type { CaseState } from './state.ts'
import type { Surroundings } from './surroundings.ts'

const clockwork: Actor = { kind: 'system', name: 'clock' }

/** 搁置 A case whose clocks could not be fired: how often that failed, and when it is tried again. */
interface SetAside {
  readonly failed: number
  readonly until: Temporal.Instant
}

/** Five seconds, then longer each time, at most an hour: what heals by itself heals soon, what does not costs nothing. */
const waitAfter = (failed: number): Temporal.DurationLike => ({ seconds: Math.min(5 * 4 ** (failed - 1), 3_600) })
/** A twin that was faster is no reason to wake anybody; what fails twice is. */
const stoppedAfter = 2

/** One letter for each day of a year: whether it is worked. */
function daysOf(calendar: Calendar, year: number): string {
  const first = new Temporal.PlainDate(year, 1, 1)
  return Array.from({ length: first.daysInYear }, (_, day) =>
    calendar.isWorkday(first.add({ days: day })) === true ? '1' : '0',
  ).join('')
}

/** The first day that is now worked and was not, or the other way round, in a year that was known; undefined where none is. */
function firstCorrection(before: ReadonlyMap<number, string>, now: Calendar): string | undefined {
  for (const year of now.years) {
    const was = before.get(year)
    const is = daysOf(now, year)
    if (was === undefined || was === is) continue
    const day = [...is].findIndex((letter, index) => letter !== was[index])
    return new Temporal.PlainDate(year, 1, 1).add({ days: day }).toString()
  }
  return undefined
}

/** 到点 The legal clocks of cases, in the system's own name. Any number of workers may: whoever locks the case first does it. */
export function makeFiring({ db, identity, clocksStopped, calendar }: CaseDependencies, around: Surroundings) {
  const aside = new Map<string, SetAside>()

  /** What the clocks of one case have to do by now; how many events that made. Doing it twice does nothing twice. */
  async function fire(caseId: string, anew = false): Promise<number> {
    return (await fireUnder(caseId, await around.definitionOf(caseId), anew)) ?? fire(caseId, anew)
  }

  /** Undefined when the case was moved to another version meanwhile. */
  const fireUnder = (caseId: string, definition: CompiledItem, anew: boolean): Promise<number | undefined> =>
    db.transaction(async sql => {
      const { at, today } = around.now()
      const [row] = await sql.run<ReadCase>(lockDueCase(monthOf(caseId)), [caseId])
      if (!row) return 0
      const before = JSON.parse(row.state) as CaseState
      if (!around.stillUnder(definition, before)) return undefined
      const sources = around.sourcesOf(await identity.directoryAt(row.identityEpoch, sql), before, today)
      const { events, details, state } = overtake(definition, before, at, today, sources, anew)
      if (events.length === 0) return 0
      const step = { events, details, state, verdicts: [] }
      const caseKey = around.keysIn(row.keys)(caseId) ?? null
      const nobody = { commandId: null, bodyHash: null, keyOf: () => undefined }
      await around.store(
        sql,
        {
          ...nobody,
          caseId,
          number: row.number,
          definition,
          before,
          step,
          actor: clockwork,
          verb: 'fire',
          at,
          caseKey,
          sources,
        },
        { body: {} },
      )
      return events.length
    })

  /** One case's clocks; one that cannot be read or written stops nobody else's (行政许可法 42 runs on for all the others). */
  async function fireAlone(caseId: string, anew = false): Promise<number> {
    try {
      const events = await fire(caseId, anew)
      if (events > 0) aside.delete(caseId)
      // Due, and yet nothing happened: a twin fired it just now, or its row is wrong; either way it is not asked again at once.
      else aside.set(caseId, { failed: 0, until: around.now().at.add(waitAfter(1)) })
      return events
    } catch (fault) {
      const failed = (aside.get(caseId)?.failed ?? 0) + 1
      aside.set(caseId, { failed, until: around.now().at.add(waitAfter(failed)) })
      if (failed >= stoppedAfter) await clocksStopped({ caseId, failed, fault })
      return 0
    }
  }

  /** One round of the clock worker, the longest waiting first; returns in how many cases something happened. */
  async function fireDue(limit = 200): Promise<number> {
    const { at } = around.now()
    for (const [id, { until, failed }] of aside)
      if (failed === 0 && Temporal.Instant.compare(until, at) <= 0) aside.delete(id)
    const waiting = [...aside].filter(([, { until }]) => Temporal.Instant.compare(until, at) > 0).map(([id]) => id)
    const due = await db.run<{ id: string }>(dueCases, [at.toString(), limit, waiting])
    let fired = 0
    for (const { id } of due) if ((await fireAlone(id)) > 0) fired++
    return fired
  }

  /**
   * 重算 When a year's holidays were published, limits that waited for them are counted anew; when a published year was corrected, every
   * limit that runs past the first day that differs. Kept as counted only at the end, so that whoever dies in between begins again.
   * What ran out by the days as they were then stays as it was. Returns the cases looked at.
   */
  async function recount(): Promise<number> {
    const now = calendar()
    const before = await db.run<{ year: number; days: string }>(countedYears)
    const changed = firstCorrection(new Map(before.map(({ year, days }) => [year, days])), now)
    const waiting = await db.run<{ id: string }>(waitingCases)
    const moved = changed === undefined ? [] : await db.run<{ id: string }>(runningCases, [changed])
    const ids = new Set([...waiting, ...moved].map(({ id }) => id))
    for (const id of ids) await fireAlone(id, true)
    for (const year of now.years) await db.run(keepYear, [year, daysOf(now, year)])
    return ids.size
  }

  return { fire, fireDue, recount }
}
