import { civilOf, epochDayOf } from '#kernel/calendar'
import type { Emit, Run } from './closure.ts'
import { monthLength } from './literal.ts'
import type { NumericTree, Tree } from './tree.ts'

export const firstDay = epochDayOf(1, 1, 1)
export const lastDay = epochDayOf(9999, 12, 31)

const inRange = (day: number) => (day >= firstDay && day <= lastDay ? day : null)

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
