import { type ExportPurpose, type ExportWanted, exportGround, readPurposeOf } from '#hubs/data/export'
import type { Cases } from '#kernel/case'
import type { Clock } from '#kernel/clock'
import { type Grants, type Reads, readingOf } from '#kernel/grant'
import type { Identity, Officer } from '#kernel/identity'
import { refusal } from '#kernel/refusal'
import type { Sql } from '#kernel/storage'
import { handles } from './access.ts'
import { readingRefused } from './details.ts'

export const exportCaseMissing = refusal('EXPORT_CASE_MISSING', 422, 'No case is named that this export serves')
export const exportCaseClosed = refusal('EXPORT_CASE_CLOSED', 409, 'The case that this export serves is not open')

/** 导出所读 What an export reads of the parties of its cases. */
export function fieldsOf({ columns, clear }: Pick<ExportWanted, 'columns' | 'clear'>): readonly string[] {
  const read = (column: 'name' | 'identifier' | 'phone') => {
    const field = column === 'name' ? 'name' : 'identifiers'
    return columns.includes(column) ? [clear.includes(column) ? field : `${field}.masked`] : []
  }
  return [...new Set(['case', ...read('name'), ...read('identifier'), ...read('phone')])]
}

export interface ExportReadingNeeds {
  readonly clock: Clock
  readonly cases: Pick<Cases, 'stateOf'>
  readonly grants: Pick<Grants, 'table'>
  readonly reads: Pick<Reads, 'recordRead'>
  readonly identity: Pick<Identity, 'directory'>
}

/** 导出依据 On what an export reads people: asked when it is asked for, when it is made, and each time it is taken. */
export function makeExportReading({ clock, cases, grants, reads, identity }: ExportReadingNeeds) {
  return {
    /** The grants that carry it. @throws READING_REFUSED */
    async granted(sql: Sql, actor: Officer, purpose: ExportPurpose, wanted: ExportWanted): Promise<readonly string[]> {
      const directory = await identity.directory(sql)
      const reader = { grants: await grants.table(sql), directory, on: clock.today().toString() }
      const question = {
        actor,
        purpose: readPurposeOf(purpose),
        ground: exportGround,
        source: 'party',
        at: clock.now(),
      }
      const { verdict, grants: used } = readingOf(reader, { ...question, fields: fieldsOf(wanted) })
      if (!verdict.granted)
        throw readingRefused({
          reasons: verdict.reasons,
          remedy: 'The security administrator gives the grant, with its law.',
        })
      return used
    },

    /** @throws EXPORT_CASE_MISSING; EXPORT_CASE_CLOSED where the case it serves has ended, or is this officer's no longer. */
    async mustServe(actor: Officer, caseId: string | null, everywhere: boolean): Promise<void> {
      if (caseId === null) throw exportCaseMissing({ remedy: 'Ask again, and name the case in which it is wanted.' })
      const state = await cases.stateOf(caseId)
      const scopes = new Set(everywhere ? ['supervise'] : [])
      if (state.status !== 'open' || !handles(state, { actor, scopes }))
        throw exportCaseClosed({
          facts: { fields: { case: 'CLOSED' } },
          remedy: 'Ask again for a case that is open and that your organ handles.',
        })
    },

    /** 留痕 One record for everybody whom it shows, before it is shown. */
    record: (
      sql: Sql,
      actor: Officer,
      purpose: ExportPurpose,
      read: {
        readonly grants: readonly string[]
        readonly fields: readonly string[]
        readonly subjects: readonly string[]
      },
    ): Promise<string> =>
      reads.recordRead(sql, {
        ...{ actor, purpose: readPurposeOf(purpose), ground: exportGround, source: 'party', ...read },
        disclosure: { kind: 'at-once' },
      }),
  }
}
export type ExportReading = ReturnType<typeof makeExportReading>
