import type { Example } from '#kernel/definition'
import type { Making } from './making.ts'

interface Range {
  readonly law: string
  readonly article: string
  readonly what: string
  readonly min: number
  readonly max: number
}

/** What the library knows of the fines of the articles the draft stands on, in the order they are cited. */
function rangesOf({ overlay, laws }: Making): readonly Range[] {
  const cited = (overlay.get('category.basis') ?? []) as readonly {
    law: string
    articles: readonly (number | string)[]
  }[]
  return cited.flatMap(({ law: name, articles }) => {
    const law = laws.find(name)
    return (law?.fines ?? [])
      .filter(({ article }) => articles.map(String).includes(article))
      .map(({ article, what, min, max }) => ({ law: law!.law, article, what, min, max }))
  })
}

const yuan = (fen: number): string => `${(fen / 100).toLocaleString('en-US')}元`

/**
 * 法定罚款幅度 A penalty is held to the range of its article. The source seldom has it as a number and the library does: the draft takes it from
 * there, marked as decided. Of several the first is taken, and the editor is told of the others: which act is meant only he can say.
 */
export function writeFine(making: Making): void {
  const { account, drawer, overlay } = making
  if (drawer !== 'penalty') return
  const [range, ...others] = rangesOf(making)
  if (!range) return
  const basis = { law: range.law, articles: [range.article] }
  overlay.set('authority.fine', { min: range.min, max: range.max, basis })
  const more = others.map(({ article, what }) => `第${article}条（${what}）`).join('、')
  account.decide(
    'authority.fine',
    `罚款幅度取自法规库：${range.what}，${yuan(range.min)}至${yuan(range.max)}${more === '' ? '' : `；所引条文另有${more}，请编辑核对`} the range of the article, from the library`,
    basis,
  )
}

/** From here on the draft lets a hearing be asked for, as `content.facts.hearingDue` of a penalty's draft has it. */
const hearingFrom = 3_000_000

/**
 * The template's examples fine what any article allows; those of a draft stay within its own range. Where the least fine is one about which a hearing
 * may be asked for, nothing is decided before the days for it are over, and the example of a statement not heard would never get there.
 */
export function withinFine({ overlay }: Making, examples: readonly Example[]): readonly Example[] {
  const fine = overlay.get('authority.fine') as { min: number; max: number } | undefined
  if (!fine) return examples
  const fit = examples.filter(({ expect }) => fine.min < hearingFrom || expect.refused !== 'statement')
  return fit.map(example => {
    const usual = example.given['finding.proposedFine']
    if (typeof usual !== 'number') return example
    const amount = Math.min(Math.max(usual, fine.min), fine.max)
    const put = (value: unknown): unknown =>
      value === usual
        ? amount
        : Array.isArray(value)
          ? value.map(put)
          : typeof value === 'object' && value !== null
            ? Object.fromEntries(Object.entries(value).map(([key, part]) => [key, put(part)]))
            : value
    return put(example) as Example
  })
}
