import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parse } from 'yaml'
import type { Db, Sql } from '#kernel/storage'
import { type RegisterDeclaration, readDeclaration, registerInvalid } from './declaration.ts'
import { tableOf } from './field-type.ts'
import { planRegisters, type RegisterPlan, writersOf } from './plan.ts'

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
    .filter(({ register, feed }) => feed && !there.has(`${tableOf(register)}_feed`))
    .flatMap(declaration => writersOf(declaration))
}

/** 发布台账 Makes or changes the tables in one transaction, under a lock, with the migrator's role; all or nothing. */
export const releaseRegisters = (migrator: Db, declarations: readonly RegisterDeclaration[]): Promise<RegisterPlan> =>
  migrator.session(async session => {
    await session.query('select pg_advisory_lock($1)', [lockKey])
    const released = await releasedRegisters(session)
    const plan = planRegisters(declarations.map(readDeclaration), released)
    const statements = [...(await missingWriters(session, released)), ...plan.statements]
    if (statements.length > 0)
      await session.script(`set client_min_messages = warning; begin; ${statements.join(';\n')}; commit;`)
    return plan
  })
