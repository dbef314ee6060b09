import type { Clock } from '#kernel/clock'
import type { DataKey, Keyring } from '#kernel/party'
import { refusal } from '#kernel/refusal'
import type { RegisterDeclaration, Registers } from '#kernel/register'
import type { Db, Sql } from '#kernel/storage'
import { type Feed, feedStore, type SealedBadRow, type StoredFeed } from './feed.store.ts'
import { type FeedFile, openFeedFile } from './feed-file.ts'
import { type BadRow, type FeedEncoding, type FeedFormat, makeDecoder, makeRowReader, readHeader } from './feed-row.ts'
import { badReasons, type Told } from './reasons.ts'
import { makeSplitter, type RawRecord } from './splitter.ts'

export const feedUnknown = refusal('FEED_UNKNOWN', 404, 'No such feed')
export const feedNotDeclared = refusal('FEED_NOT_DECLARED', 409, 'The register is not written by this feed')
export const feedOrganMissing = refusal('FEED_ORGAN_MISSING', 422, 'No organ answers for the rows')
export const feedOvertaken = refusal('FEED_OVERTAKEN', 409, 'Another process feeds the same file')

export interface FeedWanted {
  readonly register: string
  readonly path: string
  /** Default: the feed the register declares. */
  readonly source?: string
  /** Who answers for the rows; default: the organ the register declares. */
  readonly organ?: string
  readonly encoding?: FeedEncoding
  readonly format?: FeedFormat
  /** First day of rows that say none; default: today. */
  readonly from?: string
  /** What the file does not carry is no more: rows of this feed that are absent end. */
  readonly complete?: boolean
}

export interface FeedReport extends Feed {
  /** The file was fed before and changed nothing. */
  readonly again: boolean
  /** A complete feed with bad rows ends nothing: who is absent is not known. */
  readonly endingWithheld: boolean
}

export interface ShownBadRow {
  readonly line: number
  readonly code: string
  readonly field: string | null
  readonly first: number | null
  readonly reason: Told
  readonly remedy: Told
  /** As it stood in the file; only when asked for. */
  readonly content?: string
  /** The content was longer than what was kept. */
  readonly cut: boolean
}

export interface FeedsNeeds {
  readonly db: Db
  readonly clock: Clock
  readonly registers: Pick<Registers, 'declaration' | 'feed' | 'absent'>
  readonly keyring: Keyring
}

const batchRows = 5_000
const batchBytes = 8 << 20
const keptOfBad = 4_096

const shown = ({ content, wrapped, ...feed }: StoredFeed): Feed => feed
const sealedAs = (feed: string, line: number): string => `feed-bad|${feed}|${line}`

/**
 * 数据归集 Takes a file of a declared source into a register. Good rows and how far it came are one transaction, so a feed that
 * was killed goes on where it was when the same content is fed again, and the same content again changes nothing. A row that
 * cannot be taken is set apart, sealed, with its line and reason, and stops nothing.
 */
export function makeFeeds({ db, clock, registers, keyring }: FeedsNeeds) {
  function sourceOf(
    declared: RegisterDeclaration,
    { source = declared.feed?.from, organ = declared.feed?.organ }: FeedWanted,
  ) {
    if (!declared.feed || declared.feed.from !== source)
      throw feedNotDeclared({
        detail: `register ${declared.register} is written by ${declared.feed?.from ?? 'the outcomes of cases'}`,
        remedy: 'Feed a register of kind base, from the source its declaration names.',
      })
    if (organ === undefined)
      throw feedOrganMissing({
        detail: `register ${declared.register}: the declaration names no organ for ${source}`,
        remedy: 'Name it with --organ, or in the register’s declaration: feed: { organ }.',
      })
    return { feed: source, organ }
  }

  /** The feed this content belongs to: the latest of its source when it has the same content, else a new one. */
  const begin = (wanted: FeedWanted, file: FeedFile, { feed: source, organ }: { feed: string; organ: string }) =>
    db.transaction(async sql => {
      await feedStore.turn(sql, wanted.register)
      const latest = await feedStore.latest(sql, wanted.register, source)
      const complete = wanted.complete ?? false
      if (
        latest?.content.equals(file.content) &&
        latest.complete === complete &&
        (wanted.from === undefined || wanted.from === latest.validFrom)
      )
        return latest
      return feedStore.add(sql, {
        id: crypto.randomUUID(),
        register: wanted.register,
        source,
        organ,
        content: file.content,
        bytes: file.bytes,
        format: file.format,
        encoding: file.encoding,
        complete,
        validFrom: wanted.from ?? clock.today().toString(),
        wrapped: keyring.newKey().wrapped,
        startedAt: clock.now().toString(),
        position: file.start,
      })
    })

  /** Locks the feed's row: who finds it elsewhere than he left it is the second to feed this file. */
  async function hold(sql: Sql, feed: StoredFeed): Promise<void> {
    const held = await feedStore.held(sql, feed.id)
    if (!held || held.position !== feed.position || held.doneAt !== null)
      throw feedOvertaken({ detail: `feed ${feed.id} stands elsewhere`, remedy: 'Let the other process finish.' })
  }

  async function headerOf(declared: RegisterDeclaration, file: FeedFile, feed: StoredFeed) {
    if (feed.format !== 'csv') return { columns: [], end: file.start, next: 1 }
    const splitter = makeSplitter({ quoted: true, position: file.start })
    const first = async (): Promise<RawRecord | undefined> => {
      for await (const chunk of file.chunks(file.start)) for (const record of splitter.take(chunk)) return record
      for (const record of splitter.end()) return record
      return undefined
    }
    const record = await first()
    const text = record && !record.fault ? makeDecoder(feed.encoding)(record.bytes) : undefined
    return { columns: readHeader(declared, text ?? ''), end: record!.end, next: record!.next }
  }

  /** Ends, batch by batch, what the feed recorded and the file no longer carries. */
  async function endAbsent(feed: StoredFeed): Promise<void> {
    const source = { organ: feed.organ, feed: feed.source }
    for (let ended = -1; ended !== 0; )
      ended = await db.transaction(async sql => {
        await hold(sql, feed)
        const count = await registers.absent(sql, feed.register, {
          feed: feed.id,
          entry: feed.id,
          from: feed.validFrom,
          limit: batchRows,
          source,
        })
        if (count > 0) await feedStore.addEnded(sql, feed.id, count)
        return count
      })
  }

  async function load(feed: StoredFeed, file: FeedFile, progress: (feed: Feed) => void): Promise<StoredFeed> {
    const declared = registers.declaration(feed.register)
    const header = await headerOf(declared, file, feed)
    const { format, encoding, validFrom: from } = feed
    const readRow = makeRowReader({ declaration: declared, format, encoding, from, columns: header.columns })
    const key = keyring.unwrap(feed.wrapped)
    const sealed = (row: BadRow, bytes: Buffer): SealedBadRow => ({
      ...row,
      sealed: keyring.seal(key, bytes.subarray(0, keptOfBad), sealedAs(feed.id, row.line)),
      cut: bytes.length > keptOfBad,
    })
    const write = (raw: readonly RawRecord[], read: readonly ReturnType<typeof readRow>[]) =>
      db.transaction(async sql => {
        const rows = read.flatMap(one => ('row' in one ? [one.row] : []))
        await hold(sql, feed)
        const fed = await registers.feed(sql, feed.register, {
          feed: feed.id,
          rows,
          source: { organ: feed.organ, feed: feed.source },
        })
        const twice = new Map(fed.twice.map(({ line, first }) => [line, first]))
        const bad = raw.flatMap((record, index): SealedBadRow[] => {
          const one = read[index]!
          if ('bad' in one) return [sealed(one.bad, record.bytes)]
          const first = twice.get(record.line)
          return first === undefined ? [] : [sealed({ line: record.line, code: 'FEED_KEY_TWICE', first }, record.bytes)]
        })
        if (bad.length > 0) await feedStore.addBad(sql, feed.id, bad)
        await file.mustBeUnchanged()
        return feedStore.advance(sql, feed.id, {
          position: raw.at(-1)!.end,
          line: raw.at(-1)!.next,
          rows: raw.length,
          bad: bad.length,
          written: fed.written,
          known: fed.known,
        })
      })

    let gathered: RawRecord[] = []
    let bytes = 0
    // While the database writes one batch the next is read; they are written one after the other all the same.
    let written: Promise<void> = Promise.resolve()
    const gather = async (records: Iterable<RawRecord>) => {
      for (const record of records) {
        // An empty line is no row.
        if (record.bytes.length === 0) continue
        gathered.push(record)
        bytes += record.bytes.length
        if (gathered.length >= batchRows || bytes >= batchBytes) await flush()
      }
    }
    const flush = async () => {
      const raw = gathered
      if (raw.length === 0) return
      gathered = []
      bytes = 0
      const read = raw.map(record => readRow(record))
      await written
      written = write(raw, read).then(advanced => {
        feed = advanced
        progress(shown(feed))
      })
      // It is awaited before the next batch; until then nobody listens.
      written.catch(() => {})
    }
    const position = Math.max(feed.position, header.end)
    const splitter = makeSplitter({ quoted: format === 'csv', position, line: Math.max(feed.line, header.next) })
    try {
      for await (const chunk of file.chunks(position)) await gather(splitter.take(chunk))
      await gather(splitter.end())
      await flush()
    } finally {
      await written
    }
    return feed
  }

  const reported = (feed: StoredFeed, again: boolean): FeedReport => ({
    ...shown(feed),
    again,
    endingWithheld: feed.complete && feed.bad > 0,
  })

  return {
    /** @throws FEED_FILE_UNFIT, FEED_HEADER_UNFIT, FEED_NOT_DECLARED, FEED_ORGAN_MISSING, FEED_OVERTAKEN, FEED_FILE_CHANGED, REGISTER_UNKNOWN. */
    async feed(wanted: FeedWanted, progress: (feed: Feed) => void = () => {}): Promise<FeedReport> {
      const source = sourceOf(registers.declaration(wanted.register), wanted)
      await using file = await openFeedFile(wanted.path, wanted)
      const begun = await begin(wanted, file, source)
      if (begun.doneAt !== null) return reported(begun, true)
      const loaded = await load(begun, file, progress)
      if (loaded.complete && loaded.bad === 0) await endAbsent(loaded)
      const done = await db.transaction(async sql => {
        await hold(sql, loaded)
        return feedStore.done(sql, loaded.id, clock.now())
      })
      return reported(done, false)
    },

    /** The feeds of a register, newest first. */
    async list(register: string, limit = 50): Promise<Feed[]> {
      return (await feedStore.list(db, registers.declaration(register).register, limit)).map(shown)
    },

    /** 隔离的行 Rows of a feed that were not taken, by line; their content only when it is asked for. */
    async bad(
      id: string,
      { after = 0, limit = 50, content = false }: { after?: number; limit?: number; content?: boolean } = {},
    ): Promise<{ readonly feed: Feed; readonly rows: ShownBadRow[]; readonly next?: number }> {
      const feed = await feedStore.one(db, id)
      if (!feed) throw feedUnknown({ detail: `there is no feed ${id}` })
      const found = await feedStore.listBad(db, id, after, limit + 1)
      const key: DataKey | undefined = content ? keyring.unwrap(feed.wrapped) : undefined
      const rows = found.slice(0, limit).map(({ sealed, code, ...row }): ShownBadRow => {
        const [reason, remedy] = badReasons[code]
        return {
          ...row,
          code,
          reason,
          remedy,
          ...(key && {
            content: new TextDecoder(feed.encoding).decode(keyring.unseal(key, sealed, sealedAs(feed.id, row.line))),
          }),
        }
      })
      return { feed: shown(feed), rows, ...(found.length > limit && { next: rows.at(-1)!.line }) }
    },
  }
}

export type Feeds = ReturnType<typeof makeFeeds>
