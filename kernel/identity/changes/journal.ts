import { randomBytes } from 'node:crypto'
import type { Clock } from '#kernel/clock'
import { refusal } from '#kernel/refusal'
import { type Sql, statement } from '#kernel/storage'
import { commit2, encodeLeaf } from '#kernel/trail'
import { type Actor, actorText } from '../actor.ts'
import { type AdministrativeTask, administrationVerdict } from '../controls/administration.ts'
import { readDirectory } from '../identity.store.ts'

export const identityChangeRefused = refusal(
  'IDENTITY_CHANGE_REFUSED',
  403,
  'This administrator may not make this change',
)
export const identityUnknown = refusal('IDENTITY_UNKNOWN', 404, 'No such office, post or person')
const addChange = statement(
  'identity.addChange',
  'insert into kernel.identity_changes (at, actor, change, detail) values ($1, $2, $3, $4)',
)
const addProvedChange = statement(
  'identity.addProvedChange',
  `with leaf as (insert into kernel.trail_outbox (leaf) values ($6))
   insert into kernel.identity_changes (at, actor, change, detail, commit_key) values ($1, $2, $3, $4, $5)`,
)

/** Journals one change in the change's own transaction. */
export type WriteChange = (
  sql: Sql,
  by: Actor,
  change: string,
  detail: Readonly<Record<string, unknown>>,
) => Promise<void>

/** What a leaf about a change commits to. Members in the order of their names, as the database gives them back in any order. */
export const changeMessage = (actor: string, change: string, detail: Readonly<Record<string, unknown>>): Buffer =>
  Buffer.from(JSON.stringify([actor, change, Object.entries(detail).sort(([a], [b]) => (a < b ? -1 : 1))]))

/** 变更留痕 A person's change goes on the trail; the loader's rows are journalled and proved together by the load's own leaf. */
export const makeJournal = (clock: Clock): { write: WriteChange; prove: WriteChange } => {
  const prove: WriteChange = async (sql, by, change, detail) => {
    const at = clock.now()
    const key = randomBytes(32)
    const commit = commit2(key, changeMessage(actorText(by), change, detail))
    const leaf = encodeLeaf({ kind: 'administration', verb: change, at, commit })
    await sql.run(addProvedChange, [at, actorText(by), change, detail, key, leaf])
  }
  return {
    prove,
    write: async (sql, by, change, detail) => {
      if (by.kind !== 'system') return prove(sql, by, change, detail)
      await sql.run(addChange, [clock.now(), actorText(by), change, detail])
    },
  }
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
