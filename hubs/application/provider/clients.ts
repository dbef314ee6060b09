import { randomBytes } from 'node:crypto'
import { type Static, Type } from 'typebox'
import type { Clock } from '#kernel/clock'
import type { Identity, Officer } from '#kernel/identity'
import type { BlindIndex } from '#kernel/party'
import { refusal } from '#kernel/refusal'
import type { Db, Sql } from '#kernel/storage'
import * as store from './provider.store.ts'

export const clientExists = refusal('CLIENT_EXISTS', 409, 'There is a client of this name already')
export const clientUnknown = refusal('CLIENT_UNKNOWN', 404, 'No such client that waits or is in use')
export const clientInvalid = refusal('CLIENT_INVALID', 422, 'The client cannot be registered like this')
export const clientNotYours = refusal('CLIENT_NOT_YOURS', 403, 'This step is another administrator’s')

const strict = { additionalProperties: false } as const
const Address = Type.String({ pattern: '^https?://[^#\\s*]+$', maxLength: 500 })
const PublicKey = Type.Object(
  {
    kty: Type.Enum(['EC', 'OKP']),
    crv: Type.Enum(['P-256', 'Ed25519']),
    x: Type.String({ pattern: '^[A-Za-z0-9_-]{40,50}$' }),
    y: Type.Optional(Type.String({ pattern: '^[A-Za-z0-9_-]{40,50}$' })),
    kid: Type.String({ minLength: 1, maxLength: 100 }),
    alg: Type.Optional(Type.Enum(['ES256', 'EdDSA', 'Ed25519'])),
    use: Type.Optional(Type.Enum(['sig'])),
  },
  strict,
)

/** 依赖方 A system that signs people in here: addresses exactly as written, and how it shows who it is. */
export const NewClient = Type.Object(
  {
    id: Type.String({ pattern: '^[a-z][a-z0-9-]{2,63}$' }),
    name: Type.String({ minLength: 1, maxLength: 120 }),
    redirects: Type.Array(Address, { minItems: 1, maxItems: 10 }),
    /** Absent: it is given a secret. */
    keys: Type.Optional(Type.Array(PublicKey, { minItems: 1, maxItems: 5 })),
    logout: Type.Optional(Address),
    refresh: Type.Optional(Type.Boolean()),
    /** What it may ask of our interfaces in the name of whoever signs in. */
    scopes: Type.Optional(
      Type.Array(Type.String({ pattern: '^[a-z]+\\.[a-z]+$' }), { maxItems: 10, uniqueItems: true }),
    ),
  },
  strict,
)
export type NewClient = Static<typeof NewClient>

export interface ClientsNeeds {
  readonly db: Db
  readonly clock: Clock
  readonly index: BlindIndex
  readonly identity: Pick<Identity, 'directory' | 'prove'>
  /** Addresses without TLS only in demonstration and test. */
  readonly secure: boolean
}

/** 依赖方登记 The system administrator proposes, the security administrator approves: two persons, and the database says so too. */
export function makeClients({ db, clock, index, identity, secure }: ClientsNeeds) {
  const tagOf = (client: string, secret: string): Buffer => index.tag('provider:secret', `${client} ${secret}`)

  async function mustBe(sql: Sql, by: Officer, kind: 'system' | 'security' | 'audit'): Promise<void> {
    const directory = await identity.directory(sql)
    if (!directory.isAdministrator(by.person, kind, clock.today().toString()))
      throw clientNotYours({ facts: { needs: kind } })
  }
  function mustBeSafe({ redirects, logout }: NewClient): void {
    for (const address of [...redirects, ...(logout === undefined ? [] : [logout])]) {
      const url = URL.parse(address)
      if (url?.username !== '' || url.password !== '') throw clientInvalid({ detail: 'an address cannot be read' })
      if (secure && url.protocol !== 'https:') throw clientInvalid({ detail: 'an address is without TLS' })
    }
  }

  return {
    /** 提出 @returns the secret, shown once, for one without keys. @throws CLIENT_EXISTS, CLIENT_INVALID, CLIENT_NOT_YOURS */
    async propose(sql: Sql, by: Officer, wanted: NewClient): Promise<{ readonly secret: string | null }> {
      await mustBe(sql, by, 'system')
      mustBeSafe(wanted)
      const secret = wanted.keys ? null : randomBytes(32).toString('base64url')
      const { id, ...metadata } = wanted
      const values = [id, metadata, secret === null ? null : tagOf(id, secret), by.person, clock.now()]
      if ((await sql.run(store.proposeClient, values)).length === 0) throw clientExists()
      await identity.prove(sql, by, 'client-proposed', { client: id })
      return { secret }
    },

    /** 批准 By another person than who proposed it. @throws CLIENT_UNKNOWN, CLIENT_NOT_YOURS */
    async approve(sql: Sql, by: Officer, id: string): Promise<void> {
      await mustBe(sql, by, 'security')
      if ((await sql.run(store.approveClient, [id, by.person, clock.now()])).length === 0) throw clientUnknown()
      await identity.prove(sql, by, 'client-approved', { client: id })
    },

    /** 注销依赖方 One is enough to take a right away. */
    async end(sql: Sql, by: Officer, id: string): Promise<void> {
      await mustBe(sql, by, 'security')
      if ((await sql.run(store.endClient, [id, clock.now()])).length === 0) throw clientUnknown()
      await identity.prove(sql, by, 'client-ended', { client: id })
    },

    list: async (sql: Sql) =>
      sql.run<{
        id: string
        metadata: Omit<NewClient, 'id'>
        proposedAt: string
        approvedAt: string | null
        endedAt: string | null
      }>(store.listClients),

    /** What the provider knows a client by; one that nobody approved is unknown. */
    async find(id: string): Promise<Record<string, unknown> | undefined> {
      const [row] = await db.run<{ metadata: Omit<NewClient, 'id'>; secret: Buffer | null }>(store.findClient, [id])
      if (!row) return undefined
      const { name, redirects, keys, logout, refresh, scopes = [] } = row.metadata
      return {
        client_id: id,
        client_name: name,
        redirect_uris: redirects,
        response_types: ['code'],
        grant_types: refresh ? ['authorization_code', 'refresh_token'] : ['authorization_code'],
        subject_type: 'pairwise',
        id_token_signed_response_alg: 'ES256',
        ...(keys
          ? { token_endpoint_auth_method: 'private_key_jwt', jwks: { keys } }
          : { token_endpoint_auth_method: 'client_secret_basic', client_secret: row.secret!.toString('base64url') }),
        ...(logout !== undefined && { backchannel_logout_uri: logout, backchannel_logout_session_required: true }),
        plumbline_scopes: scopes.join(' '),
      }
    },

    /** Kept as a tag: what is given is compared as what would be kept of it. */
    fits: (client: string, kept: string | undefined, given: string): boolean =>
      kept !== undefined && tagOf(client, given).equals(Buffer.from(kept, 'base64url')),
  }
}
export type Clients = ReturnType<typeof makeClients>
