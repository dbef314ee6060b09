import { createHash } from 'node:crypto'
import { type Static, Type } from 'typebox'
import { Compile } from 'typebox/compile'
import { parse } from 'yaml'
import { refusal } from '#kernel/refusal'
import type { Sql } from '#kernel/storage'
import type { Budget } from './budget.ts'

export const budgetInvalid = refusal('BUDGET_INVALID', 422, 'The budget file is not valid')

const strict = { additionalProperties: false } as const
const BudgetFile = Type.Object(
  {
    approvedBy: Type.String({ minLength: 1, description: '批准机关和文号' }),
    lines: Type.Array(
      Type.Object(
        {
          line: Type.String({ pattern: '^[a-z][a-z0-9-]{0,63}$' }),
          name: Type.String({ minLength: 1 }),
          year: Type.Integer({ minimum: 2000, maximum: 2100 }),
          amount: Type.Integer({ minimum: 1, maximum: 100_000_000_000_000, description: 'fen' }),
        },
        strict,
      ),
    ),
  },
  strict,
)
const file = Compile(BudgetFile)

/** The same line of the same document has the same entry: reading the file again, or carrying over again, books nothing twice. */
export function entryOf(source: string, key: string): string {
  const hex = createHash('sha256').update(`plumbline/budget/1 ${source} ${key}`).digest('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}

/** 批复的预算 Reads the lines that were approved (YAML) and opens each once. @throws BUDGET_INVALID */
export async function openBudget(sql: Sql, budget: Budget, text: string): Promise<number> {
  const found: unknown = parse(text)
  if (!file.Check(found)) {
    const [first] = file.Errors(found)
    throw budgetInvalid({ detail: `${first?.instancePath ?? ''} ${first?.message ?? ''}`.trim() })
  }
  const { approvedBy, lines }: Static<typeof BudgetFile> = found
  for (const { line, year, amount } of lines)
    await budget.appropriate(sql, {
      id: entryOf(approvedBy, `${year}/${line}/${amount}`),
      line,
      year,
      amount,
      source: approvedBy,
    })
  return lines.length
}
