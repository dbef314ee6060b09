import type { Control, Verb } from '#kernel/case'
import { granted, refused } from '#kernel/refusal'

const beginning: ReadonlySet<Verb> = new Set(['submit', 'lodge', 'askRenewal'])

/**
 * 临时职权 A power with a last day ends by itself: nothing begins under it afterwards, and what it granted is not prolonged. What was begun in
 * time is carried to its end (行政许可法15: a temporary permit that is to go on needs a new basis).
 */
export const term: Control = {
  name: 'term',
  judge: ({ definition, verb, on }) => {
    const { term: lasts, basis } = definition.definition.category
    if (lasts === undefined || !beginning.has(verb) || on <= lasts.until) return granted
    const [first] = basis
    return refused({
      code: 'TERM_OVER',
      text: `本项临时职权的最后一日是${lasts.until}，此后不再受理`,
      facts: { until: lasts.until, on },
      ...(first && { basis: { law: first.law, articles: first.articles.map(String) } }),
    })
  },
}
