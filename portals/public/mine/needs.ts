import type { Readable } from 'node:stream'
import type { Field, ItemDefinition, Provision, Text } from '#kernel/definition'
import type { TypedStore } from '../acts/needs.ts'
import type { FileKind } from '../apply/needs.ts'
import type { ProgressShown } from '../needs.ts'
import type { SignedIn } from '../person.ts'

/** One case in a person's own list. */
export type CaseListed = Pick<
  ProgressShown,
  | 'number'
  | 'item'
  | 'name'
  | 'organ'
  | 'openedOn'
  | 'status'
  | 'outcome'
  | 'result'
  | 'due'
  | 'yours'
  | 'suspended'
  | 'awaiting'
  | 'holders'
  | 'payments'
>

/** 决定所依 Who decided, on which rules and articles, on what evidence. */
export interface DecisionShown {
  readonly on: string
  readonly organ: string
  readonly post: string | null
  readonly reason: string | null
  readonly grounds: readonly { readonly text: Text; readonly basis: Provision | null }[]
  readonly basis: readonly Provision[]
  readonly amount: number | null
  readonly servedOn: string | null
  readonly evidence: readonly {
    readonly kind: 'register' | 'paper' | 'recorded'
    readonly name: Text
    readonly source: string
    readonly on: string
  }[]
}

export interface VoucherShown {
  readonly number: string
  readonly kind: string
  readonly organ: string
  readonly issuedOn: string
  readonly validUntil: string | null
  readonly status: string
  readonly checkCode: string
}

/** 文书 A paper one may fetch. */
export interface PaperShown {
  readonly paper: string
  readonly kind: string
  /** 文号 Null until it is made. */
  readonly number: string | null
  readonly on: string
}

/** 送达回证 What was served on one in a case, how, when, and with what proof. */
export interface EvidenceShown {
  /** An agent who may not receive sees what was served, and signs for nothing. */
  readonly maySign: boolean
  readonly deliveries: readonly {
    readonly delivery: string
    readonly paper: string
    readonly way: string
    readonly state: string
    readonly handedOutOn: string
    readonly on: string | null
    readonly receivedBy: string | null
    readonly proof: string | null
    readonly tracking: string | null
    readonly next: string | null
  }[]
  readonly served: readonly {
    readonly of: string
    readonly way: string
    readonly on: string
    readonly receipt: boolean
  }[]
  readonly messages: readonly { readonly way: string; readonly state: string }[]
}

/** 评价 How one's rating of a service stands. */
export interface RatingShown {
  readonly open: boolean
  /** The last day on which it may be given. */
  readonly until: string
  readonly given: {
    readonly level: number
    readonly on: string
    readonly status: string
    readonly replyDue: string | null
    readonly repliedOn: string | null
    readonly reply: string | null
  } | null
}

/** 救济途径 One way against a decision; `lastDay` is null while nothing says when it was received. */
export interface RemedyWayShown {
  readonly kind: string
  readonly body: string | null
  readonly within: string
  readonly basis: Provision | null
  readonly lastDay: string | null
  /** Negative once it is over. */
  readonly daysLeft: number | null
  readonly apply: { readonly item: string; readonly organ: string } | null
  readonly windows: readonly Text[]
  readonly hours: Text | null
  readonly contacts: readonly Text[]
  readonly court: { readonly name: string; readonly verified: boolean; readonly basis: Provision | null } | null
  readonly bring: readonly { readonly text: Text; readonly basis: Provision }[]
  readonly know: readonly { readonly text: Text; readonly basis: Provision }[]
}

/** 登记异议 What a register held that one said is wrong, and what the organ that keeps it answers. */
export interface DisputeTold {
  readonly field: string
  readonly organ: string | null
  readonly held: unknown
  readonly dueOn: string
  readonly answer: 'corrected' | 'kept' | null
  readonly answeredOn: string | null
  readonly reason: string | null
}

export interface CaseShown extends ProgressShown {
  readonly seq: number
  readonly checkCode: string
  readonly principal: boolean
  readonly definition: ItemDefinition
  readonly answers: Readonly<Record<string, unknown>>
  readonly disputed: Readonly<Record<string, string>>
  readonly disputes: readonly DisputeTold[]
  readonly materials: Readonly<Record<string, string>>
  readonly files: Readonly<Record<string, readonly string[]>>
  readonly wanted: { readonly materials: readonly string[]; readonly fields: readonly string[] } | null
  readonly told: readonly { readonly verb: string; readonly on: string; readonly text: string }[]
  readonly decision: DecisionShown | null
  readonly receivedOn: string | null
  readonly lastDays: Readonly<Record<string, string>>
  readonly mayWithdraw: boolean
  /** 告知 What the party was told beforehand, and whether a hearing was offered; null while it was not. */
  readonly notice: { readonly states: readonly string[]; readonly offersHearing: boolean } | null
  readonly vouchers: readonly VoucherShown[]
}

export interface ReadShown {
  readonly id: string
  readonly at: string
  readonly organ: string | null
  readonly post: string | null
  readonly purpose: string
  readonly ground: string
  readonly groundName: string
  readonly source: string
  readonly fields: readonly string[]
  /** 事项 Its name, where a case of it was handled; and what it calls those of its own questions that were read. */
  readonly item: Text | null
  readonly labels: Readonly<Record<string, Text>>
  /** 延后告知 The statute that let it be told only later; null: it was told at once. */
  readonly deferredBy: { readonly law: string; readonly articles: readonly string[] } | null
}

/** 消息 Number and item are those of its case; what happened to one's account or mandates belongs to none. */
export interface MessageShown {
  readonly id: number
  readonly kind: string
  readonly at: string
  readonly number: string | null
  readonly name: Text | null
  readonly said: { readonly day?: string; readonly reason?: Text; readonly organ?: string; readonly way?: string }
}

export interface Page<Item, Place> {
  readonly items: readonly Item[]
  readonly next: Place | null
}

/** 开着的表 What may be handed in or taken back in one's own case. */
export type FormsOpen = Pick<CaseShown, 'number' | 'item' | 'organ' | 'definition' | 'wanted' | 'mayWithdraw'>

/** 本页之表 A form in which somebody types on the page of his own case. */
export interface FormOfCase extends Pick<CaseShown, 'number' | 'item' | 'organ'> {
  readonly form: 'supplement' | 'withdraw'
}

/** 我的 What a person's own pages are given; a foreign case and none are refused alike (CASE_NOT_FOUND). */
export interface MineNeeds {
  readonly cases: (person: SignedIn, before?: string) => Promise<Page<CaseListed, string>>
  readonly read: (person: SignedIn, number: string) => Promise<CaseShown>
  readonly problemOf: (field: Field, value: unknown) => string | undefined
  /** Hands in what was asked for: answers, or one paper. */
  readonly supplement: (
    person: SignedIn,
    key: string,
    number: string,
    given: {
      readonly fields?: Readonly<Record<string, unknown>>
      readonly files?: Readonly<Record<string, readonly string[]>>
    },
  ) => Promise<void>
  readonly withdraw: (person: SignedIn, key: string, number: string, reason: string) => Promise<void>
  readonly formsOpen: (person: SignedIn, number: string) => Promise<FormsOpen>
  readonly typed: TypedStore<FormOfCase>
  readonly receive: (
    person: SignedIn,
    bytes: Buffer,
    kinds: readonly FileKind[],
    key?: string,
  ) => Promise<{ readonly file: string }>
  readonly evidence: (person: SignedIn, number: string) => Promise<EvidenceShown>
  /** 签收 From today it is served. Another's delivery and none are refused alike (DELIVERY_UNKNOWN). */
  readonly sign: (person: SignedIn, number: string, delivery: string) => Promise<void>
  /** Null: nothing to rate, or not yet. */
  readonly rating: (person: SignedIn, number: string) => Promise<RatingShown | null>
  readonly rate: (
    person: SignedIn,
    number: string,
    given: { readonly level: number; readonly reasons: readonly string[] },
  ) => Promise<void>
  /** 救济 What is open against the decision of a case. */
  readonly remedies: (person: SignedIn, shown: CaseShown) => Promise<readonly RemedyWayShown[]>
  readonly papers: (person: SignedIn, number: string) => Promise<readonly PaperShown[]>
  /** The signed bytes; refused where a sign cannot be printed. */
  readonly paper: (person: SignedIn, number: string, paper: string) => Promise<{ readonly bytes: Buffer }>
  /** The proof that a step stands in the log, the one which opened the case unless another is said; undefined while it does not yet. */
  readonly proof: (person: SignedIn, number: string, seq?: number) => Promise<string | undefined>
  readonly reads: (person: SignedIn, before?: string) => Promise<Page<ReadShown, string>>
  readonly messages: (person: SignedIn, before?: number) => Promise<Page<MessageShown, number>>
  readonly vouchers: (person: SignedIn) => Promise<readonly VoucherShown[]>
  /** A file of one's own, as it is opened by whoever decides. @throws FILE_MISSING, for a foreign one and for none alike. */
  readonly file: (
    person: SignedIn,
    id: string,
  ) => Promise<{ readonly size: number; readonly mediaType: string; readonly bytes: Readable }>
  readonly maxFile: number
}
