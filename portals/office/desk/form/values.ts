import type { ActShown, Choice, FieldWords, FormSchema } from '../case/case-data.ts'
import type { Typed } from './draft.ts'

/** How one member of a form is asked for. */
export type Kind =
  | 'fields'
  | 'materials'
  | 'judgements'
  | 'file'
  | 'several'
  | 'one'
  | 'yesNo'
  | 'flag'
  | 'money'
  | 'number'
  | 'date'
  | 'prose'
  | 'text'
  | 'rows'
  | 'pairs'

/** Amounts are asked in yuan and sent in fen; the schema tells them by their bound. */
const isMoney = ({ maximum }: FormSchema): boolean => maximum === 1_000_000_000_000
const isUuid = ({ pattern }: FormSchema): boolean => pattern?.includes('{12}') === true

export function kindOf(
  name: string,
  schema: FormSchema,
  choices: readonly Choice[] | undefined,
  required: boolean,
): Kind {
  const named = choices !== undefined && choices.length > 0
  if (name === 'fields' && schema.type === 'object') return 'fields'
  if (name === 'materials' && schema.type === 'object') return 'materials'
  if (name === 'judgements') return 'judgements'
  if (name === 'file' && isUuid(schema)) return 'file'
  if (schema.type === 'array') return schema.items?.type === 'object' ? 'rows' : 'several'
  if (schema.type === 'object') return 'pairs'
  if (schema.type !== 'integer' && (named || schema.enum)) return 'one'
  if (schema.type === 'boolean') return required ? 'yesNo' : 'flag'
  if (schema.type === 'integer') return isMoney(schema) ? 'money' : 'number'
  if (schema.format === 'date') return 'date'
  return (schema.maxLength ?? 0) >= 1_000 ? 'prose' : 'text'
}

/** 1,200.5 yuan → 120050 fen, digit by digit; what is no amount stays as it was typed, and the city says so. */
export function fenOf(typed: string): number | string {
  const [, whole, part = ''] = /^(\d{1,11})(?:\.(\d{1,2}))?$/.exec(typed.replaceAll(/[,，\s]/g, '')) ?? []
  return whole === undefined ? typed : Number(whole) * 100 + Number(part.padEnd(2, '0'))
}

const numberOf = (typed: string): number | string => {
  const bare = typed.replaceAll(/[,，\s]/g, '')
  return /^-?\d{1,15}$/.test(bare) ? Number(bare) : bare
}

/** An answer to a question of the item's form, as the city takes it. */
export function answerOf({ type, repeat }: FieldWords, typed: unknown): unknown {
  const one = (text: string): unknown => {
    if (type === 'boolean') return text === 'yes'
    if (type === 'integer') return numberOf(text)
    if (type === 'money') return fenOf(text)
    return type.startsWith('decimal') ? text.replaceAll(/[,，\s]/g, '') : text
  }
  if (typeof typed !== 'string' || typed.trim() === '') return undefined
  if (repeat === null) return one(typed.trim())
  return typed
    .split('\n')
    .map(line => line.trim())
    .filter(line => line !== '')
    .map(one)
}

/** What was filled in, as the input has it: the other way round. Undefined: it has no input of one line. */
export function typedOf({ type, repeat }: FieldWords, value: unknown): string | undefined {
  const one = (single: unknown): string | undefined => {
    if (typeof single === 'boolean') return single ? 'yes' : 'no'
    if (typeof single !== 'string' && typeof single !== 'number') return undefined
    return type === 'money' ? (Number(single) / 100).toFixed(2) : String(single)
  }
  if (repeat === null || !Array.isArray(value)) return one(value)
  const lines = value.map(one)
  return lines.some(line => line === undefined) ? undefined : lines.join('\n')
}

const texts = (typed: unknown): Readonly<Record<string, string>> =>
  typeof typed === 'object' && typed !== null ? (typed as Record<string, string>) : {}
const filled = (entries: readonly (readonly [string, unknown])[]) => {
  const left = entries.filter(([, value]) => value !== undefined && value !== '')
  return left.length > 0 ? Object.fromEntries(left) : undefined
}

function memberOf(
  name: string,
  schema: FormSchema,
  act: ActShown,
  typed: unknown,
  form: Readonly<Record<string, FieldWords>>,
): unknown {
  const required = act.form?.required?.includes(name) === true
  const kind = kindOf(name, schema, act.choices[name], required)
  if (kind === 'fields')
    return filled(
      Object.entries(texts(typed)).flatMap(([field, text]) => {
        const words = form[field]
        return words ? [[field, answerOf(words, text)] as const] : []
      }),
    )
  if (kind === 'materials' || kind === 'judgements') return filled(Object.entries(texts(typed)))
  if (kind === 'pairs') {
    const rows = Array.isArray(typed) ? (typed as { key?: string; value?: string }[]) : []
    return filled(rows.map(({ key = '', value }) => [key, value] as const).filter(([key]) => key !== ''))
  }
  if (kind === 'rows') return Array.isArray(typed) && typed.length > 0 ? typed : undefined
  if (kind === 'several') {
    const many = Array.isArray(typed)
      ? typed
      : String(typed ?? '')
          .split('\n')
          .map(line => line.trim())
          .filter(line => line !== '')
    return many.length > 0 || required ? many : undefined
  }
  if (kind === 'flag') return typed === true ? true : undefined
  const text = typeof typed === 'string' ? typed.trim() : ''
  if (text === '') return undefined
  if (kind === 'yesNo') return text === 'yes'
  if (kind === 'money') return fenOf(text)
  return kind === 'number' ? numberOf(text) : text
}

/** What is asked of the officer: neither a stage that can be but one, nor scans, which go with their papers, nor what has nothing to name. */
export const membersOf = ({ form, choices }: ActShown): readonly (readonly [string, FormSchema])[] =>
  Object.entries(form?.properties ?? {}).filter(([name]) => {
    const named = choices[name]
    if (name === 'files' || (named?.length === 0 && !form?.required?.includes(name))) return false
    return !(name === 'stage' || name === 'from') || (named?.length ?? 0) > 1
  })

/** 表单 → 正文 The body of the act, from what was typed; what was left empty is not said. */
export function bodyOf(
  act: ActShown,
  typed: Typed,
  form: Readonly<Record<string, FieldWords>>,
): Record<string, unknown> {
  const entries = membersOf(act).map(
    ([name, schema]) => [name, memberOf(name, schema, act, typed[name], form)] as const,
  )
  const scans = texts(typed['files']) as unknown as Readonly<Record<string, readonly { readonly file: string }[]>>
  const files = filled(
    Object.entries(scans).map(
      ([paper, sent]) => [paper, sent.length > 0 ? sent.map(({ file }) => file) : undefined] as const,
    ),
  )
  return Object.fromEntries([
    ...entries.filter(([, value]) => value !== undefined),
    ...(files === undefined ? [] : [['files', files] as const]),
  ])
}

interface SchemaFault {
  readonly at: string
  readonly rule: string
  readonly field?: string
  readonly value?: unknown
}

const isPlaced = (problem: unknown): problem is SchemaFault =>
  typeof (problem as Partial<SchemaFault> | null)?.at === 'string'

/** 哪一栏 What is wrong with which member or question, by its name, as the city's refusal says it. */
export function faultsOf(facts: Readonly<Record<string, unknown>> | undefined): Readonly<Record<string, string>> {
  const fields = (facts?.['fields'] ?? {}) as Readonly<Record<string, string>>
  const problems: readonly unknown[] = Array.isArray(facts?.['problems']) ? facts['problems'] : []
  // Other refusals say by a word each what is wrong with a number: those have no place in a form.
  const placed = problems.filter(isPlaced).map(({ at, rule, value }) => {
    const path = at.split('/').filter(part => part !== 'body' && part !== '')
    if (rule === 'required' && typeof value === 'string') path.push(value)
    return [path[0] ?? '', rule === 'required' ? 'MISSING' : rule] as const
  })
  return { ...Object.fromEntries(placed), ...fields }
}
