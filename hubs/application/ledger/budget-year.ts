import { type Sql, statement } from '#kernel/storage'
import { type Budget, type BudgetLine, budgetLineUnknown } from './budget.ts'
import { entryOf } from './budget-file.ts'

const readYear = statement(
  'ledger.budget.year',
  `select line, available, reserved, committed, paid from application.budget_lines where line like $1 || '/%' order by line`,
)

/** A line of a year by its own name, in fen. */
const named = ({ line, ...sums }: BudgetLine): BudgetLine => ({ line: line.slice(5), ...sums })

/** 年度预算 What each line of a year holds, by the names of the lines; reads only. */
export const budgetOf = async (sql: Pick<Sql, 'run'>, year: number): Promise<readonly BudgetLine[]> =>
  (await sql.run<BudgetLine>(readYear, [String(year)])).map(named)

/** 结转 What of one line went over, and what is still free on it, in fen. */
export interface Carried {
  readonly line: string
  readonly amount: number
  readonly left: number
}

/**
 * 年终结转 What is free on the lines of a year that is over goes to the same lines of the next, by the document that says so (预算法72), which
 * carries each line once: what comes free later needs another. One transaction of the caller's.
 * @throws BUDGET_LINE_UNKNOWN, BUDGET_YEAR_RUNS.
 */
export async function carryYear(
  sql: Sql,
  budget: Budget,
  { year, lines, source }: { readonly year: number; readonly lines?: readonly string[]; readonly source: string },
): Promise<readonly Carried[]> {
  const wanted = lines ?? (await budgetOf(sql, year)).map(({ line }) => line)
  if (wanted.length === 0) throw budgetLineUnknown({ facts: { year } })
  const carried: Carried[] = []
  for (const line of wanted) {
    const id = entryOf(source, `carry/${year}/${line}`)
    const amount = await budget.carryOver(sql, { id, line, year, source })
    carried.push({ line, amount, left: (await budget.line(sql, line, year))?.available ?? 0 })
  }
  return carried
}
