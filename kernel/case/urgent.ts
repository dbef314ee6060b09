import type { CompiledItem, CompiledStage } from '#kernel/definition'
import { type Facts, tasksOf } from './act.ts'
import type { Verb } from './acts/index.ts'
import type { StepDraft } from './draft.ts'
import { event } from './event.ts'

type Asked = { readonly verb: Verb; readonly body: Readonly<Record<string, unknown>> }

/** 当场实施 The stage that is done at once, before those that should come first; undefined where the item names none such. */
export function urgentStage(definition: CompiledItem, { verb, body }: Asked): CompiledStage | undefined {
  const named = verb === 'complete' && typeof body['stage'] === 'string' ? body['stage'] : undefined
  if (named === undefined || !definition.definition.authority.urgent?.acts.includes(named)) return undefined
  return definition.stages.get(named)
}

/** 紧急 Whether the item lets this be done before its approval: a verb it names, or completing a stage it names (行政强制法19). */
export const mayBeUrgent = (definition: CompiledItem, asked: Asked): boolean =>
  definition.definition.authority.urgent?.acts.includes(asked.verb) === true ||
  urgentStage(definition, asked) !== undefined

/** What should have come first is made up for afterwards: the stage opens although its turn has not come. */
export function openAtOnce(draft: StepDraft, facts: Facts, asked: Asked): void {
  const stage = urgentStage(draft.definition, asked)
  if (!stage || draft.state.stages[stage.stage] !== undefined) return
  const tasks = tasksOf(draft.definition, draft.state.organ, facts.organOf, stage, 1)
  draft.add([event('stage.entered', { stage: stage.stage, round: 1, tasks })])
}
