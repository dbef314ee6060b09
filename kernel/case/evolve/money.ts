import type { CaseEvent } from '../event.ts'
import type { CaseState, OrderState } from '../state.ts'

type MoneyEvent = Extract<CaseEvent, { type: 'payment.ordered' | 'payment.received' | 'instalment.granted' }>

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
    case 'instalment.granted':
      return change(state, data.order, { instalments: data.schedule, grantedOn: on })
  }
}
