import type { CompiledStage } from '#kernel/definition'
import { type Facts, tasksIn } from './act.ts'
import type { StepDraft } from './draft.ts'
import { event } from './event.ts'

function enter(draft: StepDraft, facts: Facts, stage: CompiledStage): 'open' | 'passed' {
  const round = (draft.state.rounds[stage.stage] ?? 0) + 1
  if (stage.when !== undefined && facts.test(stage.when) === false) {
    draft.add([event('stage.skipped', { stage: stage.stage })])
    return 'passed'
  }
  draft.add([
    event('stage.entered', {
      stage: stage.stage,
      round,
      tasks: tasksIn(draft.definition, draft.state, facts.organOf, stage, round),
    }),
  ])
  return 'open'
}

/** A stage entered while its condition was unknown is passed over once the condition turns out not to hold. */
function turnedOut(draft: StepDraft, facts: Facts, stage: CompiledStage): boolean {
  if (stage.when === undefined || facts.test(stage.when) !== false || draft.state.acted[stage.stage] !== undefined)
    return false
  draft.add([event('stage.skipped', { stage: stage.stage })])
  return true
}

function through(draft: StepDraft, facts: Facts, stages: readonly CompiledStage[]): boolean {
  for (const stage of stages) {
    const at = draft.state.stages[stage.stage]
    if (at?.status === 'done' || at?.status === 'skipped') continue
    if (at?.status === 'open') {
      if (turnedOut(draft, facts, stage)) continue
      return false
    }
    if (enter(draft, facts, stage) === 'open') return false
  }
  return true
}

/**
 * 推进 Moves the case on: what is done stays done, the next stage opens, branches open together and join, and when the flow
 * is through and nothing is owed any more the case closes. Reads only the flow and the state, so returning needs no more
 * than forgetting the stages after the one returned to.
 */
export function advance(draft: StepDraft, facts: Facts): void {
  if (draft.state.status === 'ended') return
  // A decision that has fallen leads nowhere: what is left are the duties that its fall has made.
  for (const node of draft.state.annulled ? [] : draft.definition.nodes) {
    const passed =
      node.kind === 'stage'
        ? through(draft, facts, [node.stage])
        : node.branches.map(branch => through(draft, facts, branch)).every(Boolean)
    if (!passed) return
  }
  if (Object.values(draft.state.obligations).some(obligation => obligation.status === 'open')) return
  const result = draft.state.annulled ? 'set-aside' : (draft.state.outcome ?? 'ended')
  draft.add([event('case.closed', { result })])
}
