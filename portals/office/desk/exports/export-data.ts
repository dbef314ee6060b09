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

/** 哪一栏 Case and document are one member of what is sent, and two inputs: what is wrong stands below the one it is about, and so does what is empty. */
export function faultsShown(
  problem: Problem | undefined,
  ground: Readonly<Partial<Record<'case' | 'declared', string>>>,
): Readonly<Record<string, string>> {
  if (problem === undefined) return {}
  if (problem.code === 'CASE_NOT_FOUND') return { case: 'ABSENT' }
  const { ground: wrong, ...faults } = faultsOf(problem.facts)
  const told = JSON.stringify(problem.facts?.['problems'] ?? [])
  const missing = problem.code === 'BODY_INVALID' ? 'MISSING' : undefined
  const faultOf = (member: 'case' | 'declared'): Readonly<Record<string, string>> => {
    const fault = ground[member] === undefined ? missing : told.includes(`ground/${member}`) ? wrong : undefined
    return fault === undefined ? {} : { [member]: fault }
  }
  return { ...faultOf('case'), ...faultOf('declared'), ...faults }
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
