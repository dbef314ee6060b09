import { inOrder, keyText, type PopulationQuestion } from '#kernel/draw'
import type { Sql } from '#kernel/storage'
import type { RegisterDeclaration } from './declaration.ts'
import { columnOf, sqlType } from './field-type.ts'
import { encodeValues, type RegisterValue } from './row.ts'
import { name, tableName } from './table.ts'

type Held = Pick<PopulationQuestion, 'on' | 'recordedAt' | 'where'>

/** The rows that held on a day, as they stood recorded at a moment: the same whenever it is asked. */
function held(declaration: RegisterDeclaration, { on, recordedAt, where }: Held) {
  const values = encodeValues(declaration, where)
  const parameters: unknown[] = [on, recordedAt]
  const conditions = Object.keys(where)
    .sort()
    .map(
      field =>
        `${name(columnOf(field))} = $${parameters.push(values[columnOf(field)])}::${sqlType(declaration.fields[field]!.type)}`,
    )
  const text = [
    'valid_from <= $1::date and (valid_to is null or valid_to > $1::date)',
    'recorded_from <= $2::timestamptz and (recorded_to is null or recorded_to > $2::timestamptz)',
    ...conditions,
  ].join(' and ')
  return { from: `from ${tableName(declaration.register)} where ${text}`, parameters }
}

/** 名录库 The keys of the rows that may be drawn, in order. */
export async function populationOf(
  sql: Sql,
  declarationOf: (register: string) => RegisterDeclaration,
  question: PopulationQuestion,
): Promise<readonly string[]> {
  const declaration = declarationOf(question.register)
  const { except } = question
  const columns = [...declaration.key, ...(except && !declaration.key.includes(except.by) ? [except.by] : [])]
  const { from, parameters } = held(declaration, question)
  const rows = await sql.query<Record<string, RegisterValue>>(
    `select ${columns.map(field => name(columnOf(field))).join(', ')} ${from}`,
    parameters,
  )
  const turns = except ? await turnsOf(sql, declarationOf, { ...question, ...except }) : new Map<string, number>()
  const free = except ? rows.filter(row => (turns.get(String(row[columnOf(except.by)])) ?? 0) < except.atLeast) : rows
  return inOrder(free.map(row => keyText(declaration.key.map(field => row[columnOf(field)] ?? null))))
}

/** How often each value of a field stands in a register. */
async function turnsOf(
  sql: Sql,
  declarationOf: (register: string) => RegisterDeclaration,
  { register, by, ...question }: Held & { readonly register: string; readonly by: string },
): Promise<ReadonlyMap<string, number>> {
  const { from, parameters } = held(declarationOf(register), question)
  const rows = await sql.query<{ value: RegisterValue; times: number }>(
    `select ${name(columnOf(by))} as value, count(*)::int as times ${from} group by 1`,
    parameters,
  )
  return new Map(rows.map(({ value, times }) => [String(value), times]))
}
