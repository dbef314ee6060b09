import { compile, type Scope } from '#kernel/rules'
import type { RegisterDeclaration } from './declaration.ts'
import { feelType } from './field-type.ts'
import { plainFields, type RegisterRow, type RegisterValue } from './row.ts'

type Question = NonNullable<RegisterDeclaration['questions']>[string]

export interface CompiledQuestion {
  readonly declaration: RegisterDeclaration
  readonly question: Question
  answer(row: RegisterRow): RegisterValue
}

/** The names an expression over a register's rows may see: its plain fields. */
export const rowScope = (declaration: RegisterDeclaration): Scope =>
  Object.fromEntries(
    plainFields(declaration).map(([name, { type, unit, options }]) => [name, feelType(type, unit, options)]),
  )

/** All questions of all registers, by `register.question`; a bad expression is refused here, before anybody asks. */
export function compileQuestions(declarations: readonly RegisterDeclaration[]): ReadonlyMap<string, CompiledQuestion> {
  const questions = new Map<string, CompiledQuestion>()
  for (const declaration of declarations) {
    const scope = rowScope(declaration)
    for (const [name, question] of Object.entries(declaration.questions ?? {})) {
      const compiled = compile(question.answer, scope)
      questions.set(`${declaration.register}.${name}`, {
        declaration,
        question,
        answer: row => (compiled.evaluate(row.values) ?? null) as RegisterValue,
      })
    }
  }
  return questions
}

/** The answer of the rows found: theirs if they agree, the declared one if there is none, otherwise unknown. */
export function askRows({ question, answer }: CompiledQuestion, rows: readonly RegisterRow[]): RegisterValue {
  if (rows.length === 0) return question.none ?? null
  const answers = new Set(rows.map(answer))
  return answers.size === 1 ? [...answers][0]! : null
}
