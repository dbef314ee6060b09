import type { Field, Provision, Text } from '#kernel/definition'
import type { SignedIn } from '../person.ts'
import type { MessageShown } from './needs.ts'

/** 一项 One thing that is known. A field of a form or register says its own label; else it is `held.field.<name>`, and `as` says how it is read. */
export interface HeldFact {
  readonly name: string
  readonly value: unknown
  readonly field?: Pick<Field, 'type' | 'label' | 'options' | 'unit'>
  readonly label?: Text
  /** A day, an instant, a text of the content, the group of words it is one of, or a message. */
  readonly as?:
    | 'day'
    | 'time'
    | 'text'
    | { readonly words: string }
    | { readonly message: Pick<MessageShown, 'kind' | 'name' | 'said'> }
}

/** 一条 One row, case, file or record of a part. */
export interface HeldItem {
  readonly name?: Text
  /** The page of it. */
  readonly to?: string
  readonly facts: readonly HeldFact[]
}

/** 保存期限 How long, by which article, and whether it is the city that laid it down, where the law does not. */
export interface HeldKept {
  readonly says: Text
  readonly basis: readonly Provision[]
  readonly own: boolean
}

/** 一类 What the city holds of one kind: what for, by which article, for how long (null: it has not said). */
export interface HeldPartShown {
  readonly part: string
  readonly purpose: Text
  readonly basis: readonly Provision[]
  readonly kept: HeldKept | null
  /** Where all of it is. */
  readonly to: string | null
}
export interface HeldListed extends HeldPartShown {
  readonly items: readonly HeldItem[]
  /** There are more than these. */
  readonly more: boolean
}

export type HeldPiece =
  | { readonly kind: 'part'; readonly part: HeldPartShown }
  | { readonly kind: 'item'; readonly item: HeldItem }

/** 我的数据 Everything of the person's own, and nothing of anybody else's (个人信息保护法45). */
export interface HeldNeeds {
  /** The first of each kind. */
  readonly shown: (person: SignedIn) => Promise<readonly HeldListed[]>
  /** A copy is taken by whoever has proved again that it is he. */
  readonly mustProve: (person: SignedIn) => boolean
  /** 副本 Piece by piece, so that it is never held whole; that it was taken is on record before the first piece. */
  readonly copy: (person: SignedIn) => Promise<AsyncIterable<HeldPiece>>
  /** ISO instant. */
  readonly now: () => string
}
