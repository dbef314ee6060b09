import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'
import { readPrivateTables } from './private-rows.ts'
import { readPlaces } from './sought.ts'
import { readTable } from './table.ts'

/** 复核记录 Who wrote a section, who went over it afterwards and found it right, in what office, when, and exactly which text. */
export interface Review {
  readonly section: string
  readonly author: string
  readonly reviewer: string
  readonly role: string
  readonly on: string
  readonly digest: string
}

export const readReviews = (): readonly Review[] =>
  parse(readFileSync(join(import.meta.dirname, 'review.yaml'), 'utf8')) as readonly Review[]

/** The same words in the same order of names, however the file is laid out. */
const canonical = (value: unknown): unknown =>
  Array.isArray(value)
    ? value.map(canonical)
    : typeof value === 'object' && value !== null
      ? Object.fromEntries(
          Object.entries(value)
            .sort(([one], [other]) => (one < other ? -1 : 1))
            .map(([name, of]) => [name, canonical(of)]),
        )
      : value

const digestOf = (rows: readonly unknown[]): string =>
  createHash('sha256')
    .update(JSON.stringify(canonical(rows)))
    .digest('hex')
    .slice(0, 16)

/** 现文摘要 Every section as it reads now: those of the table, who may see which private words, and where those stand. */
export function digestsNow(): ReadonlyMap<string, string> {
  const sections = Map.groupBy(readTable(), ({ section }) => section)
  return new Map([
    ...[...sections].map(([section, rows]) => [section, digestOf(rows)] as const),
    ['places.yaml', digestOf(readPlaces())],
    ['private-rows.yaml', digestOf(readPrivateTables())],
  ])
}

/** 未复核 Sections that read otherwise than they were reviewed, that nobody or only their author reviewed, and records of none. */
export function unreviewed(now: ReadonlyMap<string, string>, reviews: readonly Review[]): readonly string[] {
  const faults = [...now].flatMap(([section, digest]) => {
    const found = reviews.filter(one => one.section === section)
    const [one] = found
    if (!one || found.length > 1) return [`${section}: ${found.length} records of a review; it reads ${digest}`]
    if (one.author === one.reviewer) return [`${section}: reviewed by whoever wrote it`]
    return one.digest === digest
      ? []
      : [
          `${section}: reviewed as ${one.digest}, reads ${digest}; let another than its author review it, and write that`,
        ]
  })
  const gone = reviews.filter(({ section }) => !now.has(section)).map(({ section }) => `${section}: no such section`)
  return [...faults, ...gone]
}
