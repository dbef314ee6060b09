import type { ControlInput } from '#kernel/case'
import type { Basis } from '#kernel/refusal'

type Question = 'competence' | 'certificate' | 'avoidance' | 'challenge'

/** Where the law of a kind of power itself answers; `drawer` as the item's setting 1 has it. */
const provisions: Readonly<Record<string, Partial<Record<Question, Basis>>>> = {
  permit: { competence: { law: '行政许可法', articles: ['22'] } },
  penalty: {
    competence: { law: '行政处罚法', articles: ['17'] },
    certificate: { law: '行政处罚法', articles: ['42(1)'] },
    avoidance: { law: '行政处罚法', articles: ['43(1)'] },
    challenge: { law: '行政处罚法', articles: ['43(3)'] },
  },
  compulsion: {
    competence: { law: '行政强制法', articles: ['17'] },
    certificate: { law: '行政强制法', articles: ['17(3)', '18'] },
  },
}

/**
 * 依据 What a refusal for want of power stands on: the article of the drawer's own law. Where that is silent, or the drawer has none: for
 * competence the provision by which this power exists (setting 1), for the rest the law alone. Never the law of another power.
 */
export function provisionFor({ definition, on }: Pick<ControlInput, 'definition' | 'on'>, question: Question): Basis {
  const { drawer, basis } = definition.definition.category
  const own = provisions[drawer]
  if (own?.[question]) return own[question]
  const { law, articles } =
    basis.find(({ from, to }) => (from ?? '') <= on && (to === undefined || on < to)) ?? basis[0]!
  if (question === 'competence') return { law, articles: articles.map(String) }
  return { law: own?.competence?.law ?? law, articles: [] }
}
