import type { CompiledItem } from '#kernel/definition'
import type { Directory } from '#kernel/identity'
import { Refusal } from '#kernel/refusal'
import { isLockTimeout, isUniqueViolation, type Sql } from '#kernel/storage'
import { actorKey } from './actor-key.ts'
import { withoutConsent } from './acts/consent.ts'
import { agencyEvidence } from './agency.ts'
import { findCaseByNumber, findCommand, type LockedCase, type ReadCase } from './case.store.ts'
import { mustKeepFiles } from './case-files.ts'
import type { Evidence } from './control.ts'
import { decideStep } from './decide-step.ts'
import { makeDrawGathering } from './draw-gathering.ts'
import { electronicEvidence } from './electronic.ts'
import { factsOf } from './facts.ts'
import { linkedCase, linkedTo } from './linked.ts'
import { lockCase, monthOf, readForStep } from './month.store.ts'
import { comparisonsAt, personalNeeds } from './need.ts'
import { keysForStrangers } from './opening.ts'
import { ownCodes } from './own-codes.ts'
import type { Recorded } from './record.ts'
import { caseNotFound, caseStale, commandReused, otherVersion } from './refusals.ts'
import { type ActRequest, type ActResult, type CaseDependencies, hashOf } from './request.ts'
import type { CaseState } from './state.ts'
import type { Surroundings } from './surroundings.ts'

const isOtherVersion = (fault: unknown): boolean => fault instanceof Refusal && fault.code === otherVersion.code

/** 办理 One act on a case: read, ask, decide, write (docs/life-of-a-step.md). */
export function makeActing(deps: CaseDependencies, around: Surroundings) {
  const { db, identity, controls } = deps
  const drawn = makeDrawGathering(deps, around)
  // Only to find where an organ's register lies before the lock; under the lock the directory is that of the epoch.
  let seen: Directory | undefined

  /** Nothing outside is asked while a case is locked: what a comparison wants to know is obtained before. */
  async function evidenceFor(
    { caseId, verb, body }: ActRequest,
    definition: CompiledItem,
  ): Promise<readonly Evidence[]> {
    if (definition.definition.comparison.length === 0) return []
    const comparisons = comparisonsAt(definition, verb, [...definition.stages.keys()])
    if (comparisons.length === 0) return []
    const state = await around.stateOf(caseId)
    seen ??= await identity.directory()
    const personal = await around.openPersonal(db, caseId, personalNeeds(definition, verb))
    const sources = around.sourcesOf(seen, state, around.now().today, personal)
    // What the act itself answers may be what is asked about: the number under which something is entered.
    const fields = (body['fields'] ?? {}) as Readonly<Record<string, unknown>>
    const facts = factsOf({ ...sources, definition, proposed: { fields } }, () => state)
    // 未经本人同意不查: without the consent of every member nobody asks about their means, whatever the act.
    const consented = withoutConsent(definition, state, facts.raw())?.length === 0
    const asked = consented ? comparisons : comparisons.filter(({ consent }) => consent !== true)
    if (asked.length === 0) return []
    return deps.compare({ caseId, definition, facts, comparisons: asked, parties: state.parties })
  }

  /** 关联办件 What a decision in another case says, read before this one is decided. */
  async function linkedFor({ caseId, verb, body }: ActRequest): Promise<readonly Evidence[]> {
    if (verb !== 'adjust' || typeof body['case'] !== 'string') return []
    const [row] = await db.run<{ id: string }>(findCaseByNumber, [body['case']])
    const state = row && (await around.stateOf(row.id))
    const [origin] = state?.origin === undefined ? [] : await db.run<{ id: string }>(findCaseByNumber, [state.origin])
    const definitionOf = (hash: string) => deps.definitions.implemented(hash, null)
    const value = state && (await linkedCase(body['case'], state, origin?.id === caseId, definitionOf))
    const obtained = around.now().at.toString()
    return [{ comparison: linkedTo, value: value ?? null, obtained, validUntil: obtained }]
  }

  interface Deciding {
    readonly request: ActRequest
    readonly definition: CompiledItem
    readonly evidence: readonly Evidence[]
  }

  /** Decides the act on the case as it was read; nothing is written. */
  async function decideOn(sql: Sql, { request, definition, evidence }: Deciding, row: ReadCase) {
    const { caseId, verb, actor, commandId = null } = request
    const { at, today } = around.now()
    const before = JSON.parse(row.state) as CaseState
    if (!around.stillUnder(definition, before)) throw otherVersion()
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
      evidence: [
        ...evidence,
        ...(await agencyEvidence(sql, deps, actor)),
        ...(await electronicEvidence(sql, deps, before, request)),
      ],
      sources,
    })
    const known = around.keysIn(row.keys)
    const strangers = keysForStrangers(deps.keyring, caseId, before, step.details, known)
    const keyOf = (subject: string) => strangers.get(subject)?.key ?? known(subject)
    const newKeys = [...strangers].map(([subject, { wrapped, alg, keyId }]) => [subject, wrapped, alg, keyId])
    const caseKey = known(caseId) ?? null
    const bodyHash = hashOf(request, caseKey)
    const { number } = row
    return {
      caseId,
      number,
      definition,
      before,
      step,
      actor,
      verb,
      commandId,
      bodyHash,
      at,
      caseKey,
      keyOf,
      newKeys,
      sources,
    }
  }

  const resultOf = (caseId: string, { number, step }: Pick<Recorded, 'number' | 'step'>): ActResult => {
    const { state, events } = step
    return { caseId, number, seq: state.seq, repeated: false, state, events }
  }

  /**
   * Without a lock: the case is read, the act decided, and the step written in one statement, which is its own transaction. Who was
   * faster has taken the number of the next event, and the key of the step refuses the second (unique violation). Undefined when
   * the step has consequences in other tables: those belong under the case's lock.
   */
  async function actSwiftly(deciding: Deciding): Promise<ActResult | undefined> {
    const { caseId } = deciding.request
    const [row] = await db.express.read<ReadCase>(readForStep(monthOf(caseId)), [caseId])
    if (!row) throw caseNotFound()
    const decided = await decideOn(db, deciding, row)
    if (around.hasConsequences(decided)) return undefined
    await around.write(decided)
    return resultOf(caseId, decided)
  }

  /** Under the case's lock: effects, step and commit, or nothing; a command that was done before answers again. */
  const actLocked = (deciding: Deciding): Promise<ActResult> =>
    db.transaction(async sql => {
      const { request } = deciding
      const { caseId, actor, commandId = null } = request
      const [row] = await sql.run<LockedCase>(lockCase(monthOf(caseId)), [caseId, commandId, actorKey(actor)])
      if (!row) throw caseNotFound()
      if (row.repeatedSeq !== null) {
        const bodyHash = hashOf(request, around.keysIn(row.keys)(caseId) ?? null)
        if (bodyHash && !row.repeatedHash?.equals(bodyHash)) throw commandReused()
        const state = JSON.parse(row.state) as CaseState
        return { caseId, number: row.number, seq: state.seq, repeated: true, state, events: [] }
      }
      const decided = await decideOn(sql, deciding, row)
      await around.store(sql, decided, request)
      return resultOf(caseId, decided)
    })

  async function gather(request: ActRequest): Promise<Deciding> {
    const { caseId, verb } = request
    const definition = await around.definitionOf(caseId)
    const evidence = [
      ...(await evidenceFor(request, definition)),
      ...(await linkedFor(request)),
      ...(await drawn(request, definition)),
      ...(verb === 'supplement'
        ? await ownCodes(db, deps, definition, (await around.stateOf(caseId)).parties, request)
        : []),
    ]
    return { request, definition, evidence }
  }

  /** Under the lock, with everything asked again; a case that was moved to another version in between is asked by that version. */
  async function actAnew(request: ActRequest): Promise<ActResult> {
    try {
      return await actLocked(await gather(request))
    } catch (fault) {
      if (!isOtherVersion(fault)) throw fault
      return actLocked(await gather(request))
    }
  }

  return async function act(request: ActRequest): Promise<ActResult> {
    const deciding = await gather(request)
    try {
      await mustKeepFiles(deps, request, deciding.definition)
      return (await actSwiftly(deciding)) ?? (await actLocked(deciding))
    } catch (fault) {
      const { caseId, commandId, actor } = request
      if (isUniqueViolation(fault) || isLockTimeout(fault) || isOtherVersion(fault)) return actAnew(request)
      // What was done already is refused the second time, for the case has moved on: its command is known by its id.
      if (commandId === undefined || !(fault instanceof Refusal)) throw fault
      const [twin] = await db.run(findCommand, [caseId, commandId, actorKey(actor)])
      if (!twin) throw fault
      return actAnew(request)
    }
  }
}
