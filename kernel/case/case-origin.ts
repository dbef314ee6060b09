import type { LockedCase } from './case.store.ts'
import { overtake, type Step, type StepInput } from './decide-step.ts'
import { draftStep } from './draft.ts'
import { type Actor, event, type NewEvent } from './event.ts'
import { factsOf } from './facts.ts'
import { lockCase, monthOf } from './month.store.ts'
import type { CaseDependencies } from './request.ts'
import type { CaseState } from './state.ts'
import type { Surroundings } from './surroundings.ts'
import { settle } from './timing.ts'

const program: Actor = { kind: 'system', name: 'sub-cases' }

const ends = (result: 'withdrawn' | 'terminated', ground: string): readonly NewEvent[] => [
  result === 'withdrawn' ? event('case.withdrawn', {}) : event('case.terminated', { ground }),
  event('case.closed', { result }),
]

/**
 * 并联办件的停办 A part that is decided stays decided. What the applicant took back is taken back; else it ends where nobody has begun it,
 * and goes on in its own right where somebody has.
 */
function partStops(state: CaseState, told: OriginEnded, begun: boolean): readonly NewEvent[] {
  const withdrawn = told.result === 'withdrawn'
  if (state.outcome !== undefined || (begun && !withdrawn)) return []
  return [
    event('origin.ended', { ...told }),
    ...ends(withdrawn ? 'withdrawn' : 'terminated', told.result === 'refused' ? 'other-refused' : 'whole-ended'),
  ]
}

/** 上级办件终止 Which case has ended before its time, and how. */
export interface OriginEnded {
  /** Its public number. */
  readonly origin: string
  readonly result: string
}

/** What becomes of a case whose origin has ended: where nobody has begun it ends with it, else its handlers are told. */
function follows(state: CaseState, told: OriginEnded): readonly NewEvent[] {
  const begun = Object.keys(state.acted).length > 0 || state.outcome !== undefined
  if (state.part !== undefined) return partStops(state, told, begun)
  const alarm = event('alarm.raised', {
    alarm: 'origin-ended',
    level: 'yellow',
    to: ['holder', 'superior'],
    reasons: [{ code: 'ORIGIN_ENDED', facts: { ...told } }],
  })
  return [event('origin.ended', { ...told }), ...(begun ? [alarm] : ends('terminated', 'origin-ended'))]
}

/** The step by which a case learns of it: pure, and nothing where it knows already or has ended itself. */
export function decideOriginEnd(
  { definition, state, now, today, sources }: Pick<StepInput, 'definition' | 'state' | 'now' | 'today' | 'sources'>,
  told: OriginEnded,
): Step {
  const at = now.toString()
  const due = overtake(definition, state, now, today, sources)
  const draft = draftStep(definition, due.state, program, at, today)
  if (due.state.status !== 'ended' && !due.state.originEnded) {
    draft.add(follows(draft.state, told))
    settle(
      draft,
      factsOf({ ...sources, definition, proposed: {} }, () => draft.state),
      0,
      at,
    )
  }
  return { events: [...due.events, ...draft.events], details: due.details, state: draft.state, verdicts: [] }
}

/** 告知子办件 Tells a case that the one it comes from has ended before its time; once, however often it is told. */
export function makeOriginEnding({ db, identity }: CaseDependencies, around: Surroundings) {
  return async function endOrigin(caseId: string, told: OriginEnded): Promise<boolean> {
    const definition = await around.definitionOf(caseId)
    return db.transaction(async sql => {
      const { at, today } = around.now()
      const [row] = await sql.run<LockedCase>(lockCase(monthOf(caseId)), [caseId, null, ''])
      if (!row) return false
      const before = JSON.parse(row.state) as CaseState
      const sources = around.sourcesOf(await identity.directoryAt(row.identityEpoch, sql), before, today)
      const step = decideOriginEnd({ definition, state: before, now: at, today, sources }, told)
      if (step.events.length === 0) return false
      const caseKey = around.keysIn(row.keys)(caseId) ?? null
      const nobody = { commandId: null, bodyHash: null, keyOf: () => undefined }
      const { number } = row
      const recorded = { ...nobody, caseId, number, definition, before, step, actor: program, verb: 'endOrigin', at }
      await around.store(sql, { ...recorded, caseKey, sources }, { body: {} })
      return true
    })
  }
}
