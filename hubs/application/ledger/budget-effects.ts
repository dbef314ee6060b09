import type { EventEffect, EventRun } from '#kernel/case'
import type { Budget, BudgetMove } from './budget.ts'

type Moved = EventRun<'budget.reserved'> | EventRun<'budget.committed'> | EventRun<'budget.released'>

const moveOf = (run: Moved): BudgetMove => ({
  id: run.id,
  caseId: run.caseId,
  line: run.event.data.line,
  amount: run.event.data.amount,
  on: run.on,
  source: `${run.caseId}:${run.seq}`,
})

/** 预算效果 What the ledger books when a step moves the budget or pays out, inside its transaction: a part of `effects.event`. */
export function budgetEffects(budget: Budget) {
  const reserved: EventEffect<'budget.reserved'> = (sql, run) => budget.reserve(sql, moveOf(run))
  const committed: EventEffect<'budget.committed'> = (sql, run) => budget.commit(sql, moveOf(run))
  const released: EventEffect<'budget.released'> = (sql, run) => budget.release(sql, moveOf(run))
  const paid: EventEffect<'grant.paid'> = async (sql, run) => {
    const { amount, payee, payer, on } = run.event.data
    const { caseId, id, seq, state, organ } = run
    if (!state.budget) return
    await budget.disburse(sql, {
      id,
      caseId,
      line: state.budget.line,
      amount,
      on,
      source: `${caseId}:${seq}`,
      payee,
      payer,
      decider: organ,
    })
  }
  return {
    'budget.reserved': reserved,
    'budget.committed': committed,
    'budget.released': released,
    'grant.paid': paid,
  }
}
