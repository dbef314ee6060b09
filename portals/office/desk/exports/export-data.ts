import type { Problem } from '../api.ts'
import { faultsOf } from '../form/values.ts'
import { say, sayFirst } from '../words.ts'

/** Whose list is asked for from outside of the case, by a document. */
const documentPurposes = ['report', 'inspection', 'hand-over'] as const
export const purposes = ['casework', 'dispute', ...documentPurposes] as const
export const caseColumns = ['number', 'item', 'organ', 'region', 'status', 'openedOn', 'endedOn', 'outcome'] as const
export const partyColumns = ['name', 'identifier', 'phone'] as const

/** 导出 One request as GET /api/exports shows it. */
export interface ExportShown {
  readonly id: string
  readonly number: number
  readonly status: 'asked' | 'waiting' | 'approved' | 'ready' | 'refused' | 'ended'
  readonly why: string | null
  readonly askedAt: string
  readonly asked: { readonly post: string; readonly name: string }
  readonly purpose: string
  readonly words: string
  readonly case: string | null
  readonly declared: string | null
  readonly need: string | null
  readonly wanted: {
    readonly item: string | null
    readonly organ: string | null
    readonly status: string | null
    readonly from: string
    readonly to: string
    readonly columns: readonly string[]
    readonly clear: readonly string[]
  }
  readonly cases: number | null
  readonly persons: number | null
  readonly answer: { readonly post: string; readonly at: string; readonly reasons: string } | null
  readonly expiresAt: string | null
  readonly taken: number
  readonly most: number
}

export const ownPath = '/api/exports'
export const waitingPath = '/api/exports/waiting'

export const needsDocument = (purpose: string): boolean => (documentPurposes as readonly string[]).includes(purpose)

/** What the city says of the whole request, beside the input it is about. */
const placeOf: Readonly<Record<string, readonly [input: string, fault: string]>> = {
  CASE_NOT_FOUND: ['case', 'ABSENT'],
  EXPORT_CASE_MISSING: ['case', 'MISSING'],
  EXPORT_CASE_CLOSED: ['case', 'CLOSED'],
  EXPORT_PERIOD_WRONG: ['from', 'PERIOD'],
  EXPORT_GROUND_WRONG: ['declared', 'MISSING'],
  EXPORT_NEED_MISSING: ['item', 'ONE_ITEM'],
  EXPORT_CLEAR_FORBIDDEN: ['clear', 'MASKED_ONLY'],
}

/** 哪一栏 Case and document are one member of what is sent, and two inputs: what is wrong stands below the one it is about. */
export function faultsShown(problem: Problem | undefined): Readonly<Record<string, string>> {
  if (problem === undefined) return {}
  const [input, fault] = placeOf[problem.code] ?? []
  if (input !== undefined && fault !== undefined) return { [input]: fault }
  const { ground: wrong, cases, ...faults } = faultsOf(problem.facts)
  const told = JSON.stringify(problem.facts?.['problems'] ?? [])
  const member = told.includes('ground/declared') ? 'declared' : 'case'
  return { ...faults, ...(cases !== undefined && { from: cases }), ...(wrong !== undefined && { [member]: wrong }) }
}

/** Names of columns, with those in clear said to be so. */
export const columnsSaid = ({ columns, clear }: ExportShown['wanted']): string =>
  columns
    .map(column =>
      say(clear.includes(column) ? 'exports.inClear' : 'exports.asColumn', { column: say(`exports.column.${column}`) }),
    )
    .join(say('listed'))

/** Why an export was refused or has ended, by its code. */
export const whySaid = (code: string): string => sayFirst(`exports.why.${code}`, `problem.${code}`, `exports.why.other`)
