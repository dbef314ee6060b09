import { type Calendar, toEpochDay } from '#kernel/calendar'
import { spanOf } from '#kernel/definition'

/** 罚款条件 What a decision ordered and what has been granted or stopped since. Dates ISO, money in fen. */
export interface FineTerms {
  readonly principal: number
  /** Last day to pay in time; absent while the decision is not served. */
  readonly dueOn?: string
  /** Surcharge per day in millionths of what is overdue: 0.03/day is 30,000. Absent: none. */
  readonly ratePpm?: number
  /** 暂停计算 Days on which nothing accrues, both ends included; `to: null` still runs (行政处罚法 73). */
  readonly stops?: readonly { readonly from: string; readonly to: string | null }[]
  /** 分期 What was left to pay when instalments were granted, in parts with their own due days (行政处罚法 66). */
  readonly instalments?: readonly { readonly on: string; readonly amount: number }[]
  /** 减免 What of the surcharge need not be paid, from the day on which that was granted (行政强制法42). */
  readonly reductions?: readonly { readonly on: string; readonly amount: number }[]
  /** The day of the grant: until then the single due day holds. Absent: instalments hold from the start. */
  readonly grantedOn?: string
}

export interface FinePayment {
  readonly on: string
  readonly amount: number
}

/** 欠缴 What is owed at the end of a day, in fen. */
export interface Owed {
  /** Principal not yet paid, due or not. */
  readonly principal: number
  /** The part of it that is due. */
  readonly due: number
  /** Surcharge accrued and not yet paid. */
  readonly surcharge: number
  readonly accrued: number
  readonly paid: number
  /** Paid beyond everything owed: to be given back. */
  readonly credit: number
}

const million = 1_000_000n
const dayOf = (date: string): number => toEpochDay(Temporal.PlainDate.from(date))

/** `0.03/day` → 30,000 millionths. */
export function ppmOf(rate: string): number {
  const match = /^0\.(\d{1,6})\/day$/.exec(rate)
  if (!match) throw new RangeError(`a surcharge rate reads 0.03/day, not ${rate}`)
  return Number(match[1]!.padEnd(6, '0'))
}

interface Part {
  readonly due: number
  left: number
}

const never = Number.POSITIVE_INFINITY
const unpaid = (parts: readonly Part[]): number => parts.reduce((sum, part) => sum + part.left, 0)

/** The parts in force from the grant on: `left` spread over the instalments, and whatever they do not cover, due as before. */
function partsOf(terms: FineTerms, left: number): Part[] {
  const due = terms.dueOn === undefined ? never : dayOf(terms.dueOn)
  let rest = left
  const parts = (terms.instalments ?? []).map(({ on, amount }) => {
    const part = { due: dayOf(on), left: Math.min(amount, rest) }
    rest -= part.left
    return part
  })
  return [...parts, { due, left: rest }].sort((a, b) => a.due - b.due)
}

/**
 * 计算欠缴 What is owed on a day. 加处罚款: each overdue day, the day of payment included, adds the rate of the part of the
 * fine that is due and unpaid that morning; the total never exceeds the fine (行政处罚法 72(1), 行政强制法 45), nothing accrues
 * on stopped days (73) or on an instalment before it is due (66). Fractions of a fen are dropped, in the party's favour.
 * A payment goes to the fine, what is due first; then to the surcharge; the rest is credit. Why: docs/adr, "surcharge".
 */
export function owedOn(terms: FineTerms, payments: readonly FinePayment[], on: string): Owed {
  const grant = terms.grantedOn !== undefined && terms.instalments?.length ? dayOf(terms.grantedOn) : undefined
  const { instalments: _, ...single } = terms
  let parts = partsOf(grant === undefined ? terms : single, terms.principal)
  const stops = (terms.stops ?? []).map(({ from, to }) => ({ from: dayOf(from), to: to === null ? never : dayOf(to) }))
  const rate = BigInt(terms.ratePpm ?? 0)
  const cap = BigInt(terms.principal) * million
  const last = dayOf(on)

  let micro = 0n
  let surchargePaid = 0
  let credit = 0
  let paid = 0
  let day = Math.min(last, grant ?? last, ...parts.map(part => part.due))

  let reduced = 0
  // A stop recorded late takes days back that were reduced or paid before: nothing is owed for them, and nothing more given back here.
  const accrued = () => Math.max(surchargePaid, Number(micro / million) - reduced)
  /** Counts the days after `day` up to `until`, in stretches on which nothing changes. */
  const accrueTo = (until: number) => {
    while (rate > 0n && micro < cap && day < until) {
      const first = day + 1
      const stopped = stops.some(({ from, to }) => from <= first && first <= to)
      const edges = [until, ...parts.map(part => part.due), ...stops.flatMap(({ from, to }) => [from - 1, to])]
      const end = Math.min(...edges.filter(edge => edge >= first))
      const base = stopped ? 0 : unpaid(parts.filter(part => part.due < first))
      micro += BigInt(base) * rate * BigInt(end - day)
      if (micro > cap) micro = cap
      day = end
    }
    day = Math.max(day, until)
  }
  const take = ({ amount }: FinePayment) => {
    paid += amount
    let left = amount
    for (const part of parts) {
      const taken = Math.min(left, part.left)
      part.left -= taken
      left -= taken
    }
    const toSurcharge = Math.min(left, accrued() - surchargePaid)
    surchargePaid += toSurcharge
    credit += left - toSurcharge
  }

  const reschedule = () => {
    parts = partsOf(terms, unpaid(parts))
  }
  const moments = payments.map(payment => ({ at: dayOf(payment.on), act: () => take(payment) }))
  for (const { on: from, amount } of terms.reductions ?? [])
    moments.push({
      at: dayOf(from),
      act: () => {
        reduced += amount
      },
    })
  // On its own day the grant comes before the payments.
  if (grant !== undefined) moments.unshift({ at: grant, act: reschedule })
  for (const { at, act } of moments.sort((a, b) => a.at - b.at)) {
    if (at > last) break
    accrueTo(at)
    act()
  }
  accrueTo(last)
  return {
    principal: unpaid(parts),
    due: unpaid(parts.filter(part => part.due <= last)),
    surcharge: accrued() - surchargePaid,
    accrued: accrued(),
    paid,
    credit,
  }
}

/** True when nothing is owed any more. */
export const isSettled = ({ principal, surcharge }: Pick<Owed, 'principal' | 'surcharge'>): boolean =>
  principal === 0 && surcharge === 0

/** How a case keeps its order: what the engine's fold holds. */
export interface OrderOfCase {
  readonly amount: number
  /** `15 day`, counted from service. */
  readonly within: string
  readonly rate?: string
  readonly stopsDuring: readonly string[]
  readonly servedOn?: string
  readonly dueOn?: string
  readonly payments: readonly FinePayment[]
  readonly instalments?: readonly { readonly on: string; readonly amount: number }[]
  readonly grantedOn?: string
  readonly reductions?: FineTerms['reductions']
}

export interface RemedySpan {
  readonly kind: string
  readonly from: string
  readonly to: string | null
}

/** 缴款期限 The last day to pay: the order's span from the day of service, on the published calendar. */
export function dueDay(calendar: Pick<Calendar, 'due'>, servedOn: string, within: string): string {
  const { value, unit } = spanOf(within)
  return calendar.due(Temporal.PlainDate.from(servedOn), { value, unit }).due.toString()
}

/** The same question asked of a case's own order and its remedies (复议、诉讼): the engine's `owed`. */
export const makeOwed =
  (calendar: Pick<Calendar, 'due'>) =>
  (order: OrderOfCase, on: string, remedies: readonly RemedySpan[]): Owed => {
    const dueOn =
      order.dueOn ?? (order.servedOn === undefined ? undefined : dueDay(calendar, order.servedOn, order.within))
    return owedOn(
      {
        principal: order.amount,
        stops: remedies.filter(({ kind }) => order.stopsDuring.includes(kind)),
        ...(dueOn !== undefined && { dueOn }),
        ...(order.rate !== undefined && { ratePpm: ppmOf(order.rate) }),
        ...(order.instalments && { instalments: order.instalments }),
        ...(order.grantedOn !== undefined && { grantedOn: order.grantedOn }),
        ...(order.reductions && { reductions: order.reductions }),
      },
      order.payments,
      on,
    )
  }

/**
 * 分期缴纳 Equal months from a first date: the corresponding day of each month, or its last. What does not divide is paid
 * with the first instalment.
 */
export function equalMonths(total: number, months: number, firstOn: string): { on: string; amount: number }[] {
  if (!Number.isSafeInteger(total) || !Number.isSafeInteger(months) || months < 1 || total < months)
    throw new RangeError(`${total} fen cannot be paid in ${months} months`)
  const first = Temporal.PlainDate.from(firstOn)
  const each = Math.floor(total / months)
  return Array.from({ length: months }, (_, month) => ({
    on: first.add({ months: month }).toString(),
    amount: month === 0 ? total - each * (months - 1) : each,
  }))
}
