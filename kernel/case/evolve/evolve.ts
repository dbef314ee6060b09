import type { CaseEvent, EventType } from '../event.ts'
import type { CaseState, TaskState } from '../state.ts'
import { evolveClock } from './clocks.ts'
import { commentFolds } from './comments.ts'
import { depositFolds } from './deposit.ts'
import { drawFolds } from './draw.ts'
import { enforcementFolds } from './enforcement.ts'
import { formFolds } from './form.ts'
import { hands, withActed } from './hands.ts'
import { type Fold, heardFolds } from './heard.ts'
import { laterFolds } from './later.ts'
import { meetingFolds } from './meeting.ts'
import { evolveMigrated } from './migrated.ts'
import { momentsOf } from './moments.ts'
import { evolveMoney } from './money.ts'
import { outFolds } from './out.ts'
import { partFolds } from './parts.ts'
import { sideFolds, withoutReset } from './sides.ts'
import { withTasks } from './tasks.ts'
import { without } from './without.ts'

type Folds = { readonly [T in EventType]: Fold<T> }

const task = (state: CaseState, key: string, to: Partial<TaskState>): CaseState => {
  const found = state.tasks[key]
  return found ? { ...state, tasks: { ...state.tasks, [key]: { ...found, ...to } } } : state
}

const ended = (state: CaseState, result: string): CaseState => ({ ...state, status: 'ended', tasks: {}, result })
const same = (state: CaseState): CaseState => state

const folds: Folds = {
  'case.opened': (state, { on, data }) => ({
    ...state,
    item: data.item,
    version: data.version,
    hash: data.hash,
    implementation: data.implementation,
    organ: data.organ,
    region: data.region,
    drawer: data.drawer,
    channel: data.channel,
    start: data.start,
    parties: data.parties,
    openedOn: on,
    ...(data.origin !== undefined && { origin: data.origin }),
    ...(data.drawn !== undefined && { drawn: data.drawn }),
    ...(data.part !== undefined && { part: { part: data.part } }),
  }),
  'case.migrated': evolveMigrated,
  'stage.entered': (state, { on, data }) => ({
    ...state,
    stages: { ...state.stages, [data.stage]: { status: 'open', round: data.round, on } },
    rounds: { ...state.rounds, [data.stage]: data.round },
    tasks: withTasks(state, data.tasks, data.stage),
  }),
  'stage.completed': (state, event) => {
    const { stage, result, persons, unsigned } = event.data
    const left = unsigned && { unsigned: without(state.tasks, (_, key) => !unsigned.includes(key)) }
    const round = state.stages[stage]?.round ?? 1
    const done: CaseState = {
      ...state,
      stages: {
        ...state.stages,
        [stage]: { status: 'done', round, on: event.on, ...(result !== undefined && { result }), ...left },
      },
      tasks: without(state.tasks, open => open.stage === stage),
    }
    return withActed(done, stage, [...hands(event), ...(persons ?? [])])
  },
  'stage.skipped': (state, { on, data }) => ({
    ...state,
    stages: { ...state.stages, [data.stage]: { status: 'skipped', round: state.stages[data.stage]?.round ?? 1, on } },
    tasks: without(state.tasks, open => open.stage === data.stage),
  }),
  'task.claimed': (state, { data }) => task(state, data.task, { person: data.person }),
  'task.unclaimed': (state, { data }) => {
    const found = state.tasks[data.task]
    if (!found) return state
    const { person: _, ...open } = found
    return { ...state, tasks: { ...state.tasks, [data.task]: open } }
  },
  'task.transferred': (state, { data }) => task(state, data.task, { person: data.to }),
  'task.delegated': (state, { data }) => {
    const given = state.tasks[data.task]
    return given ? withActed(task(state, data.task, { person: data.to }), given.stage, [data.from]) : state
  },
  'task.added': (state, { data }) => ({
    ...state,
    tasks: { ...state.tasks, [data.task.task]: { ...data.task, stage: data.stage } },
  }),
  'task.completed': (state, { data }) => {
    const at = state.stages[data.stage]
    const against = data.result === 'disagree' ? { against: true } : {}
    // Beside the signature that completed the stage, this one counts for nothing more, and stands.
    const counted = at?.unsigned
      ? { unsigned: without(at.unsigned, (_, key) => key === data.task) }
      : { done: (at?.done ?? 0) + 1 }
    const stages = at ? { ...state.stages, [data.stage]: { ...at, ...counted, ...against } } : state.stages
    return withActed({ ...state, stages, tasks: without(state.tasks, (_, key) => key === data.task) }, data.stage, [
      data.person,
    ])
  },
  ...formFolds,
  'supplement.requested': (state, { data }) => ({
    ...state,
    awaiting: { materials: data.materials, fields: data.fields },
  }),
  'supplement.received': (state, { data }) => {
    const { awaiting, ...rest } = state
    if (data.complete || !awaiting) return rest
    return { ...state, awaiting: { ...awaiting, fields: awaiting.fields.filter(name => !data.fields?.includes(name)) } }
  },
  'acceptance.refused': same,
  'case.returned': (state, { data }) => {
    const { notice, hearing, ...before } = state
    const rest: CaseState = { ...before, statements: {} }
    const again = (stage: string) => data.reset.includes(stage)
    return {
      ...withoutReset(data.renewsNotice ? rest : state, again),
      stages: without(state.stages, (_, key) => again(key) && key !== data.to),
      tasks: without(state.tasks, open => again(open.stage)),
      consultations: Object.fromEntries(
        Object.entries(state.consultations).map(([id, asked]) => [
          id,
          again(asked.stage) && !asked.settled ? { ...asked, settled: true } : asked,
        ]),
      ),
    }
  },
  'case.suspended': (state, { on, data }) => ({ ...state, suspended: { for: data.for, since: on } }),
  'case.resumed': state => {
    const { suspended: _, ...rest } = state
    return rest
  },
  'clock.started': evolveClock,
  'clock.suspended': evolveClock,
  'clock.resumed': evolveClock,
  'clock.extended': evolveClock,
  'clock.met': evolveClock,
  'clock.rung': evolveClock,
  'clock.expired': evolveClock,
  'clock.cancelled': evolveClock,
  'clock.recomputed': evolveClock,
  'clock.carried': evolveClock,
  'notice.given': (state, { data }) => ({
    ...state,
    notice: { offersHearing: data.offersHearing, states: data.states },
  }),
  ...heardFolds,
  ...sideFolds,
  ...outFolds,
  ...drawFolds,
  ...partFolds,
  'evidence.recorded': (state, event) => {
    const stage =
      event.data.stage ?? Object.entries(state.stages).find(([, at]) => at.status === 'open')?.[0] ?? 'evidence'
    return withActed({ ...state, evidence: state.evidence + 1 }, stage, [...hands(event), ...event.data.officers])
  },
  'consultation.asked': (state, { data }) => {
    const stage = data.id.slice(0, data.id.lastIndexOf('.'))
    const tasks = Object.fromEntries(
      data.tasks.map(opened => [opened.task, { ...opened, stage, consultation: data.id }]),
    )
    return {
      ...state,
      consultations: {
        ...state.consultations,
        [data.id]: { stage, organs: data.organs, mode: data.mode, k: data.k, answers: {}, settled: false },
      },
      tasks: { ...state.tasks, ...tasks },
    }
  },
  'consultation.answered': (state, { data }) => {
    const asked = state.consultations[data.id]!
    const answers = { ...asked.answers, [data.organ]: data.opinion }
    return {
      ...state,
      consultations: { ...state.consultations, [data.id]: { ...asked, answers, settled: data.settled } },
      tasks: without(state.tasks, open => open.consultation === data.id && (data.settled || open.organ === data.organ)),
    }
  },
  ...meetingFolds,
  ...commentFolds,
  'deliberation.held': same,
  'decision.made': (state, { data }) => ({
    ...state,
    outcome: data.outcome,
    ...(data.amount !== undefined && { amount: data.amount }),
    ...(data.until !== undefined && { validUntil: data.until }),
  }),
  'document.issued': same,
  'service.made': (state, { data }) => {
    if (data.of !== 'decision') return state
    const orders = Object.fromEntries(
      Object.entries(state.orders).map(([id, order]) => [id, { ...order, servedOn: data.on }]),
    )
    const served = data.party === undefined ? {} : { servedOn: { ...state.servedOn, [data.party]: data.on } }
    return { ...state, orders, ...served }
  },
  'obligation.opened': (state, { data }) => ({
    ...state,
    obligations: {
      ...state.obligations,
      [data.id]: {
        kind: data.kind,
        binds: data.binds,
        status: 'open',
        ...(data.amount !== undefined && { amount: data.amount }),
      },
    },
  }),
  'obligation.met': (state, { data }) => ({
    ...state,
    obligations: { ...state.obligations, [data.id]: { ...state.obligations[data.id]!, status: 'met' } },
  }),
  'obligation.cancelled': (state, { data }) => {
    const obligations = {
      ...state.obligations,
      [data.id]: { ...state.obligations[data.id]!, status: 'cancelled' as const },
    }
    const order = data.id.startsWith('pay.') ? data.id.slice('pay.'.length) : ''
    const found = state.orders[order]
    return {
      ...state,
      obligations,
      ...(found && { orders: { ...state.orders, [order]: { ...found, settled: true } } }),
    }
  },
  'payment.ordered': evolveMoney,
  'payment.received': evolveMoney,
  'payment.refunded': evolveMoney,
  ...depositFolds,
  'instalment.granted': evolveMoney,
  'decision.changed': evolveMoney,
  'decision.annulled': evolveMoney,
  'remedy.started': (state, { data }) => ({
    ...state,
    remedies: [...state.remedies, { kind: data.kind, from: data.on, to: null }],
  }),
  'remedy.ended': (state, { data }) => ({
    ...state,
    remedies: state.remedies.map(remedy =>
      remedy.kind === data.kind && remedy.to === null ? { ...remedy, to: data.on, result: data.result } : remedy,
    ),
  }),
  ...laterFolds,
  'next.due': (state, { on, data }) => ({ ...state, next: { ...state.next, [data.item]: on } }),
  'publication.made': (state, { data }) => ({ ...state, publications: { ...state.publications, [data.kind]: 'made' } }),
  'publication.withdrawn': (state, { data }) => ({
    ...state,
    publications: { ...state.publications, [data.kind]: 'withdrawn' },
  }),
  ...enforcementFolds,
  'urgent.acted': (state, { on, data }) => ({ ...state, urgent: { verb: data.verb, on } }),
  'urgent.ratified': state => {
    const { urgent: _, ...rest } = state
    return rest
  },
  'urgent.lapsed': state => {
    const { urgent: _, ...rest } = state
    return rest
  },
  'paper.recorded': same,
  'comparison.made': same,
  'alarm.raised': same,
  'case.withdrawn': same,
  'case.terminated': same,
  'case.closed': (state, { data }) => ended(state, data.result),
}

/** Every type of event there is. */
export const eventTypes = Object.keys(folds) as readonly EventType[]

/** 演进 One event folded into the state. Pure and total: the state of a case is the fold of its events, always. */
export function evolve(state: CaseState, event: CaseEvent): CaseState {
  const fold = folds[event.type] as (state: CaseState, event: CaseEvent) => CaseState
  const folded = fold(state, event)
  // A fold that changes nothing gives the state back; any other gives a new one, which is still ours to finish.
  const next: { -readonly [K in keyof CaseState]: CaseState[K] } = folded === state ? { ...state } : folded
  next.seq = event.seq
  const marked = momentsOf(event)
  if (marked.length > 0) {
    const moments: Record<string, string> = { ...next.moments }
    for (const moment of marked) moments[moment] = event.on
    next.moments = moments
  }
  return next
}

export const fold = (state: CaseState, events: readonly CaseEvent[]): CaseState => events.reduce(evolve, state)
