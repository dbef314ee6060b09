import type { Calendar } from '#kernel/calendar'
import type { CompiledItem } from '#kernel/definition'
import type { Facts } from './act.ts'
import { heardParties } from './heard.ts'
import type { CaseState, OrderState } from './state.ts'

export interface FactSources {
  readonly definition: CompiledItem
  readonly calendar: Calendar
  /** Form answers that are personal, decrypted for this step only; empty when no expression needs them. */
  readonly personal: Readonly<Record<string, unknown>>
  /** What the act itself puts forward: the outcome and amount of a decision, the answers of its form. */
  readonly proposed: {
    readonly outcome?: string
    readonly amount?: number
    readonly fields?: Readonly<Record<string, unknown>>
  }
  readonly organOf: (kind: string | undefined) => string
  readonly owed: (
    order: OrderState,
    on: string,
    remedies: CaseState['remedies'],
  ) => { principal: number; surcharge: number; credit: number }
}

/** All of a state that its facts are made of: while none of it changes they need not be made anew. */
const members = [
  'facts',
  'outcome',
  'amount',
  'channel',
  'drawer',
  'parties',
  'notice',
  'statements',
  'hearing',
  'mediation',
] as const satisfies readonly (keyof CaseState)[]
type Known = Pick<CaseState, (typeof members)[number] | 'clocks'>

/** Of the clocks, which nearly every act moves, they hold no more than whether a hearing is still to be asked for. */
const sameFor = (before: Known, now: Known): boolean =>
  before === now ||
  (members.every(member => before[member] === now[member]) &&
    (before.clocks === now.clocks || hearingAsked(before) === hearingAsked(now)))

/** Asked by anyone who may, or not asked while there is still time: then nobody knows yet. Not offered, or waived by all, means no. */
function hearingAsked(state: Known): boolean | null {
  if (state.hearing && state.hearing.asked.length > 0) return true
  if (!state.notice?.offersHearing || allWaived(state)) return false
  const asking = Object.entries(state.clocks).find(([, clock]) => clock.limit.startsWith('hearing.ask'))
  return asking && (asking[1].status === 'running' || asking[1].status === 'suspended') ? null : false
}

/** One party's waiver is its own: the right is given up only when each of them has given it up. */
function allWaived(state: Known): boolean {
  const heard = heardParties(state)
  return heard.length > 0 && heard.every(party => state.statements[party]?.waived)
}

const rawOf = (state: Known, { proposed, personal }: FactSources): Readonly<Record<string, unknown>> => ({
  ...state.facts,
  ...personal,
  ...proposed.fields,
  outcome: proposed.outcome ?? state.outcome ?? null,
  channel: state.channel,
  subjectUnit: state.parties.find(({ role }) => role === 'subject' || role === 'respondent')?.unit ?? null,
  hearingAsked: hearingAsked(state),
  hearingHeld: state.hearing?.held ?? false,
  statementMade: heardParties(state).some(party => state.statements[party]?.waived === false),
  statementWaived: allWaived(state),
  mediationSettled: state.mediation?.result === undefined ? null : state.mediation.result === 'settled',
  'discretion.amount': proposed.amount ?? state.amount ?? null,
})

/**
 * 事实 The facts of one step, always those of the state as it now stands: an act that answers a question is seen by what
 * follows it in the same step.
 */
export function factsOf(sources: FactSources, current: () => CaseState): Facts {
  const { definition } = sources
  let known:
    | {
        readonly of: CaseState
        readonly prepared: ReturnType<CompiledItem['prepare']>
        readonly raw: Readonly<Record<string, unknown>>
      }
    | undefined
  const look = () => {
    const state = current()
    if (!known || !sameFor(known.of, state)) {
      const raw = rawOf(state, sources)
      known = { of: state, raw, prepared: definition.prepare(raw) }
    } else if (known.of !== state) known = { ...known, of: state }
    return known
  }
  return {
    calendar: sources.calendar,
    // a function and no getter: with an accessor in it every such object would be a slow dictionary
    raw: () => look().raw,
    test: source => definition.test(source, look().prepared),
    value: source => definition.value(source, look().prepared),
    organOf: sources.organOf,
    owed: sources.owed,
  }
}
