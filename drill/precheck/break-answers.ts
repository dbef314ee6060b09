import type { Field } from '#kernel/definition'
import { announced, answersOf, questionsOf } from '#portals/public'
import type { Chance } from '../fuzz/chance.ts'
import type { PublishedItem } from './items.ts'

type Answers = Readonly<Record<string, unknown>>

/** A test that the guide announces and these answers fail. */
export interface Failing {
  readonly answers: Answers
  readonly id: string
  /** Questions it reads that applicants answer. */
  readonly names: readonly string[]
  readonly refers: boolean
}

const years = (day: string, count: number): string => Temporal.PlainDate.from(day).add({ years: count }).toString()

/** Other answers of the same type, from a little off to far away. */
function others({ type, options = [] }: Field, value: unknown): readonly unknown[] {
  if (type === 'boolean') return [value !== true]
  if (type === 'choice') return options.map(option => option.value).filter(option => option !== value)
  if (type === 'date') return [-30, -4, -1, 1, 4, 30].map(count => years(String(value ?? '2026-01-01'), count))
  if (type !== 'integer' && type !== 'money' && !type.startsWith('decimal')) return []
  const number = Number(value ?? 1)
  return [0, 1, Math.floor(number / 10), number + 1, number * 10, number * 1_000].filter(
    other => other !== number && other < 10 ** 14,
  )
}

/** Tests of the decision that the applicant's answers alone can fail count as announced too: the guide shows every condition. */
function testsOf({ compiled }: PublishedItem) {
  const asked = new Set(questionsOf(compiled).map(([name]) => name))
  const decided = compiled.definition.conditions
    .filter(({ at }) => at?.includes('decide') === true)
    .map(({ id, test }) => {
      const names = (compiled.expressions.get(test)?.names ?? []).filter(name => asked.has(name))
      return { id, test, when: undefined, names, otherwise: undefined }
    })
    .filter(({ names }) => names.length > 0)
  return [...announced(compiled), ...decided]
}

/**
 * Every way in which one changed answer makes an announced test fail, while the form still takes it. What the register answers is not
 * changed: nobody can type it.
 */
export function failings(published: PublishedItem, answers: Answers, fixed: readonly string[]): readonly Failing[] {
  const { compiled } = published
  const { form } = compiled.definition.content
  const found: Failing[] = []
  const grants = Object.entries(compiled.definition.content.outcomes).find(
    ([, { favourable }]) => favourable === true,
  )?.[0]
  const prepared = (values: Answers) =>
    compiled.prepare({ ...values, ...(grants !== undefined && { outcome: grants }) })
  for (const { id, test, when, names, otherwise } of testsOf(published)) {
    const refers = typeof otherwise === 'object' && 'referTo' in otherwise
    for (const name of names) {
      const field = form[name]
      if (!field || fixed.includes(name)) continue
      for (const other of others(field, answers[name])) {
        const changed = answersOf(compiled, { ...answers, [name]: other })
        const facts = prepared(changed)
        if (when !== undefined && compiled.test(when, facts) !== true) continue
        if (compiled.test(test, facts) === false) found.push({ answers: changed, id, names, refers })
      }
    }
  }
  return found
}

const misspelt: Readonly<Record<string, readonly unknown[]>> = {
  uscc: ['91210102MA0UQ4XK0A', '9121 0102', '没有'],
  citizen: ['210102199001011234', '21010219900101', '身份证丢了'],
  phone: ['打我电话', '138-0000-000x', '12'],
  projectCode: ['2601-210102-04-01', 'XM-2026-001', '260121010204011234567890'],
  date: ['2026-02-30', '去年', '2026/13/01'],
  integer: ['一千二百', '12.5', '1e3'],
  money: ['十万元', -1, '0.001'],
  decimal: ['一千吨', '1e3', '12.3456789'],
  boolean: ['也许'],
  choice: ['其他的'],
  string: ['', '\u202e倒着写', 'x'.repeat(5_000)],
  text: ['   ', 'x'.repeat(50_000)],
}

/** One answer that is no answer of its kind, and the question it stands at; what the register answers is typed by nobody. */
export function misspellingOf({ compiled }: PublishedItem, answers: Answers, fixed: readonly string[], chance: Chance) {
  const { form } = compiled.definition.content
  const names = Object.keys(answers).filter(name => !fixed.includes(name))
  if (names.length === 0) return undefined
  const name = chance.pick(names)
  const wrong = misspelt[form[name]!.type.replace(/\(\d\)$/, '')]
  return wrong && { name, value: chance.pick(wrong) }
}
