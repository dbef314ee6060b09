import type { Clock } from '#kernel/clock'
import type { BlindIndex, Keyring } from '#kernel/party'
import type { Db } from '#kernel/storage'
import type { Clients } from './clients.ts'
import type { ProviderKeys } from './keys.ts'
import * as store from './provider.store.ts'

type Payload = Record<string, unknown>

/** What the provider asks of its store (oidc-provider, "adapter"). */
export interface ProviderAdapter {
  upsert(id: string, payload: Payload, expiresIn: number): Promise<void>
  find(id: string): Promise<Payload | undefined>
  findByUid(uid: string): Promise<Payload | undefined>
  findByUserCode(userCode: string): Promise<Payload | undefined>
  consume(id: string): Promise<void>
  destroy(id: string): Promise<void>
  revokeByGrantId(grantId: string): Promise<void>
}

export interface AdapterNeeds {
  readonly db: Db
  readonly clock: Clock
  readonly keyring: Keyring
  readonly index: BlindIndex
  readonly keys: ProviderKeys
  readonly clients: Pick<Clients, 'find'>
  /** What is thrown when something good once is used a second time. */
  readonly usedTwice: () => Promise<Error>
}

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/
/** Where the provider says nothing of an end, at most so long. */
const longest = 14 * 86_400

/**
 * 存取 The provider's records in PostgreSQL: found by tags, sealed, so that a copy of the table holds no code and no token. What belongs to a session of
 * the city is marked with it.
 */
export function makeAdapter({ db, clock, keyring, index, keys, clients, usedTwice }: AdapterNeeds) {
  const tag = (what: string, value: string): Buffer => index.tag(`provider:${what}`, value)

  return (kind: string): ProviderAdapter => {
    const idOf = (id: string): Buffer => tag(kind, id)
    async function opened(
      row: { sealed: Buffer; consumedAt: string | null } | undefined,
    ): Promise<Payload | undefined> {
      if (!row) return undefined
      const payload = JSON.parse(
        keyring.unseal(await keys.sealing(), row.sealed, `provider|${kind}`).toString(),
      ) as Payload
      const { consumedAt } = row
      return consumedAt === null
        ? payload
        : { ...payload, consumed: Math.floor(Temporal.Instant.from(consumedAt).epochMilliseconds / 1_000) }
    }
    async function revoke(grant: Buffer): Promise<void> {
      await db.run(store.removeGrant, [grant])
    }

    return {
      async upsert(id, payload, expiresIn) {
        const { uid, grantId, accountId, consumed: _seen, ...rest } = payload
        const text = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined)
        const kept = { ...rest, ...(uid !== undefined && { uid }), ...(grantId !== undefined && { grantId }) }
        const sealed = keyring.seal(
          await keys.sealing(),
          JSON.stringify({ ...kept, ...(accountId !== undefined && { accountId }) }),
          `provider|${kind}`,
        )
        const [ofUid, ofGrant, session] = [text(uid), text(grantId), text(accountId)]
        await db.run(store.putRecord, [
          kind,
          idOf(id),
          ofUid === undefined ? null : tag('uid', `${kind} ${ofUid}`),
          ofGrant === undefined ? null : tag('grant', ofGrant),
          session !== undefined && uuid.test(session) ? session : null,
          sealed,
          clock.now().add({ seconds: Math.ceil(expiresIn > 0 ? expiresIn : longest) }),
        ])
      },
      async find(id) {
        if (kind === 'Client') return clients.find(id)
        return opened(
          (
            await db.run<{ sealed: Buffer; consumedAt: string | null }>(store.findRecord, [kind, idOf(id), clock.now()])
          )[0],
        )
      },
      async findByUid(uid) {
        const values = [kind, tag('uid', `${kind} ${uid}`), clock.now()]
        return opened((await db.run<{ sealed: Buffer; consumedAt: string | null }>(store.findRecordByUid, values))[0])
      },
      // Devices that show a code are not served.
      findByUserCode: async () => undefined,
      async consume(id) {
        const taken = await db.run(store.consumeRecord, [kind, idOf(id), clock.now()])
        if (taken.length > 0) return
        const again = await this.find(id)
        if (typeof again?.['grantId'] === 'string') await revoke(tag('grant', again['grantId']))
        throw await usedTwice()
      },
      async destroy(id) {
        await db.run(store.removeRecord, [kind, idOf(id)])
      },
      revokeByGrantId: grantId => revoke(tag('grant', grantId)),
    }
  }
}
