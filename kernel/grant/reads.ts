import { randomBytes } from 'node:crypto'
import { type Clock, uuidv7 } from '#kernel/clock'
import { type Actor, actorText } from '#kernel/identity'
import { type Basis, refusal } from '#kernel/refusal'
import { type Sql, statement } from '#kernel/storage'
import { type Commitment, commit2, encodeLeaf } from '#kernel/trail'
import type { Ground } from './grant.ts'
import { columnsOf, type ReadRow, readMessage } from './read-row.ts'

export const readDeferralRefused = refusal(
  'READ_DEFERRAL_REFUSED',
  422,
  'A deferred disclosure names its statute and a day',
)

/** 告知时间 When the person sees that he was read: at once, when the case closes, or on a date; a deferral names the statute that allows it. */
export type Disclosure =
  | { readonly kind: 'at-once' }
  | {
      readonly kind: 'on-close'
      readonly statute: Basis /** Shown on this day although the case is open still. */
      readonly latest: string
    }
  | { readonly kind: 'on-date'; readonly statute: Basis; readonly date: string }

/** 查阅记录 One query, one record, however many persons it showed. */
export interface ReadRecord {
  readonly actor: Actor
  readonly purpose: string
  readonly ground: Ground
  readonly grants: readonly string[]
  readonly source: string
  readonly fields: readonly string[]
  /** Party ids; stored as blinded tags only. */
  readonly subjects: readonly string[]
  readonly disclosure: Disclosure
}

/** 谁看过我的信息 What a person sees of a read: the office, the purpose and the fields, not the officer's name. */
export interface ReadSeen {
  readonly id: string
  readonly at: string
  readonly organ: string | null
  readonly post: string | null
  readonly purpose: string
  readonly ground: Ground['kind']
  readonly groundName: string
  readonly caseId: string | null
  readonly source: string
  readonly fields: readonly string[]
  /** The statute that allowed to show this late, where it did. */
  readonly deferredBy: Basis | null
}

export interface Reads {
  /** 登记查阅 Record and trail leaf in one statement; the caller answers only after its commit. Returns the record's id. */
  recordRead(sql: Sql, record: ReadRecord): Promise<string>
  /** The shape kernel/party asks for: a recorder with everything but the persons and fields filled in. */
  recorder(
    record: Omit<ReadRecord, 'subjects' | 'fields'>,
  ): (sql: Sql, subjects: readonly string[], fields: readonly string[]) => Promise<string>
  /** 查阅情况 What may be shown to this person (and those merged with him) now, latest first; `before` an id of the page before. */
  readsOf(
    sql: Sql,
    parties: readonly string[],
    now: Temporal.Instant,
    page?: { readonly before?: string; readonly limit?: number },
  ): Promise<readonly ReadSeen[]>
  /** 办结告知 The case closed: its deferred records are shown from now on. */
  discloseCase(sql: Sql, caseId: string): Promise<number>
  /** 延后告知统计 How many records are held back now, by purpose and statute: counted publicly. */
  deferredNow(sql: Sql, now: Temporal.Instant): Promise<readonly { purpose: string; statute: Basis; count: number }[]>
  /** 核验 What the stored record commits to: the leaf on the trail must say the same, or the record was changed. */
  commitmentOf(sql: Sql, id: string): Promise<Commitment | undefined>
}

const addRead = statement(
  'grant.addRead',
  `with leaf as (insert into kernel.trail_outbox (leaf) values ($19))
   insert into kernel.reads (id, at, actor, person, post, organ, purpose, ground, ground_name, case_id, grants, source, fields, subjects,
     disclosure, shown_from, statute, commit_key)
   values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)`,
)
const findRead = statement(
  'grant.findRead',
  `select id, at, actor, person, post, organ, purpose, ground, ground_name as "groundName", case_id as "caseId", grants, source, fields,
     subjects, disclosure, shown_from as "shownFrom", statute, commit_key as "commitKey" from kernel.reads where id = $1`,
)
const readsOf = statement(
  'grant.readsOf',
  `select id, at, organ, post, purpose, ground, ground_name as "groundName", case_id as "caseId", source, fields, statute as "deferredBy"
   from kernel.reads where subjects && $1::bytea[] and least(shown_from, closed_at) <= $2 and ($3::uuid is null or id < $3) order by id desc limit $4`,
)
const discloseCase = statement(
  'grant.discloseCase',
  `update kernel.reads set closed_at = $2 where case_id = $1 and disclosure = 'on-close' and closed_at is null returning 1`,
)
const deferredNow = statement(
  'grant.deferredNow',
  `select purpose, statute, count(*) as count from kernel.reads where least(shown_from, closed_at) > $1 group by purpose, statute order by purpose`,
)

function groundNameOf(ground: Ground): string {
  switch (ground.kind) {
    case 'case':
      return ground.item
    case 'service':
      return ground.name
    case 'emergency':
      return ground.declaration
    case 'own':
      return 'own'
  }
}

export interface ReadDependencies {
  readonly clock: Clock
  /** Blinds a party id; the party module's blind index. */
  readonly index: { tag(scope: string, value: string): Buffer }
}

export function makeReads({ clock, index }: ReadDependencies): Reads {
  /** The first instant on which the person sees it. */
  const shownFrom = (disclosure: Disclosure, now: Temporal.Instant): Temporal.Instant => {
    if (disclosure.kind === 'at-once') return now
    const day = Temporal.PlainDate.from(disclosure.kind === 'on-date' ? disclosure.date : disclosure.latest)
    const from = day.toZonedDateTime(clock.zone).toInstant()
    if (disclosure.statute.articles.length === 0 || Temporal.Instant.compare(from, now) <= 0)
      throw readDeferralRefused()
    return from
  }

  const recordRead: Reads['recordRead'] = async (sql, record) => {
    const { actor, ground, disclosure } = record
    // Milliseconds are what the database and the commitment both keep.
    const at = clock.now().round('millisecond')
    const officer = actor.kind === 'officer' ? actor : undefined
    const row: ReadRow = {
      id: uuidv7(clock),
      at: at.toString(),
      actor: actorText(actor),
      person: officer?.person ?? null,
      post: officer?.post ?? null,
      organ: officer?.organ ?? null,
      purpose: record.purpose,
      ground: ground.kind,
      groundName: groundNameOf(ground),
      caseId: ground.kind === 'case' ? ground.case : null,
      grants: record.grants,
      source: record.source,
      fields: record.fields,
      subjects: record.subjects.map(subject => index.tag('read', subject)),
      disclosure: disclosure.kind,
      shownFrom: shownFrom(disclosure, at).toString(),
      statute: disclosure.kind === 'at-once' ? null : disclosure.statute,
    }
    const key = randomBytes(32)
    const leaf = encodeLeaf({
      kind: 'read',
      at,
      commit: commit2(key, readMessage(row)),
      verb: row.purpose,
      outcome: row.disclosure,
      ...(ground.kind === 'case' ? { item: ground.item } : {}),
      ...(officer ? { organ: officer.organ } : {}),
      ...(row.subjects.length === 1 ? { subject: row.subjects[0]!.toString('base64url', 0, 16) } : {}),
    })
    await sql.run(addRead, [...columnsOf(row), key, leaf])
    return row.id
  }

  return {
    recordRead,
    recorder: record => (sql, subjects, fields) => recordRead(sql, { ...record, subjects, fields }),
    readsOf: (sql, parties, now, { before, limit = 200 } = {}) =>
      sql.run<ReadSeen>(readsOf, [parties.map(party => index.tag('read', party)), now, before ?? null, limit]),
    discloseCase: async (sql, caseId) => (await sql.run(discloseCase, [caseId, clock.now()])).length,
    deferredNow: (sql, now) => sql.run(deferredNow, [now]),
    async commitmentOf(sql, id) {
      const [row] = await sql.run<ReadRow & { readonly commitKey: Buffer }>(findRead, [id])
      return row && commit2(row.commitKey, readMessage(row))
    },
  }
}
