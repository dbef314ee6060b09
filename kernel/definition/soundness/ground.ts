import type { CompiledItem } from '../compiled.ts'
import type { Segment } from '../located.ts'
import type { OfficeSource } from '../offices.ts'
import type { RegisterSource } from '../registers.ts'
import type { ItemDefinition } from '../settings/item.ts'
import { stagesOf } from '../stages.ts'

/** What the soundness rules look at: the definition, its stages with their places, and the way to say what is wrong. */
export interface Ground {
  readonly definition: ItemDefinition
  readonly stages: readonly PlacedStage[]
  readonly stageAt: ReadonlyMap<string, PlacedStage>
  readonly item: CompiledItem | undefined
  readonly registers: RegisterSource
  readonly offices: OfficeSource | undefined
  /** Keys of the other items that are known; undefined when nobody knows them. */
  readonly items: Pick<ReadonlySet<string>, 'has'> | undefined
  readonly say: Say
}

export type PlacedStage = ReturnType<typeof stagesOf>[number]
export type Say = (
  rule: string,
  path: readonly Segment[],
  zh: string,
  en: string,
  severity?: 'error' | 'warning',
) => void

export function groundOf(definition: ItemDefinition, rest: Omit<Ground, 'definition' | 'stages' | 'stageAt'>): Ground {
  const stages = stagesOf(definition.flow)
  return { ...rest, definition, stages, stageAt: new Map(stages.map(placed => [placed.stage.stage, placed])) }
}

/** Whether one stage always lies before the other: an earlier node, or earlier in the same branch. */
export function isBefore(earlier: PlacedStage, later: PlacedStage): boolean {
  if (earlier.node !== later.node) return earlier.node < later.node
  return earlier.path.length > 2 && earlier.path[3] === later.path[3] && Number(earlier.path[4]) < Number(later.path[4])
}
