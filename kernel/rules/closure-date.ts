import { epochDayOf } from '#kernel/calendar'
import type { Emit, Run } from './closure.ts'
import { monthLength } from './literal.ts'
import type { NumericTree, Tree } from './tree.ts'

export const firstDay = epochDayOf(1, 1, 1)
export const lastDay = epochDayOf(9999, 12, 31)

const inRange = (day: number) => (day >= firstDay && day <= lastDay ? day : null)

/** Year, month and day of an epoch day (days since 1970-01-01), by eras of 400 years. */
export function civilOf(day: number): { readonly year: number; readonly month: number; readonly day: number } {
  const shifted = day + 719468
  const era = Math.floor(shifted / 146097)
  const dayOfEra = shifted - era * 146097
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36524) - Math.floor(dayOfEra / 146096)) / 365,
  )
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100))
  const shiftedMonth = Math.floor((5 * dayOfYear + 2) / 153)
  const month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
  return {
    year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0),
    month,
    day: dayOfYear - Math.floor((153 * shiftedMonth + 2) / 5) + 1,
  }
}

/** The corresponding day `months` on, else the last day of that month (民法典 202); null outside the years 1–9999. */
export function addMonths(epochDay: number, months: number): number | null {
  const { year, month, day } = civilOf(epochDay)
  const total = year * 12 + month - 1 + months
  const [toYear, toMonth] = [Math.floor(total / 12), (((total % 12) + 12) % 12) + 1]
  if (toYear < 1 || toYear > 9999) return null
  return epochDayOf(toYear, toMonth, Math.min(day, monthLength(toYear, toMonth)))
}

interface Shift {
  readonly date: Tree
  readonly by: NumericTree
  readonly back: boolean
}

export function emitShift({ date, by, back }: Shift, emit: Emit): Run {
  const [from, amount] = [emit(date), emit(by)]
  const sign = back ? -1 : 1
  const step = by.type.kind === 'months' ? addMonths : (day: number, days: number) => inRange(day + days)
  return (facts, row) => {
    const day = from(facts, row) as number | null
    if (day === null) return null
    const count = amount(facts, row) as number | bigint | null
    return count === null ? null : step(day, sign * Number(count))
  }
}

export function emitDaysBetween(from: Tree, to: Tree, emit: Emit): Run {
  const [first, last] = [emit(from), emit(to)]
  return (facts, row) => {
    const a = first(facts, row) as number | null
    if (a === null) return null
    const b = last(facts, row) as number | null
    return b === null ? null : b - a
  }
}
