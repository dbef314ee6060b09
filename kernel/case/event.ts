import type { Beacon, Lot, PopulationQuestion } from '#kernel/draw'
import type { Actor } from '#kernel/identity'
import type { Basis, Reason } from '#kernel/refusal'
import type { DepositEvents } from './deposit-events.ts'
import type { ClockSpan, Drawn, PartyInCase, TaskOpened, Vote } from './event-parts.ts'
import type { PartEvents } from './part-events.ts'
import type { ServiceEvents } from './service-events.ts'
import type { Budget } from './state.ts'

export type { ClockSpan, Drawn, PartyInCase, TaskOpened, Vote } from './event-parts.ts'

/**
 * 事件 Everything that can happen to a case, version 1. Released types are immutable (ARCHITECTURE §4.2): data holds codes,
 * dates, amounts and internal ids only; what a person said or is called lies in the erasable side table.
 */
export interface EventData extends PartEvents, DepositEvents, ServiceEvents {
  'case.opened': {
    start: string
    item: string
    version: number
    hash: string
    implementation: string | null
    organ: string
    region: string
    drawer: string
    channel: string
    parties: readonly PartyInCase[]
    source?: string
    /** Number of the case this one comes from. */
    origin?: string
    drawn?: Drawn
    /** Which part of its origin this case is. */
    part?: string
  }
  /** Under another version of the item from here on: names that changed, and by which migration of the city. */
  'case.migrated': {
    from: number
    to: number
    hash: string
    implementation: string | null
    migration: string
    stages: Readonly<Record<string, string>>
    fields: Readonly<Record<string, string>>
    limits: Readonly<Record<string, string>>
    /** Whether a day the parties may count on has changed. */
    told: boolean
  }
  'stage.entered': { stage: string; round: number; tasks: readonly TaskOpened[] }
  'stage.completed': {
    stage: string
    result?: string
    deemed?: boolean
    persons?: readonly string[]
    /** Tasks that any or k of n did without: who was signing at the same instant signs all the same. */
    unsigned?: readonly string[]
  }
  'stage.skipped': { stage: string }
  'task.claimed': { task: string; person: string }
  'task.unclaimed': { task: string }
  'task.transferred': { task: string; from: string | null; to: string }
  'task.delegated': { task: string; from: string; to: string }
  'task.added': { stage: string; task: TaskOpened }
  'task.completed': { stage: string; task: string; person: string; result?: string }
  'facts.recorded': { facts: Readonly<Record<string, unknown>>; disputed?: Readonly<Record<string, string>> }
  'materials.recorded': { materials: Readonly<Record<string, string>>; files?: Record<string, readonly string[]> }
  'supplement.requested': { materials: readonly string[]; fields: readonly string[]; onTheSpot: boolean }
  'supplement.received': { complete: boolean; fields?: readonly string[] }
  'acceptance.refused': { rule?: string; ground?: string; referTo?: string; basis?: Basis }
  'case.returned': {
    from: string
    to: string
    reset: readonly string[]
    renewsNotice?: boolean
    /** The decision that sent it back, where the item says that this outcome leads back (修改后再议). */
    outcome?: string
  }
  'case.suspended': { for: string; notice: boolean; basis?: Basis }
  'case.resumed': { for: string }
  'clock.started': ClockSpan & { clock: string; limit: string; start: string; at: string; binds: 'organ' | 'party' }
  'clock.suspended': { clock: string; from: string; for: string }
  'clock.resumed': ClockSpan & { clock: string; to: string }
  'clock.extended': ClockSpan & { clock: string; value: number; unit: string }
  'clock.met': { clock: string; on: string; late: boolean }
  'clock.rung': { clock: string; percent: number; level: 'notice' | 'yellow' | 'red'; alarm: string }
  'clock.expired': { clock: string; effect: string; dated: string }
  'clock.cancelled': { clock: string }
  'clock.recomputed': ClockSpan & { clock: string }
  /** Goes on under another version: with the time that version gives, or, where `budget` says so, with what it was given. */
  'clock.carried': ClockSpan & { clock: string; budget?: Budget }
  'notice.given': { states: readonly string[]; document?: string; offersHearing: boolean }
  'draw.prepared': {
    stage: string
    from: PopulationQuestion
    size: number
    hash: string
    commitment: string
    count: number
    /** How many persons go to each object; the pool they are drawn from. */
    each: number
    pool: readonly string[]
  }
  'draw.made': {
    stage: string
    seed: string
    beacon: Beacon
    /** Places of the pool that had to be left out by then. */
    without: readonly number[]
    lots: readonly Lot[]
  }
  /** Somebody drawn stands back: the next of the reserve goes, or nobody is left. */
  'draw.replaced': { from: string; to: string | null }
  'subcases.ordered': { stage: string; item: string; draw: string; cases: number }
  'subcases.ended': { stage: string; results: Readonly<Record<string, number>> }
  'subcases.recalled': { stage: string; ground: string }
  'origin.ended': { origin: string; result: string }
  'statement.made': { waived: boolean; party: string }
  'statement.reviewed': { adopted: boolean; party: string }
  'hearing.asked': { party: string }
  'hearing.scheduled': { on: string; chair: string }
  'hearing.held': { chair: string; minutes: boolean; absent: boolean }
  'evidence.recorded': { stage?: string; kind: string; officers: readonly string[]; file?: string }
  /** Of a party's own: what it brought for itself. */
  'evidence.submitted': { stage: string; party: string; kind: string; file?: string }
  'attendance.invited': { stage: string; parties: readonly string[]; on: string }
  /** Members are counted as the application lists them; who they are lies in the erasable detail. */
  'consent.recorded': { member: number; given: boolean; guardian?: boolean }
  'objection.raised': { objection: string; stage: string; by: string; party?: string }
  'objection.answered': { objection: string; upheld: boolean; result: string }
  /** Of a draft posted for opinions; who signed in to say it is named, what was said lies in the erasable detail. */
  'comment.received': { comment: string; stage: string; by: 'signed-in' | 'named' | 'anonymous'; party?: string }
  'comments.answered': { comments: readonly string[]; result: 'adopted' | 'partly' | 'declined' }
  'mediation.held': { stage: string; present: readonly string[]; terms: boolean; result?: 'settled' | 'failed' }
  'settlement.answered': { party: string; agrees: boolean }
  'consultation.asked': { id: string; organs: readonly string[]; mode: string; k: number; tasks: readonly TaskOpened[] }
  'consultation.answered': { id: string; organ: string; opinion: string; settled: boolean }
  /** Members of the body: who is there, and why who is not is not. */
  'meeting.convened': {
    stage: string
    body: string
    present: readonly string[]
    absent: Readonly<Record<string, string>>
  }
  /** What a member is for: an outcome, or `abstain`; what it said lies in the erasable detail. */
  'vote.cast': { stage: string; person: string; for: string; reserved?: boolean }
  'deliberation.held': {
    body: string
    /** Who was there and what they were for, in the order in which they spoke. */
    votes: readonly Vote[]
    chief?: string
    conclusion: string
    dissent: readonly string[]
    againstMajority: boolean
  }
  'decision.made': {
    outcome: string
    favourable: boolean
    amount?: number
    grounds: readonly string[]
    until?: string
    outsideBand?: boolean
    mitigation?: string
  }
  'document.issued': { document: string; number?: string }
  'document.corrected': { document: string }
  'entitlement.opened': { entitlement: string; amount: number; every: 'month' | 'year' }
  'entitlement.paid': {
    entitlement: string
    period: string
    amount: number
    on: string
    payer: string
    reference?: string
  }
  'entitlement.adjusted': { entitlement: string; by: string; change: string; amount?: number }
  'recheck.made': { stage: string; changed: boolean; officers: readonly string[] }
  'obligation.opened': { id: string; kind: string; binds: 'organ' | 'party'; amount?: number }
  'obligation.met': { id: string }
  'obligation.cancelled': { id: string }
  'payment.ordered': { order: string; amount: number; dueDays: string; rate?: string; stopsDuring: readonly string[] }
  'payment.received': {
    order: string
    amount: number
    on: string
    principal: number
    surcharge: number
    settled: boolean
    collector: string
    reference?: string
  }
  'payment.refunded': { order: string; amount: number; on: string; collector: string; reference?: string }
  'budget.reserved': { line: string; amount: number }
  'budget.committed': { line: string; amount: number }
  'budget.released': { line: string; amount: number }
  'grant.ordered': { order: string; amount: number; held: boolean }
  'grant.paid': {
    order: string
    amount: number
    on: string
    payee: string
    payer: string
    settled: boolean
    reference?: string
  }
  'grant.withheld': { order: string; amount: number }
  'measure.imposed': { measure: string }
  'measure.released': { measure: string; ground: string }
  'goods.returned': { measure: string; to: string; differences: boolean }
  'instalment.granted': {
    order: string
    schedule: readonly { on: string; amount: number }[]
    requestedOn: string
  }
  'remedy.started': { kind: string; on: string }
  'remedy.ended': { kind: string; on: string; result: string }
  'decision.changed': { order: string; amount: number; settled: boolean }
  'decision.annulled': { outcome: string; ground: string }
  'ending.notified': { ending: 'revoke' | 'withdraw'; ground: string; until: string }
  'ending.answered': { party: string; waived: boolean }
  'decision.withdrawn': { ground: string; organ: string; basis: Basis }
  /** What was granted for a time has run out by itself, with its last day. */
  'decision.expired': { outcome: string; until: string }
  'decision.ceased': { outcome: string; how: 'revoked' | 'cancelled'; ground: string; basis: Basis }
  'compensation.paid': { amount: number; reference?: string }
  /** 后续办件 The ground is there for the case that the outcome names as its next. */
  'next.due': { item: string; ground: string; order?: string }
  'publication.made': { kind: string; scope: string; until?: string }
  'publication.withdrawn': { kind: string; ground: string }
  'avoidance.declared': { person: string; ground: string }
  'avoidance.challenged': { person: string; ground: string; party: string }
  /** 被投诉人回避 Of a complaint: who may do nothing in it and learns nothing of it, since it was made; about which case. */
  'avoidance.imposed': { persons: readonly string[]; about?: string }
  'avoidance.decided': { person: string; avoids: boolean }
  'urging.made': { of: string; way: string; until: string }
  'enforcement.made': { of: string; way: string; emergency?: boolean }
  /** 中止执行 It stands still from this day on (行政强制法39). */
  'enforcement.stayed': { of: string; ground: string; basis: Basis }
  'enforcement.resumed': { of: string }
  /** 协议失效 What the agreement forgave, in fen, is owed again (行政强制法42(2)). */
  'agreement.lapsed': { order: string; amount: number }
  'court.applied': { materials: readonly string[] }
  'court.answered': { answer: 'refused' | 'granted' | 'denied' }
  /** 减免 Of the surcharge alone, on an agreement to perform; what was ordered is owed as before. */
  'surcharge.reduced': { order: string; amount: number; agreedOn: string; settled: boolean; until?: string }
  'closing.made': { ground: string; basis: Basis }
  'case.reopened': { ground: string; to: string; basis: Basis }
  'renewal.asked': { validUntil: string; party: string }
  'renewal.decided': { granted: boolean; until?: string; deemed?: boolean }
  'justice.transferred': { to: string; number?: string }
  'justice.answered': { answer: 'prosecuted' | 'declined'; number?: string }
  'urgent.acted': { verb: string; ground: number }
  'urgent.ratified': { approved: boolean }
  'urgent.lapsed': { ends: string }
  'paper.recorded': { verb: string; madeOn: string; days: number }
  'comparison.made': { id: string; granted: boolean; unknown: boolean }
  'alarm.raised': {
    alarm: string
    level: 'notice' | 'yellow' | 'red'
    to: readonly string[]
    reasons: readonly Reason[]
    stage?: string
    person?: string
  }
  'case.withdrawn': Record<never, never>
  'case.terminated': { ground: string; basis?: Basis }
  'case.closed': { result: string }
}

export type EventType = keyof EventData

export type { Actor }

/** One event as decided: its type, its data, and — apart, never folded — the erasable detail. */
export type NewEvent = {
  [T in EventType]: { readonly type: T; readonly data: EventData[T]; readonly detail?: Detail; readonly on?: string }
}[EventType]

/** Erasable detail of an act: form answers, reasons, statements. Encrypted under a key of one subject in one case. */
export interface Detail {
  readonly subject?: string
  readonly fields?: Readonly<Record<string, unknown>>
  readonly text?: Readonly<Record<string, string>>
}

/** An event as stored and folded: with its place in the case, the legal date it counts from, and who did it. */
export type CaseEvent = {
  [T in EventType]: {
    readonly seq: number
    readonly type: T
    readonly v: 1
    readonly at: string
    readonly on: string
    readonly actor: Actor
    readonly data: EventData[T]
  }
}[EventType]

export const event = <T extends EventType>(type: T, data: EventData[T], detail?: Detail): NewEvent =>
  ({ type, data, ...(detail && { detail }) }) as NewEvent
