import { type Sql, statement } from '#kernel/storage'
import { type Directory, directoryOf } from './directory.ts'
import type { DirectoryRows } from './records.ts'

/** Everything in one statement: the epoch and the rows it stands for are one moment, without a repeatable-read transaction. */
const loadDirectory = statement(
  'identity.loadDirectory',
  `select
    (select value from kernel.epochs where name = 'identity')::int as epoch,
    (select coalesce(jsonb_agg(jsonb_build_object('code', code, 'name', name, 'kind', kind, 'parent', parent) order by code), '[]') from kernel.regions) as regions,
    (select coalesce(jsonb_agg(jsonb_build_object('id', id, 'name', name, 'parent', parent, 'superior', superior, 'region', region,
      'nature', nature, 'entruster', entruster, 'uscc', uscc, 'initials', initials, 'functions', functions, 'from', valid_from, 'to', valid_to) order by id, valid_from), '[]')
      from kernel.organs) as organs,
    (select coalesce(jsonb_agg(jsonb_build_object('id', organ || '/' || code, 'organ', organ, 'code', code, 'name', name, 'level', level, 'counter', counter,
      'from', valid_from, 'to', valid_to) order by organ, code, valid_from), '[]') from kernel.posts) as posts,
    (select coalesce(jsonb_agg(jsonb_build_object('id', id, 'personnelNumber', personnel_number, 'name', name, 'statuses',
      (select coalesce(jsonb_agg(jsonb_build_object('status', status, 'from', valid_from, 'to', valid_to) order by valid_from), '[]')
        from kernel.person_statuses where person = p.id)) order by personnel_number), '[]') from kernel.persons p) as persons,
    (select coalesce(jsonb_agg(jsonb_build_object('person', person, 'post', organ || '/' || post, 'from', valid_from, 'to', valid_to) order by row_id), '[]')
      from kernel.appointments) as appointments,
    (select coalesce(jsonb_agg(jsonb_build_object('kind', kind, 'number', number, 'person', person, 'from', valid_from, 'to', valid_to,
      'revokedOn', revoked_on) order by row_id), '[]') from kernel.certificates) as certificates,
    (select coalesce(jsonb_agg(jsonb_build_object('id', id, 'fromPerson', from_person, 'toPerson', to_person, 'post', organ || '/' || post,
      'items', items, 'from', valid_from, 'to', valid_to) order by row_id), '[]') from kernel.delegations) as delegations,
    (select coalesce(jsonb_agg(jsonb_build_object('person', person, 'kind', kind, 'from', valid_from, 'to', valid_to) order by row_id), '[]')
      from kernel.administrators) as administrators`,
)

const readEpoch = statement('identity.readEpoch', `select value from kernel.epochs where name = 'identity'`)

/** The directory as the database has it now. */
export async function readDirectory(sql: Sql): Promise<Directory> {
  const [rows] = await sql.run<DirectoryRows>(loadDirectory)
  return directoryOf(rows!)
}

/** The number every identity change raises; the case step reads it in its own lock query. */
export async function currentEpoch(sql: Sql): Promise<number> {
  const [row] = await sql.run<{ value: number }>(readEpoch)
  return row!.value
}
