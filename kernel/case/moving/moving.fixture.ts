import assert from 'node:assert/strict'
import type { CompiledItem } from '#kernel/definition'
import { type Bent, itemOf } from '../../../test/harness/item.ts'
import type { Walk } from '../../../test/harness/walk.ts'

export const permit = await itemOf('energy-review')
export const penalty = await itemOf('energy-report-penalty')
/** The permit one version later. */
export const later = (bend: (definition: Bent) => void = () => {}): Promise<CompiledItem> =>
  itemOf('energy-review', definition => {
    definition.version = 4
    bend(definition)
  })
export const laterPenalty = (bend: (definition: Bent) => void = () => {}): Promise<CompiledItem> =>
  itemOf('energy-report-penalty', definition => {
    definition.version = 2
    bend(definition)
  })

export const codesOf = (at: Walk, to: CompiledItem): readonly string[] => {
  const before = JSON.stringify(at.state)
  const moved = at.move(to)
  assert.ok(!moved.moves, 'it moved')
  assert.equal(JSON.stringify(at.state), before)
  return moved.reasons.map(({ code }) => code)
}
export const mustMove = (at: Walk, to: CompiledItem) => {
  const moved = at.move(to)
  assert.ok(moved.moves, moved.moves ? '' : JSON.stringify(moved.reasons))
  return moved.step
}
export const limit = (definition: Bent, id: string) =>
  definition.limits[id] as { value: number; unit: string; to?: unknown }
export const stageOf = (definition: Bent, key: string) =>
  definition.flow.find(node => 'stage' in node && node.stage === key)!

export const finish = (at: Walk, from: string) => {
  const steps: readonly [string, () => unknown][] = [
    ['accept', () => at.act('accept')],
    ['expert', () => at.act('complete', { stage: 'expert', materials: { expertOpinion: 'original' } })],
    ['review', () => at.act('complete', { fields: { 'review.opinion': 'grant', 'review.majorInterest': false } })],
    ['decide', () => at.act('decide', { outcome: 'grant' })],
    ['deliver', () => at.act('deliver')],
    ['publish', () => at.act('publish')],
  ]
  for (const [, go] of steps.slice(steps.findIndex(([key]) => key === from))) go()
}
