import type { Db } from '#kernel/storage'

const schemas = ['kernel', 'business', 'application', 'governance', 'supervision', 'data', 'registers', 'power']

/** A digest of the rows of every table of ours, or of some, by table; the order of rows does not matter. */
export async function digestOf(migrator: Db, which = /^/): Promise<ReadonlyMap<string, string>> {
  const all = await migrator.query<{ name: string }>(
    `select format('%I.%I', n.nspname, c.relname) as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where c.relkind = 'r' and (n.nspname = any ($1) or n.nspname = 'graphile_worker') order by 1`,
    [schemas],
  )
  const text = all
    .filter(({ name }) => which.test(name))
    .map(
      ({ name }) =>
        `select '${name}' as name, count(*) || ' ' || coalesce(sum(hashtextextended(t::text, 0)::numeric), 0) as digest from ${name} t`,
    )
    .join(' union all ')
  const rows = await migrator.query<{ name: string; digest: string }>(text)
  return new Map(rows.map(({ name, digest }) => [name, digest]))
}

/** Tables that differ; a table without rows may come and go (partitions are made ahead). */
export function differences(
  before: ReadonlyMap<string, string>,
  after: ReadonlyMap<string, string>,
  allowed: RegExp,
): readonly string[] {
  const empty = '0 0'
  return [...new Set([...before.keys(), ...after.keys()])].filter(
    name => (before.get(name) ?? empty) !== (after.get(name) ?? empty) && !allowed.test(name),
  )
}
