import type { EventEffect, EventRun } from '#kernel/case'
import { subjectOf } from '#kernel/register'
import type { DepositMove, Deposits } from './deposit.ts'
import { orderWithoutParty } from './effects.ts'

type Moved =
  | EventRun<'deposit.taken'>
  | EventRun<'deposit.returned'>
  | EventRun<'deposit.forfeited'>
  | EventRun<'deposit.restored'>

function moveOf(run: Moved): DepositMove {
  const party = subjectOf(run)
  if (party === undefined) throw orderWithoutParty({ facts: { item: run.item, outcome: run.outcome } })
  const { deposit, amount } = run.event.data
  return { id: run.id, caseId: run.caseId, party, deposit, amount, on: run.on, source: `${run.caseId}:${run.seq}` }
}

/** 保证金效果 What the ledger books when a deposit is taken, given back, kept or restored: a part of `effects.event`. */
export function depositEffects(deposits: Deposits) {
  const taken: EventEffect<'deposit.taken'> = (sql, run) => deposits.take(sql, moveOf(run), run.event.data.collector)
  const returned: EventEffect<'deposit.returned'> = (sql, run) =>
    deposits.giveBack(sql, moveOf(run), run.event.data.interest)
  const forfeited: EventEffect<'deposit.forfeited'> = (sql, run) => deposits.forfeit(sql, moveOf(run))
  const restored: EventEffect<'deposit.restored'> = (sql, run) => deposits.restore(sql, moveOf(run))
  return {
    'deposit.taken': taken,
    'deposit.returned': returned,
    'deposit.forfeited': forfeited,
    'deposit.restored': restored,
  }
}
