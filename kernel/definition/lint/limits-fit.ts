import { anchorOf, stoppedWith } from '../limits.ts'
import type { Limit } from '../settings/limits.ts'
import { endsOf, type Ground, inDays, type Rule } from './ground.ts'
import { timeArticle } from './power-article.ts'

interface Reach {
  readonly id: string
  readonly limit: Limit
  readonly from: number
  readonly to: number
}

/**
 * 环节时限相容 What must at least be waited inside a limit, and what its stages may take one after the other, fits into it.
 * Days on which the clock stands still count for nothing.
 */
export const limitsFit: Rule = function* (ground) {
  const all = ground.limits.flatMap(([id, limit]) => reachOf(ground, id, limit) ?? [])
  // one that does not run forward is said elsewhere, and fits into nothing
  const reaches = all.filter(({ from, to }) => to > from)
  for (const outer of reaches) {
    if (outer.limit.kind !== 'max' || outer.limit.binds === 'party') continue
    const budget = inDays(outer.limit.value, outer.limit.unit)
    const inside = reaches.filter(
      inner => inner !== outer && inner.from >= outer.from && inner.to <= outer.to && !stopped(ground, outer.id, inner),
    )
    const waits = chain(inside.filter(({ limit }) => limit.kind === 'min'))
    const parts = chain(
      inside.filter(
        ({ limit, from, to }) => limit.kind === 'max' && limit.binds !== 'party' && to - from < outer.to - outer.from,
      ),
    )
    const basis = outer.limit.basis ?? timeArticle
    if (waits > budget)
      yield {
        path: ['limits', outer.id],
        zh: '其中必须等待的时间已经超过本时限',
        en: 'What must be waited within it is longer than the limit itself',
        basis,
      }
    else if (parts > budget)
      yield {
        path: ['limits', outer.id],
        zh: '各环节时限相加超过本时限',
        en: 'The limits of its stages add up to more than the limit itself',
        basis,
      }
  }
}

/** First to last stage of a limit by place in the flow; moments before the first stage count as the start. */
function reachOf(ground: Ground, id: string, limit: Limit): Reach | undefined {
  const order = ground.stages.map(({ stage }) => stage.stage)
  const place = (anchor: string | undefined) => (anchor === 'receipt' ? -1 : order.indexOf(anchorOf(anchor ?? '')))
  const end = Math.max(...endsOf(ground, id, limit).map(place))
  const start = place(limit.from)
  if (end < 0) return undefined
  if (start >= 0 || limit.from === 'receipt') return { id, limit, from: start, to: end }
  // a notice of a hearing is given just before it
  return limit.kind === 'min' ? { id, limit, from: end - 1, to: end } : undefined
}

const stopped = ({ definition, stages }: Ground, outer: string, { to }: Reach): boolean =>
  (definition.limits.stops ?? []).some(
    stop =>
      stages[to]?.stage.stage === stop.for &&
      (stop.limits === undefined || stoppedWith(definition, stop.limits).includes(outer)),
  )

/** The longest sum of spans that follow one another. */
function chain(spans: readonly Reach[]): number {
  const best = (from: number): number =>
    Math.max(
      0,
      ...spans.filter(span => span.from >= from).map(span => inDays(span.limit.value, span.limit.unit) + best(span.to)),
    )
  return best(-1)
}
