import type { Casting } from './casting.ts'
import type { Lived } from './script.ts'

type Facts = Readonly<Record<string, unknown>>

/** 代答 What registers answer about the people of a life that no register knows; the city asks here first. */
export interface Answers {
  /** What is answered instead of the register; undefined: nothing is, the register is asked. */
  readonly about: (question: string, facts: Facts) => unknown
  set(question: string, facts: Facts, value: unknown): void
  forget(question: string, facts: Facts): void
}

const keyOf = (question: string, facts: Facts): string =>
  JSON.stringify([question, ...Object.entries(facts).sort(([one], [other]) => (one < other ? -1 : 1))])

export function makeAnswers(): Answers {
  const known = new Map<string, unknown>()
  return {
    about: (question, facts) => known.get(keyOf(question, facts)),
    set: (question, facts, value) => void known.set(keyOf(question, facts), value),
    forget: (question, facts) => void known.delete(keyOf(question, facts)),
  }
}

/** What an item asks of one case, with which facts, and what its example has answered; only what concerns this case alone. */
export function answersOf({ item, steps, refused, example }: Lived, casting: Casting) {
  const all = [...steps, ...(refused ? [refused] : [])]
  const raw: Facts = Object.assign({}, ...all.map(({ body }) => body['fields'] ?? {}))
  const valuesFrom = (facts: Facts) => {
    const prepared = item.prepare(facts)
    return (source: string) => item.value(source, prepared)
  }
  const [plain, own] = [valuesFrom(raw), valuesFrom(casting.fields(raw))]
  return item.definition.comparison.flatMap(({ ask, with: wanted }) => {
    const of = (value: (source: string) => unknown): Facts =>
      Object.fromEntries(Object.entries(wanted).map(([name, source]) => [name, value(source)]))
    const [before, facts] = [of(plain), of(own)]
    const answer = example.answers?.[ask]
    const alone = JSON.stringify(before) !== JSON.stringify(facts)
    return answer === undefined || answer === null || !alone ? [] : [{ ask, facts, answer }]
  })
}

/** Whether every answer that an example needs can be given: about the case alone, or as the registers answer of themselves. */
export const canAnswer = ({ item, example }: Lived, given: readonly { readonly ask: string }[]): boolean =>
  item.definition.comparison.every(
    ({ ask, expect }) => given.some(one => one.ask === ask) || (example.answers?.[ask] ?? expect) === expect,
  )
