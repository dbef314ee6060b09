/** 钟 The only place that asks the time. Everything else is handed a clock, so a month of a city can be lived in minutes. */
export interface Clock {
  readonly zone: string
  now(): Temporal.Instant
  today(): Temporal.PlainDate
}

/** Legal dates are local dates of the city (ARCHITECTURE §3), whatever zone the machine stands in. */
export const cityZone = 'Asia/Shanghai'

/** The local legal date of an instant. */
export const legalDate = (instant: Temporal.Instant, zone: string = cityZone): Temporal.PlainDate =>
  instant.toZonedDateTimeISO(zone).toPlainDate()

/** A day as text that the calendar has, `YYYY-MM-DD`, and that the database can keep: years 1 to 9999. */
export function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text) || text.startsWith('0000')) return false
  try {
    Temporal.PlainDate.from(text)
    return true
  } catch {
    return false
  }
}

/** A due date means the end of that local day: the first instant of the next one. */
export const endOfDay = (date: Temporal.PlainDate, zone: string = cityZone): Temporal.Instant =>
  date.add({ days: 1 }).toZonedDateTime(zone).toInstant()

/** The machine's clock. */
export const systemClock = (zone: string = cityZone): Clock => ({
  zone,
  now: () => Temporal.Now.instant(),
  today: () => Temporal.Now.plainDateISO(zone),
})

export interface ManualClock extends Clock {
  set(instant: Temporal.Instant | string): void
  advance(by: Temporal.DurationLike): void
}

/** 模拟钟 A clock that moves only when told to: tests, drills and the simulator. It never runs backwards. */
export function manualClock(start: string, zone: string = cityZone): ManualClock {
  let at = Temporal.Instant.from(start)
  const set = (instant: Temporal.Instant | string) => {
    const next = typeof instant === 'string' ? Temporal.Instant.from(instant) : instant
    if (Temporal.Instant.compare(next, at) < 0) throw new RangeError(`a clock does not run backwards: ${at} to ${next}`)
    at = next
  }
  return {
    zone,
    now: () => at,
    today: () => legalDate(at, zone),
    set,
    advance: by => set(at.toZonedDateTimeISO(zone).add(by).toInstant()),
  }
}
