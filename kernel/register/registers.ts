import type { Clock } from '#kernel/clock'
import type { PopulationQuestion } from '#kernel/draw'
import { refusal } from '#kernel/refusal'
import type { Db, Sql } from '#kernel/storage'
import type { RegisterDeclaration } from './declaration.ts'
import { columnOf, tableOf } from './field-type.ts'
import { populationOf } from './population.ts'
import { askRows, compileQuestions } from './question.ts'
import { type PageWanted, pageOf, type RegisterPage, rowsAsOf, rowWritten } from './reading.ts'
import { encodeValues, type RegisterRow, type RegisterSource, type RegisterValue } from './row.ts'
import { name } from './table.ts'

export const registerUnknown = refusal('REGISTER_UNKNOWN', 404, 'No such register or question')
export const registerKeyMissing = refusal('REGISTER_KEY_MISSING', 422, 'The key of the register row is not complete')
export const registerKeyTaken = refusal(
  'REGISTER_KEY_TAKEN',
  409,
  'The register holds a row of this key already: it is given once',
)
export const registerPersonalInPlain = refusal(
  'REGISTER_PERSONAL_IN_PLAIN',
  422,
  'A personal field is recorded only under the key of a party',
)

/** 封存 Encrypts and opens a personal value under the key of its party (kernel/party); opening an erased party gives null. */
export interface Sealer {
  seal(sql: Sql, party: string, text: string): Promise<Buffer>
  open(sql: Sql, party: string, sealed: Buffer): Promise<string | null>
}

export interface RegisterWrite {
  /** Makes the write happen once, however often it is repeated. */
  readonly entry: string
  readonly values: Readonly<Record<string, unknown>>
  /** First day the row holds. */
  readonly from: string
  /** First day it no longer holds; absent: until further notice. */
  readonly to?: string
  readonly source: RegisterSource
  /** The person or firm the row is about; needed when a personal field is given. */
  readonly party?: string
  /** 不得重复 Refused where another row of the key holds on one of these days, also when two write at one instant. */
  readonly once?: boolean
}

/** 一批 Rows of a feed as `line`, days and encoded columns; `at` most some thousands at once. */
export interface FeedBatch {
  readonly feed: string
  readonly rows: readonly FeedRow[]
  readonly source: { readonly organ: string; readonly feed: string }
}

export interface FeedRow {
  readonly line: number
  readonly from: string
  readonly to: string | null
  /** By column, as `encodeField` made them. */
  readonly columns: Readonly<Record<string, RegisterValue>>
}

export interface FeedWritten {
  readonly written: number
  /** Rows that said what the register says already. */
  readonly known: number
  /** Rows whose key and first day the same feed has carried before, in line `first`; they were not taken. */
  readonly twice: readonly { readonly line: number; readonly first: number }[]
}

export interface Registers {
  readonly declarations: ReadonlyMap<string, RegisterDeclaration>
  declaration(register: string): RegisterDeclaration
  /** 登记 Records a row; what was believed for the same key and days is closed, never overwritten. False: nothing was new. */
  set(sql: Sql, register: string, write: RegisterWrite): Promise<boolean>
  /** 终止 Ends the rows of a key from a day on; returns how many ended. */
  end(sql: Sql, register: string, write: Omit<RegisterWrite, 'to' | 'party' | 'once'>): Promise<number>
  /** 归集 Records a batch of a declared feed as `set` would, row by row, in one statement. */
  feed(sql: Sql, register: string, batch: FeedBatch): Promise<FeedWritten>
  /** Ends what the feed had recorded and a complete feed no longer carries, `limit` rows at most; returns how many ended. */
  absent(
    sql: Sql,
    register: string,
    ending: Omit<FeedBatch, 'rows'> & { readonly entry: string; readonly from: string; readonly limit: number },
  ): Promise<number>
  /** What held for a key on a day, as believed now or at an earlier moment. */
  asOf(
    register: string,
    key: Readonly<Record<string, unknown>>,
    validOn: string,
    recordedAt?: string,
    sql?: Sql,
  ): Promise<RegisterRow | undefined>
  current(
    register: string,
    filter?: Readonly<Record<string, unknown>>,
    page?: PageWanted,
    sql?: Sql,
  ): Promise<RegisterPage>
  /** One row as it was written, however long it is no longer believed. */
  row(register: string, row: number, sql?: Sql): Promise<RegisterRow | undefined>
  /** 核验 Answers `register.question`; null is unknown: no row, or the row does not say. */
  ask(question: string, facts: Readonly<Record<string, unknown>>, on?: string, sql?: Sql): Promise<RegisterValue>
  /** 名录库 The keys of the rows that may be drawn, in order: what was recorded later than the question says changes nothing. */
  population(question: PopulationQuestion, sql?: Sql): Promise<readonly string[]>
  /** Opens one personal field of a row; the caller has a grant and writes the read record. */
  personal(register: string, row: RegisterRow, field: string, sql?: Sql): Promise<string | null>
}

export interface RegistersNeeds {
  readonly db: Db
  readonly clock: Clock
  /** As released: `releasedRegisters(db)`. */
  readonly declarations: readonly RegisterDeclaration[]
  readonly sealer?: Sealer
}

/** 台账 The registers of the city, as they were released. */
export function makeRegisters({ db, clock, declarations, sealer }: RegistersNeeds): Registers {
  const byName = new Map(declarations.map(declaration => [declaration.register, declaration]))
  const questions = compileQuestions(declarations)

  const declaration = (register: string): RegisterDeclaration => {
    const found = byName.get(register)
    if (!found) throw registerUnknown({ detail: `there is no register ${register}` })
    return found
  }
  const keyed = (declared: RegisterDeclaration, values: Readonly<Record<string, unknown>>) => {
    const missing = declared.key.filter(field => values[field] === undefined || values[field] === null)
    if (missing.length > 0)
      throw registerKeyMissing({
        detail: `register ${declared.register} is kept by ${declared.key.join(' and ')}; ${missing.join(', ')} is unknown`,
        facts: { missing },
      })
  }
  /** Takes the key's lock, which lasts as long as the transaction; refuses where somebody has the key. */
  const claimed = async (sql: Sql, declared: RegisterDeclaration, { entry, values, from, to }: RegisterWrite) => {
    const { register } = declared
    const key = Object.fromEntries(declared.key.map(field => [field, values[field]]))
    const table = tableOf(register)
    const [row] = await sql.run<{ free: boolean }>(
      { name: `register.free.${table}`, text: `select registers.${name(`${table}_free`)}($1, $2, $3, $4) as free` },
      [entry, encodeValues(declared, key), from, to ?? null],
    )
    if (!row!.free)
      throw registerKeyTaken({
        detail: `register ${register} holds a row of this ${declared.key.join(' and ')} already`,
        facts: { register, key: declared.key },
        remedy: 'Look at what the register holds; whatever is given once needs another key, or an end of the first.',
      })
  }
  const sealed = async (
    sql: Sql,
    declared: RegisterDeclaration,
    { values, party }: Pick<RegisterWrite, 'values' | 'party'>,
  ) => {
    const row: Record<string, unknown> = encodeValues(declared, values)
    const personal = Object.keys(values).filter(
      field => declared.fields[field]?.personal && row[columnOf(field)] != null,
    )
    if (personal.length > 0 && (party === undefined || !sealer))
      throw registerPersonalInPlain({
        detail: `register ${declared.register}: ${personal.join(', ')} is personal`,
        remedy: 'Name the party the row is about, or leave the field out: the party’s own file keeps it.',
      })
    for (const field of personal)
      row[columnOf(field)] = `\\x${(await sealer!.seal(sql, party!, String(row[columnOf(field)]))).toString('hex')}`
    if (party !== undefined && Object.values(declared.fields).some(field => field.personal)) row.party = party
    return row
  }

  return {
    declarations: byName,
    declaration,
    async set(sql, register, write) {
      const declared = declaration(register)
      keyed(declared, write.values)
      const table = tableOf(register)
      if (write.once) await claimed(sql, declared, write)
      const [row] = await sql.run<{ written: boolean }>(
        {
          name: `register.set.${table}`,
          text: `select registers.${name(`${table}_set`)}($1, $2, $3, $4, $5, $6) as written`,
        },
        [write.entry, await sealed(sql, declared, write), write.from, write.to ?? null, write.source, clock.now()],
      )
      return row!.written
    },
    async end(sql, register, { entry, values, from, source }) {
      const declared = declaration(register)
      keyed(declared, values)
      const key = encodeValues(declared, Object.fromEntries(declared.key.map(field => [field, values[field]])))
      const table = tableOf(register)
      const [row] = await sql.run<{ ended: number }>(
        {
          name: `register.end.${table}`,
          text: `select registers.${name(`${table}_end`)}($1, $2, $3, $4, $5) as ended`,
        },
        [entry, key, from, source, clock.now()],
      )
      return row!.ended
    },
    async feed(sql, register, { feed, rows, source }) {
      const table = tableOf(declaration(register).register)
      const records = rows.map(({ line: row_id, from: valid_from, to: valid_to, columns }) => ({
        row_id,
        valid_from,
        valid_to,
        ...columns,
      }))
      const [row] = await sql.run<{ fed: FeedWritten }>(
        { name: `register.feed.${table}`, text: `select registers.${name(`${table}_feed`)}($1, $2, $3, $4) as fed` },
        [feed, JSON.stringify(records), source, clock.now()],
      )
      return row!.fed
    },
    async absent(sql, register, { feed, entry, from, limit, source }) {
      const table = tableOf(declaration(register).register)
      const [row] = await sql.run<{ ended: number }>(
        {
          name: `register.absent.${table}`,
          text: `select registers.${name(`${table}_absent`)}($1, $2, $3, $4, $5, $6) as ended`,
        },
        [feed, entry, from, limit, source, clock.now()],
      )
      return row!.ended
    },
    async asOf(register, key, validOn, recordedAt, sql = db) {
      const declared = declaration(register)
      keyed(declared, key)
      const whole = Object.fromEntries(declared.key.map(field => [field, key[field]]))
      return (await rowsAsOf(sql, declared, whole, validOn, recordedAt))[0]
    },
    current: (register, filter = {}, page = {}, sql = db) => {
      const declared = declaration(register)
      for (const field of Object.keys(filter))
        if (declared.fields[field]?.personal)
          throw registerPersonalInPlain({ detail: `nothing is searched by ${field}` })
      return pageOf(sql, declared, filter, page.on ?? clock.today().toString(), page)
    },
    row: (register, row, sql = db) => rowWritten(sql, declaration(register), row),
    async ask(question, facts, on = clock.today().toString(), sql = db) {
      const found = questions.get(question)
      if (!found) throw registerUnknown({ detail: `no register answers ${question}` })
      const asked = found.question.with.map(field => [field, facts[field]] as const)
      if (asked.some(([, value]) => value === undefined || value === null)) return null
      return askRows(found, await rowsAsOf(sql, found.declaration, Object.fromEntries(asked), on))
    },
    population: (question, sql = db) => populationOf(sql, declaration, question),
    async personal(register, row, field, sql = db) {
      const declared = declaration(register)
      if (!declared.fields[field]?.personal)
        throw registerUnknown({ detail: `register ${register} has no personal field ${field}` })
      const [found] = await sql.query<{ party: string | null; sealed: Buffer | null }>(
        `select party, ${name(columnOf(field))} as sealed from registers.${name(tableOf(register))} where row_id = $1`,
        [row.row],
      )
      return found?.party && found.sealed && sealer ? sealer.open(sql, found.party, found.sealed) : null
    },
  }
}
