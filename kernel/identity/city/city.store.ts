import { statement } from '#kernel/storage'

/** Each statement takes the city's rows as one JSON array and writes only what differs; a second load writes nothing and leaves the epoch. */

export const putRegions = statement(
  'identity.putRegions',
  `insert into kernel.regions as r (code, name, kind, parent)
   select code, name, kind, parent from jsonb_to_recordset($1) as g (code text, name text, kind text, parent text)
   on conflict (code) do update set name = excluded.name, parent = excluded.parent
     where (r.name, r.parent) is distinct from (excluded.name, excluded.parent) returning code`,
)

const organs = `jsonb_to_recordset($1) as g (id text, name text, parent text, superior text, region text, nature text, entruster text, uscc text, initials text, functions text[])`
const sameOrgan = `(o.name, o.parent, o.superior, o.region, o.nature, o.entruster, o.uscc, o.initials, o.functions)
     is not distinct from (g.name, g.parent, g.superior, g.region, g.nature, g.entruster, g.uscc, g.initials, g.functions)`

/** An organ from before there were initials is the same organ: they are filled in, once. */
export const fillInitials = statement(
  'identity.fillInitials',
  `update kernel.organs o set initials = g.initials from ${organs} where o.id = g.id and o.valid_to is null and o.initials is null and g.initials is not null returning o.id`,
)
export const endChangedOrgans = statement(
  'identity.endChangedOrgans',
  `update kernel.organs o set valid_to = greatest(o.valid_from, $2::date) from ${organs} where o.id = g.id and o.valid_to is null and not (${sameOrgan}) returning o.id`,
)
export const addOrgans = statement(
  'identity.addOrgans',
  `insert into kernel.organs (id, name, parent, superior, region, nature, entruster, uscc, initials, functions, valid_from)
   select g.*, case when exists (select 1 from kernel.organs o where o.id = g.id) then $2::date else $3::date end from ${organs}
   where not exists (select 1 from kernel.organs o where o.id = g.id and o.valid_to is null) returning id`,
)

const posts = `jsonb_to_recordset($1) as g (organ text, code text, name text, level text, counter boolean)`
export const endChangedPosts = statement(
  'identity.endChangedPosts',
  `update kernel.posts o set valid_to = greatest(o.valid_from, $2::date) from ${posts}
   where o.organ = g.organ and o.code = g.code and o.valid_to is null and (o.name, o.level, o.counter) is distinct from (g.name, g.level, g.counter) returning o.row_id`,
)
export const addPosts = statement(
  'identity.addPosts',
  `insert into kernel.posts (organ, code, name, level, counter, valid_from)
   select g.*, case when exists (select 1 from kernel.posts o where o.organ = g.organ and o.code = g.code) then $2::date else $3::date end from ${posts}
   where not exists (select 1 from kernel.posts o where o.organ = g.organ and o.code = g.code and o.valid_to is null) returning row_id`,
)

const persons = `jsonb_to_recordset($1) as g (id uuid, number text, name text)`
export const addPersons = statement(
  'identity.addPersons',
  `insert into kernel.persons as p (id, personnel_number, name) select id, number, name from ${persons}
   on conflict (personnel_number) do update set name = excluded.name where p.name <> excluded.name returning id`,
)
export const addStatuses = statement(
  'identity.addStatuses',
  `insert into kernel.person_statuses (person, status, valid_from) select p.id, 'active', $2::date from ${persons}
   join kernel.persons p on p.personnel_number = g.number where not exists (select 1 from kernel.person_statuses s where s.person = p.id) returning row_id`,
)
/** An appointment that was ended by hand is not made again: only what never was is added. */
export const addAppointments = statement(
  'identity.addAppointments',
  `insert into kernel.appointments (person, organ, post, valid_from)
   select p.id, g.organ, g.post, $2::date from jsonb_to_recordset($1) as g (number text, organ text, post text)
   join kernel.persons p on p.personnel_number = g.number
   where not exists (select 1 from kernel.appointments a where a.person = p.id and a.organ = g.organ and a.post = g.post) returning row_id`,
)
export const addCertificates = statement(
  'identity.addCertificates',
  `insert into kernel.certificates (kind, number, person, valid_from, valid_to)
   select g.kind, g.printed, p.id, g.valid_from, g.valid_to
   from jsonb_to_recordset($1) as g (number text, kind text, printed text, valid_from date, valid_to date)
   join kernel.persons p on p.personnel_number = g.number on conflict (kind, number) do nothing returning row_id`,
)
export const addAdministrators = statement(
  'identity.addAdministrators',
  `insert into kernel.administrators (person, kind, valid_from)
   select p.id, g.kind, $2::date from jsonb_to_recordset($1) as g (number text, kind text) join kernel.persons p on p.personnel_number = g.number
   where not exists (select 1 from kernel.administrators a where a.person = p.id) returning row_id`,
)
