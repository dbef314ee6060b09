import type { LockedCase } from './case.store.ts'
import { overtake, type Step, type StepInput } from './decide-step.ts'
import { draftStep } from './draft.ts'
import type { Actor } from './event.ts'
import { factsOf } from './facts.ts'
import { lockCase, monthOf } from './month.store.ts'
import { reversalOf } from './part-reversal.ts'
import { newsFor, type PartNews, partsOf } from './parts.ts'
import type { CaseDependencies } from './request.ts'
import type { CaseState } from './state.ts'
import type { Surroundings } from './surroundings.ts'
import { settle } from './timing.ts'

export const partKeeper: Actor = { kind: 'system', name: 'parts' }

type Input = Pick<StepInput, 'definition' | 'state' | 'now' | 'today' | 'sources'>

/** The step by which a case learns what became of its parts, and does what follows: pure; nothing where nothing is new. */
export function decidePartNews({ definition, state, now, today, sources }: Input, news: readonly PartNews[]): Step {
  const at = now.toString()
  const due = overtake(definition, state, now, today, sources)
  const draft = draftStep(definition, due.state, partKeeper, at, today)
  for (const one of news) {
    const reversed = reversalOf(definition, draft.state, one)
    const events = reversed.length > 0 || draft.state.status === 'ended' ? reversed : newsFor(draft.state, one)
    if (events.length > 0) draft.add(events)
  }
  if (draft.events.length > 0)
    settle(
      draft,
      factsOf({ ...sources, definition, proposed: {} }, () => draft.state),
      0,
      at,
    )
  return { events: [...due.events, ...draft.events], details: due.details, state: draft.state, verdicts: [] }
}

/** 并联回告 Tells a case what became of its parts; once, however often it is told. */
export function makePartTelling({ db, identity }: CaseDependencies, around: Surroundings) {
  return async function tellParts(caseId: string, news: readonly PartNews[]): Promise<boolean> {
    const definition = await around.definitionOf(caseId)
    const asked = definition.personalNamesIn([...partsOf(definition).values()].flatMap(({ when }) => when ?? []))
    return db.transaction(async sql => {
      const { at, today } = around.now()
      const [row] = await sql.run<LockedCase>(lockCase(monthOf(caseId)), [caseId, null, ''])
      if (!row) return false
      const before = JSON.parse(row.state) as CaseState
      const personal = await around.openPersonal(sql, caseId, asked)
      const sources = around.sourcesOf(await identity.directoryAt(row.identityEpoch, sql), before, today, personal)
      const step = decidePartNews({ definition, state: before, now: at, today, sources }, news)
      if (step.events.length === 0) return false
      const caseKey = around.keysIn(row.keys)(caseId) ?? null
      const nobody = { commandId: null, bodyHash: null, keyOf: () => undefined }
      const { number } = row
      const recorded = { ...nobody, caseId, number, definition, before, step, actor: partKeeper, verb: 'tellParts', at }
      await around.store(sql, { ...recorded, caseKey, sources }, { body: {} })
      return true
    })
  }
}
