import type { View } from '../view.ts'

/** 2026-03-02 09:30, in the city's own time. */
export const timeSaid = (view: View, at: string): string => {
  const local = Temporal.Instant.from(at).toZonedDateTimeISO('Asia/Shanghai')
  return `${view.day(local.toPlainDate().toString())} ${local.toPlainTime().toString({ smallestUnit: 'minute' })}`
}
