import { type Sql, statement } from '#kernel/storage'
import type { Actor, IsoDate } from '../actor.ts'
import type { AdministratorKind } from '../records.ts'
import type { ChangeDependencies } from './changes.ts'
import { identityUnknown, mustBeAllowed } from './journal.ts'

const findAdministrator = statement(
  'identity.findAdministrator',
  'select 1 from kernel.administrators where person = $1 and kind = $2 and valid_to is null',
)
const addAdministrator = statement(
  'identity.addAdministrator',
  'insert into kernel.administrators (person, kind, valid_from) values ($1, $2, $3)',
)
const endAdministrator = statement(
  'identity.endAdministrator',
  'update kernel.administrators set valid_to = greatest(valid_from, $2) where person = $1 and valid_to is null returning kind',
)

export interface AdministratorChanges {
  /** 任命管理员 One kind per person, and none who holds a business post: the database refuses what this function would miss. */
  appointAdministrator(
    sql: Sql,
    by: Actor,
    change: { person: string; kind: AdministratorKind; from: IsoDate },
  ): Promise<boolean>
  /** 免去管理员 */
  endAdministrator(sql: Sql, by: Actor, change: { person: string; on: IsoDate }): Promise<void>
}

export const makeAdministratorChanges = ({ clock, write }: ChangeDependencies): AdministratorChanges => ({
  async appointAdministrator(sql, by, { person, kind, from }) {
    await mustBeAllowed(sql, clock, by, 'appoint-administrator', person)
    if ((await sql.run(findAdministrator, [person, kind])).length > 0) return false
    await sql.run(addAdministrator, [person, kind, from])
    await write(sql, by, 'administrator', { person, kind, from })
    return true
  },

  async endAdministrator(sql, by, { person, on }) {
    await mustBeAllowed(sql, clock, by, 'appoint-administrator', person)
    const [ended] = await sql.run<{ kind: AdministratorKind }>(endAdministrator, [person, on])
    if (!ended) throw identityUnknown({ detail: 'No such administrator' })
    await write(sql, by, 'administrator-ended', { person, kind: ended.kind, on })
  },
})
