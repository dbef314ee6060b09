import { type Sql, statement } from '#kernel/storage'
import type { BadRow, FeedEncoding, FeedFormat } from './feed-row.ts'
import type { BadCode } from './reasons.ts'

/** 数据归集 One file of a source on its way into a register, and how far it came. */
export interface Feed {
  readonly id: string
  readonly register: string
  readonly source: string
  readonly organ: string
  readonly format: FeedFormat
  readonly encoding: FeedEncoding
  readonly complete: boolean
  readonly validFrom: string
  /** Bytes read and line to read next. */
  readonly position: number
  readonly line: number
  readonly rows: number
  readonly bad: number
  readonly written: number
  readonly known: number
  readonly ended: number
  readonly startedAt: string
  readonly doneAt: string | null
}

export interface StoredFeed extends Feed {
  readonly content: Buffer
  readonly wrapped: Buffer
}

const columns = `id, register, source, organ, content, format, encoding, complete, valid_from as "validFrom", wrapped_key as wrapped,
position, line, rows, bad, written, known, ended, started_at as "startedAt", done_at as "doneAt"`

const latest = statement(
  'feed.latest',
  `select ${columns} from data.feeds where register = $1 and source = $2 order by place desc limit 1`,
)
const one = statement('feed.one', `select ${columns} from data.feeds where id = $1`)
const list = statement(
  'feed.list',
  `select ${columns} from data.feeds where register = $1 order by place desc limit $2`,
)
const add = statement(
  'feed.add',
  `insert into data.feeds (id, register, source, organ, content, bytes, format, encoding, complete, valid_from, wrapped_key, started_at, position, line)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, 1) returning ${columns}`,
)
const held = statement('feed.held', 'select position, done_at as "doneAt" from data.feeds where id = $1 for update')
const turn = statement('feed.turn', 'select pg_advisory_xact_lock(hashtextextended($1, 7))')
const advance = statement(
  'feed.advance',
  `update data.feeds set position = $2, line = $3, rows = rows + $4, bad = bad + $5, written = written + $6, known = known + $7 where id = $1
returning ${columns}`,
)
const addEnded = statement('feed.ended', 'update data.feeds set ended = ended + $2 where id = $1')
const done = statement('feed.done', `update data.feeds set done_at = $2 where id = $1 returning ${columns}`)
const forget = statement('feed.forget-seen', 'delete from registers.feed_seen where feed = $1')
const addBad = statement(
  'feed.add-bad',
  `insert into data.feed_bad (feed, line, code, field, first, sealed, cut)
select $1, line, code, field, first, decode(sealed, 'base64'), cut
from jsonb_to_recordset($2) as b(line bigint, code text, field text, first bigint, sealed text, cut boolean)`,
)
const listBad = statement(
  'feed.list-bad',
  'select line, code, field, first, sealed, cut from data.feed_bad where feed = $1 and line > $2 order by line limit $3',
)

export interface SealedBadRow extends BadRow {
  readonly sealed: Buffer
  readonly cut: boolean
}

export type StoredBadRow = {
  readonly line: number
  readonly code: BadCode
  readonly field: string | null
  readonly first: number | null
  readonly sealed: Buffer
  readonly cut: boolean
}

export const feedStore = {
  /** One at a time decides whether a file is a new feed of a register. */
  turn: (sql: Sql, register: string) => sql.run(turn, [register]),
  latest: async (sql: Sql, register: string, source: string) =>
    (await sql.run<StoredFeed>(latest, [register, source]))[0],
  one: async (sql: Sql, id: string) => (await sql.run<StoredFeed>(one, [id]))[0],
  list: (sql: Sql, register: string, limit: number) => sql.run<StoredFeed>(list, [register, limit]),
  add: async (
    sql: Sql,
    feed: Omit<StoredFeed, 'rows' | 'bad' | 'written' | 'known' | 'ended' | 'line' | 'doneAt'> & {
      readonly bytes: number
    },
  ) =>
    (
      await sql.run<StoredFeed>(add, [
        feed.id,
        feed.register,
        feed.source,
        feed.organ,
        feed.content,
        feed.bytes,
        feed.format,
        feed.encoding,
        feed.complete,
        feed.validFrom,
        feed.wrapped,
        feed.startedAt,
        feed.position,
      ])
    )[0]!,
  held: async (sql: Sql, id: string) => (await sql.run<{ position: number; doneAt: string | null }>(held, [id]))[0],
  advance: async (
    sql: Sql,
    id: string,
    by: { position: number; line: number; rows: number; bad: number; written: number; known: number },
  ) => (await sql.run<StoredFeed>(advance, [id, by.position, by.line, by.rows, by.bad, by.written, by.known]))[0]!,
  addEnded: (sql: Sql, id: string, ended: number) => sql.run(addEnded, [id, ended]),
  done: async (sql: Sql, id: string, at: Temporal.Instant) => {
    await sql.run(forget, [id])
    return (await sql.run<StoredFeed>(done, [id, at]))[0]!
  },
  addBad: (sql: Sql, id: string, rows: readonly SealedBadRow[]) =>
    sql.run(addBad, [
      id,
      JSON.stringify(rows.map(({ sealed, ...row }) => ({ ...row, sealed: sealed.toString('base64') }))),
    ]),
  listBad: (sql: Sql, id: string, after: number, limit: number) => sql.run<StoredBadRow>(listBad, [id, after, limit]),
}
