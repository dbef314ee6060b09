import type { Calendar } from '#kernel/calendar'
import type { Clock } from '#kernel/clock'
import type { Eraser, Keyring } from '#kernel/party'
import { refusal } from '#kernel/refusal'
import type { Sql } from '#kernel/storage'
import * as store from './rating.store.ts'

export const ratingRefused = refusal('RATING_REFUSED', 409, 'This service cannot be rated')
export const ratingClosed = refusal('RATING_CLOSED', 409, 'The days in which this service could be rated are over')
export const ratingGiven = refusal('RATING_GIVEN', 409, 'This service has been rated already')
export const ratingUnknown = refusal('RATING_UNKNOWN', 404, 'There is no rating that waits for this')
export const ratingNotYours = refusal(
  'RATING_NOT_YOURS',
  403,
  'Somebody else than whoever handled the case looks at it',
)

/** 评价设定 What an item declares of its rating. */
export interface RatingDeclared {
  readonly bad: readonly number[]
  readonly answer: { readonly value: number; readonly unit: 'day' | 'workday' }
}

export interface RatingNeeds {
  readonly clock: Clock
  readonly keyring: Pick<Keyring, 'newKey' | 'seal' | 'unseal' | 'unwrap'>
  readonly calendar: () => Pick<Calendar, 'due'>
}

/**
 * 好差评 Ratings of services (国办发〔2019〕51号; 优化营商环境条例): five grades, once for a service. A bad one counts when somebody who had no hand in the case has
 * looked at it; then the organ owes a reply within the days the item declares.
 */
export function makeRatings({ clock, keyring, calendar }: RatingNeeds) {
  const today = () => clock.today().toString()
  return {
    /** @throws RATING_GIVEN */
    async rate(
      sql: Sql,
      about: Pick<store.NewRating, 'caseId' | 'item' | 'organ' | 'party'>,
      given: { readonly level: number; readonly reasons: readonly string[] },
      declared: RatingDeclared,
    ): Promise<void> {
      const bad = declared.bad.includes(given.level)
      const status = bad ? 'unverified' : 'counted'
      // Why it was bad is asked of bad ones only: what is good needs no reason.
      const reasons = bad ? [...new Set(given.reasons)] : []
      const added = await store.addRating(sql, { ...about, level: given.level, reasons, status, bad, ratedOn: today() })
      if (!added) throw ratingGiven()
    },

    /** 核实 Whether a bad rating is about this service; `mayVerify` says that the officer had no hand in the case. */
    async verify(
      sql: Sql,
      caseId: string,
      { by, dismissal }: { readonly by: string; readonly dismissal?: store.Dismissal | undefined },
      declared: RatingDeclared,
    ): Promise<void> {
      const { value, unit } = declared.answer
      const replyDue = dismissal ? null : calendar().due(clock.today(), { kind: 'max', value, unit }).due.toString()
      const status = dismissal ? 'dismissed' : 'counted'
      const done = await store.setVerified(sql, caseId, {
        status,
        ground: dismissal ?? null,
        by,
        on: today(),
        replyDue,
      })
      if (!done) throw ratingUnknown()
    },

    /** 回复 What the organ says it has done about a bad rating that counts, to whoever gave it; once. */
    async reply(sql: Sql, caseId: string, text: string): Promise<void> {
      const { key, wrapped } = keyring.newKey()
      const sealed = keyring.seal(key, text, `rating|${caseId}`)
      if (!(await store.setReply(sql, caseId, { on: today(), sealed, wrapped }))) throw ratingUnknown()
    },

    /** The rating of a case with what the organ answered, for whoever gave it. */
    async read(sql: Sql, caseId: string): Promise<(store.Rating & { readonly reply: string | null }) | undefined> {
      const rating = await store.ratingOf(sql, caseId)
      if (!rating) return undefined
      const said = await store.replyOf(sql, caseId)
      const open =
        said?.reply && said.wrapped
          ? keyring.unseal(keyring.unwrap(said.wrapped), said.reply, `rating|${caseId}`)
          : null
      return { ...rating, reply: open?.toString() ?? null }
    },
  }
}
export type Ratings = ReturnType<typeof makeRatings>

/** With its person a rating goes altogether: what remains are the counts of others. */
export const ratingEraser: Eraser = (sql, party) => store.forgetRatings(sql, party)
