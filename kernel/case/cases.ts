import { createHash } from 'node:crypto'
import type { Calendar } from '#kernel/calendar'
import { type Clock, uuidv7 } from '#kernel/clock'
import type { CompiledItem } from '#kernel/definition'
import type { Directory, Identity } from '#kernel/identity'
import type { DataKey, Keyring } from '#kernel/party'
import type { Db, Sql, Transaction } from '#kernel/storage'
import { isUniqueViolation } from '#kernel/storage'
import type { Facts } from './act.ts'
import type { Verb } from './acts/index.ts'
import {
  dueCases,
  ensurePartitions,
  findCaseByNumber,
  findRepeatedOpening,
  type LockedCase,
  nextNumber,
  readCase,
  readDetails,
} from './case.store.ts'
import type { Controls, Evidence } from './control.ts'
import { type Command, decideStep, overtake, type Step, type StepInput } from './decide-step.ts'
import { type Effects, hasEffects, runEffects } from './effect.ts'
import { type Actor, actorKey, type PartyInCase } from './event.ts'
import { factsOf } from './facts.ts'
import { comparisonsAt, personalNeeds } from './need.ts'
import { caseNumber, keysFor, type OpeningPlace, openingEvent, partiesOf } from './opening.ts'
import { type OpeningValues, type Recorded, writeOf } from './record.ts'
import { caseNotFound, caseStale, commandReused } from './refusals.ts'
import { openDetail } from './seal.ts'
import { type CaseState, unopened } from './state.ts'
import { lockCase, monthOf } from './step.store.ts'

export interface CaseDependencies {
  readonly db: Db
  readonly clock: Clock
  readonly calendar: () => Calendar
  readonly definitions: { byHash(hash: string): CompiledItem | Promise<CompiledItem> }
  readonly identity: Identity
  readonly keyring: Keyring
  readonly controls: Controls
  readonly effects: Effects
  readonly owed: Facts['owed']
  /** Asks the registers what the item's comparisons want to know, before the case is locked. */
  readonly compare: (question: {
    caseId: string
    definition: CompiledItem
    facts: Facts
    comparisons: CompiledItem['definition']['comparison']
    parties: readonly PartyInCase[]
  }) => Promise<readonly Evidence[]>
}

export interface ActRequest extends Command {
  readonly caseId: string
  readonly commandId?: string
  /** The sequence the actor last saw; another one means somebody was faster. */
  readonly expectedSeq?: number
}

export interface OpenRequest extends Command {
  readonly caseId?: string
  readonly commandId?: string
  readonly definition: CompiledItem
  readonly place: OpeningPlace
  readonly start: string
  readonly channel: string
  readonly parties: readonly { role: string; party: string; unit?: string }[]
}

export interface ActResult {
  readonly caseId: string
  readonly number: string
  readonly seq: number
  /** True when this very command had been carried out before; nothing was done again. */
  readonly repeated: boolean
  readonly state: CaseState
  readonly events: Step['events']
}

export type Cases = ReturnType<typeof makeCases>

/** What makes two requests the same command: verb, body, and when it was made on paper. */
const hashOf = (command: Command): Buffer =>
  createHash('sha256')
    .update(JSON.stringify([command.verb, command.madeOn ?? null, command.urgent ?? null, command.body]))
    .digest()

/** 办件 The step of a case: open, act, fire. One act is one transaction and nothing that matters happens after it. */
export function makeCases(deps: CaseDependencies) {
  const { db, clock, definitions, identity, keyring, controls, effects } = deps
  const months = new Set<string>()
  const pinned = new Map<string, string>()
  // Only to find where an organ's register lies before the lock; under the lock the directory is that of the epoch.
  let seen: Directory | undefined

  const now = (): { at: Temporal.Instant; today: string } => {
    const at = clock.now().round({ smallestUnit: 'millisecond', roundingMode: 'floor' })
    return { at, today: clock.today().toString() }
  }

  const organOf =
    (directory: Directory, state: Pick<CaseState, 'organ' | 'region'>, on: string) =>
    (kind: string | undefined): string => {
      if (kind === undefined) return state.organ
      const [near] = directory.organsFor(kind, on, state.region)
      return near?.id ?? directory.organsFor(kind, on)[0]?.id ?? state.organ
    }

  const sourcesOf = (
    directory: Directory,
    state: CaseState,
    today: string,
    personal: Readonly<Record<string, unknown>>,
  ): StepInput['sources'] => ({
    calendar: deps.calendar(),
    personal,
    owed: deps.owed,
    organOf: organOf(directory, state, today),
  })

  /** Personal answers this act's questions read, opened for this step only. */
  async function openPersonal(sql: Sql, caseId: string, names: readonly string[]): Promise<Record<string, unknown>> {
    if (names.length === 0) return {}
    const fields: Record<string, unknown> = {}
    for (const row of await sql.run<{
      seq: number
      subject: string
      ciphertext: Buffer | null
      wrapped: Buffer | null
    }>(readDetails, [caseId])) {
      if (!row.ciphertext || !row.wrapped) continue
      Object.assign(
        fields,
        openDetail(keyring, keyring.unwrap(row.wrapped), caseId, row.seq, row.subject, row.ciphertext).content.fields,
      )
    }
    return Object.fromEntries(names.flatMap(name => (fields[name] === undefined ? [] : [[name, fields[name]]])))
  }

  /** The version a case runs under never changes while it runs, so it is known before the lock. */
  async function definitionOf(caseId: string): Promise<CompiledItem> {
    let hash = pinned.get(caseId)
    if (hash === undefined) {
      const [row] = await db.run<{ itemHash: string }>(readCase, [caseId])
      if (!row) throw caseNotFound()
      hash = row.itemHash
      if (pinned.size >= 100_000) pinned.clear()
      pinned.set(caseId, hash)
    }
    return definitions.byHash(hash)
  }

  async function evidenceFor(caseId: string, definition: CompiledItem, verb: Verb): Promise<readonly Evidence[]> {
    if (definition.definition.comparison.length === 0) return []
    const wanted = comparisonsAt(definition, verb, [...definition.stages.keys()])
    if (wanted.length === 0) return []
    const [row] = await db.run<{ state: string }>(readCase, [caseId])
    if (!row) throw caseNotFound()
    const state = JSON.parse(row.state) as CaseState
    const { today } = now()
    seen ??= await identity.directory()
    const facts = factsOf(
      {
        ...sourcesOf(seen, state, today, await openPersonal(db, caseId, personalNeeds(definition, verb))),
        definition,
        proposed: {},
      },
      () => state,
    )
    return deps.compare({ caseId, definition, facts, comparisons: wanted, parties: state.parties })
  }

  async function store(
    sql: Transaction,
    recorded: Recorded,
    sources: StepInput['sources'],
    command: Command,
    opening?: OpeningValues,
  ): Promise<void> {
    const { step, definition } = recorded
    if (hasEffects(effects, step)) {
      const facts = factsOf(
        {
          ...sources,
          definition,
          proposed: {
            ...(command.body['fields'] ? { fields: command.body['fields'] as Record<string, unknown> } : {}),
          },
        },
        () => step.state,
      )
      await runEffects(sql, effects, {
        caseId: recorded.caseId,
        number: recorded.number,
        definition,
        step,
        facts: facts.raw,
        value: facts.value,
      })
    }
    const { statement, values } = writeOf(recorded, opening)
    await sql.finish(statement, values)
  }

  /** The partitions of the month this case belongs to, made once by the migrator's own function. */
  async function ensureMonth(caseId: string): Promise<void> {
    const month = monthOf(caseId)
    if (months.has(month)) return
    await db.run(ensurePartitions, [`${month.slice(0, 4)}-${month.slice(4)}-01`, 1])
    months.add(month)
  }

  async function open(request: OpenRequest): Promise<ActResult> {
    const { definition, place, actor } = request
    const { at, today } = now()
    const caseId = request.caseId ?? uuidv7(clock)
    const parties = partiesOf(definition, request.parties)
    const bodyHash = hashOf(request)
    await ensureMonth(caseId)
    const evidence = definition.definition.comparison.some(({ at: verbs }) => verbs.includes(request.verb))
      ? await deps.compare({
          caseId,
          definition,
          parties,
          comparisons: comparisonsAt(definition, request.verb, []),
          facts: factsOf(
            {
              ...sourcesOf(await identity.directory(), { ...unopened(caseId), ...place, parties }, today, {}),
              definition,
              proposed: { fields: (request.body['fields'] ?? {}) as Record<string, unknown> },
            },
            () => unopened(caseId),
          ),
        })
      : []
    try {
      return await db.transaction(async sql => {
        const [next] = await sql.run<{ number: number; identityEpoch: number }>(nextNumber)
        const directory = await identity.directoryAt(next!.identityEpoch, sql)
        const number = caseNumber(place.region, today, next!.number)
        const before = unopened(caseId)
        const opening = openingEvent(definition, request.start, request.channel, place, parties)
        const sources = sourcesOf(directory, { ...before, ...place }, today, {})
        const step = decideStep({
          definition,
          state: before,
          command: request,
          now: at,
          today,
          directory,
          controls: controls[request.verb],
          evidence,
          sources,
          opening,
        })
        const keys = keysFor(keyring, caseId, parties)
        const rows = [...keys]
        await store(
          sql,
          {
            caseId,
            number,
            definition,
            before,
            step,
            actor,
            verb: request.verb,
            commandId: request.commandId ?? null,
            bodyHash,
            at,
            caseKey: keys.get(caseId)!.key,
            keyOf: subject => keys.get(subject)?.key,
            keyring,
            calendar: deps.calendar(),
          },
          sources,
          request,
          {
            itemHash: definition.hash,
            organ: place.organ,
            openedOn: today,
            keySubjects: rows.map(([subject]) => subject),
            keysWrapped: rows.map(([, key]) => key.wrapped),
            keyAlgs: rows.map(([, key]) => key.alg),
            keyMasters: rows.map(([, key]) => key.keyId),
            parties: parties.map(({ party }) => party),
            roles: parties.map(({ role }) => role),
          },
        )
        pinned.set(caseId, definition.hash)
        return { caseId, number, seq: step.state.seq, repeated: false, state: step.state, events: step.events }
      })
    } catch (fault) {
      if (!isUniqueViolation(fault)) throw fault
      return repeatedOpening(caseId, bodyHash, actor)
    }
  }

  /** An opening that was carried out before meets the same row; with another body or hand it is a conflict. */
  async function repeatedOpening(caseId: string, bodyHash: Buffer, actor: Actor): Promise<ActResult> {
    const [found] = await db.run<{ number: string; seq: number; bodyHash: Buffer | null; actorKey: string | null }>(
      findRepeatedOpening,
      [caseId],
    )
    if (!found || found.actorKey !== actorKey(actor) || !found.bodyHash?.equals(bodyHash))
      throw commandReused({ detail: 'this case id was used for another opening' })
    const state = await stateOf(caseId)
    return { caseId, number: found.number, seq: found.seq, repeated: true, state, events: [] }
  }

  async function act(request: ActRequest): Promise<ActResult> {
    const { caseId, verb, actor } = request
    const definition = await definitionOf(caseId)
    const evidence = await evidenceFor(caseId, definition, verb)
    const needs = personalNeeds(definition, verb)
    const bodyHash = hashOf(request)
    return db.transaction(async sql => {
      const { at, today } = now()
      const [row] = await sql.run<LockedCase>(lockCase(monthOf(caseId)), [
        caseId,
        request.commandId ?? null,
        actorKey(actor),
      ])
      if (!row) throw caseNotFound()
      const before = JSON.parse(row.state) as CaseState
      if (row.repeatedSeq !== null) {
        if (!row.repeatedHash?.equals(bodyHash)) throw commandReused()
        return { caseId, number: row.number, seq: before.seq, repeated: true, state: before, events: [] }
      }
      if (request.expectedSeq !== undefined && request.expectedSeq !== before.seq)
        throw caseStale({ facts: { seq: before.seq } })
      const directory = await identity.directoryAt(row.identityEpoch, sql)
      const sources = sourcesOf(directory, before, today, await openPersonal(sql, caseId, needs))
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
      const keyOf = keysIn(row.keys)
      await store(
        sql,
        {
          caseId,
          number: row.number,
          definition,
          before,
          step,
          actor,
          verb,
          commandId: request.commandId ?? null,
          bodyHash,
          at,
          caseKey: keyOf(caseId) ?? null,
          keyOf,
          keyring,
          calendar: deps.calendar(),
        },
        sources,
        request,
      )
      return {
        caseId,
        number: row.number,
        seq: step.state.seq,
        repeated: false,
        state: step.state,
        events: step.events,
      }
    })
  }

  /** The case's keys as the lock found them; each is unwrapped only when it is used. */
  const keysIn =
    (rows: readonly string[]) =>
    (subject: string): DataKey | undefined => {
      const found = rows.find(row => row.startsWith(subject))
      return found === undefined ? undefined : keyring.unwrap(Buffer.from(found.slice(subject.length + 1), 'base64'))
    }

  const clockActor: Actor = { kind: 'system', name: 'clock' }

  /** 到点 What the clocks of one case have to do by now, in the system's own name. Doing it twice does nothing twice. */
  async function fire(caseId: string): Promise<number> {
    const definition = await definitionOf(caseId)
    return db.transaction(async sql => {
      const { at, today } = now()
      const [row] = await sql.run<LockedCase>(lockCase(monthOf(caseId)), [caseId, null, ''])
      if (!row) return 0
      const before = JSON.parse(row.state) as CaseState
      const directory = await identity.directoryAt(row.identityEpoch, sql)
      const sources = sourcesOf(directory, before, today, {})
      const draft = overtake(definition, before, at, today, sources)
      if (draft.events.length === 0) return 0
      const step: Step = { events: draft.events, details: draft.details, state: draft.state, verdicts: [] }
      await store(
        sql,
        {
          caseId,
          number: row.number,
          definition,
          before,
          step,
          actor: clockActor,
          verb: 'fire',
          commandId: null,
          bodyHash: null,
          at,
          caseKey: keysIn(row.keys)(caseId) ?? null,
          keyOf: () => undefined,
          keyring,
          calendar: deps.calendar(),
        },
        sources,
        { verb: 'resume', body: {}, actor: clockActor },
      )
      return draft.events.length
    })
  }

  /** One round of the clock worker; returns how many cases it went through. */
  async function fireDue(limit = 200): Promise<number> {
    const due = await db.run<{ id: string }>(dueCases, [now().at.toString(), limit])
    for (const { id } of due) await fire(id)
    return due.length
  }

  async function stateOf(caseId: string): Promise<CaseState> {
    const [row] = await db.run<{ state: string }>(readCase, [caseId])
    if (!row) throw caseNotFound()
    return JSON.parse(row.state) as CaseState
  }

  async function idOf(number: string): Promise<string> {
    const [row] = await db.run<{ id: string }>(findCaseByNumber, [number])
    if (!row) throw caseNotFound()
    return row.id
  }

  return { open, act, fire, fireDue, stateOf, idOf, definitionOf }
}
