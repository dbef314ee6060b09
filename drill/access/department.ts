import type { ExchangeAdapter } from '#hubs/data/exchange'
import type { Clock } from '#kernel/clock'

/** 部门 An outside system of which the city asks whether a firm is active: it says so of everyone, and who says it in words of its own. */
export function makeDepartment(clock: Clock) {
  const state = { source: '演练登记科' }
  const adapter: ExchangeAdapter = {
    outside: {
      ...{ system: 'market', within: 10_000 },
      questions: { 'enterprise.isActive': { with: ['uscc'], answer: 'boolean' } },
    },
    ask: async ({ request, question }) => ({
      ...{ request, question, value: true, source: state.source },
      obtained: clock.now().toString(),
      validUntil: clock.now().add({ minutes: 30 }).toString(),
    }),
  }
  return { adapter, state }
}
