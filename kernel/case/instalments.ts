import type { OrderState } from './state.ts'

/**
 * 下一期 The next instalment after a day (that day included where `from` says so) that is not paid yet: payments fill the
 * schedule from its beginning; what was paid before the grant is not in the schedule.
 */
export function nextInstalment(
  order: Pick<OrderState, 'amount' | 'instalments' | 'payments'>,
  from: string,
): string | undefined {
  const schedule = order.instalments ?? []
  const granted = schedule.reduce((sum, { amount }) => sum + amount, 0)
  const before = Math.max(0, order.amount - granted)
  let paid = order.payments.reduce((sum, { amount }) => sum + amount, 0) - before
  for (const { on, amount } of schedule) {
    paid -= amount
    if (paid < 0 && on >= from) return on
  }
  return undefined
}
