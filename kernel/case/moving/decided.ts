import type { CompiledItem } from '#kernel/definition'
import { type MoveGround, same } from './ground.ts'
import { type Mapping, nameIn } from './mapping.ts'

/** What completing each stage does, under the names of the new version. */
const effectsOf = ({ stages }: CompiledItem, rename: Mapping['stages']) =>
  Object.fromEntries(
    [...stages.values()].flatMap(({ stage, effects }) => (effects ? [[nameIn(rename, stage), effects]] : [])),
  )

/** 已决事项 What was decided, ordered, imposed or is still to be published keeps its effects to the letter. */
export function decidedFits({ from, to, mapping, before, say }: MoveGround): void {
  const { outcome, budget, grants, measures, entitlements, urgent, obligations } = before
  if (outcome !== undefined) {
    const [old, now] = [from.definition.content.outcomes[outcome], to.definition.content.outcomes[outcome]]
    if (!now) say('OUTCOME_GONE', { outcome })
    else if (!same({ ...old, name: null }, { ...now, name: null })) say('AMOUNTS_ORDERED', { outcome })
  }
  if ((outcome ?? budget ?? grants ?? measures ?? entitlements) !== undefined)
    if (!same(effectsOf(from, mapping.stages), effectsOf(to, {}))) say('AMOUNTS_ORDERED', { stages: true })
  if (obligations['publish']?.status === 'open' || obligations['withdraw']?.status === 'open')
    if (!same(from.definition.publicity.decision ?? null, to.definition.publicity.decision ?? null))
      say('PUBLICITY_OWED')
  if (urgent && !same(from.definition.authority.urgent ?? null, to.definition.authority.urgent ?? null))
    say('URGENT_RUNNING')
}
