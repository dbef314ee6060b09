import { anchorOf } from '../limits.ts'
import { endsOf, type Ground, type Rule } from './ground.ts'

/** Moments that come only with a decision or after it. */
const afterDecision = new Set([
  'decision',
  'service',
  'publication',
  'payment',
  'withdrawal-ground',
  'withdrawal',
  'expiry',
])

/** Whether a limit that runs from there finds a decision to publish: the stage that decides, or whatever comes after it. */
function findsDecision({ stages, stageAt }: Ground, from: string): boolean {
  const first = stages.findIndex(({ stage }) => stage.kind === 'decision')
  if (first < 0) return true
  const placed = stageAt.get(from)
  return placed ? stages.indexOf(placed) >= first : afterDecision.has(from)
}

/**
 * 永不起算的时限 The duty to publish arises with the decision (政府信息公开条例26: 自该政府信息形成之日起). A limit that ends with publication and is to
 * begin before finds nothing to publish when its beginning comes, and never runs: it promises something and watches nothing.
 */
export const limitNeverRuns: Rule = function* (ground) {
  for (const [id, limit] of ground.limits) {
    const from = limit.from === undefined ? undefined : anchorOf(limit.from)
    const publishes = endsOf(ground, id, limit).some(end => anchorOf(end) === 'publication')
    if (limit.kind !== 'max' || from === undefined || !publishes || findsDecision(ground, from)) continue
    yield {
      path: ['limits', id, 'from'],
      zh: `公示的义务自决定作出时才有，从“${from}”起算的这个时限永远不会开始；请写 from: decision`,
      en: `The duty to publish begins with the decision: a limit from “${from}” never runs; write from: decision`,
      basis: limit.basis ?? { law: '政府信息公开条例', articles: [26] },
    }
  }
}
