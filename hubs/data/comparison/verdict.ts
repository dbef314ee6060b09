import type { CompiledItem } from '#kernel/definition'
import { alarmed, type Basis, granted, humanDecides, type Reason, refused, type Verdict } from '#kernel/refusal'

export type Comparison = CompiledItem['definition']['comparison'][number]

/** 比对答复 An answer with the moment it was obtained and the one until which it counts; null is unknown. */
export interface Answer {
  readonly value: unknown
  readonly obtained: string
  readonly validUntil: string
  /** Nobody waits for another one: a named person decides. */
  readonly toHuman?: true
}

const basisOf = ({ law, articles }: Comparison['basis']): Basis => ({ law, articles: articles.map(String) })
const textOf = (text: unknown): { text?: string } =>
  typeof text === 'string'
    ? { text }
    : typeof text === 'object' && text !== null && 'zh' in text
      ? { text: String(text.zh) }
      : {}

function otherwise(declared: Comparison['else'], reason: Reason): Verdict {
  if (declared === 'human') return humanDecides(reason)
  if (declared === 'alarm') return alarmed(reason)
  if (declared === 'refuse') return refused(reason)
  if ('human' in declared) return humanDecides({ ...reason, ...textOf(declared.human) })
  if ('alarm' in declared) return alarmed({ ...reason, ...textOf(declared.alarm) })
  if ('refuse' in declared) return refused({ ...reason, ...textOf(declared.refuse) })
  const { refuseAcceptance, referTo } = declared
  return refused({
    ...reason,
    ...textOf(refuseAcceptance),
    facts: { ...reason.facts, referTo, remedy: 'refuseAcceptance' },
  })
}

/**
 * 比对裁断 Holds an answer against what the item expects. No answer, a stale one, or one from the future is unknown; what
 * follows then is the item's own word: a human decides, the step waits (it is refused for now), or it is refused. Nothing waits
 * for what no answer will settle: systems that contradict themselves, or have not answered for too long. A human decides then.
 * The reason names what was expected, never what was found: that may be somebody's.
 */
export function comparisonVerdict(comparison: Comparison, answer: Answer | undefined, now: Temporal.Instant): Verdict {
  const { id, ask, expect, unknown, basis } = comparison
  const reason = (code: string, facts: Readonly<Record<string, unknown>>): Reason => ({
    code,
    rule: `comparison.${id}`,
    basis: basisOf(basis),
    facts: { question: ask, ...facts },
  })
  // A step counts whole milliseconds: an answer obtained within the one it begins in is not from the future.
  const at = (text: string) => Temporal.Instant.from(text).epochMilliseconds - now.epochMilliseconds
  const isFresh = answer !== undefined && at(answer.obtained) <= 0 && at(answer.validUntil) > 0
  if (!isFresh || answer.value === null || answer.value === undefined) {
    const why = answer === undefined ? 'missing' : isFresh ? 'unknown' : 'stale'
    if (unknown === 'wait' && answer?.toHuman) return humanDecides(reason('COMPARISON_UNKNOWN', { why: 'unsettled' }))
    if (unknown === 'human') return humanDecides(reason('COMPARISON_UNKNOWN', { why }))
    return refused(reason(unknown === 'wait' ? 'COMPARISON_AWAITED' : 'COMPARISON_UNKNOWN', { why }))
  }
  return answer.value === expect
    ? granted
    : otherwise(comparison.else, reason('COMPARISON_DIFFERS', { expected: expect }))
}
