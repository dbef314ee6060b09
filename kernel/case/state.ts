import type { Unit } from '#kernel/definition'
import type { DrawState, SubCasesState } from './draw-state.ts'
import type { Drawn, PartyInCase, TaskOpened, Vote } from './event.ts'
import type { DepositState } from './evolve/deposit.ts'
import type { PartOf, PartState } from './part-state.ts'

export interface StageState {
  readonly status: 'open' | 'done' | 'skipped'
  readonly round: number
  readonly on: string
  readonly result?: string
  /** How many of the stage's tasks are done in this round. */
  readonly done?: number
  /** One of those who signed in this round did not agree: what the last one says does not unsay it. */
  readonly against?: boolean
  /** What any or k of n completed the stage without: may be signed until the next step is taken. */
  readonly unsigned?: Readonly<Record<string, TaskState>>
}

export interface TaskState extends TaskOpened {
  readonly stage: string
  readonly consultation?: string
}

/** 时限状态 Budget and suspension ledger; the due date is derived and kept only so that lists can sort by it. */
export interface ClockState {
  readonly limit: string
  readonly binds: 'organ' | 'party'
  readonly start: string
  readonly at: string
  readonly due: string
  readonly provisional: boolean
  readonly status: 'running' | 'suspended' | 'met' | 'expired' | 'cancelled'
  readonly suspensions: readonly { readonly from: string; readonly to: string | null; readonly for: string }[]
  readonly extensions: readonly { readonly value: number; readonly unit: string }[]
  readonly rungs: readonly string[]
  /** What the clock was given, where the version the case was moved to gives another: it keeps what it had. */
  readonly budget?: Budget
}

/** 期间 So many of a unit, as a limit gives them. */
export interface Budget {
  readonly value: number
  readonly unit: Unit
  readonly lastDay?: 'moves' | 'stays'
}

export interface ObligationState {
  readonly kind: string
  readonly binds: 'organ' | 'party'
  readonly status: 'open' | 'met' | 'cancelled'
  readonly amount?: number
}

/** 缴款单 What is owed, what came in, and when the surcharge stands still. */
export interface OrderState {
  readonly amount: number
  readonly within: string
  readonly rate?: string
  readonly stopsDuring: readonly string[]
  readonly servedOn?: string
  readonly payments: readonly { readonly on: string; readonly amount: number }[]
  readonly instalments?: readonly { readonly on: string; readonly amount: number }[]
  readonly grantedOn?: string
  /** What was given back of money that is not owed any more. */
  readonly refunded?: number
  /** 减免 What of the surcharge need not be paid, from which day. */
  readonly reductions?: readonly { readonly on: string; readonly amount: number; readonly until?: string }[]
  readonly settled: boolean
}

/** 拨付 A part of what was granted: how much, how much of it is paid, and whether it waits for a check. */
export interface GrantState {
  readonly amount: number
  readonly paid: number
  readonly held: boolean
  readonly settled: boolean
}

export interface ConsultationState {
  readonly stage: string
  readonly organs: readonly string[]
  readonly mode: string
  readonly k: number
  readonly answers: Readonly<Record<string, string>>
  readonly settled: boolean
}

/** 办件状态 The fold of a case's events: everything the next step needs and nothing erasable. */
export interface CaseState {
  readonly id: string
  readonly seq: number
  readonly status: 'open' | 'ended'
  readonly item: string
  readonly version: number
  readonly hash: string
  readonly implementation: string | null
  readonly drawer: string
  readonly organ: string
  readonly region: string
  readonly start: string
  readonly channel: string
  readonly openedOn: string
  readonly parties: readonly PartyInCase[]
  readonly stages: Readonly<Record<string, StageState>>
  /** How often each stage was entered; survives a return. */
  readonly rounds: Readonly<Record<string, number>>
  readonly tasks: Readonly<Record<string, TaskState>>
  readonly moments: Readonly<Record<string, string>>
  readonly facts: Readonly<Record<string, unknown>>
  readonly materials: Readonly<Record<string, string>>
  /** 材料文件 The scans of each paper, as they were handed in last. */
  readonly files?: Readonly<Record<string, readonly string[]>>
  /** 信息有误 Answers that the party gave against what a register says, by the register. */
  readonly disputed?: Readonly<Record<string, string>>
  readonly clocks: Readonly<Record<string, ClockState>>
  readonly obligations: Readonly<Record<string, ObligationState>>
  readonly orders: Readonly<Record<string, OrderState>>
  readonly consultations: Readonly<Record<string, ConsultationState>>
  /** Who acted at which stage: for separation. */
  readonly acted: Readonly<Record<string, readonly string[]>>
  /** How many pieces of evidence are on record. */
  readonly evidence: number
  readonly avoided: readonly string[]
  /** 被投诉人 Of a complaint: whoever learns nothing of it. */
  readonly complainedOf?: readonly string[]
  /** Whom a party asked to stand back, on which ground, until that is decided. */
  readonly challenges: Readonly<Record<string, { readonly ground: string; readonly party: string }>>
  readonly awaiting?: { readonly materials: readonly string[]; readonly fields: readonly string[] }
  readonly notice?: { readonly offersHearing: boolean; readonly states: readonly string[] }
  /** What each party said or waived since it was told. */
  readonly statements: Readonly<Record<string, { readonly waived: boolean; readonly reviewed: boolean }>>
  /** Who asked for a hearing, and what came of it. */
  readonly hearing?: {
    readonly asked: readonly string[]
    readonly on?: string
    readonly chair?: string
    readonly held: boolean
  }
  /** Number of the case this one comes from. */
  readonly origin?: string
  /** Which members of the household let their means be looked into, and which do not. */
  readonly consents?: Readonly<Record<number, boolean>>
  readonly objections?: Readonly<
    Record<string, { readonly by: string; readonly answered: boolean; readonly upheld?: boolean }>
  >
  /** Whom the mediator put terms to, and what each said. */
  readonly mediation?: {
    readonly stage: string
    readonly terms: boolean
    readonly agreed: Readonly<Record<string, boolean>>
    readonly result?: 'settled' | 'failed'
  }
  /** 公众意见 What the public said of the posted draft: how much, which is not answered yet, and what became of the rest. */
  readonly comments?: {
    readonly received: number
    readonly open: readonly string[]
    readonly adopted: number
    readonly partly: number
    readonly declined: number
  }
  /** 会议 The body that discusses the case: who is there, who is not and why, and what was said so far, in order. */
  readonly meeting?: {
    readonly stage: string
    readonly present: readonly string[]
    readonly absent: Readonly<Record<string, string>>
    readonly votes: readonly Vote[]
  }
  /** Who was invited to a stage, and for which day. */
  readonly invited?: Readonly<Record<string, { readonly parties: readonly string[]; readonly on: string }>>
  /** How many pieces of evidence each party brought. */
  readonly submitted?: Readonly<Record<string, number>>
  /** On whom the decision was served, where each is served by itself. */
  readonly servedOn?: Readonly<Record<string, string>>
  readonly corrected?: readonly string[]
  /** What is paid again and again, and what has been. */
  readonly entitlements?: Readonly<
    Record<
      string,
      {
        readonly amount: number
        readonly every: 'month' | 'year'
        readonly paid: Readonly<Record<string, number>>
        readonly endedOn?: string
      }
    >
  >
  readonly rechecked?: string
  readonly suspended?: { readonly for: string; readonly since: string }
  readonly outcome?: string
  readonly amount?: number
  readonly validUntil?: string
  /** 撤销、确认无效 The decision has fallen: `outcome` is what was decided, and binds nobody any more. */
  readonly annulled?: { readonly on: string; readonly ground: string }
  /** 拟处理 What the holder was told would become of the decision, and who answered: before it is taken back or set aside. */
  readonly ending?: {
    readonly kind: 'revoke' | 'withdraw'
    readonly ground: string
    readonly until: string
    readonly answers: Readonly<Record<string, 'waived' | 'said'>>
  }
  /** 届满 The last day of what was granted, once that is over. */
  readonly expired?: string
  /** 撤回、注销 The decision holds from this day no longer; what it did until then stays done. */
  readonly ceased?: { readonly on: string; readonly how: 'revoked' | 'cancelled'; readonly ground: string }
  readonly publications: Readonly<Record<string, 'made' | 'withdrawn'>>
  readonly remedies: readonly {
    readonly kind: string
    readonly from: string
    readonly to: string | null
    readonly result?: string
  }[]
  /** What of a budget line is set aside for this case, in fen. */
  readonly budget?: { readonly line: string; readonly reserved: number; readonly committed: number }
  readonly grants?: Readonly<Record<string, GrantState>>
  readonly deposits?: Readonly<Record<string, DepositState>>
  /** 强制措施 Since when a measure stands, when it was lifted, and when the goods went back. */
  readonly measures?: Readonly<
    Record<string, { readonly from: string; readonly to?: string; readonly returned?: string }>
  >
  /** Which cases that follow were found due, and on which day. */
  readonly next?: Readonly<Record<string, string>>
  /** 催告 What was urged, when, and until when it may still be performed. */
  readonly urged?: Readonly<Record<string, { readonly on: string; readonly until: string }>>
  readonly enforced?: Readonly<Record<string, { readonly on: string; readonly way: string }>>
  /** 中止执行 What is not enforced for now, since when and why. */
  readonly stayed?: Readonly<Record<string, { readonly on: string; readonly ground: string }>>
  readonly court?: { readonly on: string; readonly answer?: 'refused' | 'granted' | 'denied' }
  /** 延续 Asked for while the decision still held, and not answered yet. */
  readonly renewal?: { readonly on: string; readonly validUntil: string }
  /** 移送司法 To whom it was handed over, since when, and what came back. */
  readonly justice?: { readonly to: string; readonly on: string; readonly answer?: 'prosecuted' | 'declined' }
  readonly urgent?: { readonly verb: string; readonly on: string }
  /** 抽取 What was frozen before a draw, by stage, and whether it was made. */
  readonly draws?: Readonly<Record<string, DrawState>>
  /** 子办件 The cases that a stage had opened, by stage. */
  readonly subCases?: Readonly<Record<string, SubCasesState>>
  /** 并联办件 The cases of other items that this one opens from its own form, by their key. */
  readonly parts?: Readonly<Record<string, PartState>>
  /** Which part of its origin this case is. */
  readonly part?: PartOf
  /** 抽中 The draw that this case comes from. */
  readonly drawn?: Drawn
  /** The case this one comes from has ended without a decision. */
  readonly originEnded?: { readonly on: string; readonly result: string }
  readonly result?: string
}

/** The state before the first event. */
export const unopened = (id: string): CaseState => ({
  id,
  seq: 0,
  status: 'open',
  item: '',
  version: 0,
  hash: '',
  implementation: null,
  drawer: '',
  organ: '',
  region: '',
  start: '',
  channel: '',
  openedOn: '',
  parties: [],
  stages: {},
  rounds: {},
  tasks: {},
  moments: {},
  facts: {},
  materials: {},
  clocks: {},
  obligations: {},
  orders: {},
  consultations: {},
  acted: {},
  evidence: 0,
  avoided: [],
  challenges: {},
  statements: {},
  publications: {},
  remedies: [],
})

/** 主要当事人 The person or firm the case is about: applicant, respondent, or the first one named; never who reported, for lists name it. */
export const primaryParty = (state: Pick<CaseState, 'parties'>): PartyInCase | undefined =>
  state.parties.find(party => party.role === 'subject' || party.role === 'respondent') ??
  state.parties.find(party => party.role !== 'informant')
