import type { Calendar } from '#kernel/calendar'
import { cityZone, endOfDay, legalDate } from '#kernel/clock'
import type { SpanValue } from '#kernel/definition'
import { makeMemory } from '#kernel/memory'

/** 示例时刻 A moment of an example, and as text; written down once for as long as no time passes: instants are slow to read. */
export interface Moment {
  readonly now: Temporal.Instant
  readonly today: Temporal.PlainDate
  readonly on: string
  readonly at: string
  /** An hour on. */
  readonly soon: string
}

const momentOf = (now: Temporal.Instant, today: Temporal.PlainDate): Moment => ({
  now,
  today,
  on: today.toString(),
  at: now.toString(),
  soon: now.add({ hours: 1 }).toString(),
})

/** Nearly every example of a city begins on one of a few days: their mornings are worked out once. */
const mornings = makeMemory<Moment>(1_000)

/** Nine in the morning of a day: when an example begins. */
export const morningOf = (day: string): Moment =>
  mornings(day, () => {
    const today = Temporal.PlainDate.from(day)
    return momentOf(today.toZonedDateTime({ timeZone: cityZone, plainTime: '09:00' }).toInstant(), today)
  })

/** An example that waits for days goes on in the afternoon of the last. */
export function later({ now, today }: Moment, span: SpanValue, calendar: Calendar): Moment {
  const then =
    span.unit === 'hour'
      ? now.add({ hours: span.value })
      : endOfDay(calendar.due(today, span).due).subtract({ hours: 10 })
  return momentOf(then, legalDate(then))
}
