import { uuidv7 } from '#kernel/clock'
import { isLockTimeout, isUniqueViolation, type Sql, stateOf } from '#kernel/storage'
import { actorKey } from './actor-key.ts'
import { agencyEvidence } from './agency.ts'
import { ensurePartitions, findRepeatedOpening, nextNumber } from './case.store.ts'
import { mustKeepFiles } from './case-files.ts'
import type { Evidence } from './control.ts'
import { decideStep } from './decide-step.ts'
import { event, type PartyInCase } from './event.ts'
import { monthOf } from './month.store.ts'
import { comparisonsAt } from './need.ts'
import { caseNumber, keysFor, openingEvent, partiesOf } from './opening.ts'
import { openingEvidence } from './opening-evidence.ts'
import { ownCodes } from './own-codes.ts'
import type { Recorded } from './record.ts'
import { commandReused } from './refusals.ts'
import { type ActResult, type CaseDependencies, hashOf, type OpenRequest } from './request.ts'
import { unopened } from './state.ts'
import type { Surroundings } from './surroundings.ts'

type Decided = Pick<Recorded, 'number' | 'step'>

/** 开案 A case begins: its row, number, keys, parties and first events in one transaction. */
export function makeOpening(deps: CaseDependencies, around: Surroundings) {
  const { db, clock, identity, keyring, controls } = deps
  const months = new Map<string, Promise<unknown>>()
  const swift: Sql = { run: db.express.read, query: db.query }

  /** The partitions of the month this case belongs to, made once by the migrator's own function. */
  function ensureMonth(caseId: string): Promise<unknown> {
    const month = monthOf(caseId)
    // The first of the month asks; whoever comes meanwhile waits with it, and not each on a connection of its own.
    const making =
      months.get(month) ??
      db.run(ensurePartitions, [`${month.slice(0, 4)}-${month.slice(4)}-01`, 1]).catch(fault => {
        months.delete(month)
        throw fault
      })
    months.set(month, making)
    return making
  }

  /** An opening that was carried out before meets the same row; with another body or hand it is a conflict. */
  async function repeated(caseId: string, request: OpenRequest): Promise<ActResult> {
    type Row = { number: string; seq: number; bodyHash: Buffer | null; actorKey: string | null; wrapped: Buffer | null }
    const [found] = await db.run<Row>(findRepeatedOpening, [caseId])
    const hash = found?.wrapped ? hashOf(request, keyring.unwrap(found.wrapped)) : null
    if (!found || found.actorKey !== actorKey(request.actor) || !hash || !found.bodyHash?.equals(hash))
      throw commandReused({ detail: 'this case id was used for another opening' })
    const state = await around.stateOf(caseId)
    return { caseId, number: found.number, seq: found.seq, repeated: true, state, events: [] }
  }

  interface Beginning {
    readonly request: OpenRequest
    readonly caseId: string
    readonly parties: readonly PartyInCase[]
    readonly compared: readonly Evidence[]
  }

  /** Decides the opening; nothing is written but that a number is taken. */
  async function decideOpening(sql: Sql, { request, caseId, parties, compared }: Beginning) {
    const { definition, place, actor, verb, start, channel, body, commandId = null } = request
    const said = (name: string) => (typeof body[name] === 'string' ? body[name] : undefined)
    const { origin = said('origin'), part } = request.partOf ?? {}
    const from = { source: said('source'), origin, drawn: request.drawn, part }
    const { at, today } = around.now()
    // Asked together: all travel in one write.
    const [[next], own, agency] = await Promise.all([
      sql.run<{ number: number; identityEpoch: number }>(nextNumber),
      ownCodes(sql, deps, definition, parties, request),
      agencyEvidence(sql, deps, actor),
    ])
    const directory = await identity.directoryAt(next!.identityEpoch, sql)
    const number = caseNumber(place.region, today, next!.number)
    const before = unopened(caseId)
    const sources = around.sourcesOf(directory, place, today)
    const step = decideStep({
      definition,
      state: before,
      command: request,
      now: at,
      today,
      directory,
      controls: controls[verb],
      evidence: [...compared, ...own, ...agency],
      sources,
      opening: openingEvent(definition, start, channel, place, parties, from),
      imposed: request.imposed && event('avoidance.imposed', request.imposed),
    })
    const keys = [...keysFor(keyring, caseId, parties)]
    const keyOf = (subject: string) => keys.find(([of]) => of === subject)?.[1].key
    const caseKey = keyOf(caseId)!
    const bodyHash = hashOf(request, caseKey)
    const decided = {
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
      sources,
    }
    const opening = {
      openedOn: step.state.openedOn,
      keys: keys.map(([subject, { wrapped, alg, keyId }]) => [subject, wrapped, alg, keyId]),
      parties: parties.map(({ party, role }) => [party, role]),
    }
    return { decided, opening }
  }

  /** Not where somebody holds one of the parties, as an erasure does: that is waited for elsewhere. */
  async function writtenSwiftly(...opening: Parameters<typeof around.write>): Promise<boolean> {
    try {
      await around.write(...opening)
      return true
    } catch (fault) {
      if (isLockTimeout(fault)) return false
      throw fault
    }
  }

  /** Where nothing else is to be written with it, the opening is one statement. */
  async function write(beginning: Beginning): Promise<Decided> {
    const { request } = beginning
    if (!request.alongside) {
      const { decided, opening } = await decideOpening(swift, beginning)
      if (!around.hasConsequences(decided) && (await writtenSwiftly(decided, opening))) return decided
    }
    return db.transaction(async sql => {
      await request.alongside?.(sql)
      const { decided, opening } = await decideOpening(sql, beginning)
      await around.store(sql, decided, request, opening)
      return decided
    })
  }

  return async function open(request: OpenRequest): Promise<ActResult> {
    const { definition, place } = request
    const caseId = request.caseId ?? uuidv7(clock)
    const parties = partiesOf(definition, request.parties)
    await ensureMonth(caseId)
    await mustKeepFiles(deps, { ...request, caseId }, definition)
    const comparisons = comparisonsAt(definition, request.verb, [])
    const compared = await openingEvidence(deps, around, { request, caseId, parties, comparisons })
    try {
      const { number, step } = await write({ request, caseId, parties, compared })
      around.pin(caseId, definition.hash, place.implementation)
      return { caseId, number, seq: step.state.seq, repeated: false, state: step.state, events: step.events }
    } catch (fault) {
      if (isUniqueViolation(fault)) return repeated(caseId, request)
      // A party that does not stand, found by the writing itself: the question says which.
      if (stateOf(fault) === 'PLP01')
        await deps.mustStand(
          db,
          parties.map(({ party }) => party),
        )
      throw fault
    }
  }
}
