import { generateKeyPairSync, type KeyObject } from 'node:crypto'
import { calculateJwkThumbprint, exportJWK, type JWK } from 'jose'
import type { Clock } from '#kernel/clock'
import type { DataKey, Keyring } from '#kernel/party'
import type { Db } from '#kernel/storage'
import * as store from './provider.store.ts'

/** 签名密钥轮换 A key is shown a week before it signs, signs for a month, and is shown a week after: whoever keeps our keys a while is never surprised. */
const periods = { ahead: { hours: 24 * 7 }, signs: { hours: 24 * 30 }, behind: { hours: 24 * 7 } } as const
const never = { hours: 24 * 36_500 } as const

interface KeyRow {
  readonly kid: string
  readonly wrapped: Buffer
  readonly sealed: Buffer | null
  readonly signsFrom: string
  readonly signsTo: string
}

export interface SigningKeys {
  /** Private, the one that signs now first. */
  readonly jwks: readonly JWK[]
  /** Changes when the keys do. */
  readonly version: string
}

/** 密钥 What the provider signs with and what it seals its records with; private halves are sealed in the database, under the master key. */
export function makeKeys({
  db,
  clock,
  keyring,
}: {
  readonly db: Db
  readonly clock: Clock
  readonly keyring: Keyring
}) {
  const bound = (kid: string): string => `provider-key|${kid}`
  let sealing: Promise<DataKey> | undefined

  async function sealingKey(): Promise<DataKey> {
    const read = async () => (await db.run<KeyRow>(store.keysShown, ['seal', clock.now()]))[0]
    let row = await read()
    if (!row) {
      const { wrapped, keyId } = keyring.newKey()
      const now = clock.now()
      await db.transaction(async sql => {
        await sql.run(store.lockKeys)
        const until = now.add(never)
        await sql.run(store.addKey, [`seal-${keyId}`, 'seal', wrapped, null, now, now, until, until, now])
      })
      row = await read()
    }
    return keyring.unwrap(row!.wrapped)
  }

  /** Makes the key that is to follow, when the last one's end comes near; whoever comes first has made it. */
  async function addSigningKey(signsFrom: Temporal.Instant, shownFrom: Temporal.Instant): Promise<void> {
    const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
    const jwk = await exportJWK(privateKey as KeyObject)
    const kid = await calculateJwkThumbprint(jwk)
    const { key, wrapped } = keyring.newKey()
    const sealed = keyring.seal(key, JSON.stringify({ ...jwk, kid, use: 'sig', alg: 'ES256' }), bound(kid))
    const signsTo = signsFrom.add(periods.signs)
    const values = [
      kid,
      'sign',
      wrapped,
      sealed,
      shownFrom,
      signsFrom,
      signsTo,
      signsTo.add(periods.behind),
      signsFrom.add({ seconds: 1 }),
    ]
    await db.transaction(async sql => {
      await sql.run(store.lockKeys)
      await sql.run(store.addKey, values)
    })
  }

  return {
    sealing: (): Promise<DataKey> => {
      sealing ??= sealingKey().catch(fault => {
        sealing = undefined
        throw fault
      })
      return sealing
    },

    /** 现用密钥 The keys to show, the one that signs first; makes what is missing. */
    async signing(): Promise<SigningKeys> {
      // As exact as the database keeps it: a key that signs from this instant on is found by it.
      const now = clock.now().round({ smallestUnit: 'millisecond', roundingMode: 'trunc' })
      const read = () => db.run<KeyRow>(store.keysShown, ['sign', now])
      let rows = await read()
      const signs = (row: KeyRow) =>
        Temporal.Instant.compare(Temporal.Instant.from(row.signsFrom), now) <= 0 &&
        Temporal.Instant.compare(now, Temporal.Instant.from(row.signsTo)) < 0
      if (!rows.some(signs)) {
        await addSigningKey(now, now)
        rows = await read()
      }
      const present = rows.find(signs)!
      const next = Temporal.Instant.from(present.signsTo)
      const last = rows.at(-1)!
      if (last.kid === present.kid && Temporal.Instant.compare(now, next.subtract(periods.ahead)) >= 0) {
        await addSigningKey(next, now)
        rows = await read()
      }
      const ordered = [present, ...rows.filter(({ kid }) => kid !== present.kid)]
      const jwks = ordered.map(({ kid, wrapped, sealed }) => {
        const plain = keyring.unseal(keyring.unwrap(wrapped), sealed!, bound(kid))
        return JSON.parse(plain.toString()) as JWK
      })
      return { jwks, version: ordered.map(({ kid }) => kid).join(' ') }
    },
  }
}
export type ProviderKeys = ReturnType<typeof makeKeys>

/** The public half of a key. */
export const publicHalf = ({ d: _secret, ...jwk }: JWK): JWK => jwk

/** 清理 What has run out goes, keys only long after they signed. */
export async function sweepProvider({ db, clock }: { readonly db: Db; readonly clock: Clock }): Promise<void> {
  await db.run(store.sweepRecords, [clock.now()])
  await db.run(store.sweepKeys, [clock.now()])
}
