import { type CompiledItem, stoppedWith } from '#kernel/definition'
import type { Directory } from '#kernel/identity'
import type { Reason } from '#kernel/refusal'
import { type Act, type ActInput, type Facts, stageRoles } from './act.ts'
import { acts, lateVerbs, type Verb } from './acts/index.ts'
import type { Control, ControlInput, Evidence, Judged } from './control.ts'
import { draftStep, type StepDraft } from './draft.ts'
import { type Actor, type CaseEvent, type Detail, event, type NewEvent } from './event.ts'
import { type FactSources, factsOf } from './facts.ts'
import { fireClocks } from './firing.ts'
import { actNotPermitted, authorityLacking, caseEnded, controlsRefuse, judgementNeeded } from './refusals.ts'
import type { CaseState } from './state.ts'
import { resumeClocks, settle, suspendClocks } from './timing.ts'
import { mayBeUrgent, openAtOnce } from './urgent.ts'

export interface Command {
  readonly verb: Verb
  readonly body: Readonly<Record<string, unknown>>
  readonly actor: Actor
  /** Set when the act was done on paper earlier: the day it counts from (补录). */
  readonly madeOn?: string
  /** Why it is put on record only now. */
  readonly paperReason?: string
  /** Set when the act could not wait for its approval: which of the item's grounds. */
  readonly urgent?: number
}

export interface StepInput {
  readonly definition: CompiledItem
  readonly state: CaseState
  readonly command: Command
  readonly now: Temporal.Instant
  /** `now` as text, where whoever asks has written it down already. */
  readonly at?: string
  readonly today: string
  readonly directory: Directory
  readonly controls: readonly Control[]
  readonly evidence: readonly Evidence[]
  readonly sources: Omit<FactSources, 'definition' | 'proposed'>
  /** The opening act's own first event. */
  readonly opening?: NewEvent
  /** 被投诉人回避 What stands before the opening act is judged. */
  readonly imposed?: NewEvent | undefined
}

export interface Step {
  readonly events: readonly CaseEvent[]
  readonly details: readonly Detail[]
  readonly state: CaseState
  /** Everything that was asked and what it answered: stored with the act, never recomputed. */
  readonly verdicts: readonly Judged[]
}

const clockwork: Actor = { kind: 'system', name: 'clock' }

const proposedBy = ({ body }: Command): FactSources['proposed'] => ({
  ...(typeof body['outcome'] === 'string' && { outcome: body['outcome'] }),
  ...(typeof body['amount'] === 'number' && { amount: body['amount'] }),
  ...(typeof body['fields'] === 'object' &&
    body['fields'] !== null && { fields: body['fields'] as Record<string, unknown> }),
})

/** What is due by now happens first, in its own name: an act in a late case meets the case as the law has left it. */
export function overtake(
  definition: CompiledItem,
  state: CaseState,
  now: Temporal.Instant,
  today: string,
  sources: StepInput['sources'],
  /** Whether every running limit is counted again, because a published year was corrected. */
  anew = false,
  at = now.toString(),
): StepDraft {
  const draft = draftStep(definition, state, clockwork, at, today)
  const facts = factsOf({ ...sources, definition, proposed: {} }, () => draft.state)
  fireClocks(draft, facts, now, at, anew)
  return draft
}

function askControls(input: ControlInput, controls: readonly Control[]): readonly Judged[] {
  const judged: Judged[] = []
  for (const { name, judge } of controls) {
    const answer = judge(input)
    if ('granted' in answer) judged.push({ id: name, verdict: answer })
    else judged.push(...answer)
  }
  return judged
}

const reasonsOf = (judged: readonly Judged[]): readonly Reason[] =>
  judged.flatMap(({ id, verdict }) =>
    verdict.granted ? [] : verdict.reasons.map(reason => ({ ...reason, rule: reason.rule ?? id })),
  )

/** Controls that speak of who acts, not of what is done. */
const aboutHands: ReadonlySet<string> = new Set([
  'authority',
  'mandate',
  'avoidance',
  'separation',
  'certificate',
  'officers',
])

/** Stops the act when a control says no, or when a fact is unknown and nobody named has judged it. */
function heed(judged: readonly Judged[], body: Readonly<Record<string, unknown>>): void {
  if (judged.every(({ verdict }) => verdict.granted)) return
  const outcome = (wanted: string) => judged.filter(({ verdict }) => !verdict.granted && verdict.outcome === wanted)
  const no = outcome('refuse')
  if (no.length > 0) {
    const reasons = reasonsOf(no)
    const kind = no.some(({ id }) => aboutHands.has(id)) ? authorityLacking : controlsRefuse
    throw kind({ detail: reasons.map(({ code }) => code).join(', '), reasons })
  }
  const judgements = (body['judgements'] ?? {}) as Readonly<Record<string, string>>
  const open = outcome('human').filter(({ id }) => !judgements[id])
  if (open.length > 0)
    throw judgementNeeded({
      detail: open.map(({ id }) => id).join(', '),
      reasons: reasonsOf(open),
      remedy: 'Give `judgements` with a reason for each.',
    })
}

/** A named person went on although a register contradicted, or a rule only warns: supervisors are told. */
function alarmsOf(
  definition: CompiledItem,
  judged: readonly Judged[],
  stage: string | undefined,
  { actor, body }: Command,
): readonly NewEvent[] {
  const judgements = (body['judgements'] ?? {}) as Readonly<Record<string, string>>
  return judged.flatMap(({ id, verdict }) => {
    if (verdict.granted || verdict.outcome === 'refuse') return []
    const declared = definition.definition.alarms.find(
      alarm => alarm.id === id || alarm.on === `rules.${id}` || alarm.on === `comparison.${id}`,
    )
    const said = verdict.outcome === 'human' ? judgements[id] : undefined
    return [
      event(
        'alarm.raised',
        {
          alarm: declared?.id ?? id,
          level: declared?.level ?? 'yellow',
          to: declared?.to ?? ['superior', 'supervision'],
          reasons: verdict.reasons.map(reason => ({ ...reason, rule: reason.rule ?? id })),
          ...(stage !== undefined && { stage }),
          ...(actor.kind === 'officer' && { person: actor.person }),
        },
        said === undefined ? undefined : { text: { [`judgement.${id}`]: said } },
      ),
    ]
  })
}

const adverse = new Set(['case.suspended', 'case.resumed'])

/** Puts the act's events on the draft; what stops or starts the clocks does so in its place among them. */
function enact(draft: StepDraft, facts: Facts, events: readonly NewEvent[], on: string, at: string): void {
  for (const happened of events) {
    draft.add([happened])
    if (!adverse.has(happened.type)) continue
    if (happened.type === 'case.resumed') resumeClocks(draft, facts, on)
    else if (happened.type === 'case.suspended') {
      const { definition } = draft.definition
      const named = definition.limits.stops?.find(declared => declared.for === happened.data.for)?.limits
      suspendClocks(draft, facts, happened.data.for, named && stoppedWith(definition, named), on, at)
    }
  }
}

/** Whether this hand may do this act in this way at all, whatever the case: an organ's act, on paper, before its approval. */
function mayAtAll({ definition, command, controls }: StepInput, { who }: Act): void {
  const { verb, actor, madeOn, urgent } = command
  // What was done on paper is put on record, and done before its approval, by officers alone.
  const officersOwn = who === 'officer' || madeOn !== undefined || urgent !== undefined
  if (officersOwn && actor.kind === 'party')
    throw authorityLacking({
      detail: 'AUTHORITY_NOT_AN_OFFICER',
      reasons: [
        { code: 'AUTHORITY_NOT_AN_OFFICER', text: '须由有职权的工作人员办理', rule: 'authority', facts: { verb } },
      ],
    })
  if ((madeOn !== undefined || urgent !== undefined) && actor.kind !== 'officer')
    throw actNotPermitted({ detail: 'only an officer puts on record what was done on paper, or acts before approval' })
  if (madeOn !== undefined && !controls.some(({ name }) => name === 'paper'))
    throw actNotPermitted({
      detail: `${verb} counts from the day it is done here and is not put on record afterwards`,
      facts: { verb },
    })
  if (urgent === undefined) return
  const declared = definition.definition.authority.urgent
  if (!mayBeUrgent(definition, command) || declared?.grounds[urgent] === undefined)
    throw actNotPermitted({
      detail: 'the item names no such act on this ground as urgent',
      facts: { verb, ground: urgent },
    })
}

/**
 * 一步 One act decided, purely: what was due before it, whether anything stands against it, what it makes happen, and what
 * follows from that. Refusals are thrown; nothing has been written.
 */
export function decideStep(input: StepInput): Step {
  const { definition, command, now, today, sources, at = now.toString() } = input
  const { verb, body, actor } = command
  const on = command.madeOn ?? today
  const before = overtake(definition, input.state, now, today, sources, false, at)
  if (before.state.status === 'ended' && !lateVerbs.has(verb))
    throw caseEnded({ facts: { result: before.state.result ?? '' } })

  const draft = draftStep(definition, before.state, actor, at, on)
  const facts = factsOf({ ...sources, definition, proposed: proposedBy(command) }, () => draft.state)
  if (input.opening) draft.add([input.opening])
  if (input.imposed) draft.add([input.imposed])

  const act: Act = acts[verb]
  mayAtAll(input, act)
  if (command.urgent !== undefined) openAtOnce(draft, facts, command)
  const { evidence } = input
  const actInput: ActInput = { definition, state: draft.state, body, actor, facts, on, at, evidence }
  const stage = act.stage?.(actInput)
  const roles = act.roles?.(actInput) ?? (stage ? stageRoles(definition, stage) : [])
  const judged = askControls(
    {
      ...actInput,
      verb,
      directory: input.directory,
      roles,
      stage: stage?.stage,
      evidence,
      urgent: command.urgent !== undefined,
      today,
    },
    input.controls,
  )
  heed(judged, body)

  const own = act.decide(actInput)
  if (command.madeOn !== undefined) {
    const days = Temporal.PlainDate.from(command.madeOn).until(Temporal.PlainDate.from(today)).days
    const why = command.paperReason === undefined ? undefined : { text: { paperReason: command.paperReason } }
    draft.add([event('paper.recorded', { verb, madeOn: command.madeOn, days }, why)])
  }
  if (command.urgent !== undefined) draft.add([event('urgent.acted', { verb, ground: command.urgent })])
  enact(draft, facts, own, on, at)
  draft.add(alarmsOf(definition, judged, stage?.stage, command))
  settle(draft, facts, 0, at)
  return { events: [...before.events, ...draft.events], details: draft.details, state: draft.state, verdicts: judged }
}
