import type { SpanValue } from '#kernel/definition'

/**
 * 期限 `P5D`, `PT24H`, `P2W`, `P1M` → the span a limit can hold. Minutes and seconds are no period of a procedure, months and days together none of
 * a law; a moment of a calendar is no span at all: undefined.
 */
export function periodOf(written: string): SpanValue | undefined {
  const found = /^\s*P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?\s*$/.exec(
    written,
  )
  if (!found) return undefined
  const [years, months, weeks, days, hours, minutes, seconds] = found.slice(1).map(part => Number(part ?? 0))
  const inMonths = years! * 12 + months!
  const inDays = weeks! * 7 + days!
  if (minutes! % 60 !== 0 || seconds! !== 0) return undefined
  const inHours = hours! + minutes! / 60
  const kinds = [inMonths, inDays, inHours].filter(part => part > 0)
  if (kinds.length === 2 && inMonths === 0) return { value: inDays * 24 + inHours, unit: 'hour' }
  if (kinds.length !== 1) return undefined
  if (inMonths > 0) return months === 0 ? { value: years!, unit: 'year' } : { value: inMonths, unit: 'month' }
  return inDays > 0 ? { value: inDays, unit: 'day' } : { value: inHours, unit: 'hour' }
}
