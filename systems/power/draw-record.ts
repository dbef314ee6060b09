import type { CaseState, EventData } from '#kernel/case'
import type { DrawRecord } from '#kernel/draw'
import { type Sql, statement } from '#kernel/storage'

const drawEvents = statement(
  'power.drawEvents',
  `select seq, type, at, data::text as data from kernel.case_events where case_id = $1 and type in ('draw.prepared', 'draw.made') order by seq`,
)

/** 抽取经过 What a case says of the draw of one stage: the last preparation, and the lots once they are cast. */
export interface DrawOfCase {
  readonly stage: string
  readonly preparedAt: string
  readonly prepared: EventData['draw.prepared']
  readonly made?: { readonly at: string; readonly data: EventData['draw.made'] }
}

export async function drawsOf(sql: Sql, caseId: string): Promise<readonly DrawOfCase[]> {
  type Row = { type: string; at: string; data: string }
  const draws = new Map<string, DrawOfCase>()
  for (const { type, at, data } of await sql.run<Row>(drawEvents, [caseId])) {
    if (type === 'draw.prepared') {
      const prepared = JSON.parse(data) as EventData['draw.prepared']
      draws.set(prepared.stage, { stage: prepared.stage, preparedAt: at, prepared })
    } else {
      const made = JSON.parse(data) as EventData['draw.made']
      draws.set(made.stage, { ...draws.get(made.stage)!, made: { at, data: made } })
    }
  }
  return [...draws.values()]
}

/** All that is needed to cast the lots again; undefined while they are not cast. */
export function recordOf(caseId: string, { stage, prepared, made }: DrawOfCase): DrawRecord | undefined {
  if (!made) return undefined
  const { size, hash, commitment, count, each, pool } = prepared
  const { seed, beacon, without, lots } = made.data
  return { caseId, stage, size, hash, commitment, count, each, pool: pool.length, seed, beacon, without, lots }
}

/** 公开时点 The public reads what was drawn once nobody can be warned by it any more: the visits are done, or the case has ended. */
export const isOver = (state: CaseState): boolean =>
  state.status === 'ended' ||
  (state.subCases !== undefined && Object.values(state.subCases).every(({ results }) => results !== undefined))
