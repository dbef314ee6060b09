import type { Keyring } from '#kernel/party'
import { Refusal } from '#kernel/refusal'
import type { Sql } from '#kernel/storage'
import { statement } from '#kernel/storage'
import { commit2, decodeLeaf } from '#kernel/trail'
import { readDetails, readSteps } from './case.store.ts'
import type { CaseEvent } from './event.ts'
import { evolve } from './evolve/evolve.ts'
import { type CommittedStep, commitKey, openDetail, stepMessage } from './seal.ts'
import { unopened } from './state.ts'

export interface Replayed {
  readonly equal: boolean
  /** What does not agree, by name; empty when all does. */
  readonly faults: readonly string[]
  /** Steps whose key was destroyed: their leaf stands, but nobody can open it any more. */
  readonly erased: number
}

/** The step's events as they are folded. */
function eventsOf({ seq, at, actor, events }: CommittedStep): readonly CaseEvent[] {
  const own: unknown = JSON.parse(actor)
  const moment = Temporal.Instant.from(at).toString()
  return (JSON.parse(events) as object[]).map(
    (event, index) => ({ seq: seq + index, at: moment, actor: own, ...event }) as CaseEvent,
  )
}

/** The same value whatever the order of its keys: states are compared, not their spelling. */
const canonical = (value: unknown): string =>
  JSON.stringify(value, (_, inner: unknown) =>
    inner && typeof inner === 'object' && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  )

const logged = statement(
  'replay.steps',
  `select first_seq as first, last_seq as last, leaf_index as "leafIndex", log from kernel.trail_index where subject = $1 order by last_seq`,
)
const stored = statement(
  'replay.state',
  `select seq, state, item, item_hash as hash, drawer, organ, region, status, outcome, result from kernel.cases where id = $1`,
)

interface StoredCase extends Readonly<Record<(typeof columns)[number], string | null>> {
  readonly seq: number
  readonly state: string
}

/** The columns that lists are made from; each says what the state says. */
const columns = ['item', 'hash', 'drawer', 'organ', 'region', 'status', 'outcome', 'result'] as const

/** What a ciphertext says; nothing when it was altered. */
function plainOf(open: () => Buffer): Buffer | undefined {
  try {
    return open()
  } catch (fault) {
    if (fault instanceof Refusal) return undefined
    throw fault
  }
}

/** Reads the bytes of one leaf of the log. */
export type LeafReader = (log: number, leafIndex: number) => Promise<Uint8Array | undefined>

/**
 * 重演 Proves for one case that its state is the fold of its events, that their numbers have no gap, and that every step's
 * leaf in the log commits to exactly these rows.
 */
export async function replayCase(sql: Sql, keyring: Keyring, caseId: string, leafOf: LeafReader): Promise<Replayed> {
  const faults: string[] = []
  let erased = 0
  const steps = await sql.run<CommittedStep>(readSteps, [caseId])
  const [row] = await sql.run<StoredCase>(stored, [caseId])
  let state = unopened(caseId)
  let reached = 0
  for (const step of steps) {
    if (step.seq !== reached + 1) faults.push(`event ${reached + 1} is missing`)
    const events = eventsOf(step)
    reached = step.seq + events.length - 1
    if (step.last !== reached) faults.push(`the step of event ${step.seq} says another end`)
    state = events.reduce(evolve, state)
  }
  if (!row || row.seq !== reached || canonical(JSON.parse(row.state)) !== canonical(state))
    faults.push('the state is not the fold of the events')
  for (const column of columns)
    if (row && row[column] !== (state[column] ?? null)) faults.push(`the row says another ${column}`)

  const details = await sql.run<{
    seq: number
    subject: string
    ciphertext: Buffer | null
    sha256: Buffer
    sm3: Buffer
    wrapped: Buffer | null
  }>(readDetails, [caseId])
  const [own] = await sql.run<{ wrapped: Buffer | null }>(ownKey, [caseId])
  const caseKey = own?.wrapped ? keyring.unwrap(own.wrapped) : undefined
  for (const { seq, subject, ciphertext, sha256, wrapped } of details) {
    if (!ciphertext || !wrapped) continue
    const key = keyring.unwrap(wrapped)
    const plain = plainOf(() => openDetail(keyring, key, caseId, seq, subject, ciphertext).plain)
    if (!plain || !commit2(commitKey(key, seq), plain).sha256.equals(sha256)) faults.push(`detail ${seq} was altered`)
  }
  let expected = 1
  for (const { first, last, leafIndex, log } of await sql.run<{
    first: number
    last: number
    leafIndex: number
    log: number
  }>(logged, [caseId])) {
    if (first !== expected) faults.push(`the log lacks a step before event ${first}`)
    expected = last + 1
    if (!caseKey) {
      erased++
      continue
    }
    const leaf = await leafOf(log, leafIndex)
    const step = steps.find(({ seq }) => seq === first)
    if (!step || step.last !== last) {
      faults.push(`the step of events ${first}–${last} is missing`)
      continue
    }
    const committed = { ...step, at: Temporal.Instant.from(step.at).toString() }
    const message = stepMessage(
      caseId,
      committed,
      details.filter(({ seq }) => seq === last),
    )
    const { commit } = leaf ? decodeLeaf(leaf) : { commit: undefined }
    const again = commit2(commitKey(caseKey, last), message)
    if (commit?.sha256 !== again.sha256.toString('base64url') || commit?.sm3 !== again.sm3.toString('base64url'))
      faults.push(`the leaf of events ${first}–${last} does not commit to them`)
  }
  if (expected !== reached + 1) faults.push(`events from ${expected} are not in the log`)
  return { equal: faults.length === 0, faults, erased }
}

const ownKey = statement('replay.ownKey', `select wrapped from kernel.case_keys where case_id = $1 and subject = $1`)

/** Cases whose steps are in the log and whose row is gone. */
const lost = statement(
  'replay.lost',
  `select distinct i.subject as id from kernel.trail_index i where not exists (select from kernel.cases c where c.id = i.subject) limit 1000`,
)

const page = statement('replay.page', `select id from kernel.cases where id > $1 order by id limit 500`)

export interface ReplayReport {
  readonly cases: number
  readonly equal: number
  readonly erased: number
  readonly faults: readonly { readonly caseId: string; readonly faults: readonly string[] }[]
}

/** Every case, a page at a time. */
export async function replayAll(
  sql: Sql,
  keyring: Keyring,
  leafOf: LeafReader,
  progress: (done: number) => void = () => {},
): Promise<ReplayReport> {
  let after = '00000000-0000-0000-0000-000000000000'
  let cases = 0
  let equal = 0
  let erased = 0
  const faults: { caseId: string; faults: readonly string[] }[] = []
  for (;;) {
    const ids = await sql.run<{ id: string }>(page, [after])
    if (ids.length === 0) break
    for (const { id } of ids) {
      const replayed = await replayCase(sql, keyring, id, leafOf)
      cases++
      if (replayed.equal) equal++
      else faults.push({ caseId: id, faults: replayed.faults })
      if (replayed.erased > 0) erased++
    }
    after = ids.at(-1)!.id
    progress(cases)
  }
  for (const { id } of await sql.run<{ id: string }>(lost))
    faults.push({ caseId: id, faults: ['the case is in the log and nowhere else'] })
  return { cases, equal, erased, faults }
}
