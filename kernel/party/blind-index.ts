import { createHmac, randomBytes } from 'node:crypto'
import { type Sql, statement } from '#kernel/storage'
import type { Keyring } from './keyring.ts'

const findIndexKey = statement('party.findIndexKey', 'select wrapped from kernel.index_keys where name = $1')
const addIndexKey = statement(
  'party.addIndexKey',
  'insert into kernel.index_keys (name, wrapped, alg, key_id) values ($1, $2, $3, $4) on conflict (name) do nothing',
)

/**
 * 盲索引 Turns a value into a 32-byte tag by HMAC-SHA256 under a stored random key: equal values meet, and without the key nobody
 * can try all citizen numbers against a copy of the table. Scopes separate the tags: a phone never meets a citizen number.
 */
export interface BlindIndex {
  tag(scope: string, value: string): Buffer
}

/** Reads the index key, or makes it on the first start; two programs that start together agree on one. */
export async function openBlindIndex(sql: Sql, keyring: Keyring): Promise<BlindIndex> {
  const read = async () => (await sql.run<{ wrapped: Buffer }>(findIndexKey, ['party']))[0]?.wrapped
  let wrapped = await read()
  if (!wrapped) {
    // The index key is a data key like any other; its secret becomes the HMAC key.
    const fresh = keyring.newKey()
    await sql.run(addIndexKey, ['party', fresh.wrapped, fresh.alg, fresh.keyId])
    wrapped = await read()
  }
  const { secret } = keyring.unwrap(wrapped!)
  return { tag: (scope, value) => createHmac('sha256', secret).update(`${scope}\0${value}`).digest() }
}

/** An index under a key of its own, for pure tests and tools without a database. */
export function makeBlindIndex(secret: Buffer = randomBytes(32)): BlindIndex {
  return { tag: (scope, value) => createHmac('sha256', secret).update(`${scope}\0${value}`).digest() }
}
