import type { Clock } from '#kernel/clock'
import type { Actor } from '#kernel/identity'
import type { BlindIndex } from '#kernel/party'
import { refusal } from '#kernel/refusal'
import { type Db, type Sql, statement } from '#kernel/storage'

export const keyReused = refusal('IDEMPOTENCY_KEY_REUSED', 409, 'This key was used for another request')

const find = statement(
  'power.findAnswer',
  'select tag, answer from power.idempotency where actor = $1 and key = $2 and day > $3::date - 7 order by day desc limit 1',
)
const keep = statement(
  'power.keepAnswer',
  'insert into power.idempotency (day, actor, key, tag, answer) values ($1, $2, $3, $4, $5)',
)
const makeDays = statement('power.keepDays', 'select power.keep_idempotency($1)')
const lock = statement('power.lockKey', 'select pg_advisory_xact_lock(hashtextextended($1::text || $2::text, 0))')

export interface WriteKey {
  readonly actor: Actor
  /** The caller's Idempotency-Key (UUID). */
  readonly key: string
  /** Address and body: what makes two requests the same. */
  readonly said: unknown
}

export interface Idempotency {
  /** Runs the work once for this key; a repetition gets the first answer. Work and answer commit together. */
  once<Answer>(
    write: WriteKey,
    work: (sql: Sql) => Promise<Answer>,
  ): Promise<{ readonly answer: Answer; readonly repeated: boolean }>
  /** What this key was answered before; undefined for a new one. @throws IDEMPOTENCY_KEY_REUSED. */
  answered<Answer>(write: WriteKey): Promise<Answer | undefined>
  /** Keeps an answer with work that has a transaction of its own, or tells the one that a twin kept first. */
  keep<Answer>(sql: Sql, write: WriteKey, answer: Answer): Promise<Answer>
}

export interface IdempotencyNeeds {
  readonly db: Db
  readonly clock: Clock
  readonly index: BlindIndex
}

const hand = (actor: Actor): string =>
  actor.kind === 'officer'
    ? actor.person
    : actor.kind === 'party'
      ? actor.party
      : '00000000-0000-0000-0000-000000000000'

/** 幂等 Writes that are no acts of a case: the same key and body within a week means the same answer, another body is a conflict. */
export function makeIdempotency({ db, clock, index }: IdempotencyNeeds): Idempotency {
  const days = new Set<string>()

  async function mustHaveDay(day: string): Promise<void> {
    if (days.has(day)) return
    await db.run(makeDays, [day])
    if (days.size > 400) days.clear()
    days.add(day)
  }

  const today = (): string => clock.today().toString()
  const tagOf = ({ said }: WriteKey): Buffer => index.tag('idempotency', JSON.stringify(said))

  async function look<Answer>(sql: Sql, write: WriteKey): Promise<{ readonly answer: Answer } | undefined> {
    const [found] = await sql.run<{ tag: Buffer; answer: Answer }>(find, [hand(write.actor), write.key, today()])
    if (found && !found.tag.equals(tagOf(write))) throw keyReused()
    return found
  }
  // Locked before it is looked for: a statement sees only what was committed before it began.
  const lockAndLook = async <Answer>(sql: Sql, write: WriteKey) => {
    await sql.run(lock, [hand(write.actor), write.key])
    return look<Answer>(sql, write)
  }
  const rowOf = (write: WriteKey, answer: unknown) => [
    today(),
    hand(write.actor),
    write.key,
    tagOf(write),
    JSON.stringify(answer),
  ]

  return {
    async once<Answer>(write: WriteKey, work: (sql: Sql) => Promise<Answer>) {
      await mustHaveDay(today())
      return db.transaction(async sql => {
        const found = await lockAndLook<Answer>(sql, write)
        if (found) return { answer: found.answer, repeated: true }
        const answer = await work(sql)
        await sql.finish(keep, rowOf(write, answer))
        return { answer, repeated: false }
      })
    },
    async answered<Answer>(write: WriteKey) {
      await mustHaveDay(today())
      return (await look<Answer>(db, write))?.answer
    },
    async keep<Answer>(sql: Sql, write: WriteKey, answer: Answer) {
      const found = await lockAndLook<Answer>(sql, write)
      if (found) return found.answer
      await sql.run(keep, rowOf(write, answer))
      return answer
    },
  }
}
