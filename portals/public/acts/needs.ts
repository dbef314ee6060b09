import type { Provision, Text } from '#kernel/definition'
import type { FileKind, Heard } from '../apply/needs.ts'
import type { Right, SignedIn } from '../person.ts'

/** One member of a form, as the act itself declares it. */
export interface MemberShown {
  readonly type?: string
  readonly enum?: readonly string[]
  readonly format?: string
  readonly pattern?: string
  readonly maxLength?: number
}

/** 当事人可办 One thing a party may do in its case. */
export interface ActShown {
  readonly verb: string
  readonly possible: boolean
  /** Why not, where it is not possible. */
  readonly refusal: {
    readonly code: string
    readonly reasons: readonly { readonly text?: string | undefined }[]
  } | null
  readonly form: {
    readonly members: Readonly<Record<string, MemberShown>>
    readonly required: readonly string[]
  }
  readonly choices: Readonly<Record<string, readonly { readonly value: string; readonly text: Text }[]>>
  /** Null where no limit runs for it. */
  readonly lastDay: string | null
  readonly limitBasis: Provision | null
  readonly basis: readonly Provision[]
}

export interface ActOfCase {
  readonly number: string
  readonly item: string
  readonly name: Text
  readonly organ: string
  /** Somebody who is no party may say what he thinks of a posted draft, and sees nothing else of the case. */
  readonly party: boolean
  readonly act: ActShown
}

export interface TypedWords {
  readonly typed: Readonly<Record<string, readonly string[]>>
  readonly heard?: Heard
}

/** 随填随存 What stands in a form and was not sent, as it was typed. */
export interface TypedStore<Place> {
  readonly read: (person: SignedIn, place: Place) => Promise<TypedWords | undefined>
  readonly change: (person: SignedIn, place: Place, change: (before: TypedWords) => TypedWords) => Promise<void>
  readonly drop: (person: SignedIn, place: Place) => Promise<void>
}

/** 当事人办理 What the pages of a party's acts are given; a foreign case and an act that is none are refused alike (CASE_NOT_FOUND). */
export interface ActNeeds {
  /** What a mandate must cover for it. */
  readonly rightOf: (verb: string) => Right
  /** Those that stand open now. */
  readonly ofCase: (person: SignedIn, number: string) => Promise<readonly ActShown[]>
  readonly one: (person: SignedIn, number: string, verb: string) => Promise<ActOfCase>
  readonly carryOut: (
    person: SignedIn,
    key: string,
    number: string,
    verb: string,
    body: Readonly<Record<string, unknown>>,
  ) => Promise<void>
  /** The step that the press with this key made. */
  readonly step: (
    person: SignedIn,
    key: string,
    number: string,
    verb: string,
  ) => Promise<{ readonly seq: number; readonly on: string }>
  readonly typed: TypedStore<ActOfCase>
  readonly receive: (person: SignedIn, bytes: Buffer, kinds: readonly FileKind[]) => Promise<{ readonly file: string }>
  readonly today: () => string
  readonly maxFile: number
}
