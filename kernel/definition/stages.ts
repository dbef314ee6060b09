import type { Static } from 'typebox'
import type { CompiledNode, CompiledStage } from './compiled.ts'
import type { Effect } from './settings/content.ts'
import type { Flow, Stage } from './settings/flow.ts'
import type { ItemDefinition } from './settings/item.ts'

type FlowDefinition = Static<typeof Flow>

const compileStage = (stage: Stage, node: number, branch?: CompiledStage['branch']): CompiledStage => {
  const returnTo = (stage.may ?? []).flatMap(permission => (typeof permission === 'string' ? [] : permission.return))
  const permits = new Set<string>((stage.may ?? []).filter(permission => typeof permission === 'string'))
  if (returnTo.length > 0) permits.add('return')
  return { ...stage, node, ...(branch && { branch }), returnTo, permits }
}

/** 环节表 The flow as the engine walks it: nodes in order, and every stage by its key. */
export function compileFlow(flow: FlowDefinition): {
  readonly nodes: readonly CompiledNode[]
  readonly stages: ReadonlyMap<string, CompiledStage>
} {
  const stages = new Map<string, CompiledStage>()
  const keep = (stage: CompiledStage) => {
    stages.set(stage.stage, stage)
    return stage
  }
  const nodes = flow.map(
    (node, at): CompiledNode =>
      'parallel' in node
        ? {
            kind: 'parallel',
            id: node.parallel,
            branches: node.branches.map((branch, index) =>
              branch.map(stage => keep(compileStage(stage, at, { parallel: node.parallel, index }))),
            ),
          }
        : { kind: 'stage', stage: keep(compileStage(node, at)) },
  )
  return { nodes, stages }
}

interface PlacedStage {
  readonly stage: Stage
  readonly node: number
  readonly path: readonly (string | number)[]
}

const found = new WeakMap<FlowDefinition, readonly PlacedStage[]>()

/** Every stage of a flow with the path that leads to it. Asked for by nearly every check, and found once: a flow never changes. */
export function stagesOf(flow: FlowDefinition): readonly PlacedStage[] {
  const known = found.get(flow)
  if (known) return known
  const stages = flow.flatMap((node, at) =>
    'parallel' in node
      ? node.branches.flatMap((branch, index) =>
          branch.map((stage, place) => ({ stage, node: at, path: ['flow', at, 'branches', index, place] })),
        )
      : [{ stage: node, node: at, path: ['flow', at] }],
  )
  found.set(flow, stages)
  return stages
}

interface PlacedEffect {
  readonly effect: Effect
  readonly path: readonly (string | number)[]
}

const effectsFound = new WeakMap<
  FlowDefinition,
  { readonly content: object; readonly effects: readonly PlacedEffect[] }
>()

/** Every effect an item can have, of its outcomes and of its stages, with the path that leads to it; found once too. */
export function effectsOf({ content, flow }: ItemDefinition): readonly PlacedEffect[] {
  const known = effectsFound.get(flow)
  if (known?.content === content) return known.effects
  const under = (effects: readonly Effect[] | undefined, path: readonly (string | number)[]) =>
    (effects ?? []).map((effect, index) => ({ effect, path: [...path, 'effects', index] }))
  const effects = [
    ...Object.entries(content.outcomes).flatMap(([name, outcome]) =>
      under(outcome.effects, ['content', 'outcomes', name]),
    ),
    ...stagesOf(flow).flatMap(({ stage, path }) => under(stage.effects, path)),
  ]
  effectsFound.set(flow, { content, effects })
  return effects
}
