import { type Clock, uuidv7 } from '#kernel/clock'
import type { CodeContext, Divisions } from '#kernel/code'
import type { Finding } from '#kernel/definition'
import { refusal } from '#kernel/refusal'
import { type Db, isUniqueViolation, type Sql } from '#kernel/storage'
import { faultsOfCode } from './codes.ts'
import { addEntry, entriesOfDay, entryHistory, latestEntries, lockEntries, runningItems } from './entries.store.ts'
import { digestOf, type Entry, type EntryOrigin, type EntrySaid, staysWithdrawn, wrongWith } from './entry.ts'
import { readEntries } from './entry-file.ts'
import { type CanonicalKey, readList } from './list.ts'
import type { OfflineReason } from './offline.ts'
import { type ImportPlan, planImport } from './plan.ts'

export const entryUnknown = refusal('ENTRY_UNKNOWN', 404, 'The directory has no such entry')
export const entryInvalid = refusal('ENTRY_INVALID', 422, 'The entry cannot stand so')
export const entryCodeTaken = refusal('ENTRY_CODE_TAKEN', 409, 'Another entry in force has this code')
export const entryWithdrawn = refusal('ENTRY_WITHDRAWN', 409, 'The entry is withdrawn already')

/** The words of several texts as a tsvector's text, each with its weight. */
export type WordsOf = (texts: readonly (readonly [text: string, weight: 'A' | 'B' | 'C' | 'D'])[]) => string

export interface EntriesDeps {
  readonly db: Db
  readonly clock: Clock
  readonly divisions: Divisions
  readonly reasons: ReadonlyMap<string, OfflineReason>
  readonly wordsOf: WordsOf
}

export interface ImportWanted {
  /** What the file is called; a list that names its own source is called so. */
  readonly file: string
  readonly source: object
  readonly keyOf: CanonicalKey
  /** Of the plain column of codes; left out, its form tells. */
  readonly scheme?: string
  /** Where rows belong that do not say it; left out, where most of the others belong. */
  readonly region?: string
  /** The city's own region. */
  readonly home: string
  readonly from?: string
  readonly by: string
  readonly dryRun?: boolean
}

export interface Imported extends Omit<ImportPlan, 'versions'> {
  readonly source: string
  readonly batch: string | null
}

/** 目录条目库 What the city lists beside the items that run: versions, never changed; a withdrawal is a version too. */
export function makeEntries({ db, clock, divisions, reasons, wordsOf }: EntriesDeps) {
  const context = (): CodeContext => ({ today: clock.today(), divisions })

  const wordsIn = ({ name, nameEn, organName, codes }: EntrySaid): string =>
    wordsOf([
      [`${name} ${nameEn ?? ''}`, 'A'],
      [organName ?? '', 'B'],
      [codes.map(({ value }) => value).join(' '), 'C'],
    ])

  async function write(
    sql: Sql,
    id: string,
    version: number,
    said: EntrySaid,
    origin: EntryOrigin,
    withdrawnBecause: string | null = null,
  ): Promise<void> {
    const written = { ...said, ...origin, id, version, withdrawnBecause }
    await addEntry(sql, { ...written, words: wordsIn(said), digest: digestOf(said), at: clock.now().toString() })
  }

  /** @throws ENTRY_CODE_TAKEN where the database itself says so. */
  async function once<T>(work: (sql: Sql) => Promise<T>): Promise<T> {
    try {
      return await db.transaction(async sql => {
        await lockEntries(sql)
        return work(sql)
      })
    } catch (fault) {
      if (isUniqueViolation(fault, 'entry_codes_once'))
        throw entryCodeTaken({ remedy: 'Withdraw the other entry, or take the code off it first.', cause: fault })
      throw fault
    }
  }

  function refuseWrong(said: EntrySaid): void {
    const wrong = wrongWith(said, reasons, clock.today().toString())
    if (wrong.length > 0)
      throw entryInvalid({
        detail: wrong.map(({ text }) => `${text.zh} ${text.en}`).join('; '),
        remedy: 'See content/directory/README.md for what an entry needs.',
        facts: { faults: wrong },
      })
  }

  /** Writes a version if it says something new; returns whether it did. */
  async function record(sql: Sql, id: string, said: EntrySaid, origin: EntryOrigin): Promise<boolean> {
    const faults = [...said.faults, ...said.codes.flatMap(code => faultsOfCode(code, context()))]
    const whole = { ...said, faults }
    refuseWrong(whole)
    const [last] = await entryHistory(sql, id)
    if (last && last.standing !== 'withdrawn' && last.digest === digestOf(whole)) return false
    await write(sql, id, (last?.version ?? 0) + 1, whole, origin)
    return true
  }

  return {
    /** The closed list of grounds on which something is done at a counter only. */
    reasons,

    /**
     * Puts one entry in force as a new version; the same again is nothing new.
     * @throws ENTRY_INVALID with every fault, ENTRY_CODE_TAKEN.
     */
    put: (id: string, said: EntrySaid, origin: Omit<EntryOrigin, 'batch'>): Promise<boolean> =>
      once(sql => record(sql, id, said, { ...origin, batch: uuidv7(clock) })),

    /** 导入清单 Takes a published list in: every row is new, changed, as it was, or named with what is wrong. All in one transaction. */
    import: ({
      file,
      source,
      keyOf,
      scheme,
      region,
      home,
      from,
      by,
      dryRun = false,
    }: ImportWanted): Promise<Imported> =>
      once(async sql => {
        const list = readList(source, keyOf, scheme)
        const today = clock.today()
        const [known, items] = [await latestEntries(sql), await runningItems(sql, today.toString())]
        const ground = { context: context(), reasons, home, known, items, ...(region !== undefined && { region }) }
        const { versions, ...plan } = planImport(list, ground)
        const named = list.source ?? file
        if (dryRun || versions.length === 0) return { ...plan, source: named, batch: null }
        const batch = uuidv7(clock)
        const origin = { sourceFile: named, batch, from: from ?? today.toString(), to: null, by }
        for (const { id, version, said, row } of versions)
          await write(sql, id, version, said, { ...origin, sourceRow: row })
        return { ...plan, source: named, batch }
      }),

    /** 装载条目 Records what a file of the city's content says of entries; what is wrong comes back with its place and stops nothing else. */
    async load(
      file: string,
      bytes: Uint8Array,
    ): Promise<{ readonly recorded: number; readonly findings: readonly Finding[] }> {
      const read = readEntries(file, bytes, reasons, clock.today().toString())
      const origin = { sourceFile: read.source, batch: uuidv7(clock), from: read.from, by: 'system:content' }
      const recorded = await once(async sql => {
        let count = 0
        for (const { id, said, row, to } of read.entries) {
          const [last] = await entryHistory(sql, id)
          if (staysWithdrawn(last, said)) continue
          if (await record(sql, id, said, { ...origin, sourceRow: row, to })) count++
        }
        return count
      })
      return { recorded, findings: read.findings }
    },

    /** 撤下 An entry that is listed no longer, with the reason: a version too. @throws ENTRY_UNKNOWN, ENTRY_WITHDRAWN, ENTRY_INVALID */
    withdraw: (id: string, because: string, by: string, from = clock.today().toString()): Promise<Entry> =>
      once(async sql => {
        const [last] = await entryHistory(sql, id)
        if (!last) throw entryUnknown({ detail: id })
        if (last.standing === 'withdrawn') throw entryWithdrawn({ detail: id })
        if (because.trim() === '')
          throw entryInvalid({ detail: '撤下须写明理由 Say why it is withdrawn', remedy: '--reason TEXT' })
        const origin = {
          sourceFile: last.sourceFile,
          sourceRow: last.sourceRow,
          batch: uuidv7(clock),
          from,
          to: null,
          by,
        }
        await write(sql, id, last.version + 1, { ...last, standing: 'withdrawn' }, origin, because)
        return (await entryHistory(sql, id))[0]!
      }),

    /** Those in force today, of one source or of all. */
    list: (source?: string): Promise<readonly Entry[]> => entriesOfDay(db, clock.today().toString(), source),

    /** Every version of an entry, the latest first. @throws ENTRY_UNKNOWN */
    async history(id: string): Promise<readonly Entry[]> {
      const versions = await entryHistory(db, id)
      if (versions.length === 0) throw entryUnknown({ detail: id })
      return versions
    },
  }
}
export type Entries = ReturnType<typeof makeEntries>
