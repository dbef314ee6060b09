import type { CompiledItem, Text } from '#kernel/definition'
import type { SignedIn } from '../person.ts'

/** 投诉什么 A case of one's own, the guide of an item, or how one was served at an organ. */
export interface ComplainedOf {
  readonly case?: string | undefined
  readonly item?: string | undefined
  readonly organ?: string | undefined
}

/** 投诉去向 What is complained of in words, and which organ hears it: never that one, nor one below it. */
export interface ComplaintPlace {
  readonly about: 'case' | 'window' | 'guide'
  readonly of: { readonly organ: string; readonly name: string }
  /** The case's number, or the guide's name. */
  readonly what: Text | null
  readonly item: string
  /** Null: no organ that takes complaints may hear this one. */
  readonly heardBy: { readonly organ: string; readonly name: string } | null
  /** Where one goes then. */
  readonly otherwise: string
  /** What is filled in. */
  readonly fields: Readonly<Record<string, unknown>>
  /** Whether one may stay unnamed. */
  readonly unnamed: boolean
}

export interface ComplaintNeeds {
  /** The item that a complaint is: what a mandate has to cover. */
  readonly item: string
  /** Undefined: there is no such case of theirs, guide or organ. */
  readonly place: (of: ComplainedOf, person: SignedIn | undefined) => Promise<ComplaintPlace | undefined>
  /** By region: whom one may complain of. */
  readonly organs: () => Promise<
    readonly {
      readonly region: string
      readonly organs: readonly { readonly organ: string; readonly name: string }[]
    }[]
  >
  readonly form: (place: ComplaintPlace) => Promise<CompiledItem>
  readonly sendUnnamed: (
    key: string,
    place: ComplaintPlace,
    fields: Readonly<Record<string, unknown>>,
  ) => Promise<{ readonly number: string; readonly checkCode: string }>
  /** Unnamed complaints of one address a minute. */
  readonly buckets: { take(key: string): number; wait(key: string): number }
}
