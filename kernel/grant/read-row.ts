import type { Basis } from '#kernel/refusal'

/** A row of `kernel.reads` without what is added later. */
export interface ReadRow {
  readonly id: string
  readonly at: string
  readonly actor: string
  readonly person: string | null
  readonly post: string | null
  readonly organ: string | null
  readonly purpose: string
  readonly ground: string
  readonly groundName: string
  readonly caseId: string | null
  readonly grants: readonly string[]
  readonly source: string
  readonly fields: readonly string[]
  readonly subjects: readonly Buffer[]
  readonly disclosure: string
  readonly shownFrom: string
  readonly statute: Basis | null
}

/** The columns in the order of the insert. */
export const columnsOf = (row: ReadRow): readonly unknown[] => [
  row.id,
  row.at,
  row.actor,
  row.person,
  row.post,
  row.organ,
  row.purpose,
  row.ground,
  row.groundName,
  row.caseId,
  row.grants,
  row.source,
  row.fields,
  row.subjects,
  row.disclosure,
  row.shownFrom,
  row.statute,
]

const instant = (text: string): string => Temporal.Instant.from(text).toString({ smallestUnit: 'millisecond' })

/** What a read's leaf commits to: the columns in their order, as JSON; the same bytes before it is stored and after it is read back. */
export const readMessage = (row: ReadRow): Buffer =>
  Buffer.from(
    JSON.stringify(
      columnsOf({
        ...row,
        at: instant(row.at),
        shownFrom: instant(row.shownFrom),
        statute: row.statute && { law: row.statute.law, articles: row.statute.articles },
      }).map((value, column) => (column === 13 ? row.subjects.map(tag => tag.toString('hex')) : value)),
    ),
  )
