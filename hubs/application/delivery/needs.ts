import { randomBytes } from 'node:crypto'
import type { Messages } from '#hubs/application/message'
import type { Clock } from '#kernel/clock'
import { type Actor, actorText } from '#kernel/identity'
import type { Keyring } from '#kernel/party'
import type { Sql } from '#kernel/storage'
import { commit2, encodeLeaf } from '#kernel/trail'
import { addChange } from './delivery.store.ts'

export interface DeliveryNeeds {
  readonly clock: Clock
  readonly keyring: Keyring
  readonly messages: Pick<Messages, 'has' | 'queue'>
}

/** Each change is a row and a leaf, in the change's own transaction. */
export async function prove(
  sql: Sql,
  clock: Clock,
  by: Actor,
  change: 'confirm-delivery' | 'withdraw-delivery' | 'hand-out' | 'delivery-outcome',
  subject: string,
  detail: Readonly<Record<string, unknown>>,
): Promise<void> {
  const [at, key] = [clock.now(), randomBytes(32)]
  const members = Object.entries(detail).sort(([a], [b]) => (a < b ? -1 : 1))
  const message = JSON.stringify([actorText(by), change, subject, members])
  const leaf = encodeLeaf({ kind: 'administration', verb: change, at, commit: commit2(key, Buffer.from(message)) })
  await sql.run(addChange, [subject, at, change, actorText(by), detail, key, leaf])
}
