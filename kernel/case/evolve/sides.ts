import type { EventType } from '../event.ts'
import type { CaseState } from '../state.ts'
import type { Fold } from './heard.ts'

type Kind = 'consent' | 'objection' | 'mediation' | 'settlement' | 'attendance' | 'entitlement' | 'recheck'

const entitlement = (
  state: CaseState,
  id: string,
  to: Partial<NonNullable<CaseState['entitlements']>[string]>,
): CaseState => ({
  ...state,
  entitlements: { ...state.entitlements, [id]: { ...state.entitlements![id]!, ...to } },
})

/** What was agreed, who was invited and what a body said at a stage that is done again is agreed, invited and said again. */
export function withoutReset(state: CaseState, again: (stage: string) => boolean): CaseState {
  const { mediation, invited, meeting, ...rest } = state
  return {
    ...rest,
    ...(mediation && !again(mediation.stage) && { mediation }),
    ...(meeting && !again(meeting.stage) && { meeting }),
    ...(invited && { invited: Object.fromEntries(Object.entries(invited).filter(([stage]) => !again(stage))) }),
  }
}

/** Folds what households consent to and are paid, what neighbours object to, and what two sides bring, hear and agree on. */
export const sideFolds: {
  readonly [T in Extract<EventType, `${Kind}.${string}` | 'evidence.submitted' | 'document.corrected'>]: Fold<T>
} = {
  'consent.recorded': (state, { data }) => ({
    ...state,
    consents: { ...state.consents, [data.member]: data.given },
  }),
  'objection.raised': (state, { data }) => ({
    ...state,
    objections: { ...state.objections, [data.objection]: { by: data.by, answered: false } },
  }),
  'objection.answered': (state, { data }) => ({
    ...state,
    objections: {
      ...state.objections,
      [data.objection]: { ...state.objections![data.objection]!, answered: true, upheld: data.upheld },
    },
  }),
  'mediation.held': (state, { data }) => ({
    ...state,
    mediation: {
      stage: data.stage,
      terms: data.terms || (state.mediation?.terms ?? false),
      agreed: data.terms ? {} : (state.mediation?.agreed ?? {}),
      ...(data.result !== undefined && { result: data.result }),
    },
  }),
  'settlement.answered': (state, { data }) => ({
    ...state,
    mediation: {
      stage: '',
      terms: false,
      ...state.mediation,
      agreed: { ...state.mediation?.agreed, [data.party]: data.agrees },
    },
  }),
  'attendance.invited': (state, { data }) => {
    const before = state.invited?.[data.stage]?.parties ?? []
    const parties = [...before, ...data.parties.filter(party => !before.includes(party))]
    return { ...state, invited: { ...state.invited, [data.stage]: { parties, on: data.on } } }
  },
  'evidence.submitted': (state, { data }) => ({
    ...state,
    submitted: { ...state.submitted, [data.party]: (state.submitted?.[data.party] ?? 0) + 1 },
  }),
  'document.corrected': (state, { data }) => ({
    ...state,
    corrected: [...(state.corrected ?? []), data.document],
  }),
  'entitlement.opened': (state, { data }) => ({
    ...state,
    entitlements: { ...state.entitlements, [data.entitlement]: { amount: data.amount, every: data.every, paid: {} } },
  }),
  'entitlement.paid': (state, { data }) =>
    entitlement(state, data.entitlement, {
      paid: { ...state.entitlements?.[data.entitlement]?.paid, [data.period]: data.amount },
    }),
  'entitlement.adjusted': (state, { on, data }) =>
    entitlement(state, data.entitlement, {
      ...(data.amount !== undefined && { amount: data.amount }),
      ...(data.change === 'ended' && { endedOn: on }),
    }),
  'recheck.made': (state, { on, data }) => {
    const before = state.acted[data.stage] ?? []
    const more = data.officers.filter(person => !before.includes(person))
    return { ...state, rechecked: on, acted: { ...state.acted, [data.stage]: [...before, ...more] } }
  },
}
