import type { CompiledItem, CompiledStage, Gate } from '#kernel/definition'
import { placeOf, stageRoles } from '../act.ts'
import { type MoveGround, same } from './ground.ts'
import { nameIn } from './mapping.ts'

/** Where a stage stands in its flow: node, branch, place in the branch. */
type Place = readonly [node: number, branch: number, place: number]

function placesOf({ nodes }: CompiledItem): ReadonlyMap<string, Place> {
  const places = new Map<string, Place>()
  for (const [at, node] of nodes.entries())
    if (node.kind === 'stage') places.set(node.stage.stage, [at, 0, 0])
    else
      for (const [branch, stages] of node.branches.entries())
        for (const [place, { stage }] of stages.entries()) places.set(stage, [at, branch, place])
  return places
}

const isEarlier = (a: Place, b: Place): boolean => a[0] < b[0] || (a[0] === b[0] && a[1] === b[1] && a[2] < b[2])

/** Whose a stage is, and how many of them must agree. */
const handsOf = (item: CompiledItem, ground: MoveGround, stage: CompiledStage) => [
  stageRoles(item, stage).map(role => placeOf(item, ground.before.organ, ground.facts.before.organOf, role)),
  stage.mode ?? null,
  stage.k ?? null,
  stage.organs ?? null,
  stage.body ?? null,
]

/** 环节 What the case has reached exists in the new version, is the same kind of thing, and nothing new lies behind it. */
export function stagesFit(ground: MoveGround): void {
  const { from, to, mapping, before, after, say } = ground
  const places = placesOf(to)
  for (const [old, { status }] of Object.entries(before.stages)) {
    const key = nameIn(mapping.stages, old)
    const now = to.stages.get(key)
    const was = from.stages.get(old)
    if (key !== old && Object.hasOwn(before.stages, key)) say('NAME_TAKEN', { stage: old, now: key })
    if (!now) {
      if (status === 'open') say('STAGE_GONE', { stage: old })
    } else if (was && was.kind !== now.kind) say('STAGE_OTHER_KIND', { stage: old, kind: was.kind, now: now.kind })
    else if (status === 'open' && was && !same(handsOf(from, ground, was), handsOf(to, ground, now)))
      say('STAGE_OTHER_HANDS', { stage: old })
    if (status === 'open' && now && !same(was?.joint ?? null, now.joint ?? null)) say('PARTS_OTHER', { stage: old })
  }
  if (after.annulled) return
  const reached = Object.keys(after.stages)
    .map(stage => places.get(stage))
    .filter(place => place !== undefined)
  for (const { stage, when } of to.stages.values()) {
    if (Object.hasOwn(after.stages, stage) || (when !== undefined && ground.facts.after.test(when) === false)) continue
    const at = places.get(stage)!
    if (reached.some(other => isEarlier(at, other))) say('STAGE_BEHIND', { stage })
  }
}

/** Each gate with the stage it stands before. */
const gatesOf = ({ stages }: CompiledItem): readonly (readonly [stage: string, gate: Gate])[] =>
  [...stages.values()].flatMap(({ stage, gates }) => (gates ?? []).map(gate => [gate.before ?? stage, gate] as const))

/** What the parties may still say before it is too late. */
const rights: ReadonlySet<string> = new Set(['statement', 'hearing-offered', 'hearing', 'notice'])

/** 闸口 Nothing new stands before what is done; no right that is still to come is lost. */
export function gatesFit({ from, to, mapping, before, after, facts, say }: MoveGround): void {
  const old = gatesOf(from).map(([stage, gate]) => [nameIn(mapping.stages, stage), gate] as const)
  const now = gatesOf(to)
  const keeps = (gates: ReturnType<typeof gatesOf>, stage: string, { need, when }: Gate) =>
    gates.some(([at, gate]) => at === stage && gate.need === need && (gate.when === undefined || gate.when === when))
  for (const [stage, gate] of now)
    if (
      after.stages[stage]?.status === 'done' &&
      (gate.when === undefined || facts.after.test(gate.when) !== false) &&
      !keeps(old, stage, gate)
    )
      say('GATE_PASSED', { stage, need: gate.need })
  if (before.outcome !== undefined) return
  for (const [stage, gate] of old)
    if (rights.has(gate.need) && after.stages[stage]?.status !== 'done' && !keeps(now, stage, gate))
      say('RIGHT_GONE', { stage, need: gate.need })
}
