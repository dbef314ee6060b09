import { dueCases, type LockedCase, waitingCases } from './case.store.ts'
import { overtake } from './decide-step.ts'
import type { Actor } from './event.ts'
import { lockCase, monthOf } from './month.store.ts'
import type { CaseDependencies } from './request.ts'
import type { CaseState } from './state.ts'
import type { Surroundings } from './surroundings.ts'

const clockwork: Actor = { kind: 'system', name: 'clock' }

/** 到点 The legal clocks of cases, in the system's own name. Any number of workers may: whoever locks the case first does it. */
export function makeFiring({ db, identity }: CaseDependencies, around: Surroundings) {
  /** What the clocks of one case have to do by now; how many events that made. Doing it twice does nothing twice. */
  async function fire(caseId: string): Promise<number> {
    const definition = await around.definitionOf(caseId)
    return db.transaction(async sql => {
      const { at, today } = around.now()
      const [row] = await sql.run<LockedCase>(lockCase(monthOf(caseId)), [caseId, null, ''])
      if (!row) return 0
      const before = JSON.parse(row.state) as CaseState
      const sources = around.sourcesOf(await identity.directoryAt(row.identityEpoch, sql), before, today)
      const { events, details, state } = overtake(definition, before, at, today, sources)
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
  }

  /** One round of the clock worker; returns how many cases it went through. */
  async function fireDue(limit = 200): Promise<number> {
    const due = await db.run<{ id: string }>(dueCases, [around.now().at.toString(), limit])
    for (const { id } of due) await fire(id)
    return due.length
  }

  /** 重算 When a year's holidays were published: limits that waited for them are counted anew. Returns the cases looked at. */
  async function recount(): Promise<number> {
    const waiting = await db.run<{ id: string }>(waitingCases)
    for (const { id } of waiting) await fire(id)
    return waiting.length
  }

  return { fire, fireDue, recount }
}
