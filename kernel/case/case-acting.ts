import type { CompiledItem } from '#kernel/definition'
import type { Directory } from '#kernel/identity'
import { Refusal } from '#kernel/refusal'
import { isUniqueViolation } from '#kernel/storage'
import type { Verb } from './acts/index.ts'
import { findCommand, type LockedCase } from './case.store.ts'
import type { Evidence } from './control.ts'
import { decideStep } from './decide-step.ts'
import { actorKey } from './event.ts'
import { factsOf } from './facts.ts'
import { lockCase, monthOf } from './month.store.ts'
import { comparisonsAt, personalNeeds } from './need.ts'
import { ownCodes } from './own-codes.ts'
import { caseNotFound, caseStale, commandReused } from './refusals.ts'
import { type ActRequest, type ActResult, type CaseDependencies, hashOf } from './request.ts'
import type { CaseState } from './state.ts'
import type { Surroundings } from './surroundings.ts'

/** 办理 One act on a case: lock, ask, decide, write, commit (docs/life-of-a-step.md). */
export function makeActing(deps: CaseDependencies, around: Surroundings) {
  const { db, identity, controls } = deps
  // Only to find where an organ's register lies before the lock; under the lock the directory is that of the epoch.
  let seen: Directory | undefined

  /** Nothing outside is asked while a case is locked: what a comparison wants to know is obtained before. */
  async function evidenceFor(caseId: string, definition: CompiledItem, verb: Verb): Promise<readonly Evidence[]> {
    if (definition.definition.comparison.length === 0) return []
    const comparisons = comparisonsAt(definition, verb, [...definition.stages.keys()])
    if (comparisons.length === 0) return []
    const state = await around.stateOf(caseId)
    seen ??= await identity.directory()
    const personal = await around.openPersonal(db, caseId, personalNeeds(definition, verb))
    const sources = around.sourcesOf(seen, state, around.now().today, personal)
    const facts = factsOf({ ...sources, definition, proposed: {} }, () => state)
    return deps.compare({ caseId, definition, facts, comparisons, parties: state.parties })
  }

  async function actOnce(request: ActRequest): Promise<ActResult> {
    const { caseId, verb, actor } = request
    const commandId = request.commandId ?? null
    const definition = await around.definitionOf(caseId)
    const evidence = [
      ...(await evidenceFor(caseId, definition, verb)),
      ...(verb === 'supplement'
        ? await ownCodes(deps, definition, (await around.stateOf(caseId)).parties, request)
        : []),
    ]
    return db.transaction(async sql => {
      const { at, today } = around.now()
      const lock = lockCase(monthOf(caseId))
      const [row] = await sql.run<LockedCase>(lock, [caseId, commandId, actorKey(actor)])
      if (!row) throw caseNotFound()
      const { number } = row
      const before = JSON.parse(row.state) as CaseState
      const keyOf = around.keysIn(row.keys)
      const caseKey = keyOf(caseId) ?? null
      const bodyHash = hashOf(request, caseKey)
      if (row.repeatedSeq !== null) {
        if (bodyHash && !row.repeatedHash?.equals(bodyHash)) throw commandReused()
        return { caseId, number, seq: before.seq, repeated: true, state: before, events: [] }
      }
      if (request.expectedSeq !== undefined && request.expectedSeq !== before.seq)
        throw caseStale({ facts: { seq: before.seq } })
      const directory = await identity.directoryAt(row.identityEpoch, sql)
      const personal = await around.openPersonal(sql, caseId, personalNeeds(definition, verb))
      const sources = around.sourcesOf(directory, before, today, personal)
      const step = decideStep({
        definition,
        state: before,
        command: request,
        now: at,
        today,
        directory,
        controls: controls[verb],
        evidence,
        sources,
      })
      await around.store(
        sql,
        { caseId, number, definition, before, step, actor, verb, commandId, bodyHash, at, caseKey, keyOf },
        sources,
        request,
      )
      return { caseId, number, seq: step.state.seq, repeated: false, state: step.state, events: step.events }
    })
  }

  return async function act(request: ActRequest): Promise<ActResult> {
    try {
      return await actOnce(request)
    } catch (fault) {
      // Who waited for the lock saw the case as its twin left it, but not the twin itself: asked again, it sees both.
      const { caseId, commandId, actor } = request
      if (commandId === undefined || !(isUniqueViolation(fault) || fault instanceof Refusal)) throw fault
      const [twin] = await db.run(findCommand, [caseId, commandId, actorKey(actor)])
      if (!twin) throw fault
      return actOnce(request)
    }
  }
}
