import { endOfDay, legalDate } from '#kernel/clock'
import type { CompiledItem } from '#kernel/definition'
import type { Directory } from '#kernel/identity'
import type { DataKey } from '#kernel/party'
import type { Sql, Transaction } from '#kernel/storage'
import { readCase, readDetails } from './case.store.ts'
import type { Command, StepInput } from './decide-step.ts'
import { hasEffects, runEffects } from './effect.ts'
import { factsOf } from './facts.ts'
import { type OpeningValues, type Recorded, writeOf } from './record.ts'
import { caseNotFound } from './refusals.ts'
import type { CaseDependencies } from './request.ts'
import { openDetail } from './seal.ts'
import type { CaseState } from './state.ts'

type Sources = StepInput['sources']
/** A decided step, but for what is the same for all. */
type Unwritten = Omit<Recorded, 'keyring' | 'calendar'>

/** How many cases a node remembers the version of; past that it asks again. */
const mostPinned = 100_000

export type Surroundings = ReturnType<typeof makeSurroundings>

/** 步骤的周边 What every step of a case needs around it, whether somebody opens, acts, or a clock fires. */
export function makeSurroundings(deps: CaseDependencies) {
  const { db, clock, definitions, keyring, effects } = deps
  const pinned = new Map<string, { readonly hash: string; readonly implementation: string | null }>()

  /** Whole milliseconds, because that is what the database and the commitments both keep. */
  let day = { from: 0, to: 0, today: '' }
  const now = (): { readonly at: Temporal.Instant; readonly today: string } => {
    const milliseconds = clock.now().epochMilliseconds
    if (milliseconds < day.from || milliseconds >= day.to) {
      // The legal day and its bounds: asked once a day, because the time zone's rules are slow to read.
      const today = legalDate(Temporal.Instant.fromEpochMilliseconds(milliseconds), clock.zone)
      const from = endOfDay(today.subtract({ days: 1 }), clock.zone).epochMilliseconds
      day = { from, to: endOfDay(today, clock.zone).epochMilliseconds, today: today.toString() }
    }
    return { at: Temporal.Instant.fromEpochMilliseconds(milliseconds), today: day.today }
  }

  /** The organ of a kind that serves the case's region, else the city's own. */
  const organOf =
    (directory: Directory, { organ, region }: Pick<CaseState, 'organ' | 'region'>, on: string) =>
    (kind: string | undefined): string => {
      if (kind === undefined) return organ
      return (directory.organsFor(kind, on, region)[0] ?? directory.organsFor(kind, on)[0])?.id ?? organ
    }

  const sourcesOf = (
    directory: Directory,
    state: Pick<CaseState, 'organ' | 'region'>,
    today: string,
    personal: Readonly<Record<string, unknown>> = {},
  ): Sources => ({
    calendar: deps.calendar(),
    personal,
    owed: deps.owed,
    organOf: organOf(directory, state, today),
  })

  /** Personal answers this act's questions read, opened for this step only. */
  async function openPersonal(sql: Sql, caseId: string, names: readonly string[]): Promise<Record<string, unknown>> {
    if (names.length === 0) return {}
    type Row = { seq: number; subject: string; ciphertext: Buffer | null; wrapped: Buffer | null }
    const fields: Record<string, unknown> = {}
    for (const { seq, subject, ciphertext, wrapped } of await sql.run<Row>(readDetails, [caseId])) {
      if (!ciphertext || !wrapped) continue
      Object.assign(
        fields,
        openDetail(keyring, keyring.unwrap(wrapped), caseId, seq, subject, ciphertext).content.fields,
      )
    }
    return Object.fromEntries(names.flatMap(name => (fields[name] === undefined ? [] : [[name, fields[name]]])))
  }

  async function stateOf(caseId: string): Promise<CaseState> {
    const [row] = await db.run<{ state: string }>(readCase, [caseId])
    if (!row) throw caseNotFound()
    return JSON.parse(row.state) as CaseState
  }

  const pin = (caseId: string, hash: string, implementation: string | null): void => {
    if (pinned.size >= mostPinned) pinned.clear()
    pinned.set(caseId, { hash, implementation })
  }

  /** The version a case runs under changes by a migration only, so it is known before the case is read; who acts looks whether it still holds. */
  async function definitionOf(caseId: string): Promise<CompiledItem> {
    if (!pinned.has(caseId)) {
      const { hash, implementation } = await stateOf(caseId)
      pin(caseId, hash, implementation)
    }
    const { hash, implementation } = pinned.get(caseId)!
    return definitions.implemented(hash, implementation)
  }

  /** Whether the case is still under the version it was last known to run under; where it is not, that is forgotten. */
  function stillUnder(definition: CompiledItem, { id, hash, implementation }: CaseState): boolean {
    const known = pinned.get(id)
    if (definition.hash === hash && (!known || known.implementation === implementation)) return true
    pinned.delete(id)
    return false
  }

  /** The case's keys as the lock found them; each is unwrapped only when it is used. */
  const keysIn =
    (rows: string | null) =>
    (subject: string): DataKey | undefined => {
      const found = rows?.split('|').find(row => row.startsWith(subject))
      return found === undefined ? undefined : keyring.unwrap(Buffer.from(found.slice(subject.length + 1), 'base64'))
    }

  /** Whether the step changes anything besides its own case: then it is written in a transaction, under the lock. */
  const hasConsequences = ({ step, definition }: Pick<Recorded, 'step' | 'definition'>): boolean =>
    hasEffects(effects, definition, step)

  const writing = (recorded: Unwritten, opening?: OpeningValues) =>
    writeOf({ ...recorded, keyring, calendar: deps.calendar() }, opening)

  /** The step alone, in one statement that is its own transaction. */
  async function write(recorded: Unwritten, opening?: OpeningValues): Promise<void> {
    const { statement, values } = writing(recorded, opening)
    await db.express.write(statement, values)
  }

  /** Effects, then the step itself together with COMMIT: whatever fails takes everything with it. */
  async function store(
    sql: Transaction,
    recorded: Unwritten & { readonly sources: Sources },
    { body }: Pick<Command, 'body'>,
    opening?: OpeningValues,
  ): Promise<void> {
    const { step, definition, caseId, number, sources } = recorded
    if (hasConsequences(recorded)) {
      const fields = body['fields'] as Readonly<Record<string, unknown>> | undefined
      const facts = factsOf({ ...sources, definition, proposed: fields ? { fields } : {} }, () => step.state)
      await runEffects(sql, effects, { caseId, number, definition, step, facts: facts.raw(), value: facts.value })
    }
    const { statement, values } = writing(recorded, opening)
    await sql.finish(statement, values)
  }

  return { now, sourcesOf, openPersonal, stateOf, pin, definitionOf, stillUnder, keysIn, hasConsequences, write, store }
}
