import type { CompiledItem, Field } from '#kernel/definition'
import type { VoucherHeld } from './needs.ts'

export type Question = readonly [name: string, field: Field]
type Values = Readonly<Record<string, unknown>>

/** Questions of one page. */
export const mostQuestions = 7

/** What the applicant is asked at all: what officers write at their stages is theirs. */
export const questionsOf = ({ definition }: CompiledItem): readonly Question[] =>
  Object.entries(definition.content.form).filter(([, { at, type }]) => at === undefined && type !== 'file')

/** The answers that expressions read, also by way of facts the item derives from them. */
function namesIn(
  { expressions, definition }: CompiledItem,
  sources: readonly (string | undefined)[],
): ReadonlySet<string> {
  const derived = definition.content.facts ?? {}
  const names = new Set<string>()
  const look = (source: string | undefined): void => {
    for (const name of source === undefined ? [] : (expressions.get(source)?.names ?? []))
      if (!names.has(name)) {
        names.add(name)
        look(derived[name]?.test)
      }
  }
  for (const source of sources) look(source)
  return names
}

/** Conditions and rules that acceptance asks, as far as the form alone answers them. */
export function announced(compiled: CompiledItem) {
  const { conditions, rules } = compiled.definition
  const asked = new Set(questionsOf(compiled).map(([name]) => name))
  const here = (at: readonly string[] | undefined): boolean => at === undefined || at.includes('accept')
  return [
    ...conditions.filter(({ at }) => here(at)).map(one => ({ ...one, when: undefined, otherwise: undefined })),
    ...rules
      .filter(({ at, test, text }) => at.includes('accept') && test !== undefined && text !== undefined)
      .map(({ id, text, test, basis, when, else: otherwise }) => ({
        id,
        text: text!,
        test: test!,
        basis,
        when,
        otherwise,
      })),
  ]
    .map(one => ({ ...one, names: [...namesIn(compiled, [one.test, one.when])].filter(name => asked.has(name)) }))
    .filter(({ names }) => names.length > 0)
}

/** What is asked to find out whether it fits at all, in the form's own order. */
function fitting(compiled: CompiledItem): readonly Question[] {
  const names = new Set(announced(compiled).flatMap(one => one.names))
  return questionsOf(compiled)
    .filter(([name, { required }]) => names.has(name) && typeof required !== 'string')
    .slice(0, mostQuestions)
}

/**
 * 分页 The form in pages of seven questions at most: first what shows whether it fits at all, then the rest in its order. A question
 * that is asked only under a condition stands on a page after the answers it depends on, so that no script is needed to hide it.
 */
export function pagesOf(compiled: CompiledItem): {
  readonly fit: readonly Question[]
  readonly fill: readonly (readonly Question[])[]
} {
  const fit = fitting(compiled)
  const first = new Set(fit.map(([name]) => name))
  const fill: Question[][] = []
  const placed = new Set(first)
  let left = questionsOf(compiled).filter(([name]) => !first.has(name))
  const asked = new Set(questionsOf(compiled).map(([name]) => name))
  while (left.length > 0) {
    const page: Question[] = []
    for (const question of left) {
      const { required } = question[1]
      const depends =
        typeof required === 'string' ? [...namesIn(compiled, [required])].filter(name => asked.has(name)) : []
      if (page.length < mostQuestions && depends.every(name => placed.has(name))) page.push(question)
    }
    // What depends on itself depends on nothing that can be asked before it.
    if (page.length === 0) page.push(left[0]!)
    for (const [name] of page) placed.add(name)
    const here = new Set(page)
    left = left.filter(question => !here.has(question))
    fill.push(page)
  }
  return { fit, fill }
}

/**
 * Whether a question is asked with these answers. Where nobody knows, it is asked and may be left open; not where the answer it waits for
 * is not asked for itself.
 */
export function isAsked(
  compiled: CompiledItem,
  [name, { required }]: Question,
  values: Values,
  before: readonly string[] = [],
): boolean {
  if (typeof required !== 'string') return true
  const holds = compiled.test(required, compiled.prepare(values))
  if (holds !== null) return holds
  const names = namesIn(compiled, [required])
  const path = [...before, name]
  return questionsOf(compiled).every(
    question => !names.has(question[0]) || path.includes(question[0]) || isAsked(compiled, question, values, path),
  )
}

export const mustAnswer = (compiled: CompiledItem, [, { required }]: Question, values: Values): boolean =>
  typeof required === 'string' ? compiled.test(required, compiled.prepare(values)) === true : required !== false

/** 是否适合 Each announced condition with these answers: holds, does not, or nobody knows yet. */
export const fits = (compiled: CompiledItem, values: Values) => {
  const facts = compiled.prepare(values)
  return announced(compiled)
    .filter(({ when }) => when === undefined || compiled.test(when, facts) !== false)
    .map(one => ({ ...one, holds: compiled.test(one.test, facts) }))
}

/** The page on which a question stands: 0 for the first, which asks whether it fits. */
export function pageOf(compiled: CompiledItem, name: string): number {
  const { fill } = pagesOf(compiled)
  return fill.findIndex(page => page.some(([key]) => key === name)) + 1
}

/** What a page asks with these answers; 0 asks whether it fits at all. */
export function questionsOn(compiled: CompiledItem, page: number, values: Values): readonly Question[] {
  const { fit, fill } = pagesOf(compiled)
  const all = page === 0 ? fit : (fill[page - 1] ?? [])
  return all.filter(question => isAsked(compiled, question, values))
}

/** The pages that have something to ask with these answers, by their number from 1. */
export const askedPages = (compiled: CompiledItem, values: Values): readonly number[] =>
  pagesOf(compiled).fill.flatMap((page, at) =>
    page.some(question => isAsked(compiled, question, values)) ? [at + 1] : [],
  )

/** Answers that count: of questions that are asked, and not left open. */
export const answersOf = (compiled: CompiledItem, values: Values): Values =>
  Object.fromEntries(
    questionsOf(compiled).flatMap(question => {
      const value = values[question[0]]
      const open = value === undefined || value === null || value === ''
      return open || !isAsked(compiled, question, values) ? [] : [[question[0], value]]
    }),
  )

/** Papers that whoever applies is concerned with from the beginning, with these answers. */
const wantedOf = (compiled: CompiledItem, values: Values) => {
  const facts = compiled.prepare(values)
  return compiled.definition.materials.filter(
    ({ stage, onlyIf }) => stage === undefined && (onlyIf === undefined || compiled.test(onlyIf, facts) !== false),
  )
}

/** 免提交 Papers that the city fetches itself. */
export const fetchedOf = (compiled: CompiledItem, values: Values) =>
  wantedOf(compiled, values).filter(({ from }) => typeof from === 'object')

/** What the applicant has been given of the kind that a paper is fetched from; the city fetches nothing else in its place. */
export const heldFor = <One extends { readonly kind: string }>(
  { from }: CompiledItem['definition']['materials'][number],
  held: readonly One[],
): readonly One[] =>
  typeof from === 'object' && 'voucher' in from ? held.filter(({ kind }) => kind === from.voucher) : []

/** Papers that the applicant is asked for, with these answers. */
export const papersOf = (compiled: CompiledItem, values: Values) =>
  wantedOf(compiled, values).filter(({ from }) => from === 'applicant')

/** 失效凭证 Papers of which the applicant holds only what no longer holds: there is nothing to fetch, and a new one is asked for. */
export const overOf = (compiled: CompiledItem, values: Values, held: readonly VoucherHeld[]) =>
  fetchedOf(compiled, values).filter(paper => {
    const own = heldFor(paper, held)
    return own.length > 0 && own.every(({ status }) => status !== 'valid')
  })

/** All that the applicant is asked for. */
export const askedOf = (compiled: CompiledItem, values: Values, held: readonly VoucherHeld[]) => [
  ...papersOf(compiled, values),
  ...overOf(compiled, values, held),
]
