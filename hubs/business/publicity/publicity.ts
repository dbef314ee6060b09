import { refusal } from '#kernel/refusal'
import { type Sql, statement } from '#kernel/storage'

export const publicationUnknown = refusal('PUBLICATION_UNKNOWN', 404, 'No such publication')
export const publicationStands = refusal('PUBLICATION_STANDS', 409, 'The case has such a publication already')
export const withdrawalUngrounded = refusal(
  'WITHDRAWAL_UNGROUNDED',
  422,
  'A publication is withdrawn with a public reason',
)
export const cursorInvalid = refusal('PUBLICATION_CURSOR_INVALID', 422, 'The page cursor is not one this list gave')

export type PublicationKind = 'decision' | 'draft' | 'result'
export type WithdrawalGround = 'changed' | 'revoked' | 'declaredUnlawful' | 'declaredInvalid' | 'expired' | 'error'

export interface Publication {
  readonly id: string
  readonly caseId: string
  readonly number: string
  readonly item: string
  readonly organ: string
  readonly region: string
  readonly kind: PublicationKind
  readonly scope: 'city' | 'organ' | 'community'
  /** Null once withdrawn. */
  readonly fields: Readonly<Record<string, unknown>> | null
  readonly from: string
  /** First day it is no longer shown; null: until withdrawn. */
  readonly until: string | null
  readonly withdrawnOn: string | null
  readonly ground: WithdrawalGround | null
  readonly reason: string | null
}

export type ToPublish = Omit<Publication, 'withdrawnOn' | 'ground' | 'reason' | 'fields'> & {
  readonly fields: Readonly<Record<string, unknown>>
}

const columns = `id, case_id as "caseId", number, item, organ, region, kind, scope, fields, from_on as "from", until_on as "until",
  withdrawn_on as "withdrawnOn", ground, reason`
const insert = statement(
  'publicity.publish',
  `insert into business.publications (id, case_id, number, item, organ, region, kind, scope, fields, from_on, until_on)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) on conflict do nothing returning id`,
)
const take = statement(
  'publicity.take',
  `select ${columns} from business.publications where case_id = $1 and kind = $2 order by withdrawn_on nulls first, id desc limit 1 for no key update`,
)
const find = statement('publicity.find', `select ${columns} from business.publications where id = $1`)
const places = statement(
  'publicity.places',
  'select distinct organ, region from business.publications where from_on <= $1 and (until_on is null or until_on > $1) order by organ, region',
)
const mark = statement(
  'publicity.withdraw',
  'update business.publications set fields = null, withdrawn_on = $2, ground = $3, reason = $4 where id = $1',
)

/** 公示 Publishes, once per id. `fields` are ready to be seen by anybody: make them with `publicFields`. */
export async function publish(sql: Sql, publication: ToPublish): Promise<void> {
  const { id, caseId, number, item, organ, region, kind, scope, fields, from, until } = publication
  const values = [id, caseId, number, item, organ, region, kind, scope, JSON.stringify(fields), from, until]
  if ((await sql.run(insert, values)).length > 0) return
  if ((await sql.run(find, [id])).length === 0) throw publicationStands({ facts: { case: caseId, kind } })
}

/**
 * 撤回公示 Takes the published fields away and leaves, for everybody, that and why it was withdrawn (行政处罚法 48: within
 * three days, with a public statement of reasons). Repeating it is harmless.
 */
export async function withdraw(
  sql: Sql,
  {
    caseId,
    kind,
    on,
    ground,
    reason,
  }: { caseId: string; kind: PublicationKind; on: string; ground: WithdrawalGround; reason: string },
): Promise<void> {
  if (reason.trim() === '') throw withdrawalUngrounded({ remedy: 'Say in public why it is withdrawn.' })
  const [there] = await sql.run<Publication>(take, [caseId, kind])
  if (!there) throw publicationUnknown({ facts: { case: caseId, kind } })
  if (there.withdrawnOn === null) await sql.run(mark, [there.id, on, ground, reason])
}

export interface PublicListWanted {
  /** The legal date of the reader. */
  readonly today: string
  readonly kind?: PublicationKind
  readonly item?: string
  readonly organ?: string
  /** Of any of these. */
  readonly organs?: readonly string[]
  readonly region?: string
  /** Which readers: `city` shows what the whole city may see; naming an organ or region adds what is shown only there. */
  readonly place?: { readonly organ?: string; readonly region?: string }
  readonly after?: string
  readonly limit?: number
}

/** 公示列表 What the public sees today, newest first: what stands and is not over, and withdrawals with their reason. */
export async function listPublications(
  sql: Sql,
  { today, kind, item, organ, organs, region, place, after, limit = 20 }: PublicListWanted,
): Promise<{ publications: readonly Publication[]; next?: string }> {
  const size = Math.min(Math.max(Math.trunc(limit), 1), 100)
  const values: unknown[] = [today]
  const given = (value: unknown) => `$${values.push(value)}`
  const where = ['from_on <= $1', '(until_on is null or until_on > $1)']
  for (const [column, value] of Object.entries({ kind, item, organ, region }))
    if (value !== undefined) where.push(`${column} = ${given(value)}`)
  if (organs !== undefined) where.push(`organ = any (${given(organs)}::text[])`)
  const scopes = [`scope = 'city'`]
  if (place?.organ) scopes.push(`(scope = 'organ' and organ = ${given(place.organ)})`)
  if (place?.region) scopes.push(`(scope = 'community' and region = ${given(place.region)})`)
  where.push(`(${scopes.join(' or ')})`)
  if (after !== undefined) {
    const match = /^(\d{4}-\d\d-\d\d)~([0-9a-f-]{36})$/.exec(after)
    if (!match) throw cursorInvalid({ remedy: 'Start from the first page.' })
    where.push(`(from_on, id) < (${given(match[1])}::date, ${given(match[2])}::uuid)`)
  }
  const rows = await sql.query<Publication>(
    `select ${columns} from business.publications where ${where.join(' and ')} order by from_on desc, id desc limit ${size + 1}`,
    values,
  )
  const publications = rows.slice(0, size)
  const last = publications.at(-1)
  return rows.length > size && last ? { publications, next: `${last.from}~${last.id}` } : { publications }
}

/** 公示的机关和地区 Where something hangs today, whoever it is shown to. */
export const publishedPlaces = (
  sql: Sql,
  today: string,
): Promise<readonly { readonly organ: string; readonly region: string }[]> => sql.run(places, [today])

/** One publication as anybody may see it; undefined when it is over or not yet. */
export async function publicationById(sql: Sql, id: string, today: string): Promise<Publication | undefined> {
  const [found] = await sql.run<Publication>(find, [id])
  return found && found.from <= today && (found.until === null || found.until > today) ? found : undefined
}
