import type { CaseEvent } from '../event.ts'
import type { CaseState, OrderState } from '../state.ts'

type MoneyEvent = Extract<
  CaseEvent,
  {
    type:
      | 'payment.ordered'
      | 'payment.received'
      | 'payment.refunded'
      | 'instalment.granted'
      | 'decision.changed'
      | 'decision.annulled'
  }
>

const change = (state: CaseState, order: string, to: Partial<OrderState>): CaseState => ({
  ...state,
  orders: { ...state.orders, [order]: { ...state.orders[order]!, ...to } },
})

/** Folds what was ordered, granted and paid. */
export function evolveMoney(state: CaseState, { type, data, on }: MoneyEvent): CaseState {
  switch (type) {
    case 'payment.ordered':
      return {
        ...state,
        orders: {
          ...state.orders,
          [data.order]: {
            amount: data.amount,
            within: data.dueDays,
            stopsDuring: data.stopsDuring,
            payments: [],
            settled: false,
            ...(data.rate !== undefined && { rate: data.rate }),
          },
        },
      }
    case 'payment.received': {
      const { payments } = state.orders[data.order]!
      return change(state, data.order, {
        payments: [...payments, { on: data.on, amount: data.amount }],
        settled: data.settled,
      })
    }
    case 'payment.refunded': {
      const { refunded = 0 } = state.orders[data.order]!
      return change(state, data.order, { refunded: refunded + data.amount })
    }
    case 'decision.changed': {
      const duty = `pay.${data.order}`
      const { [duty]: owed, ...others } = state.obligations
      const obligations = owed ? { ...others, [duty]: { ...owed, amount: data.amount } } : others
      const changed = change(state, data.order, { amount: data.amount, settled: data.settled })
      return { ...changed, amount: data.amount, obligations }
    }
    case 'decision.annulled': {
      const { validUntil: _, ...rest } = state
      const orders = Object.entries(state.orders).map(([id, order]) => [id, { ...order, amount: 0, settled: true }])
      return {
        ...rest,
        orders: Object.fromEntries(orders),
        annulled: { on, ground: data.ground },
        ...(state.status === 'ended' && { result: 'set-aside' }),
      }
    }
    case 'instalment.granted':
      return change(state, data.order, { instalments: data.schedule, grantedOn: on })
  }
}
