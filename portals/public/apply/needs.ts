import type { CompiledItem, Field, Provision, Text } from '#kernel/definition'
import type { SignedIn } from '../person.ts'

/** Where an answer was taken from. */
export type Source =
  | { readonly kind: 'register'; readonly register: string; readonly name: Text; readonly value: unknown }
  | { readonly kind: 'own' }
  | { readonly kind: 'day' }
  | { readonly kind: 'case'; readonly number: string; readonly on: string }

export interface FileKept {
  readonly file: string
  readonly name: string
  readonly size: number
  /** The day it was sent in: a file waits a week for its case. */
  readonly on: string
  /** Nothing can be read on it, as far as a machine can tell. */
  readonly blank?: boolean
  /** What stands on it may not be legible. */
  readonly blurred?: boolean
}

/** 电子证照 What the city has given somebody, the latest first; `valid` or why not any more. */
export interface VoucherHeld {
  readonly kind: string
  readonly number: string
  readonly item: string
  readonly status: string
  readonly issuedOn: string
  readonly validUntil: string | null
  readonly endedOn: string | null
}

/** 预检结果 One thing that stands against the application, or that nobody knows yet. */
export interface Finding {
  /** `wrong`: it would be refused. `unknown`: an officer will look at it. `look`: a machine read it on a paper and may be mistaken. */
  readonly kind: 'wrong' | 'unknown' | 'look'
  readonly code: string
  /** What the item itself says of it. */
  readonly text: Text | null
  readonly basis: Provision | null
  readonly fields: readonly string[]
  readonly material: string | null
  readonly referTo: string | null
  /** Why a field does not fit, where that is what is wrong. */
  readonly problem: string | null
  /** What was read on the paper, for the sentence that says so; people only masked. */
  readonly read?: Readonly<Record<string, string>>
}

export interface Kept {
  /** Hash of the version of the item that was filled in. */
  readonly version?: string
  readonly sources?: Readonly<Record<string, Source>>
  /** Answers that the person says a register has wrongly, by the register. */
  readonly disputed?: Readonly<Record<string, string>>
  readonly files?: Readonly<Record<string, readonly FileKept[]>>
  /** Papers to be brought later, or promised. */
  readonly instead?: Readonly<Record<string, 'late' | 'committed'>>
  readonly checked?: { readonly at: string; readonly findings: readonly Finding[] } | null
  /** 随填随存 What was typed and does not count yet, as it was typed, by question. */
  readonly typed?: Readonly<Record<string, readonly string[]>>
  /** Which page it came from last, and how often that one had been heard. */
  readonly heard?: Heard
}

/** 第几次 What was on its way longer than what followed it from the same page counts no more. */
export interface Heard {
  /** The key the page was drawn with. */
  readonly drawn: string
  readonly turn: number
}

/** 草稿 An unfinished application as its pages have it. */
export interface Draft {
  readonly caseId: string
  readonly item: string
  readonly organ: string
  readonly updatedOn: string
  readonly fields: Readonly<Record<string, unknown>>
  readonly kept: Kept
}

export type DraftChange = Pick<Draft, 'fields' | 'kept'>

export interface DraftListed {
  readonly caseId: string
  readonly item: string
  readonly name: Text
  readonly organ: string
  readonly updatedOn: string
}

export const fileKinds = {
  pdf: 'application/pdf',
  png: 'image/png',
  jpeg: 'image/jpeg',
  mp4: 'video/mp4',
} as const
export type FileKind = keyof typeof fileKinds

/** 申请所需 What the pages of an application are given; whose draft it is, is asked every time. */
export interface ApplyNeeds {
  readonly today: () => string
  /** The item as this organ carries it out. @throws ITEM_UNKNOWN, ORGAN_NOT_FOR_ITEM. */
  readonly formOf: (item: string, organ: string) => Promise<CompiledItem>
  readonly drafts: (person: SignedIn) => Promise<readonly DraftListed[]>
  /** Begins a draft once for a key, with what the city knows already. */
  readonly begin: (person: SignedIn, key: string, place: { item: string; organ: string }) => Promise<string>
  /** @throws DRAFT_NOT_YOURS, for a foreign one and for none alike. */
  readonly draft: (person: SignedIn, caseId: string) => Promise<Draft>
  readonly change: (person: SignedIn, caseId: string, change: (draft: DraftChange) => DraftChange) => Promise<void>
  readonly drop: (person: SignedIn, caseId: string) => Promise<void>
  /** What is wrong with an answer, as a code. */
  readonly problemOf: (field: Field, value: unknown) => string | undefined
  /** The officers' own questions, asked now. */
  readonly precheck: (person: SignedIn, draft: Draft) => Promise<readonly Finding[]>
  /** Hands it in; the number of the case. Sent twice, it is one case. */
  readonly submit: (person: SignedIn, key: string, draft: Draft) => Promise<string>
  /** The case that this draft has become. */
  readonly numberOf: (person: SignedIn, caseId: string) => Promise<string | undefined>
  readonly receive: (
    person: SignedIn,
    bytes: Buffer,
    kinds: readonly FileKind[],
    /** Of the press: the same one with the same file is answered as it was. */
    key?: string,
  ) => Promise<{ readonly file: string; readonly size: number; readonly blank: boolean; readonly blurred: boolean }>
  /** What the person was given and need not hand in as long as it holds. */
  readonly vouchers: (person: SignedIn) => Promise<readonly VoucherHeld[]>
  /** Bytes of one file at most. */
  readonly maxFile: number
}
