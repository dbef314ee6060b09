import type { CompiledItem, Joint } from '#kernel/definition'
import { event, type NewEvent } from './event.ts'
import type { PartState } from './part-state.ts'
import { type PartNews, refused } from './parts.ts'
import type { CaseState } from './state.ts'

/** Whether a part that was refused, over or not, has been granted since: on a remedy its refusal fell. */
const isReversed = (at: PartState | undefined, { outcome, favourable }: PartNews): at is PartState =>
  (at?.status === 'ended' || at?.status === 'decided') && refused(at) && outcome !== undefined && favourable !== false

/** What was not begun because of a part, and what was not begun because of that, in the order of the file. */
function heldBackBy(part: string, { parts = {} }: CaseState, joint: Joint): readonly { part: string; of: string }[] {
  const cleared = new Set([part])
  const restored: { part: string; of: string }[] = []
  for (const { part: key } of joint.parts) {
    const at = parts[key]
    const dueTo = at?.why === 'prerequisite' || at?.why === 'refused' ? at.of : undefined
    if (at?.status !== 'left' || dueTo === undefined || !cleared.has(dueTo)) continue
    cleared.add(key)
    restored.push({ part: key, of: dueTo })
  }
  return restored
}

/** The stage that opened the parts is taken up again, with the case where that had ended; what comes behind it is done anew. */
function takenUpAgain({ stages }: CompiledItem, state: CaseState, stage: string, joint: Joint): readonly NewEvent[] {
  if (state.stages[stage]?.status === 'open') return []
  const keys = [...stages.keys()]
  const reset = keys.slice(keys.indexOf(stage)).filter(key => state.stages[key] !== undefined)
  const basis = { law: joint.basis.law, articles: joint.basis.articles.map(String) }
  return [
    ...(state.status === 'ended' ? [event('case.reopened', { ground: 'part-granted', to: stage, basis })] : []),
    event('case.returned', { from: stage, to: stage, reset }),
    event('stage.entered', { stage, round: (state.rounds[stage] ?? 0) + 1, tasks: [] }),
  ]
}

/**
 * 改判之后 A part that was refused, or not accepted, is granted after all: a reconsideration or a court had it decided anew. What was not begun
 * because of the refusal is begun, also where the case had ended meanwhile: what fell never held (行政复议法64, 行政诉讼法70), and nobody applies
 * a second time for what was withheld by it. What somebody took back, or the office ended, stays as it is.
 */
export function reversalOf(definition: CompiledItem, state: CaseState, news: PartNews): readonly NewEvent[] {
  const at = state.parts?.[news.part]
  if (!isReversed(at, news)) return []
  const { stage } = at
  const joint = definition.stages.get(stage)?.joint
  if (!joint || (state.status === 'ended' && state.result !== 'ended')) return []
  const restored = heldBackBy(news.part, state, joint)
  if (state.status === 'ended' && restored.length === 0) return []
  return [
    ...(restored.length > 0 ? takenUpAgain(definition, state, stage, joint) : []),
    event('part.reversed', { stage, part: news.part, outcome: news.outcome!, favourable: true }),
    ...restored.map(({ part, of }) => event('part.restored', { stage, part, of })),
    ...(news.ended === undefined ? [] : [event('part.ended', { stage, part: news.part, result: news.ended })]),
  ]
}
