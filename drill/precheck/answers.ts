import { answersOf, mustAnswer, questionsOf } from '#portals/public'
import type { Applicant } from './applicants.ts'
import type { PublishedItem } from './items.ts'

type Answers = Readonly<Record<string, unknown>>

/** Examples of the item in which nothing is refused and nothing unfavourable decided. */
function granted({ compiled }: PublishedItem): readonly Answers[] {
  const { examples, content } = compiled.definition
  return examples
    .filter(({ acts, expect: { refused, outcome } }) => {
      const taken = acts.some(act => act === 'accept' || (typeof act === 'object' && 'accept' in act))
      const favours = outcome === undefined || content.outcomes[outcome]?.favourable !== false
      return taken && refused === undefined && favours
    })
    .map(({ given }) => given as Answers)
}

/** Of its own examples the one that is asked for, with the applicant's own numbers and name in it. */
export function goodAnswers(published: PublishedItem, applicant: Applicant, which = 0): Answers {
  const examples = granted(published)
  const given = examples[which % Math.max(1, examples.length)] ?? {}
  const asked = questionsOf(published.compiled)
  const own = asked.flatMap(([name, { type }]): readonly (readonly [string, unknown])[] => {
    if (!/^(?:applicant|owner|subject)\./.test(name)) return []
    if (type === 'uscc') return [[name, applicant.kind === 'firm' ? applicant.number : given[name]]]
    if (type === 'citizen') return [[name, applicant.kind === 'person' ? applicant.number : given[name]]]
    return name.endsWith('.name') ? [[name, applicant.name]] : []
  })
  const said = Object.fromEntries([...asked.map(([name]) => [name, given[name]] as const), ...own])
  return answersOf(
    published.compiled,
    Object.fromEntries(Object.entries(said).filter(([, value]) => value !== undefined)),
  )
}

/** Questions that must be answered and are, with these answers. */
export const mustAnswers = ({ compiled }: PublishedItem, answers: Answers): readonly string[] =>
  questionsOf(compiled).flatMap(question =>
    mustAnswer(compiled, question, answers) && (answers[question[0]] ?? null) !== null ? [question[0]] : [],
  )
