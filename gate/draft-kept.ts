import type { CompiledItem } from '#kernel/definition'
import { askedOf, type Draft, type DraftChange, type VoucherHeld } from '#portals/public'
import type { Filled } from '#systems/power'
import type { DraftContent } from '#systems/service'

/** What stands beside the answers of a draft is written by these pages alone. */
export const keptIn = ({ kept = {} }: Pick<DraftContent, 'kept'>): Draft['kept'] => kept as Draft['kept']

/** 提交之日 What is asked about the day itself is answered when it is handed in, however old the draft. */
export const daysOf = ({ kept: { sources = {} } }: Draft, on: string): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(sources).flatMap(([name, { kind }]) => (kind === 'day' ? [[name, on]] : [])))

type Sent = NonNullable<Draft['kept']['files']>[string]

/** Papers asked for, of which files were sent that are so. */
const papersWhose =
  (so: (files: Sent) => boolean) =>
  (compiled: CompiledItem, { fields, kept }: Draft, held: readonly VoucherHeld[]): readonly string[] =>
    askedOf(compiled, fields, held).flatMap(({ id }) => {
      const files = kept.files?.[id] ?? []
      return files.length > 0 && so(files) ? [id] : []
    })

/** Papers for which nothing was sent but files on which nothing can be read. */
export const papersBlank = papersWhose(files => files.every(({ blank }) => blank === true))

/** Papers of which some file may not be legible. */
export const papersBlurred = papersWhose(files => files.some(({ blurred }) => blurred === true))

export const filledIn = (filled: ReadonlyMap<string, Filled>, version: string): DraftChange => ({
  fields: Object.fromEntries([...filled].map(([name, { value }]) => [name, value])),
  kept: { version, sources: Object.fromEntries([...filled].map(([name, { from }]) => [name, from])) },
})
