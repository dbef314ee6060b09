import type { Bad } from '../check-row.ts'
import type { ReadRecord } from '../read-rows.ts'
import type { NationalRow, NationalTable } from '../table.schema.ts'
import type { AcceptedCase } from './received.store.ts'

export type Judged = ReadRecord & { readonly row?: NationalRow; readonly bad?: Bad }

/** The moment of a row that may not lie before the case: when it began, or when it ended. */
const momentOf = (row: NationalRow): readonly [column: string, value: string] | undefined => {
  for (const column of ['event_start_time', 'special_time', 'result_date'])
    if (row[column] !== undefined) return [column, row[column]]
  return undefined
}

/**
 * 与办件相符 Holds rows against the acceptance record of their case: there must be one, the course and its special procedures lie after the
 * application, the result not before the acceptance. A row that takes another away needs no case.
 */
export function judgeRows(
  table: NationalTable,
  records: readonly ReadRecord[],
  cases: ReadonlyMap<string, AcceptedCase>,
): readonly Judged[] {
  const needsCase = table.kind === 'case' && table.name !== 'up_pro_accept'
  return records.map((record): Judged => {
    const { checked } = record
    if ('bad' in checked) return { ...record, bad: checked.bad }
    const { row } = checked
    if (!needsCase || row['cd_operation'] === 'D') return { ...record, row }
    const accepted = cases.get(row['project_no'] ?? '')
    if (!accepted) return { ...record, bad: { code: 'NATIONAL_CASE_UNKNOWN', column: 'project_no' } }
    const [column, moment] = momentOf(row) ?? []
    const earliest = column === 'result_date' ? accepted.acceptDate : accepted.applyDate
    if (column !== undefined && moment !== undefined && earliest !== null && moment < earliest)
      return { ...record, bad: { code: 'NATIONAL_TIME_ORDER', column } }
    return { ...record, row }
  })
}
