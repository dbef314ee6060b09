import type { Calendar } from '#kernel/calendar'
import type { CompiledItem } from '#kernel/definition'
import type { DataKey, Keyring } from '#kernel/party'
import type { Statement } from '#kernel/storage'
import { commit2, encodeLeaf, tag } from '#kernel/trail'
import type { Step } from './decide-step.ts'
import { type Actor, actorKey } from './event.ts'
import { openRows } from './row.ts'
import { bySubject, type CommittedEvent, commitKey, type SealedDetail, sealDetail, stepMessage } from './seal.ts'
import { type CaseState, primaryParty } from './state.ts'
import { monthOf, stepStatement, writes } from './step.store.ts'

export interface Recorded {
  readonly caseId: string
  readonly number: string
  readonly definition: CompiledItem
  readonly before: CaseState
  readonly step: Step
  readonly actor: Actor
  readonly verb: string
  readonly commandId: string | null
  readonly bodyHash: Buffer | null
  readonly at: Temporal.Instant
  /** The case's own key; null once the case was erased, and then no detail can be added. */
  readonly caseKey: DataKey | null
  readonly keyOf: (subject: string) => DataKey | undefined
  readonly keyring: Keyring
  readonly calendar: Calendar
}

/** What a case's first step writes besides: its row, number, keys and parties. */
export interface OpeningValues {
  readonly itemHash: string
  readonly organ: string
  readonly openedOn: string
  readonly keySubjects: readonly string[]
  readonly keysWrapped: readonly Buffer[]
  readonly keyAlgs: readonly string[]
  readonly keyMasters: readonly string[]
  readonly parties: readonly string[]
  readonly roles: readonly string[]
}

/** The first event that the acting person caused; clocks that fired first stand before it in their own name. */
const ownIndex = (step: Step): number => {
  const index = step.events.findIndex(({ actor }) => !(actor.kind === 'system' && actor.name === 'clock'))
  return index === -1 ? 0 : index
}

/** What a clock rang in this step, to be claimed. */
function firings({ step, before }: Recorded): string {
  let rows: { clock: string; started_on: string; rung: string }[] | undefined
  for (const event of step.events) {
    if (event.type !== 'clock.rung' && event.type !== 'clock.expired') continue
    const started = (step.state.clocks[event.data.clock] ?? before.clocks[event.data.clock])!.at
    rows ??= []
    rows.push({
      clock: event.data.clock,
      started_on: `${started.slice(0, 10)}`,
      rung: event.type === 'clock.rung' ? `${event.data.alarm}:${event.data.percent}` : `expired:${event.seq}`,
    })
  }
  return rows ? JSON.stringify(rows) : '[]'
}

/** 落笔 Everything a step writes: the statement that has just the parts it needs, and its values — rows, sealed detail, the leaf. */
export function writeOf(
  recorded: Recorded,
  opening?: OpeningValues,
): { readonly statement: Statement; readonly values: readonly unknown[] } {
  const { caseId, step, definition, before, at, keyring, caseKey } = recorded
  const { state, events } = step
  const ownAt = ownIndex(step)
  const first = events[0]!.seq
  const last = events.at(-1)!.seq
  const verdicts = step.verdicts.length > 0 ? JSON.stringify(step.verdicts) : null
  const committed: CommittedEvent[] = events.map((event, index) => ({
    seq: event.seq,
    type: event.type,
    at: event.at,
    on: event.on,
    actor: JSON.stringify(event.actor),
    data: JSON.stringify(event.data),
    verdicts: index === ownAt ? verdicts : null,
  }))
  const sealed: SealedDetail[] = []
  if (step.details.length > 0) {
    const main = primaryParty(state)?.party ?? caseId
    for (const [subject, content] of bySubject(step.details, main)) {
      const key = (subject === caseId ? caseKey : recorded.keyOf(subject)) ?? caseKey
      if (key) sealed.push(sealDetail(keyring, key, caseId, last, subject, content))
    }
  }
  const message = stepMessage(
    caseId,
    committed,
    sealed.map(({ subject, commit }) => ({ subject, ...commit })),
  )
  const secret = caseKey ? commitKey(caseKey, last) : commitKey({ id: '', secret: Buffer.alloc(32) }, last)
  const leaf = encodeLeaf({
    kind: 'act',
    at,
    commit: commit2(secret, message),
    item: state.item,
    drawer: state.drawer,
    organ: state.organ,
    verb: recorded.verb,
    ...(state.outcome !== undefined && { outcome: state.outcome }),
    subject: tag(caseKey?.secret ?? Buffer.alloc(32), caseId),
    from: first,
    to: last,
  })
  const rows = openRows(before, state, definition, recorded.calendar)
  const rung = firings(recorded)
  const own = (value: unknown) => events.map((_, index) => (index === ownAt ? value : null))
  const values = {
    caseId,
    at: events[0]!.at,
    first,
    last,
    leaf,
    seqs: events.map(({ seq }) => seq),
    types: events.map(({ type }) => type),
    dates: events.map(({ on }) => on),
    actors: committed.map(({ actor }) => actor),
    actorKeys: own(actorKey(recorded.actor)),
    verbs: own(recorded.verb),
    commands: own(recorded.commandId),
    hashes: own(recorded.bodyHash),
    verdicts: committed.map(event => event.verdicts),
    data: committed.map(({ data }) => data),
    subjects: sealed.map(({ subject }) => subject),
    keyIds: sealed.map(({ keyId }) => keyId),
    ciphertexts: sealed.map(({ ciphertext }) => ciphertext),
    sha256s: sealed.map(({ commit }) => commit.sha256),
    sm3s: sealed.map(({ commit }) => commit.sm3),
    number: recorded.number,
    item: state.item,
    drawer: state.drawer,
    region: state.region,
    subject: primaryParty(state)?.party ?? null,
    tasksGone: rows.tasks.gone,
    tasks: rows.tasks.rows,
    clocksGone: rows.clocks.gone,
    clocks: rows.clocks.rows,
    firings: rung,
    obligationsGone: rows.obligations.gone,
    obligations: rows.obligations.rows,
    state: JSON.stringify(state),
    status: state.status,
    outcome: state.outcome ?? null,
    result: state.result ?? null,
    endedOn: state.status === 'ended' ? events.at(-1)!.on : null,
    ...opening,
  }
  const bits =
    (sealed.length > 0 ? writes.details : 0) |
    (rows.tasks.gone.length > 0 ? writes.tasksGone : 0) |
    (rows.tasks.rows !== '[]' ? writes.tasks : 0) |
    (rows.clocks.gone.length > 0 ? writes.clocksGone : 0) |
    (rows.clocks.rows !== '[]' ? writes.clocks : 0) |
    (rung !== '[]' ? writes.firings : 0) |
    (rows.obligations.gone.length > 0 ? writes.obligationsGone : 0) |
    (rows.obligations.rows !== '[]' ? writes.obligations : 0)
  const { statement, names } = stepStatement(opening !== undefined, bits, monthOf(caseId))
  return { statement, values: names.map(name => (values as Readonly<Record<string, unknown>>)[name]) }
}
