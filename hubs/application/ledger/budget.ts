import type { Clock } from '#kernel/clock'
import { refusal } from '#kernel/refusal'
import { type Sql, statement } from '#kernel/storage'
import { balancesOf, type Posting, postEntry } from './ledger.store.ts'

export const budgetExceeded = refusal('BUDGET_EXCEEDED', 409, 'The budget line does not hold so much')
export const budgetLineUnknown = refusal('BUDGET_LINE_UNKNOWN', 409, 'No budget of the year has this line')
export const budgetYearRuns = refusal('BUDGET_YEAR_RUNS', 409, 'A line is carried over when its year is over')
export const budgetNotSetAside = refusal('BUDGET_NOT_COMMITTED', 409, 'Nothing is paid that was not committed before')
export const payerRefused = refusal('PAYER_IS_DECIDER', 403, 'Whoever decides on money does not pay it out')

/** 预算科目余额 One line of a year, in fen. */
export interface BudgetLine {
  readonly line: string
  readonly available: number
  readonly reserved: number
  readonly committed: number
  readonly paid: number
}

/** One movement for a case; its id makes a repetition harmless. */
export interface BudgetMove {
  readonly id: string
  readonly caseId: string
  /** The line without its year. */
  readonly line: string
  readonly amount: number
  readonly on: string
  readonly source: string
}

const takeLine = statement('ledger.budget.take', 'select application.take_line($1) as available')
const readLine = statement(
  'ledger.budget.read',
  'select line, available, reserved, committed, paid from application.budget_lines where line = $1',
)

/** A line of a year: a budget holds for its year (预算法18). */
const ofYear = (line: string, on: string): string => `${on.slice(0, 4)}/${line}`

/** 预算 Set aside, bound and paid, never more than a line holds (预算法13); all in the caller's transaction, under the line's lock. */
export function makeBudget({ clock }: { readonly clock: Clock }) {
  const post = (sql: Sql, kind: string, { id, caseId, on, source }: BudgetMove, postings: readonly Posting[]) => {
    const moved = postings.filter(({ amount }) => amount !== 0)
    return moved.length === 0
      ? Promise.resolve(false)
      : postEntry(sql, { id, kind, caseId, on, source }, moved, clock.now())
  }

  const lock = async (sql: Sql, line: string): Promise<number> => {
    const [row] = await sql.run<{ available: number | null }>(takeLine, [line])
    if (!row || row.available === null) throw budgetLineUnknown({ facts: { line } })
    return row.available
  }

  /** What is set aside for a case, and on which line of which year. */
  const asideFor = async (sql: Sql, { caseId, line: name, on }: BudgetMove) => {
    const rows = (await balancesOf(sql, caseId)).filter(({ line }) => line !== null && line.slice(5) === name)
    const line = rows.find(({ kind, amount }) => (kind === 'reserved' || kind === 'committed') && amount > 0)?.line
    const sum = (kind: Posting['kind']) => rows.find(one => one.kind === kind && one.line === line)?.amount ?? 0
    return { line: line ?? ofYear(name, on), reserved: sum('reserved'), committed: sum('committed') }
  }

  const enough = (line: string, available: number, asked: number) => {
    if (asked > available) throw budgetExceeded({ facts: { line, available, asked } })
  }

  return {
    /** 批复预算 Opens a line of a year, or adds to it, by the number of the approved budget. */
    async appropriate(
      sql: Sql,
      { id, line, year, amount, source }: { id: string; line: string; year: number; amount: number; source: string },
    ): Promise<void> {
      const key = `${year}/${line}`
      const postings: readonly Posting[] = [
        { kind: 'budget', line: key, amount },
        { kind: 'treasury', line: key, amount: -amount },
      ]
      const on = clock.today().toString()
      await postEntry(sql, { id, kind: 'appropriate', caseId: null, on, source }, postings, clock.now())
    },

    /** 预留 Sets an amount aside for a case. */
    async reserve(sql: Sql, move: BudgetMove): Promise<void> {
      const line = ofYear(move.line, move.on)
      enough(line, await lock(sql, line), move.amount)
      await post(sql, 'reserve', move, [
        { kind: 'budget', line, amount: -move.amount },
        { kind: 'reserved', case: move.caseId, line, amount: move.amount },
      ])
    },

    /** 承诺 Binds what the decision grants; what was set aside beyond it goes back, what is missing is taken from the line. */
    async commit(sql: Sql, move: BudgetMove): Promise<void> {
      const { line, reserved } = await asideFor(sql, move)
      enough(line, (await lock(sql, line)) + reserved, move.amount)
      await post(sql, 'commit', move, [
        { kind: 'reserved', case: move.caseId, line, amount: -reserved },
        { kind: 'committed', case: move.caseId, line, amount: move.amount },
        { kind: 'budget', line, amount: reserved - move.amount },
      ])
    },

    /** 释放 Gives back to the line what is not needed, never more than is set aside for the case. */
    async release(sql: Sql, move: BudgetMove): Promise<void> {
      const { line, reserved, committed } = await asideFor(sql, move)
      await lock(sql, line)
      const ofReserved = Math.min(reserved, move.amount)
      const ofCommitted = Math.min(committed, move.amount - ofReserved)
      await post(sql, 'release', move, [
        { kind: 'reserved', case: move.caseId, line, amount: -ofReserved },
        { kind: 'committed', case: move.caseId, line, amount: -ofCommitted },
        { kind: 'budget', line, amount: ofReserved + ofCommitted },
      ])
    },

    /** 拨付 Pays out of what is committed for the case, to its payee, by an organ that did not decide (预算法57). */
    async disburse(sql: Sql, move: BudgetMove & { payee: string; payer: string; decider: string }): Promise<void> {
      const { payee, payer, decider, amount } = move
      if (payer === decider) throw payerRefused({ facts: { payer } })
      const { line, committed } = await asideFor(sql, move)
      await lock(sql, line)
      if (amount > committed) throw budgetNotSetAside({ facts: { line, committed, asked: amount } })
      await post(sql, 'disburse', move, [
        { kind: 'committed', case: move.caseId, line, amount: -amount },
        { kind: 'paid', case: move.caseId, party: payee, organ: payer, line, amount },
      ])
    },

    /**
     * 结转 What is free on a line when its year is over goes to the same line of the next; what is set aside and bound for cases stays where
     * it was taken (预算法72). Returns fen.
     */
    async carryOver(
      sql: Sql,
      { id, line: name, year, source }: { id: string; line: string; year: number; source: string },
    ): Promise<number> {
      const line = `${year}/${name}`
      const today = clock.today()
      if (today.year <= year) throw budgetYearRuns({ facts: { line, today: today.toString() } })
      const amount = await lock(sql, line)
      if (amount === 0) return 0
      const postings: readonly Posting[] = [
        { kind: 'budget', line, amount: -amount },
        { kind: 'budget', line: `${year + 1}/${name}`, amount },
      ]
      const entry = { id, kind: 'carry', caseId: null, on: today.toString(), source }
      return (await postEntry(sql, entry, postings, clock.now())) ? amount : 0
    },

    /** 余额 What a line of a year holds; reads only. */
    async line(sql: Pick<Sql, 'run'>, line: string, year: number): Promise<BudgetLine | undefined> {
      return (await sql.run<BudgetLine>(readLine, [`${year}/${line}`]))[0]
    },
  }
}

export type Budget = ReturnType<typeof makeBudget>
