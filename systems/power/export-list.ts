import type { ExportWanted } from '#hubs/data/export'
import type { CaseState } from '#kernel/case'
import type { Clock } from '#kernel/clock'
import type { CompiledItem, Definitions } from '#kernel/definition'
import type { Officer } from '#kernel/identity'
import { refusal } from '#kernel/refusal'
import { type Sql, statement } from '#kernel/storage'
import { handles } from './access.ts'
import { sealed } from './case-view.ts'
import { disclosureOf } from './naming.ts'

export const exportTooLarge = refusal('EXPORT_TOO_LARGE', 422, 'More cases than one export may hold')
export const exportEmpty = refusal('EXPORT_EMPTY', 422, 'There is no such case that you may see')

// A draft has its number up to thirty days before it becomes a case; what was put on record later than it was done lies behind.
const wantedCases = statement(
  'power.casesToExport',
  `select c.id, c.number, c.item, c.item_hash as "itemHash", c.organ, c.region, c.status, c.outcome, c.opened_on as "openedOn",
     c.ended_on as "endedOn", c.state
   from kernel.cases c
   where c.id >= kernel.case_bound($1::date - 60) and c.opened_on between $1::date and $2::date
     and ($3::text is null or c.item = $3) and ($4::text is null or c.status = $4) and ($5::text is null or c.organ = $5)
     and ($6::boolean or c.organ = $7 or exists (select from kernel.tasks t where t.case_id = c.id and t.organ = $7))
   order by c.id limit $8`,
)
const countPersons = statement(
  'power.personsAmong',
  `select count(*)::int as count from kernel.parties where id = any ($1::uuid[]) and kind in ('person', 'household') and erased_at is null`,
)

interface CaseFound {
  readonly id: string
  readonly number: string
  readonly item: string
  readonly itemHash: string
  readonly organ: string
  readonly region: string
  readonly status: 'open' | 'ended'
  readonly outcome: string | null
  readonly openedOn: string
  readonly endedOn: string | null
  readonly state: string
}

/** One case of the list, with the parties whose names a reader of it may see. */
export interface CaseListed extends Omit<CaseFound, 'state'> {
  readonly definition: CompiledItem
  readonly parties: readonly string[]
}

export interface ListNeeds {
  readonly clock: Clock
  readonly definitions: Pick<Definitions, 'byHash'>
}

/**
 * 清单 The cases that this officer may see, by the same law as at the desk. A running case whose parties may by statute not yet be told that they are
 * looked at is left out: the record of an export shows at once. @throws EXPORT_TOO_LARGE, EXPORT_EMPTY
 */
export async function casesToExport(
  sql: Sql,
  { clock, definitions }: ListNeeds,
  actor: Officer,
  wanted: ExportWanted,
  most: number,
): Promise<{ readonly cases: readonly CaseListed[]; readonly leftOut: number }> {
  const { from, to, item, status, organ, everywhere } = wanted
  const rows = await sql.run<CaseFound>(wantedCases, [from, to, item, status, organ, everywhere, actor.organ, most + 1])
  if (rows.length > most) throw exportTooLarge({ facts: { most } })
  const viewer = { actor, scopes: new Set(everywhere ? ['supervise'] : []) }
  const today = clock.today().toString()
  const cases: CaseListed[] = []
  let leftOut = 0
  for (const { state: stored, ...row } of rows) {
    const state = JSON.parse(stored) as CaseState
    if (!handles(state, viewer)) continue
    const definition = await definitions.byHash(row.itemHash)
    if (row.status === 'open' && disclosureOf(definition, today).kind !== 'at-once') {
      leftOut++
      continue
    }
    const parties = state.parties.filter(({ role }) => !sealed(definition, role)).map(({ party }) => party)
    cases.push({ ...row, definition, parties: [...new Set(parties)] })
  }
  if (cases.length === 0) throw exportEmpty()
  return { cases, leftOut }
}

/** 人数 How many different people there are among the parties of these cases; firms and organs are none. */
export const personsAmong = async (sql: Sql, parties: readonly string[]): Promise<number> =>
  (await sql.run<{ count: number }>(countPersons, [parties]))[0]!.count
