import { composeUscc } from '#kernel/code'
import type { City } from '../../main.ts'

export interface Person {
  readonly cookie: string
  readonly cases: readonly string[]
}

async function signIn({ db, signIn: { sessions } }: City, party: string): Promise<string> {
  const { setCookie } = await db.transaction(sql =>
    sessions.open(sql, {
      subject: { kind: 'person', id: party },
      actsAs: party,
      acr: 1,
      agent: 'Mozilla/5.0 (bench)',
      address: '192.0.2.1',
    }),
  )
  return setCookie.split(';')[0]!
}

/** Firms that have cases among the stored ones, each signed in with a session of its own. */
export async function signInPeople(city: City, count: number, cases: number): Promise<readonly Person[]> {
  const rows = await city.db.query<{ party: string; numbers: readonly string[] }>(
    `select p.party, array_agg(n.number order by n.number) as numbers
     from (select distinct party from (select party from kernel.case_parties tablesample system ($2) limit $1 * 20) sampled) chosen
     join kernel.case_parties p on p.party = chosen.party join kernel.case_numbers n on n.case_id = p.case_id
     where p.role in ('subject', 'applicant') group by 1 having count(*) between 2 and 20 limit $1`,
    // Percent of the pages: few of a million cases, all where there are few.
    [count, cases > 100_000 ? 0.5 : 100],
  )
  return Promise.all(rows.map(async ({ party, numbers }) => ({ cookie: await signIn(city, party), cases: numbers })))
}

/** Firms that begin applications: registered here, since what was sealed for a stored one's pattern does not open for its copies. */
export const signInApplicants = (city: City, count: number): Promise<readonly string[]> =>
  Promise.all(
    Array.from({ length: count }, async (_, index) => {
      const value = composeUscc('91', '210102', `BEN${String(index).padStart(5, '0')}`)
      const { party } = await city.db.transaction(sql =>
        city.parties.register(sql, {
          kind: 'firm',
          name: `沈阳测速${index}有限公司`,
          identifiers: [{ scheme: 'uscc', value }],
        }),
      )
      return signIn(city, party)
    }),
  )
