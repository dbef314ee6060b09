import type { ActInput } from './act.ts'
import type { PartyInCase } from './event.ts'
import type { CaseState } from './state.ts'

/** Who speaks for others, whose means alone are looked into, and who only told of the case. */
const neverHeard: ReadonlySet<string> = new Set(['agent', 'member', 'informant'])

/** Where the law hears fewer than everybody: who is to be punished; the other side of a claim, which speaks for itself. */
const heardIn: Readonly<Record<string, readonly string[]>> = {
  penalty: ['respondent'],
  adjudication: ['opponent', 'interested'],
}

/**
 * 应听取意见者 Whom the organ must hear before it decides: in a penalty each respondent (行政处罚法45, 62), elsewhere the applicant
 * and everybody whose interest is touched (行政许可法36, 47). What one of them says or waives counts for nobody else.
 */
export const heardParties = ({ parties, drawer }: Pick<CaseState, 'parties' | 'drawer'>): readonly string[] => [
  ...new Set(
    parties.filter(({ role }) => heardIn[drawer]?.includes(role) ?? !neverHeard.has(role)).map(({ party }) => party),
  ),
]

/** Whose words a case takes down at all: an interested third party may speak in a penalty, though nothing waits for it. */
export const mayBeHeard = ({ role }: PartyInCase): boolean => !neverHeard.has(role)

/** 视为放弃 The time the parties had to speak has run out; that another of them spoke in time stopped only its own. */
export const hearingLapsed = (
  { clocks }: Pick<CaseState, 'clocks'>,
  on: string,
  limits = /^(hearing\.ask|statement|answer)/,
): boolean =>
  Object.values(clocks).some(
    ({ limit, status, binds, due }) =>
      binds === 'party' && limits.test(limit) && (status === 'expired' || (status === 'met' && on > due)),
  )

/** 应告知听证 Whether the item makes a hearing due here, or may: then the notice must offer it (行政处罚法63). */
export const hearingDue = ({ definition, facts }: Pick<ActInput, 'definition' | 'facts'>): boolean =>
  [...definition.stages.values()].some(at =>
    at.gates?.some(
      gate => gate.need === 'hearing-offered' && (gate.when === undefined || facts.test(gate.when) !== false),
    ),
  )
