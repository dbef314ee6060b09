import type { City } from '../../main.ts'

export interface Person {
  readonly cookie: string
  readonly cases: readonly string[]
}

/** Firms that have cases among the stored ones, each signed in with a session of its own. */
export async function signInPeople(city: City, count: number): Promise<readonly Person[]> {
  const rows = await city.db.query<{ party: string; numbers: readonly string[] }>(
    `select p.party, array_agg(n.number order by n.number) as numbers
     from (select distinct party from (select party from kernel.case_parties tablesample system (0.5) limit $1 * 20) some) chosen
     join kernel.case_parties p on p.party = chosen.party join kernel.case_numbers n on n.case_id = p.case_id
     where p.role in ('subject', 'applicant') group by 1 having count(*) between 2 and 20 limit $1`,
    [count],
  )
  return Promise.all(
    rows.map(async ({ party, numbers }) => {
      const { setCookie } = await city.db.transaction(sql =>
        city.signIn.sessions.open(sql, {
          subject: { kind: 'person', id: party },
          actsAs: party,
          acr: 1,
          agent: 'Mozilla/5.0 (bench)',
          address: '192.0.2.1',
        }),
      )
      return { cookie: setCookie.split(';')[0]!, cases: numbers }
    }),
  )
}
