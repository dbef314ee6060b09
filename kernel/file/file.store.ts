import { type Sql, statement } from '#kernel/storage'
import type { StoredFile } from './files.ts'
import type { MediaType } from './media-type.ts'

/** What a step says of a file when it begins to refer to it. */
export interface FileRecord {
  readonly mediaType: string
  readonly caseId?: string | undefined
  readonly partyId?: string | undefined
  /** Internal id of whoever sent it in; until a step refers to the file it is his alone. */
  readonly owner?: string | undefined
  /** 原件 The file as it was sent in, where this one was made from it. */
  readonly original?: string | undefined
}

export interface KnownFile extends Omit<FileRecord, 'original'> {
  readonly original: string | null
  readonly id: string
  readonly size: number
  readonly commitment: { readonly sha256: Buffer; readonly sm3: Buffer }
  /** null once the file was removed: its key is destroyed, the commitment remains. */
  readonly wrappedKey: Buffer | null
  readonly storedAt: string
  readonly removedAt: string | null
}

const addFile = statement(
  'file.add',
  `insert into kernel.files (id, case_id, party_id, media_type, size, commitment_sha256, commitment_sm3, wrapped_key, stored_at, owner, original)
   values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
)
const findFileById = statement(
  'file.find',
  `select id, case_id as "caseId", party_id as "partyId", media_type as "mediaType", size, commitment_sha256 as sha256,
          commitment_sm3 as sm3, wrapped_key as "wrappedKey", stored_at as "storedAt", removed_at as "removedAt", owner, original
   from kernel.files where id = $1`,
)
const forgetFile = statement(
  'file.forget',
  'update kernel.files set wrapped_key = null, removed_at = $2 where id = $1 and removed_at is null returning id',
)
const usableAmong = statement(
  'file.usable',
  `select id, media_type as "mediaType" from kernel.files where id = any($1::uuid[]) and removed_at is null
     and (case_id = $2 or (case_id is null and owner = $3 and stored_at > $4))
     and not exists (select 1 from kernel.files made where made.original = kernel.files.id)`,
)
const bindFile = statement(
  'file.bind',
  'update kernel.files set case_id = $2, party_id = coalesce(party_id, $3) where (id = $1 or id = (select original from kernel.files where id = $1)) and case_id is null and removed_at is null',
)
const forgetUnusedFiles = statement(
  'file.forgetUnused',
  `update kernel.files set wrapped_key = null, removed_at = $2
   where case_id is null and owner is not null and removed_at is null and stored_at < $1 returning 1`,
)
const countUnused = statement(
  'file.countUnused',
  `select count(*)::int as count, coalesce(sum(size), 0)::float8 as bytes from kernel.files
   where owner = $1 and case_id is null and removed_at is null`,
)
const sentInBy = statement(
  'file.sentInBy',
  `select id, case_id as "caseId", media_type as "mediaType", size, stored_at as "storedAt" from kernel.files
   where owner = $1 and removed_at is null
     and not exists (select 1 from kernel.files made where made.original = kernel.files.id) order by id desc limit $2`,
)
const forgetFilesOf = statement(
  'file.forgetOf',
  `update kernel.files set wrapped_key = null, removed_at = $2 where (owner = $1 or party_id = $1) and removed_at is null returning 1`,
)
const keptAmong = statement(
  'file.kept',
  'select id from kernel.files where id = any($1::uuid[]) and removed_at is null',
)
const keptPage = statement(
  'file.page',
  `select id, wrapped_key as "wrappedKey", size, commitment_sha256 as sha256, commitment_sm3 as sm3
   from kernel.files where removed_at is null and id > $1 order by id limit $2`,
)

/** Writes down a received file, in the transaction of the step that refers to it. */
export async function recordFile(sql: Sql, file: StoredFile, record: FileRecord): Promise<void> {
  const { id, size, commitment, wrappedKey, storedAt } = file
  const { caseId, partyId, mediaType, owner, original } = record
  const { sha256, sm3 } = commitment
  await sql.run(addFile, [id, caseId, partyId, mediaType, size, sha256, sm3, wrappedKey, storedAt, owner, original])
}

export async function findFile(sql: Sql, id: string): Promise<KnownFile | undefined> {
  const [row] = await sql.run<Omit<KnownFile, 'commitment'> & KnownFile['commitment']>(findFileById, [id])
  if (!row) return undefined
  const { sha256, sm3, ...rest } = row
  return { ...rest, commitment: { sha256, sm3 } }
}

/**
 * 删除 Destroys a file's key, in the transaction of the act that removes it. From its commit nobody can read the bytes;
 * the sweep takes them away. Returns false when there was no such file or it was removed before.
 */
export const forget = async (sql: Sql, id: string, at: Temporal.Instant): Promise<boolean> =>
  (await sql.run(forgetFile, [id, at])).length > 0

/** Whose file, for which case, and how old one that no case has may be. */
export interface FileWanted {
  readonly caseId: string
  readonly owner: string
  readonly since: Temporal.Instant
}

/** Those of the files a step of this case may refer to, each with its kind: the case has them already, or the one who acts sent them in lately. */
export const usableOf = async (
  sql: Sql,
  ids: readonly string[],
  { caseId, owner, since }: FileWanted,
): Promise<ReadonlyMap<string, MediaType>> => {
  const rows = await sql.run<{ id: string; mediaType: MediaType }>(usableAmong, [ids, caseId, owner, since])
  return new Map(rows.map(({ id, mediaType }) => [id, mediaType]))
}

/** How many files this one has sent in that no case has, and how many bytes they are, originals included. */
export const unusedOf = async (sql: Sql, owner: string): Promise<{ readonly count: number; readonly bytes: number }> =>
  (await sql.run<{ count: number; bytes: number }>(countUnused, [owner]))[0]!

/** 本人交的文件 What a party sent in itself, the latest first. */
export interface SentInFile {
  readonly id: string
  readonly caseId: string | null
  readonly mediaType: string
  readonly size: number
  readonly storedAt: string
}
export const filesSentInBy = (sql: Sql, owner: string, limit: number): Promise<SentInFile[]> =>
  sql.run<SentInFile>(sentInBy, [owner, limit])

/** 归案 From now on the file is the case's, its original with it, and goes when this party is erased. The first case keeps it. */
export const bind = async (sql: Sql, id: string, caseId: string, party: string | null): Promise<void> =>
  void (await sql.run(bindFile, [id, caseId, party]))

/** Destroys the keys of files sent in before that instant which no step ever referred to. */
export const forgetUnused = async (sql: Sql, before: Temporal.Instant, at: Temporal.Instant): Promise<number> =>
  (await sql.run(forgetUnusedFiles, [before, at])).length

/** Destroys the keys of what a party sent in and of what a case holds about it. */
export const forgetOf = async (sql: Sql, party: string, at: Temporal.Instant): Promise<number> =>
  (await sql.run(forgetFilesOf, [party, at])).length

/** Those of the ids that a row still refers to. */
export const keptOf = async (sql: Sql, ids: readonly string[]): Promise<Set<string>> =>
  new Set((await sql.run<{ id: string }>(keptAmong, [ids])).map(row => row.id))

export interface KeptFile {
  readonly id: string
  readonly wrappedKey: Buffer
  readonly size: number
  readonly sha256: Buffer
  readonly sm3: Buffer
}

/** Every kept file, in the order of their ids. */
export async function* keptFiles(sql: Sql): AsyncGenerator<KeptFile> {
  for (let after = '00000000-0000-0000-0000-000000000000'; ; ) {
    const page = await sql.run<KeptFile>(keptPage, [after, 1_000])
    yield* page
    if (page.length < 1_000) return
    after = page.at(-1)!.id
  }
}
