import type { Clock } from '#kernel/clock'
import { refusal } from '#kernel/refusal'
import { type Sql, statement } from '#kernel/storage'
import { type Actor, actorText } from '../actor.ts'
import { type AdministrativeTask, administrationVerdict } from '../controls/administration.ts'
import { readDirectory } from '../identity.store.ts'

export const identityChangeRefused = refusal(
  'IDENTITY_CHANGE_REFUSED',
  403,
  'This administrator may not make this change',
)
export const identityUnknown = refusal('IDENTITY_UNKNOWN', 404, 'No such office, post or person')
export const identityConflict = refusal('IDENTITY_CONFLICT', 409, 'The change contradicts what the directory holds')

const addChange = statement(
  'identity.addChange',
  'insert into kernel.identity_changes (at, actor, change, detail) values ($1, $2, $3, $4)',
)

/** Journals one change in the change's own transaction. */
export type WriteChange = (
  sql: Sql,
  by: Actor,
  change: string,
  detail: Readonly<Record<string, unknown>>,
) => Promise<void>

export const makeJournal =
  (clock: Clock): WriteChange =>
  async (sql, by, change, detail) => {
    await sql.run(addChange, [clock.now(), actorText(by), change, detail])
  }

/** Asks the three-administrator rule against the directory of this very transaction. */
export async function mustBeAllowed(
  sql: Sql,
  clock: Clock,
  by: Actor,
  task: AdministrativeTask,
  target?: string,
): Promise<void> {
  if (by.kind === 'system') return
  const directory = await readDirectory(sql)
  const verdict = administrationVerdict({
    directory,
    actor: by,
    task,
    on: clock.today().toString(),
    ...(target === undefined ? {} : { target }),
  })
  if (!verdict.granted) throw identityChangeRefused({ reasons: verdict.reasons })
}
