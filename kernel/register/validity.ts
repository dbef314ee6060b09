import { refusal } from '#kernel/refusal'

export const validityInvalid = refusal('VALIDITY_INVALID', 422, 'A validity is counted in days, months or years')

/**
 * 有效期 The last day something granted on a day holds: the day itself is not counted and the last is the corresponding day
 * of the last month, or its end (民法典 201, 202). A validity that ends on a rest day does not roll on: it is no time limit
 * for an act.
 */
export function lastValidDay(on: string, { value, unit }: { readonly value: number; readonly unit: string }): string {
  const start = Temporal.PlainDate.from(on)
  if (unit === 'day') return start.add({ days: value }).toString()
  if (unit === 'month') return start.add({ months: value }).toString()
  if (unit === 'year') return start.add({ years: value }).toString()
  throw validityInvalid({ detail: `a validity of ${value} ${unit} cannot be counted` })
}

export const dayAfter = (date: string): string => Temporal.PlainDate.from(date).add({ days: 1 }).toString()
