import pg from 'pg'
import type { Session } from './sql.ts'

export interface RolePasswords {
  readonly migrator: string
  readonly app: string
}

const roles = [
  ['plumbline_migrator', 'migrator'],
  ['plumbline_app', 'app'],
] as const

/**
 * Makes the two roles on a server: `plumbline_migrator` owns the database and may change its tables, `plumbline_app`
 * may only do what each migration grants it. Needs a superuser (or a role that may create roles). May be run again.
 */
export async function prepareRoles(superuser: Session, passwords: RolePasswords): Promise<void> {
  for (const [role, key] of roles) {
    const [found] = await superuser.query('select from pg_roles where rolname = $1', [role])
    const password = pg.escapeLiteral(passwords[key])
    await superuser.query(
      found
        ? `alter role ${role} login password ${password}`
        : `create role ${role} login nosuperuser nocreatedb nocreaterole noreplication password ${password}`,
    )
  }
}

/** Makes an empty database owned by the migrator, in the cluster's own locale. When it is there only its rights are given again, in case the first attempt was cut off. */
export async function createDatabase(superuser: Session, name: string): Promise<void> {
  const [found] = await superuser.query('select from pg_database where datname = $1', [name])
  const database = pg.escapeIdentifier(name)
  if (!found)
    await superuser.query(`create database ${database} owner plumbline_migrator template template0 encoding 'UTF8'`)
  await superuser.query(`revoke all on database ${database} from public`)
  await superuser.query(`grant connect on database ${database} to plumbline_app`)
}
