import type { Clock } from '#kernel/clock'
import type { Sql } from '#kernel/storage'
import { balancesOf, type Posting, postEntry } from './ledger.store.ts'

/** 一笔保证金 One movement of what is held: its id makes booking it twice harmless. */
export interface DepositMove {
  readonly id: string
  readonly caseId: string
  readonly party: string
  readonly deposit: string
  readonly amount: number
  readonly on: string
  readonly source: string
}

/**
 * 保证金账 What is held of a party is owed to it (`deposit`) and lies with a collector (`held`); it becomes the treasury's only when it is
 * forfeited, and then it is handed over with all else that was collected.
 */
export function makeDeposits({ clock }: { readonly clock: Clock }) {
  const post = (sql: Sql, kind: string, { id, caseId, on, source }: DepositMove, postings: readonly Posting[]) =>
    postEntry(sql, { id, kind, caseId, on, source }, postings, clock.now())

  /** With whom it lies. */
  async function holderOf(sql: Sql, { caseId, deposit }: DepositMove): Promise<string> {
    const found = (await balancesOf(sql, caseId)).find(
      ({ kind, line, amount }) => kind === 'held' && line === deposit && amount > 0,
    )
    return found?.organ ?? ''
  }
  const lines = ({ caseId, party, deposit }: DepositMove) => ({
    owed: (amount: number): Posting => ({ kind: 'deposit', case: caseId, party, line: deposit, amount }),
    held: (organ: string, amount: number): Posting => ({ kind: 'held', case: caseId, organ, line: deposit, amount }),
    collected: (organ: string, amount: number): Posting => ({
      kind: 'collector',
      case: caseId,
      organ,
      line: deposit,
      amount,
    }),
    treasury: (amount: number): Posting => ({ kind: 'treasury', case: caseId, line: deposit, amount }),
    earned: (organ: string, amount: number): Posting => ({
      kind: 'paid',
      case: caseId,
      party,
      organ,
      line: deposit,
      amount,
    }),
  })

  return {
    /** 收取 */
    async take(sql: Sql, move: DepositMove, collector: string): Promise<void> {
      const { owed, held } = lines(move)
      await post(sql, 'take', move, [held(collector, move.amount), owed(-move.amount)])
    },
    /** 退还 What it earned comes from the bank where it lay. */
    async giveBack(sql: Sql, move: DepositMove, interest: number): Promise<void> {
      const { owed, held, earned } = lines(move)
      const organ = await holderOf(sql, move)
      await post(sql, 'return', move, [
        held(organ, -(move.amount + interest)),
        owed(move.amount),
        ...(interest > 0 ? [earned(organ, interest)] : []),
      ])
    },
    /** 不予退还 */
    async forfeit(sql: Sql, move: DepositMove): Promise<void> {
      const { owed, held, collected, treasury } = lines(move)
      const organ = await holderOf(sql, move)
      await post(sql, 'forfeit', move, [
        held(organ, -move.amount),
        collected(organ, move.amount),
        owed(move.amount),
        treasury(-move.amount),
      ])
    },
    /** 决定失效 It is the party's again; where it was handed over meanwhile the treasury owes the collector the sum. */
    async restore(sql: Sql, move: DepositMove): Promise<void> {
      const { owed, held, collected, treasury } = lines(move)
      const kept = (await balancesOf(sql, move.caseId)).find(
        ({ kind, line }) => (kind === 'collector' || kind === 'remitted') && line === move.deposit,
      )
      const organ = kept?.organ ?? ''
      await post(sql, 'restore', move, [
        held(organ, move.amount),
        collected(organ, -move.amount),
        owed(-move.amount),
        treasury(move.amount),
      ])
    },
  }
}
export type Deposits = ReturnType<typeof makeDeposits>
