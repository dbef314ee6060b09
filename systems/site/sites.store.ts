import { type Sql, statement } from '#kernel/storage'

const holding = 'i.valid_from <= $1::date and (i.valid_to is null or i.valid_to > $1::date)'

const carriers = statement(
  'site.carriers',
  `select i.organ, count(distinct i.item)::int as items from kernel.implementations i where ${holding} group by 1`,
)
// What stands most often comes first: an organ has few windows and says each with every item.
const windows = statement(
  'site.windows',
  `select i.organ, w.text as window, i.content::jsonb -> 'hours' as hours, i.content::jsonb -> 'contacts' as contacts, count(*)::int as items
   from kernel.implementations i cross join lateral jsonb_array_elements(i.content::jsonb -> 'windows') as w(text)
   where i.organ = any ($2::text[]) and ${holding} group by 1, 2, 3, 4 order by 1, 5 desc, 2, 3, 4`,
)

type Said = string | { readonly zh: string; readonly en?: string }

/** Where an organ may be found, as it says with its items. */
export interface WindowRow {
  readonly organ: string
  readonly window: Said
  readonly hours: Said | null
  readonly contacts: readonly Said[] | null
}

/** Every organ that has said how it carries something out, and how much. */
export const organsThatCarry = (sql: Sql, on: string) => sql.run<{ organ: string; items: number }>(carriers, [on])
export const windowsOf = (sql: Sql, on: string, organs: readonly string[]) => sql.run<WindowRow>(windows, [on, organs])
