import { randomBytes } from 'node:crypto'
import { type Clock, uuidv7 } from '#kernel/clock'
import { type Actor, actorText, administrationVerdict, type Identity } from '#kernel/identity'
import { refusal } from '#kernel/refusal'
import { type Db, type Sql, statement } from '#kernel/storage'
import { commit2, encodeLeaf } from '#kernel/trail'
import { type Grant, type GrantTable, grantTableOf, type NewGrant } from './grant.ts'

export const grantRefused = refusal('GRANT_REFUSED', 403, 'This grant may not be given')
export const grantUnknown = refusal('GRANT_UNKNOWN', 404, 'No such grant in force')

const loadGrants = statement(
  'grant.load',
  `select (select value from kernel.epochs where name = 'grant')::int as epoch,
    (select coalesce(jsonb_agg(jsonb_build_object('id', id, 'purpose', purpose, 'holderKind', holder_kind, 'holder', holder, 'ground', ground,
      'groundName', ground_name, 'caseId', case_id, 'source', source, 'fields', fields, 'basis', basis, 'from', valid_from, 'to', valid_to,
      'revokedAt', revoked_at)), '[]') from kernel.grants where revoked_at is null or revoked_at > $1::timestamptz - interval '1 year') as grants`,
)
const readEpoch = statement('grant.readEpoch', `select value from kernel.epochs where name = 'grant'`)
const addGrant = statement(
  'grant.add',
  `with leaf as (insert into kernel.trail_outbox (leaf) values ($15))
   insert into kernel.grants (id, purpose, holder_kind, holder, ground, ground_name, case_id, source, fields, basis, valid_from, valid_to, given_by, commit_key)
   values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)`,
)
const revokeGrant = statement(
  'grant.revoke',
  `with revoked as (update kernel.grants set revoked_at = $2, revoke_commit_key = $3 where id = $1 and revoked_at is null returning id),
     leaf as (insert into kernel.trail_outbox (leaf) select $4 from revoked)
   select id from revoked`,
)

// In one statement and for the holders asked only: a city of 4,559 items has some 60,000 grants, and to load them all takes seconds.
const withoutGrant = statement(
  'grant.without',
  `select place::int as place from jsonb_to_recordset($1::jsonb) as wanted
     (place int, purpose text, "holderKind" text, holder text, ground text, "groundName" text, source text)
   where not exists (select from kernel.grants g
     where g.revoked_at is null and g.case_id is null and (g.valid_to is null or g.valid_to > $2)
       and g.holder = wanted.holder and g.holder_kind = wanted."holderKind" and g.purpose = wanted.purpose
       and g.ground = wanted.ground and g.ground_name is not distinct from wanted."groundName" and g.source = wanted.source)
   order by place`,
)

export interface Grants {
  /** The grants of now: one small read, and a load only when one was given or revoked. */
  table(sql?: Sql): Promise<GrantTable>
  /** The grants of an epoch read in the caller's transaction; without I/O while nothing changed. */
  tableAt(epoch: number, sql?: Sql): GrantTable | Promise<GrantTable>
  /** 尚无授权 Those of the wanted grants that nobody gave yet, or that ended or were taken back; grants for one case do not count. */
  missing(sql: Sql, wanted: readonly NewGrant[]): Promise<readonly NewGrant[]>
  /** 授予 Given by the security administrator, never to himself, or by the program from a published item. Returns the id. */
  give(sql: Sql, by: Actor, grant: NewGrant): Promise<string>
  /** 收回 At once. */
  revoke(sql: Sql, by: Actor, id: string): Promise<void>
}

export interface GrantDependencies {
  readonly db: Db
  readonly clock: Clock
  readonly identity: Pick<Identity, 'directory'>
}

export function makeGrants({ db, clock, identity }: GrantDependencies): Grants {
  let latest: GrantTable | undefined

  const load = async (sql: Sql): Promise<GrantTable> => {
    const [row] = await sql.run<{ epoch: number; grants: Grant[] }>(loadGrants, [clock.now()])
    latest = grantTableOf(row!.epoch, row!.grants)
    return latest
  }
  const tableAt = (epoch: number, sql: Sql = db) => (latest?.epoch === epoch ? latest : load(sql))

  const mustBeAllowed = async (sql: Sql, by: Actor, target?: string) => {
    const verdict = administrationVerdict({
      directory: await identity.directory(sql),
      actor: by,
      task: 'grant-reading',
      on: clock.today().toString(),
      ...(target === undefined ? {} : { target }),
    })
    if (!verdict.granted) throw grantRefused({ reasons: verdict.reasons })
  }
  /** A leaf, and the key that is stored beside what it commits to. */
  const proved = (verb: string, detail: unknown): readonly [Buffer, Buffer] => {
    const key = randomBytes(32)
    const commit = commit2(key, Buffer.from(JSON.stringify(detail)))
    return [key, encodeLeaf({ kind: 'administration', verb, at: clock.now(), commit })]
  }

  return {
    tableAt,
    table: async (sql = db) => tableAt((await sql.run<{ value: number }>(readEpoch))[0]!.value, sql),

    async missing(sql, wanted) {
      const asked = wanted.map(({ purpose, holderKind, holder, ground, groundName, source }, place) => {
        return { place, purpose, holderKind, holder, ground, groundName, source }
      })
      const rows = await sql.run<{ place: number }>(withoutGrant, [JSON.stringify(asked), clock.now()])
      return rows.map(({ place }) => wanted[place]!)
    },

    async give(sql, by, grant) {
      await mustBeAllowed(sql, by, grant.holderKind === 'person' ? grant.holder : undefined)
      const id = uuidv7(clock)
      const { purpose, holderKind, holder, ground, groundName, caseId, source, fields, basis, from, to } = grant
      const values = [
        id,
        purpose,
        holderKind,
        holder,
        ground,
        groundName,
        caseId,
        source,
        fields,
        basis,
        from,
        to,
        actorText(by),
      ]
      await sql.run(addGrant, [...values, ...proved('grant', values)])
      return id
    },

    async revoke(sql, by, id) {
      await mustBeAllowed(sql, by)
      const revoked = await sql.run(revokeGrant, [id, clock.now(), ...proved('revoke-grant', [id, actorText(by)])])
      if (revoked.length === 0) throw grantUnknown()
    },
  }
}
