import type { FeelType } from '#kernel/rules'
import { readDocument } from './document.ts'
import { plain } from './located.ts'
import { feelType } from './scope.ts'
import type { Field } from './settings/content.ts'

/** 台账字段 What a definition needs to know of a register: its columns as expressions see them, and its verify questions. */
export interface RegisterScope {
  readonly fields: Readonly<Record<string, FeelType>>
  /** Each question with the names it is asked with. */
  readonly questions: Readonly<Record<string, readonly string[]>>
  /** It is no register: the house answers the questions from elsewhere, and nothing is written to it. */
  readonly answersOnly?: true
}

/** A register by its name, or undefined when nobody has declared it. */
export type RegisterSource = (name: string) => RegisterScope | undefined

export const noRegisters: RegisterSource = () => undefined

const isMap = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const optionsOf = (options: unknown): Field['options'] =>
  Array.isArray(options)
    ? options.map(option =>
        isMap(option)
          ? (option as NonNullable<Field['options']>[number])
          : { value: String(option), label: String(option) },
      )
    : undefined

/** Reads the columns of a register's own file. Only the register's module judges the rest of it. */
export function registerScopeOf(file: string, bytes: Uint8Array): RegisterScope | undefined {
  const read = readDocument(file, bytes)
  if ('findings' in read) return undefined
  const declared = plain(read.root)
  if (!isMap(declared) || !isMap(declared.fields)) return undefined
  const fields = Object.entries(declared.fields).flatMap(([name, field]) => {
    if (!isMap(field) || typeof field.type !== 'string') return []
    const options = optionsOf(field.options)
    const unit = typeof field.unit === 'string' ? { unit: field.unit } : {}
    return [[name, feelType({ type: field.type, ...unit, ...(options && { options }) })] as const]
  })
  return { fields: Object.fromEntries(fields), questions: questionsOf(declared.questions) }
}

function questionsOf(declared: unknown): RegisterScope['questions'] {
  const questions = isMap(declared) ? declared : {}
  return Object.fromEntries(
    Object.entries(questions).map(([name, question]) => [
      name,
      isMap(question) && Array.isArray(question.with) ? question.with.map(String) : [],
    ]),
  )
}

/** Reads what the house answers itself (`content/answers`): questions without a table. */
export function answersScopeOf(file: string, bytes: Uint8Array): RegisterScope | undefined {
  const read = readDocument(file, bytes)
  const declared = 'findings' in read ? undefined : plain(read.root)
  return isMap(declared) ? { fields: {}, questions: questionsOf(declared.questions), answersOnly: true } : undefined
}
