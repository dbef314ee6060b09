import type { CompiledItem } from '#kernel/definition'
import type { Reason } from '#kernel/refusal'
import type { Step, StepInput } from '../decide-step.ts'
import { draftStep } from '../draft.ts'
import { type Actor, type CaseEvent, event } from '../event.ts'
import { factsOf } from '../facts.ts'
import type { CaseState } from '../state.ts'
import { settle } from '../timing.ts'
import { fieldsFit, materialsFit, partiesFit } from './answers.ts'
import { decidedFits } from './decided.ts'
import { lawFits } from './favour.ts'
import type { MoveGround } from './ground.ts'
import type { Mapping } from './mapping.ts'
import { gatesFit, stagesFit } from './place.ts'
import { stays } from './reasons.ts'
import { clocksCarried, limitsFit } from './time.ts'

export interface MoveInput {
  /** The version the case runs under, and the one it is to run under, each as its organ carries it out. */
  readonly from: CompiledItem
  readonly to: CompiledItem
  readonly mapping: Mapping
  readonly implementation: string | null
  /** Which migration of the city. */
  readonly migration: string
  readonly state: CaseState
  readonly now: Temporal.Instant
  readonly today: string
  readonly sources: StepInput['sources']
}

/** 转版裁断 The step that moves the case, or every reason why it stays. */
export type Move =
  | { readonly moves: true; readonly step: Step }
  | { readonly moves: false; readonly reasons: readonly Reason[] }

const mover: Actor = { kind: 'system', name: 'migration' }
const looks: readonly ((ground: MoveGround) => void)[] = [
  stagesFit,
  gatesFit,
  fieldsFit,
  materialsFit,
  partiesFit,
  limitsFit,
  decidedFits,
  lawFits,
]

/** A move changes names and clocks and may open what comes next; whatever else would follow is more than a move. */
const ofMoves: ReadonlySet<string> = new Set([
  'case.migrated',
  'clock.carried',
  'clock.started',
  'stage.entered',
  'stage.skipped',
])

const concerns =
  (before: CaseState) =>
  (happened: CaseEvent): boolean =>
    happened.type === 'clock.started' ||
    happened.type === 'stage.entered' ||
    (happened.type === 'clock.carried' && happened.data.due !== before.clocks[happened.data.clock]?.due)

/**
 * 转版 Whether a running case can go on under a later version, and the events that say so. Pure. What was done stays done and
 * nothing is dated back; in doubt it stays, for a case may always end under the version it began with.
 */
export function decideMove(input: MoveInput): Move {
  const { from, to, mapping, state, now, today, sources } = input
  const at = now.toString()
  const reasons: Reason[] = []

  function attempt(told: boolean) {
    const draft = draftStep(to, state, mover, at, today)
    const { stages, fields, limits } = mapping
    draft.add([
      event('case.migrated', {
        from: state.version,
        to: to.definition.version,
        hash: to.hash,
        implementation: input.implementation,
        migration: input.migration,
        stages,
        fields,
        limits,
        told,
      }),
    ])
    const moved = draft.state
    const facts = {
      before: factsOf({ ...sources, definition: from, proposed: {} }, () => state),
      after: factsOf({ ...sources, definition: to, proposed: {} }, () => draft.state),
    }
    const say: MoveGround['say'] = (code, seen, basis) => reasons.push(stays(code, seen, basis))
    return {
      draft,
      facts,
      moved,
      ground: { from, to, mapping, before: state, after: moved, facts, now, on: today, say },
    }
  }

  function carryOn({ draft, facts, ground }: ReturnType<typeof attempt>): void {
    draft.add(clocksCarried(ground))
    settle(draft, facts.after, 0, at)
  }

  if (state.status !== 'open') return { moves: false, reasons: [stays('CASE_ENDED')] }
  const first = attempt(false)
  for (const look of looks) look(first.ground)
  if (reasons.length > 0) return { moves: false, reasons }
  carryOn(first)
  for (const happened of first.draft.events)
    if (!ofMoves.has(happened.type)) first.ground.say('WOULD_DO_MORE', { event: happened.type })
    else if (happened.type === 'stage.skipped' && first.moved.stages[happened.data.stage]?.status === 'open')
      first.ground.say('STAGE_NOT_CALLED_FOR', { stage: happened.data.stage })
  if (reasons.length > 0) return { moves: false, reasons }
  const told = first.draft.events.some(concerns(first.moved))
  const last = told ? attempt(true) : first
  if (told) carryOn(last)
  return { moves: true, step: { events: last.draft.events, details: [], state: last.draft.state, verdicts: [] } }
}
