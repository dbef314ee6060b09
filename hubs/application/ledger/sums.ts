import type { Sql } from '#kernel/storage'

export interface LedgerSums {
  readonly entries: number
  /** Entries that do not sum to zero, the whole if it does not, and budget lines that say otherwise than their postings. */
  readonly unbalanced: number
}

/** 账平 What every drill and every simulation asks at its end: each entry and the whole sum to zero, and each budget line is what was posted to it. */
export async function ledgerSums(sql: Sql): Promise<LedgerSums> {
  const [sums] = await sql.query<{ entries: number; unbalanced: number }>(
    `select (select count(*) from application.entries)::int as entries,
       ((select count(*) from (select from application.entries e left join application.postings p on p.entry = e.id
           group by e.id having coalesce(sum(p.amount), 1) <> 0) off)
       + (select count(*) from (select from application.postings having sum(amount) <> 0) whole)
       + (select count(*) from application.budget_lines b left join (
           select a.line, coalesce(sum(p.amount) filter (where a.kind = 'budget'), 0) as available,
             coalesce(sum(p.amount) filter (where a.kind = 'reserved'), 0) as reserved,
             coalesce(sum(p.amount) filter (where a.kind = 'committed'), 0) as committed,
             coalesce(sum(p.amount) filter (where a.kind = 'paid'), 0) as paid
           from application.accounts a join application.postings p on p.account = a.id group by a.line) m on m.line = b.line
         where (b.available, b.reserved, b.committed, b.paid) is distinct from (m.available, m.reserved, m.committed, m.paid)))::int as unbalanced`,
  )
  return sums!
}

/** Nothing to add up is no proof that it adds up. */
export const balanced = ({ entries, unbalanced }: LedgerSums): boolean => entries > 0 && unbalanced === 0
