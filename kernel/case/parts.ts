import type { CompiledItem, Joint, Part } from '#kernel/definition'
import type { Facts } from './act.ts'
import type { StepDraft } from './draft.ts'
import { event, type NewEvent } from './event.ts'
import type { PartLeft, PartState } from './part-state.ts'
import type { CaseState } from './state.ts'

/** 并联消息 What is seen of one part, as it is told to the case that opened it. */
export interface PartNews {
  readonly part: string
  /** Absent while it is not there. */
  readonly number?: string
  readonly outcome?: string
  readonly favourable?: boolean
  /** What it ended with, once nothing more is to come of it. */
  readonly ended?: string
  /** It was ordered, told to stop before it was opened, and is not opened any more. */
  readonly gone?: true
}

/** Every part that an item opens, by its key, with the stage that opens it. */
export const partsOf = ({ stages }: CompiledItem): ReadonlyMap<string, { readonly stage: string } & Part> =>
  new Map(
    [...stages.values()].flatMap(({ stage, joint }) =>
      (joint?.parts ?? []).map(part => [part.part, { stage, ...part }]),
    ),
  )

const granted = (part: PartState | undefined): boolean => part?.outcome !== undefined && part.favourable !== false

const isOver = ({ status }: PartState): boolean => status === 'ended' || status === 'left'

/** 不予批准 Refused, or not accepted; what the applicant took back himself was not refused. */
export const refused = ({ favourable, result }: PartState): boolean =>
  favourable === false || result === 'acceptance-refused'

type Ready = 'ready' | 'waits' | { readonly why: PartLeft; readonly of?: string }

/** 可否开办 Whether a part that is not ordered yet may be opened now, has to wait, or is not to be opened at all. */
function readiness({ parts = {} }: CaseState, facts: Pick<Facts, 'test'>, { when, after = [] }: Part): Ready {
  if (when !== undefined && facts.test(when) === false) return { why: 'not-needed' }
  let waits = false
  for (const of of after) {
    const before = parts[of]
    if (before?.why === 'not-needed' || granted(before)) continue
    if (before && (isOver(before) || refused(before))) return { why: 'prerequisite', of }
    waits = true
  }
  return waits ? 'waits' : 'ready'
}

/** 有一项不予批准 The part because of which nobody begins another, where the item says so. */
const stoppedBy = ({ parts: states = {} }: CaseState, { ifRefused, parts }: Joint): string | undefined =>
  ifRefused === 'continue' ? undefined : parts.find(({ part }) => states[part] && refused(states[part]))?.part

/** In the order of the file: what comes after another stands behind it, so one pass settles all. */
function orderParts(draft: StepDraft, facts: Facts, stage: string, joint: Joint): void {
  const of = stoppedBy(draft.state, joint)
  for (const declared of joint.parts) {
    const { part, item } = declared
    const at = draft.state.parts?.[part]
    if (at) {
      if (of !== undefined && at.outcome === undefined && !isOver(at) && !at.recalled)
        draft.add([event('part.recalled', { stage, part, why: 'refused', of })])
      continue
    }
    const ready = readiness(draft.state, facts, declared)
    if (typeof ready === 'object') draft.add([event('part.left', { stage, part, item, ...ready })])
    else if (of !== undefined) draft.add([event('part.left', { stage, part, item, why: 'refused', of })])
    else if (ready === 'ready') draft.add([event('part.ordered', { stage, part, item })])
  }
}

/** 并联结果 How the whole came out, once the last part is over. */
function resultOf({ parts = {} }: CaseState, declared: readonly Part[]): string | undefined {
  const all = declared.map(({ part }) => parts[part])
  if (!all.every(part => part !== undefined && isOver(part))) return undefined
  const wanted = all.filter(part => part?.why !== 'not-needed')
  if (wanted.length === 0) return 'none-needed'
  const good = wanted.filter(granted).length
  return good === wanted.length ? 'all-granted' : good > 0 ? 'some-granted' : 'none-granted'
}

/** 并联办理 Opens what may be opened, stops what is to stop, and ends the stage with the last of its parts. */
export function keepParts(draft: StepDraft, facts: Facts): void {
  for (const { stage, joint } of draft.definition.stages.values()) {
    if (!joint || draft.state.stages[stage]?.status !== 'open') continue
    orderParts(draft, facts, stage, joint)
    const result = resultOf(draft.state, joint.parts)
    if (result !== undefined) draft.add([event('stage.completed', { stage, result })])
  }
}

/** 全部撤回、终止 What is not decided yet is told to stop with the whole; what is decided stays decided. */
export const partsRecalled = ({ parts = {} }: CaseState, why: PartLeft): readonly NewEvent[] =>
  Object.entries(parts).flatMap(([part, at]) =>
    isOver(at) || at.outcome !== undefined || at.why === 'withdrawn'
      ? []
      : [event('part.recalled', { stage: at.stage, part, why })],
  )

/** 已送达 Nothing more is to come of a case for the one that opened it: it has ended, or is decided and the decision delivered. */
const isDone = ({ stages }: CompiledItem, state: CaseState): boolean =>
  state.status === 'ended' ||
  (state.outcome !== undefined &&
    [...stages.values()].every(({ stage, kind }) => kind !== 'delivery' || isThrough(state, stage)))

function isThrough({ stages }: CaseState, stage: string): boolean {
  const status = stages[stage]?.status
  return status === 'done' || status === 'skipped'
}

/** What the case that opened it learns of a part from its state; nothing that anybody wrote in its form. */
export const newsOf = (part: string, number: string, definition: CompiledItem, state: CaseState): PartNews => ({
  part,
  number,
  ...(state.outcome !== undefined && {
    outcome: state.outcome,
    favourable: definition.definition.content.outcomes[state.outcome]?.favourable !== false,
  }),
  ...(isDone(definition, state) && { ended: state.result ?? state.outcome ?? 'ended' }),
})

/** 报送结果 A part tells the case that opened it when it is decided, and when nothing more is to come; each once. */
export function partReports(definition: CompiledItem, state: CaseState): readonly NewEvent[] {
  const { part, origin } = state
  if (part === undefined || origin === undefined) return []
  // decided anew after all was reported: a remedy set the decision aside
  const anew = state.outcome !== undefined && state.outcome !== part.outcome
  if (part.reported === 'ended' && !anew) return []
  const status = isDone(definition, state) ? 'ended' : state.outcome === undefined ? undefined : 'decided'
  if (status === undefined || (status === part.reported && !anew)) return []
  const { outcome } = state
  return [event('part.reported', { origin, part: part.part, status, ...(outcome !== undefined && { outcome }) })]
}

/** What is new in what was seen. */
export function newsFor({ parts = {} }: CaseState, news: PartNews): readonly NewEvent[] {
  const { part, number, outcome, ended, gone } = news
  const at = parts[part]
  if (!at || isOver(at)) return []
  const { stage, item } = at
  if (gone) return [event('part.left', { stage, part, item, why: at.why ?? 'terminated', ...(at.of && { of: at.of }) })]
  return [
    ...(number !== undefined && at.number === undefined ? [event('part.opened', { stage, part, number })] : []),
    ...(outcome !== undefined && at.outcome === undefined
      ? [event('part.decided', { stage, part, outcome, favourable: news.favourable !== false })]
      : []),
    ...(ended === undefined ? [] : [event('part.ended', { stage, part, result: ended })]),
  ]
}
