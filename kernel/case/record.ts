import type { Calendar } from '#kernel/calendar'
import type { CompiledItem } from '#kernel/definition'
import type { DataKey, Keyring } from '#kernel/party'
import { encodeLeaf, tag } from '#kernel/trail'
import { commit2 } from '#kernel/trail'
import type { Step } from './decide-step.ts'
import { actorKey, type Actor } from './event.ts'
import { openRows } from './row.ts'
import { bySubject, commitKey, type CommittedEvent, type SealedDetail, sealDetail, stepMessage } from './seal.ts'
import { type CaseState, primaryParty } from './state.ts'

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

const textArray = <T>(rows: readonly T[], column: (row: T) => unknown): unknown[] => rows.map(column)

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
    rows.push({ clock: event.data.clock, started_on: `${started.slice(0, 10)}`, rung: event.type === 'clock.rung' ? `${event.data.alarm}:${event.data.percent}` : `expired:${event.seq}` })
  }
  return rows ? JSON.stringify(rows) : '[]'
}

/** 落笔 Everything a step writes, as the parameters of `writeStep`: rows, sealed detail, and the leaf that commits to them. */
export function parametersOf(recorded: Recorded): unknown[] {
  const { caseId, step, definition, before, at, keyring, caseKey } = recorded
  const { state, events } = step
  const own = ownIndex(step)
  const first = events[0]!.seq
  const last = events.at(-1)!.seq
  const verdicts = step.verdicts.length > 0 ? JSON.stringify(step.verdicts) : null
  const committed: CommittedEvent[] = events.map((event, index) => ({
    seq: event.seq, type: event.type, at: event.at, on: event.on, actor: JSON.stringify(event.actor), data: JSON.stringify(event.data), verdicts: index === own ? verdicts : null,
  }))
  const sealed: SealedDetail[] = []
  if (step.details.length > 0) {
    const main = primaryParty(state)?.party ?? caseId
    for (const [subject, content] of bySubject(step.details, main)) {
      const key = (subject === caseId ? caseKey : recorded.keyOf(subject)) ?? caseKey
      if (key) sealed.push(sealDetail(keyring, key, caseId, last, subject, content))
    }
  }
  const message = stepMessage(caseId, committed, sealed.map(({ subject, commit }) => ({ subject, ...commit })))
  const secret = caseKey ? commitKey(caseKey, last) : commitKey({ id: '', secret: Buffer.alloc(32) }, last)
  const leaf = encodeLeaf({
    kind: 'act', at, commit: commit2(secret, message), item: state.item, drawer: state.drawer, organ: state.organ, verb: recorded.verb,
    ...(state.outcome !== undefined && { outcome: state.outcome }),
    subject: tag(caseKey?.secret ?? Buffer.alloc(32), caseId), from: first, to: last,
  })
  const rows = openRows(before, state, definition, recorded.calendar)
  const isOwn = (index: number) => index === own
  return [
    caseId,
    events[0]!.at,
    textArray(events, ({ seq }) => seq),
    textArray(events, ({ type }) => type),
    textArray(events, ({ on }) => on),
    committed.map(({ actor }) => actor),
    events.map((_, index) => (isOwn(index) ? actorKey(recorded.actor) : null)),
    events.map((_, index) => (isOwn(index) ? recorded.verb : null)),
    events.map((_, index) => (isOwn(index) ? recorded.commandId : null)),
    events.map((_, index) => (isOwn(index) ? recorded.bodyHash : null)),
    committed.map(event => event.verdicts),
    committed.map(({ data }) => data),
    last,
    sealed.map(({ subject }) => subject),
    sealed.map(({ keyId }) => keyId),
    sealed.map(({ ciphertext }) => ciphertext),
    sealed.map(({ commit }) => commit.sha256),
    sealed.map(({ commit }) => commit.sm3),
    rows.tasks.gone,
    recorded.number,
    state.item,
    state.drawer,
    state.region,
    primaryParty(state)?.party ?? null,
    rows.tasks.rows,
    rows.clocks.gone,
    rows.clocks.rows,
    firings(recorded),
    rows.obligations.gone,
    rows.obligations.rows,
    first,
    last,
    leaf,
    JSON.stringify(state),
    state.status,
    state.outcome ?? null,
    state.result ?? null,
    state.status === 'ended' ? events.at(-1)!.on : null,
  ]
}
