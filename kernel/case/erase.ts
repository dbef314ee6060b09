import type { Eraser, ErasureHold } from '#kernel/party'
import { statement } from '#kernel/storage'

const blank = statement(
  'case.blankDetails',
  `update kernel.case_details set ciphertext = null where subject = $1 and ciphertext is not null`,
)

/** The case's own key goes with its main party: officers' reasons and notes may name the person. */
const dropKeys = statement(
  'case.dropKeys',
  `with main as (select case_id from kernel.case_parties where party = $1 and role in ('subject', 'respondent')),
     keys as (delete from kernel.case_keys k using main where k.case_id = main.case_id and k.subject = main.case_id returning k.case_id),
     details as (update kernel.case_details d set ciphertext = null from main where d.case_id = main.case_id and d.subject = main.case_id and d.ciphertext is not null returning 1)
   select (select count(*) from keys)::int + (select count(*) from details)::int as rows`,
)

const openCases = statement(
  'case.openOf',
  `select count(*)::int as open from kernel.case_parties p join kernel.cases c on c.id = p.case_id where p.party = $1 and c.status = 'open'`,
)

/** 删除办件细节 Destroys what cases hold of a party. Events, commitments and leaves stay: they say nothing about the person any more. */
export const makeCaseEraser = (): Eraser => async (sql, party) => {
  await sql.run(blank, [party])
  const [keys] = await sql.run<{ rows: number }>(dropKeys, [party])
  return keys?.rows ?? 0
}

/** A person with an open case cannot be forgotten before it ends. */
export const caseHolds: ErasureHold = async (sql, party) => {
  const [row] = await sql.run<{ open: number }>(openCases, [party])
  return row && row.open > 0 ? [{ code: 'CASE_OPEN', text: '尚有未办结的办件', facts: { open: row.open } }] : []
}
