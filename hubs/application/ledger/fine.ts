/** 罚款条件 What a decision ordered and what has been granted or stopped since. Dates ISO, money in fen. */
export interface FineTerms {
  readonly principal: number
  /** Last day to pay in time; absent while the decision is not served. */
  readonly dueOn?: string
  /** Surcharge per day in millionths of what is overdue: 0.03/day is 30,000. Absent: none. */
  readonly ratePpm?: number
  /** 暂停计算 Days on which nothing accrues, both ends included; `to: null` still runs (行政处罚法 73). */
  readonly stops?: readonly { readonly from: string; readonly to: string | null }[]
  /** 分期 Replaces `dueOn` when granted; sums to the principal (行政处罚法 66). */
  readonly instalments?: readonly { readonly on: string; readonly amount: number }[]
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
const dayOf = (date: string): number =>
  Math.floor(Temporal.PlainDate.from(date).toZonedDateTime('UTC').epochMilliseconds / 86_400_000)

/** `0.03/day` → 30,000 millionths. */
export function ppmOf(rate: string): number {
  const match = /^0\.(\d{1,6})\/day$/.exec(rate)
  if (!match) throw new RangeError(`a surcharge rate reads 0.03/day, not ${rate}`)
  return Number(match[1]!.padEnd(6, '0'))
}

/**
 * 计算欠缴 What is owed on a day. 加处罚款: each overdue day, the day of payment included, adds the rate of the part of the
 * fine that is due and unpaid that morning; the total never exceeds the fine (行政处罚法 72(1), 行政强制法 45), nothing accrues
 * on stopped days (73) or on an instalment before it is due (66). Fractions of a fen are dropped, in the party's favour.
 * A payment goes to what is due, oldest first; then to the surcharge; then to what is not yet due; the rest is credit.
 * Why the unpaid part and why this order: docs/adr, "surcharge".
 */
export function owedOn(terms: FineTerms, payments: readonly FinePayment[], on: string): Owed {
  const parts = (terms.instalments?.length ? terms.instalments : [{ on: terms.dueOn, amount: terms.principal }])
    .map(part => ({ due: part.on === undefined ? Number.POSITIVE_INFINITY : dayOf(part.on), left: part.amount }))
    .sort((a, b) => a.due - b.due)
  const stops = (terms.stops ?? []).map(({ from, to }) => ({
    from: dayOf(from),
    to: to === null ? Number.POSITIVE_INFINITY : dayOf(to),
  }))
  const rate = BigInt(terms.ratePpm ?? 0)
  const cap = BigInt(terms.principal) * million
  const last = dayOf(on)

  let micro = 0n
  let surchargePaid = 0
  let credit = 0
  let paid = 0
  let day = Math.min(...parts.map(part => part.due), last)

  const accrued = () => Number(micro / million)
  /** Counts the days after `day` up to `until`, in stretches on which nothing changes. */
  const accrueTo = (until: number) => {
    while (rate > 0n && micro < cap && day < until) {
      const first = day + 1
      const stop = stops.find(({ from, to }) => from <= first && first <= to)
      const edges = [until, ...parts.map(part => part.due), ...stops.flatMap(({ from, to }) => [from - 1, to])]
      const end = Math.min(...edges.filter(edge => edge >= first))
      const base = stop ? 0 : parts.reduce((sum, part) => (part.due < first ? sum + part.left : sum), 0)
      micro += BigInt(base) * rate * BigInt(end - day)
      if (micro > cap) micro = cap
      day = end
    }
    day = Math.max(day, until)
  }
  const settle = (amount: number, wanted: (due: number) => boolean): number => {
    let left = amount
    for (const part of parts) {
      if (!wanted(part.due)) continue
      const taken = Math.min(left, part.left)
      part.left -= taken
      left -= taken
    }
    return left
  }

  for (const payment of [...payments].sort((a, b) => (a.on < b.on ? -1 : a.on > b.on ? 1 : 0))) {
    const at = dayOf(payment.on)
    if (at > last) break
    accrueTo(at)
    paid += payment.amount
    let left = settle(payment.amount, due => due <= at)
    const toSurcharge = Math.min(left, accrued() - surchargePaid)
    surchargePaid += toSurcharge
    left = settle(left - toSurcharge, due => due > at)
    credit += left
  }
  accrueTo(last)
  return {
    principal: parts.reduce((sum, part) => sum + part.left, 0),
    due: parts.reduce((sum, part) => (part.due <= last ? sum + part.left : sum), 0),
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
  readonly rate?: string
  readonly stopsDuring: readonly string[]
  readonly dueOn?: string
  readonly payments: readonly FinePayment[]
  readonly instalments?: readonly { readonly on: string; readonly amount: number }[]
}

export interface RemedySpan {
  readonly kind: string
  readonly from: string
  readonly to: string | null
}

/** The same question asked of a case's own order and its remedies (复议、诉讼): the engine's `owed`. */
export const owedOfOrder = (order: OrderOfCase, on: string, remedies: readonly RemedySpan[]): Owed =>
  owedOn(
    {
      principal: order.amount,
      stops: remedies.filter(({ kind }) => order.stopsDuring.includes(kind)),
      ...(order.dueOn !== undefined && { dueOn: order.dueOn }),
      ...(order.rate !== undefined && { ratePpm: ppmOf(order.rate) }),
      ...(order.instalments && { instalments: order.instalments }),
    },
    order.payments,
    on,
  )

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
