import type { Calendar } from '#kernel/calendar'
import type { CompiledItem } from '#kernel/definition'
import type { DataKey, Keyring } from '#kernel/party'
import type { Statement } from '#kernel/storage'
import { commit2, encodeLeaf, tag } from '#kernel/trail'
import { actorKey } from './actor-key.ts'
import type { Step } from './decide-step.ts'
import type { Actor } from './event.ts'
import { monthOf } from './month.store.ts'
import { openRows } from './row.ts'
import { bySubject, type CommittedStep, commitKey, type SealedDetail, sealDetail, stepMessage } from './seal.ts'
import { type CaseState, primaryParty } from './state.ts'
import { type Row, stepStatement } from './step.store.ts'

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
  /** Keys of people who are no party of the case and say something in it for the first time. */
  readonly newKeys?: readonly Row[]
  readonly keyring: Keyring
  readonly calendar: Calendar
}

/** What a case's first step writes besides: its row, number, keys and parties. */
export interface OpeningValues {
  readonly openedOn: string
  /** Subject, wrapped key, algorithm, master key. */
  readonly keys: readonly Row[]
  /** Party and role. */
  readonly parties: readonly Row[]
}

const isSame = (a: Actor, b: Actor): boolean =>
  a === b || (a.kind === 'system' && b.kind === 'system' && a.name === b.name)

/** The events as they are stored with their step: an actor only where it is another than the step's, as when a clock fired first. */
const eventsText = (events: Step['events'], own: Actor): string =>
  JSON.stringify(
    events.map(({ type, v, on, data, actor }) =>
      isSame(actor, own) ? { type, v, on, data } : { type, v, on, data, actor },
    ),
  )

/** What a clock rang in this step, to be claimed. */
function firings({ step, before }: Recorded): readonly Row[] {
  return step.events.flatMap((event): readonly Row[] => {
    if (event.type !== 'clock.rung' && event.type !== 'clock.expired') return []
    const started = (step.state.clocks[event.data.clock] ?? before.clocks[event.data.clock])!.at
    const rung = event.type === 'clock.rung' ? `${event.data.alarm}:${event.data.percent}` : `expired:${event.seq}`
    return [[event.data.clock, started.slice(0, 10), rung]]
  })
}

/** 落笔 Everything a step writes: the statement that has just the parts it needs, and its values — rows, sealed detail, the leaf. */
export function writeOf(
  recorded: Recorded,
  opening?: OpeningValues,
): { readonly statement: Statement; readonly values: readonly unknown[] } {
  const { caseId, step, definition, before, at, keyring, caseKey } = recorded
  const { state, events } = step
  const first = events[0]!.seq
  const last = events.at(-1)!.seq
  const committed: CommittedStep = {
    seq: first,
    last,
    at: events[0]!.at,
    actor: JSON.stringify(recorded.actor),
    verb: recorded.verb,
    verdicts: step.verdicts.length > 0 ? JSON.stringify(step.verdicts) : null,
    events: eventsText(events, recorded.actor),
  }
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
  const { tasks, clocks, obligations } = openRows(before, state, definition, recorded.calendar)
  return stepStatement({
    kind: opening ? 'open' : before.hash === state.hash ? 'write' : 'move',
    month: monthOf(caseId),
    rows: {
      details: sealed.map(({ subject, keyId, ciphertext, commit }) => [
        subject,
        keyId,
        ciphertext,
        commit.sha256,
        commit.sm3,
      ]),
      newTasks: tasks.fresh,
      tasks: tasks.rows,
      newClocks: clocks.fresh,
      clocks: clocks.rows,
      firings: firings(recorded),
      obligations: obligations.rows,
      ...(recorded.newKeys?.length && { keys: recorded.newKeys }),
      ...(opening && { keys: opening.keys, parties: opening.parties }),
    },
    closed: { tasksGone: tasks.gone, clocksGone: clocks.gone, obligationsGone: obligations.gone },
    values: {
      caseId,
      ...committed,
      actorKey: actorKey(recorded.actor),
      commandId: recorded.commandId,
      bodyHash: recorded.bodyHash,
      leaf,
      number: recorded.number,
      item: state.item,
      drawer: state.drawer,
      region: state.region,
      organ: state.organ,
      subject: primaryParty(state)?.party ?? null,
      state: JSON.stringify(state),
      status: state.status,
      outcome: state.outcome ?? null,
      result: state.result ?? null,
      endedOn: state.status === 'ended' ? events.at(-1)!.on : null,
      ...(before.hash !== state.hash && { itemHash: state.hash }),
      ...(opening && {
        openedOn: opening.openedOn,
        standing: [...new Set(opening.parties.map(([party]) => party))],
      }),
    },
  })
}
