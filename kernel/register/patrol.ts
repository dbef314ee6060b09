import { compileTest, emitPostgres, type Parameters, type PostgresSource, type Tree } from '#kernel/rules'
import type { RegisterDeclaration } from './declaration.ts'
import { columnOf, tableOf } from './field-type.ts'
import { rowScope } from './question.ts'
import { selection } from './row.ts'
import { tableName } from './table.ts'

/** What a patrol asks of each row, in FEEL over the register's plain fields. */
export interface PatrolQuestion {
  readonly find: string
  /** Rows that are left alone; where this is unknown they are not. */
  readonly exempt?: string
}

export interface PatrolQuery {
  /** Rows as `selection` names them, and `found`: true, or null where a person has to look. */
  readonly text: string
  readonly parameters: readonly string[]
}

const boolean = { type: { kind: 'boolean' }, at: { from: 0, to: 0 } } as const

/** find and not(exempt), three-valued. */
function asked({ find, exempt }: PatrolQuestion, declaration: RegisterDeclaration): Tree {
  const scope = rowScope(declaration)
  const found = compileTest(find, scope).tree
  if (exempt === undefined) return found
  const operand = compileTest(exempt, scope).tree
  return { ...boolean, kind: 'and', operands: [found, { ...boolean, kind: 'not', operand }] }
}

/**
 * 轮巡 A patrol's question as one statement over all rows of a register that hold on a day, as believed now: what is found, and what
 * cannot be told for want of a fact. What is certainly in order does not come back. The author's texts are parameters.
 * @throws Refusal 422 RULE_… when the question does not compile against the register's fields.
 */
export function patrolQuery(declaration: RegisterDeclaration, question: PatrolQuestion, on: string): PatrolQuery {
  const scope = rowScope(declaration)
  const alias = tableOf(declaration.register)
  const source: PostgresSource = {
    scope,
    alias,
    columns: Object.fromEntries(Object.keys(scope).map(field => [field, columnOf(field)])),
  }
  const parameters: Parameters = [on]
  const found = emitPostgres(asked(question, declaration), source, parameters)
  const text = `select * from (select ${selection(declaration)}, ${found} as found from ${tableName(declaration.register)} as "${alias}"
where recorded_to is null and valid_from <= $1::date and (valid_to is null or valid_to > $1::date)) as row where found is not false order by row_id`
  return { text, parameters }
}
