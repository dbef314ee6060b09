import type { ItemDefinition, LawLibrary, OfficeSource } from '#kernel/definition'
import type { Account } from './account.ts'
import type { Element } from './element.ts'
import type { Overlay } from './overlay.ts'
import type { Added, Procedure } from './procedures.ts'

/** What the writers of the settings work on: one item of the source, and the draft that grows. */
export interface Making {
  readonly item: Element
  readonly account: Account
  readonly overlay: Overlay
  readonly procedure: Procedure
  readonly drawer: string
  /** What the template says by itself. */
  readonly base: ItemDefinition
  readonly laws: LawLibrary
  readonly offices: OfficeSource | undefined
  /** The day the draft takes effect: laws are held against it. */
  readonly effective: string
  /** Answers that examples must give because the draft asks for more than its template. */
  readonly given: Record<string, unknown>
  /** Stages the draft has beyond its template. */
  readonly added: Added[]
}

export const matching = <Key>(words: readonly (readonly [RegExp, Key])[], text: string): Key | undefined =>
  words.find(([form]) => form.test(text))?.[1]
