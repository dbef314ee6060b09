import type { Budget } from '#hubs/application/ledger'
import type { Registers } from '#kernel/register'
import type { Db } from '#kernel/storage'

/** The question that the ledger answers itself: no register says better what a budget line holds. */
const hasBalance = 'budget.hasBalance'

/** What is answered without a register; `content/answers` declares the same, for whoever writes an item. */
export const answeredHere: readonly string[] = [hasBalance]

/** 查询 Whom a comparison asks: the registers, and of budget lines the ledger. A line the year has not answers unknown. */
export const askOf =
  (db: Db, registers: Pick<Registers, 'ask'>, budget: Pick<Budget, 'line'>): Registers['ask'] =>
  async (question, facts, on, sql = db) => {
    if (question !== hasBalance) return registers.ask(question, facts, on, sql)
    const { line, amount } = facts
    if (typeof line !== 'string' || on === undefined) return null
    const found = await budget.line(sql, line, Number(on.slice(0, 4)))
    return found ? found.available >= Number(amount) : null
  }
