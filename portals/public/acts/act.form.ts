import type { Field } from '#kernel/definition'
import { answerOf } from '../answer-text.ts'
import { fitsBox } from '../apply/typed.ts'
import { idOf, inputName, problemSaid } from '../field.ts'
import type { FormBody } from '../form-body.ts'
import type { View } from '../view.ts'
import type { ActShown, MemberShown, TypedWords } from './needs.ts'

/** 一问 One member of an act's form, as a question of a page. */
export interface ActQuestion {
  readonly name: string
  readonly field: Field
  readonly required: boolean
  /** Yes and no are words of ours, and go out as true and false. */
  readonly truth: boolean
  readonly file: boolean
}

/** A file that has been sent in already, and waits for the act it belongs to. */
export interface FileHeld {
  readonly file: string
  readonly name: string
}

/** What was typed, and what is wrong with it. */
export interface ActTyped {
  readonly texts: ReadonlyMap<string, readonly string[]>
  readonly files: ReadonlyMap<string, FileHeld>
  readonly problems: ReadonlyMap<string, string>
}

export const nothingTyped: ActTyped = { texts: new Map(), files: new Map(), problems: new Map() }

/** Of this length and more it is prose. */
const prose = 1_000
/** Where somebody says that he has nothing to say, he says nothing. */
const wordsUnless = { words: 'text', unless: 'waived' } as const

const firstOf = (view: View, keys: readonly string[], otherwise: string): string =>
  view.say(keys.find(key => view.has(key)) ?? otherwise)

/** What a member is called on a page: for this act, else for any. */
const labelOf = (view: View, verb: string, name: string): string =>
  firstOf(view, [`act.member.${verb}.${name}`, `act.member.any.${name}`], name)

const helpOf = (view: View, verb: string, name: string): string | undefined =>
  view.has(`act.help.${verb}.${name}`) ? view.say(`act.help.${verb}.${name}`) : undefined

export const isFile = (name: string, { pattern }: MemberShown): boolean => name === 'file' && pattern !== undefined

/** 提问 The questions of an act, from its own declaration and from what may be named in this case. */
export function questionsOf(view: View, { verb, form, choices }: ActShown): readonly ActQuestion[] {
  const optionOf = (name: string, value: string, text: ActShown['choices'][string][number]['text'] = value) => ({
    value,
    label:
      text === value ? firstOf(view, [`act.value.${verb}.${name}.${value}`, `act.value.any.${value}`], value) : text,
  })
  const prosaic = wordsUnless.words in form.members
  return Object.entries(form.members).map(([name, schema]) => {
    const truth = schema.type === 'boolean'
    const options = truth
      ? ['false', 'true'].map(value => optionOf(name, value))
      : (choices[name]?.map(({ value, text }) => optionOf(name, value, text)) ??
        schema.enum?.map(value => optionOf(name, value)))
    const help = helpOf(view, verb, name)
    const most = schema.maxLength ?? 200
    const field = {
      label: labelOf(view, verb, name),
      type: options ? 'choice' : schema.format === 'date' ? 'date' : most >= prose ? 'text' : 'string',
      ...(options ? { options } : { maxLength: most }),
      ...(help !== undefined && { help }),
    } as unknown as Field
    const required = form.required.includes(name) || truth || (prosaic && name === wordsUnless.words)
    return { name, field, required, truth, file: isFile(name, schema) }
  })
}

/** 读表 What stands in the form that was sent: judged by the same rules as the answers of an application. */
export function typedOf(
  form: FormBody,
  questions: readonly ActQuestion[],
  problemOf: (field: Field, value: unknown) => string | undefined,
): ActTyped {
  const texts = new Map(questions.map(({ name }) => [name, form.all(inputName(name))] as const))
  const waived = texts.get(wordsUnless.unless)?.[0] === 'true'
  const problems = new Map<string, string>()
  for (const { name, field, required, file } of questions) {
    if (file) continue
    const value = answerOf(field, texts.get(name) ?? [])
    const silent = waived && name === wordsUnless.words
    const problem =
      value === null ? (required && !silent ? 'MISSING' : undefined) : silent ? 'NOT_BOTH' : problemOf(field, value)
    if (problem !== undefined) problems.set(name, problem)
  }
  const files = new Map(
    questions.flatMap(({ name, file }) => {
      const held = { file: form.one(`held.${name}`), name: form.one(`called.${name}`) }
      return file && /^[0-9a-f-]{36}$/.test(held.file) ? [[name, held] as const] : []
    }),
  )
  return { texts, files, problems }
}

/** 随填随存 What stands in the form, as far as its boxes let anybody type it; files are not of it. */
export const wordsIn = (form: FormBody, questions: readonly ActQuestion[]): TypedWords['typed'] =>
  Object.fromEntries(
    questions.flatMap(({ name, field, file }) => {
      const texts = form.all(inputName(name)).map(text => text.replaceAll('\r\n', '\n'))
      return !file && texts.some(text => text !== '') && fitsBox(field, texts) ? [[name, texts] as const] : []
    }),
  )

/** What was typed and never sent, in its place again. */
export const typedBefore = (words: TypedWords | undefined): ActTyped => ({
  ...nothingTyped,
  texts: new Map(Object.entries(words?.typed ?? {})),
})

/** 正文 The body of the act; what was left empty is not said. */
export function bodyOf(questions: readonly ActQuestion[], { texts, files }: ActTyped): Record<string, unknown> {
  const said = questions.flatMap(({ name, field, truth, file }) => {
    const value = file ? (files.get(name)?.file ?? null) : answerOf(field, texts.get(name) ?? [])
    return value === null ? [] : [[name, truth ? value === 'true' : value] as const]
  })
  return Object.fromEntries(said)
}

/** Every fault with the way to where it is mended. */
export const problemsOf = (view: View, questions: readonly ActQuestion[], { problems }: ActTyped) =>
  questions.flatMap(({ name, field }) => {
    const problem = problems.get(name)
    return problem === undefined ? [] : [{ at: `#${idOf(name)}`, text: faultSaid(view, field, problem) }]
  })

export const faultSaid = (view: View, field: Field, problem: string): string => {
  const own = `act.problem.${problem}`
  return view.has(own) ? view.say(own) : problemSaid(view, field, problem)
}
