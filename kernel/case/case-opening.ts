import { uuidv7 } from '#kernel/clock'
import { isUniqueViolation } from '#kernel/storage'
import { ensurePartitions, findRepeatedOpening, nextNumber } from './case.store.ts'
import type { Evidence } from './control.ts'
import { decideStep } from './decide-step.ts'
import { actorKey, type PartyInCase } from './event.ts'
import { factsOf } from './facts.ts'
import { monthOf } from './month.store.ts'
import { comparisonsAt } from './need.ts'
import { caseNumber, keysFor, openingEvent, partiesOf } from './opening.ts'
import { ownCodes } from './own-codes.ts'
import { commandReused } from './refusals.ts'
import { type ActResult, type CaseDependencies, hashOf, type OpenRequest } from './request.ts'
import { unopened } from './state.ts'
import type { Surroundings } from './surroundings.ts'

/** 开案 A case begins: its row, number, keys, parties and first events in one transaction. */
export function makeOpening(deps: CaseDependencies, around: Surroundings) {
  const { db, clock, identity, keyring, controls } = deps
  const months = new Set<string>()

  /** The partitions of the month this case belongs to, made once by the migrator's own function. */
  async function ensureMonth(caseId: string): Promise<void> {
    const month = monthOf(caseId)
    if (months.has(month)) return
    await db.run(ensurePartitions, [`${month.slice(0, 4)}-${month.slice(4)}-01`, 1])
    months.add(month)
  }

  async function evidenceFor(
    { definition, verb, place, body }: OpenRequest,
    caseId: string,
    parties: readonly PartyInCase[],
    today: string,
  ): Promise<readonly Evidence[]> {
    const comparisons = comparisonsAt(definition, verb, [])
    if (comparisons.length === 0) return []
    const fields = (body['fields'] ?? {}) as Readonly<Record<string, unknown>>
    const sources = around.sourcesOf(await identity.directory(), place, today)
    const facts = factsOf({ ...sources, definition, proposed: { fields } }, () => ({ ...unopened(caseId), parties }))
    return deps.compare({ caseId, definition, parties, comparisons, facts })
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

  return async function open(request: OpenRequest): Promise<ActResult> {
    const { definition, place, actor, verb } = request
    const { at, today } = around.now()
    const caseId = request.caseId ?? uuidv7(clock)
    const parties = partiesOf(definition, request.parties)
    await ensureMonth(caseId)
    const compared = await evidenceFor(request, caseId, parties, today)
    try {
      return await db.transaction(async sql => {
        await request.alongside?.(sql)
        // Asked together: all travel in one write.
        const [[next], own] = await Promise.all([
          sql.run<{ number: number; identityEpoch: number }>(nextNumber),
          ownCodes(sql, deps, definition, parties, request),
          deps.mustStand(
            sql,
            parties.map(({ party }) => party),
          ),
        ])
        const directory = await identity.directoryAt(next!.identityEpoch, sql)
        const number = caseNumber(place.region, today, next!.number)
        const before = unopened(caseId)
        const opening = openingEvent(definition, request.start, request.channel, place, parties)
        const sources = around.sourcesOf(directory, place, today)
        const step = decideStep({
          definition,
          state: before,
          command: request,
          now: at,
          today,
          directory,
          controls: controls[verb],
          evidence: [...compared, ...own],
          sources,
          opening,
        })
        const keys = [...keysFor(keyring, caseId, parties)]
        const keyOf = (subject: string) => keys.find(([of]) => of === subject)?.[1].key
        const commandId = request.commandId ?? null
        const caseKey = keyOf(caseId)!
        const bodyHash = hashOf(request, caseKey)
        await around.store(
          sql,
          {
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
          },
          request,
          {
            itemHash: definition.hash,
            openedOn: today,
            keys: keys.map(([subject, { wrapped, alg, keyId }]) => [subject, wrapped, alg, keyId]),
            parties: parties.map(({ party, role }) => [party, role]),
          },
        )
        around.pin(caseId, definition.hash, place.implementation)
        return { caseId, number, seq: step.state.seq, repeated: false, state: step.state, events: step.events }
      })
    } catch (fault) {
      if (!isUniqueViolation(fault)) throw fault
      return repeated(caseId, request)
    }
  }
}
