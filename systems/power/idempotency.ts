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

  return {
    async once(write, work) {
      const day = clock.today().toString()
      await mustHaveDay(day)
      const tag = index.tag('idempotency', JSON.stringify(write.said))
      const who = hand(write.actor)
      return db.transaction(async sql => {
        // Locked before it is looked for: a statement sees only what was committed before it began.
        await sql.run(lock, [who, write.key])
        const [found] = await sql.run<{ tag: Buffer; answer: never }>(find, [who, write.key, day])
        if (found) {
          if (!found.tag.equals(tag)) throw keyReused()
          return { answer: found.answer, repeated: true }
        }
        const answer = await work(sql)
        await sql.finish(keep, [day, who, write.key, tag, JSON.stringify(answer)])
        return { answer, repeated: false }
      })
    },
  }
}
