import type { Provision, Text } from '#kernel/definition'
import type { TypedStore } from '../acts/needs.ts'
import type { SignedIn } from '../person.ts'

/** 一份授权 A mandate as either side sees it: the other one's name is masked; whom one authorised oneself is told from others by his number, masked too. */
export interface MandateShown {
  readonly id: string
  readonly kind: string
  readonly name: string
  /** Null: every item. */
  readonly items: readonly Text[] | null
  readonly scopes: readonly string[]
  readonly from: string
  readonly until: string | null
  /** `offered`: not taken up; `later`: not begun; `unconfirmed`: the legal representative has changed. */
  readonly state: 'holds' | 'offered' | 'later' | 'expired' | 'unconfirmed' | 'ended'
  readonly endedOn: string | null
  readonly endedWhy: string | null
}

export interface DelegationsShown {
  readonly given: readonly MandateShown[]
  readonly held: readonly MandateShown[]
  readonly offered: readonly MandateShown[]
  /** Acting for a firm: its clerks. */
  readonly firm: boolean
  readonly mayGive: boolean
  readonly today: string
}

/** What was typed to authorise somebody. */
export interface MandateTyped {
  readonly name: string
  readonly number: string
  /** One item a line, by its name; empty with `all`. */
  readonly items: string
  readonly all: boolean
  readonly scopes: readonly string[]
  readonly from: string
  readonly until: string
}

/** 同意 What somebody is asked in a case, or has said: given, refused and taken back by himself alone. */
export interface ConsentShown {
  readonly number: string
  readonly name: Text
  readonly organ: string
  /** The applicant is the first of the household. */
  readonly member: number
  /** Who applies, masked; null: oneself. */
  readonly applicant: string | null
  /** What is looked into, in which registers, by which articles. */
  readonly looked: readonly { readonly register: Text; readonly what: Text; readonly basis: Provision | null }[]
  /** The case goes on. */
  readonly open: boolean
  /** Null: nothing has been said yet. */
  readonly given: boolean | null
  readonly there: { readonly given: number; readonly of: number } | null
}

/** 送达地址确认书 Where one can be reached, and whether papers may be served electronically. */
export interface ConfirmationShown {
  readonly electronic: boolean
  readonly givenOn: string
  readonly contact: { readonly mail?: string; readonly phone?: string; readonly post?: string }
}

/** What was typed to sign one. */
export interface ConfirmationTyped {
  readonly electronic: boolean
  readonly mail: string
  readonly phone: string
  readonly post: string
}

/** 自己的表 A form of one’s own affairs, in which somebody types for more than a moment. */
export type OwnForm = 'mandate' | 'confirmation'

/** 授权 What the pages of mandates are given; another's mandate and none are refused alike (MANDATE_UNKNOWN). */
export interface DelegationNeeds {
  readonly shown: (person: SignedIn) => Promise<DelegationsShown>
  readonly typed: TypedStore<OwnForm>
  /** Faults by field; none: it is given. */
  readonly give: (person: SignedIn, key: string, typed: MandateTyped) => Promise<Readonly<Record<string, string>>>
  readonly accept: (person: SignedIn, id: string) => Promise<void>
  readonly end: (person: SignedIn, id: string) => Promise<void>
  readonly confirm: (person: SignedIn, id: string) => Promise<void>
  /** For whom he may act now. */
  readonly choices: (person: SignedIn) => Promise<readonly MandateShown[]>
  /** Undefined: for himself again. */
  readonly choose: (person: SignedIn, id: string | undefined) => Promise<void>
  /** Whether the register names him as the firm's legal representative. */
  readonly claim: (person: SignedIn, uscc: string) => Promise<boolean>
  /** To authorise somebody one proves again who one is. */
  readonly mustProve: (person: SignedIn) => boolean
  readonly consents: (person: SignedIn) => Promise<readonly ConsentShown[]>
  readonly confirmation: (person: SignedIn) => Promise<ConfirmationShown | null>
  /** Faults by field; none: it is signed, in place of the one before. */
  readonly confirmAddress: (
    person: SignedIn,
    key: string,
    typed: ConfirmationTyped,
  ) => Promise<Readonly<Record<string, string>>>
  readonly withdrawConfirmation: (person: SignedIn) => Promise<void>
  /** Given, refused or taken back, for oneself. */
  readonly answerConsent: (person: SignedIn, key: string, number: string, gives: boolean) => Promise<void>
}
