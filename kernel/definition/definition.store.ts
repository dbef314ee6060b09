import { type Sql, statement } from '#kernel/storage'

/** A published version as the directory knows it. Days are `YYYY-MM-DD`, both ends included. */
export interface VersionRow {
  readonly hash: string
  readonly item: string
  readonly version: number
  readonly from: string
  readonly to: string | null
  readonly publishedAt: string
  readonly publishedBy: string
  readonly secondApprover: string | null
  readonly summary: VersionSummary
}

export interface VersionSummary {
  readonly name: unknown
  readonly drawer: string
  readonly starts: readonly string[]
  readonly channels: readonly string[]
}

const columns = `hash, item, version, effective_from as "from", effective_to as "to", published_at as "publishedAt",
  published_by as "publishedBy", second_approver as "secondApprover", summary`

const readEpoch = statement('definition.readEpoch', `select value from kernel.epochs where name = 'definitions'`)
const listVersions = statement(
  'definition.listVersions',
  `select ${columns} from kernel.item_versions order by item, version`,
)
const findCanonical = statement(
  'definition.findCanonical',
  'select canonical from kernel.item_versions where hash = $1',
)
const findSource = statement('definition.findSource', 'select source from kernel.item_versions where hash = $1')
const lockItems = statement(
  'definition.lockItems',
  `select pg_advisory_xact_lock(hashtextextended('definition:' || item, 0)) from unnest($1::text[]) with ordinality as named(item, at) order by at`,
)
const latestOf = statement(
  'definition.latestOf',
  'select hash, version, canonical from kernel.item_versions where item = $1 order by version desc limit 1',
)
const findVersion = statement(
  'definition.findVersion',
  'select hash from kernel.item_versions where item = $1 and version = $2',
)
const insertVersion = statement(
  'definition.insertVersion',
  `insert into kernel.item_versions (hash, item, version, effective_from, effective_to, canonical, source, summary, published_at, published_by, second_approver)
   values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
)

const readTerms = statement(
  'definition.readTerms',
  `select hash, canonical::jsonb #> '{category,term}' as term from kernel.item_versions
   where canonical::jsonb #> '{category,term}' is not null`,
)

/** 临时职权 How long the versions last whose power is temporary, by their hash. */
export async function readTermsOf(
  sql: Sql,
): Promise<ReadonlyMap<string, { readonly until: string; readonly renewBy?: string }>> {
  const rows = await sql.run<{ hash: string; term: { until: string; renewBy?: string } }>(readTerms)
  return new Map(rows.map(({ hash, term }) => [hash, term]))
}

export const definitionsEpoch = async (sql: Sql): Promise<number> =>
  (await sql.run<{ value: number }>(readEpoch))[0]!.value

export const readVersions = (sql: Sql): Promise<VersionRow[]> => sql.run<VersionRow>(listVersions)

export const readCanonical = async (sql: Sql, hash: string): Promise<string | undefined> =>
  (await sql.run<{ canonical: string }>(findCanonical, [hash]))[0]?.canonical

/** The file a version was published from. */
export const readSource = async (sql: Sql, hash: string): Promise<string | undefined> =>
  (await sql.run<{ source: string }>(findSource, [hash]))[0]?.source

/** One publication of an item at a time, until the transaction ends; always in the same order. */
export const lockForPublication = async (sql: Sql, ...items: readonly string[]): Promise<void> =>
  void (await sql.run(lockItems, [items.toSorted()]))

export const latestVersion = async (sql: Sql, item: string) =>
  (await sql.run<{ hash: string; version: number; canonical: string }>(latestOf, [item]))[0]

export const hashOfVersion = async (sql: Sql, item: string, version: number): Promise<string | undefined> =>
  (await sql.run<{ hash: string }>(findVersion, [item, version]))[0]?.hash

export interface NewVersion extends Omit<VersionRow, 'to'> {
  readonly to: string | undefined
  readonly canonical: string
  readonly source: string
}

export const addVersion = async (sql: Sql, row: NewVersion): Promise<void> =>
  void (await sql.run(insertVersion, [
    row.hash,
    row.item,
    row.version,
    row.from,
    row.to ?? null,
    row.canonical,
    row.source,
    row.summary,
    row.publishedAt,
    row.publishedBy,
    row.secondApprover,
  ]))
