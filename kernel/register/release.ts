import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parse } from 'yaml'
import { refusal } from '#kernel/refusal'
import { type Db, type Session, type Sql, stateOf } from '#kernel/storage'
import { type RegisterDeclaration, readDeclaration, registerInvalid } from './declaration.ts'
import { tableOf } from './field-type.ts'
import { planRegisters, type RegisterPlan, writersOf } from './plan.ts'
import { compatibilityViews } from './table-version.ts'

export const registerBackfillRefused = refusal(
  'REGISTER_BACKFILL_REFUSED',
  409,
  'The rows of the register cannot come into its new table version',
)

const lockKey = 7_309_456_120_119

/** The registers the database carries, as they were declared when released. */
export const releasedRegisters = async (sql: Pick<Sql, 'query'>): Promise<RegisterDeclaration[]> =>
  (
    await sql.query<{ declaration: RegisterDeclaration }>(
      'select declaration from registers.declared order by register',
    )
  ).map(row => row.declaration)

/** Reads `content/registers/*.yaml`; a file declares the register it is named after. */
export async function readRegisters(folder: string): Promise<RegisterDeclaration[]> {
  const files = (await readdir(folder)).filter(file => file.endsWith('.yaml')).sort()
  return Promise.all(
    files.map(async file => {
      const declaration = readDeclaration(parse(await readFile(join(folder, file), 'utf8')))
      if (`${declaration.register}.yaml` !== file)
        throw registerInvalid({
          detail: `${file} declares register ${declaration.register}: file and register bear one name`,
        })
      return declaration
    }),
  )
}

/** A register released by an earlier version of the program gets the functions it could not know yet. */
async function missingWriters(sql: Pick<Sql, 'query'>, released: readonly RegisterDeclaration[]): Promise<string[]> {
  const functions = await sql.query<{ name: string }>(
    `select p.proname as name from pg_proc p join pg_namespace n on n.oid = p.pronamespace where n.nspname = 'registers'`,
  )
  const there = new Set(functions.map(({ name }) => name))
  return released
    .filter(({ register, feed }) =>
      [...(feed ? ['feed'] : []), 'free'].some(suffix => !there.has(`${tableOf(register)}_${suffix}`)),
    )
    .flatMap(declaration => writersOf(declaration))
}

/** Views of older shapes that a restored database has not: they are made of what was superseded. */
async function missingViews(
  sql: Pick<Sql, 'query'>,
  superseded: readonly RegisterDeclaration[],
  released: readonly RegisterDeclaration[],
): Promise<string[]> {
  const views = new Set(
    (await sql.query<{ name: string }>(`select viewname as name from pg_views where schemaname = 'registers'`)).map(
      ({ name }) => name,
    ),
  )
  return released.flatMap(now => {
    const older = superseded.filter(({ register }) => register === now.register)
    const some = older.some(({ register, version }) => views.has(`${tableOf(register)}_as_v${version}`))
    return some ? [] : compatibilityViews(older, now)
  })
}

async function planned(session: Session, declarations: readonly RegisterDeclaration[]): Promise<RegisterPlan> {
  const released = await releasedRegisters(session)
  const superseded = (
    await session.query<{ declaration: RegisterDeclaration }>(
      'select declaration from registers.superseded order by register, version',
    )
  ).map(row => row.declaration)
  const plan = planRegisters(declarations.map(readDeclaration), released, superseded)
  const missing = [...(await missingWriters(session, released)), ...(await missingViews(session, superseded, released))]
  return { ...plan, statements: [...missing, ...plan.statements] }
}

/** Carries out a plan in one transaction, or only tries it: then everything is rolled back. */
async function carryOut(session: Session, { statements }: RegisterPlan, end: 'commit' | 'rollback'): Promise<void> {
  if (statements.length === 0) return
  try {
    await session.script(`set client_min_messages = warning; begin; ${statements.join(';\n')}; ${end};`)
  } catch (cause) {
    const state = stateOf(cause)
    if (state === undefined || !/^(PL001|22|23)/.test(state)) throw cause
    throw registerBackfillRefused({
      detail:
        state === 'PL001'
          ? (cause as Error).message
          : `rows that are there do not fit what the declarations say (SQLSTATE ${state})`,
      remedy: 'Put the rows or the declaration right; nothing was changed.',
      cause,
    })
  }
}

/** 发布台账 Makes or changes the tables in one transaction, under a lock, with the migrator's role; all or nothing. */
export const releaseRegisters = (migrator: Db, declarations: readonly RegisterDeclaration[]): Promise<RegisterPlan> =>
  migrator.session(async session => {
    await session.query('select pg_advisory_lock($1)', [lockKey])
    const plan = await planned(session, declarations)
    await carryOut(session, plan, 'commit')
    return plan
  })

/** 试发布 What `releaseRegisters` would do, tried on the rows that are there and rolled back. */
export const tryRegisters = (migrator: Db, declarations: readonly RegisterDeclaration[]): Promise<RegisterPlan> =>
  migrator.session(async session => {
    await session.query('select pg_advisory_lock($1)', [lockKey])
    const plan = await planned(session, declarations)
    await carryOut(session, plan, 'rollback')
    return plan
  })
