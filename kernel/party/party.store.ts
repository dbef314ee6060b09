import { statement } from '#kernel/storage'

/** Registrations of one identifier run one by one; taken before the search, so the search sees what the other one wrote. */
export const lockTags = statement(
  'party.lockTags',
  `select pg_advisory_xact_lock(k) from (select distinct k from unnest($1::bigint[]) k order by k) as keys`,
)

export const findByTags = statement(
  'party.findByTags',
  `select party, scheme, tag from kernel.party_identifiers i
   join unnest($1::text[], $2::bytea[]) as asked (scheme, tag) using (scheme, tag) where i.valid_to is null order by i.row_id`,
)

/** The ordinary case of asking whose number it is: this party's own. */
export const hasIdentifier = statement(
  'party.hasIdentifier',
  'select 1 from kernel.party_identifiers where party = $1 and scheme = $2 and tag = $3 and valid_to is null',
)

export const anyIdentifier = statement(
  'party.anyIdentifier',
  'select 1 from kernel.party_identifiers where party = any($1::uuid[]) and scheme = $2 and valid_to is null limit 1',
)

/** Follows merges to the party that stands now. The last event of a party holds: after a split it stands for itself again. */
export const resolveParties = statement(
  'party.resolve',
  `with recursive chain (origin, id, depth) as (
     select id, id, 0 from unnest($1::uuid[]) id
     union all
     select c.origin, l.into_party, c.depth + 1 from chain c
       cross join lateral (select event, into_party from kernel.party_links where from_party = c.id order by id desc limit 1) l
       where l.event = 'merge' and c.depth < 64)
   select distinct on (origin) origin, id from chain order by origin, depth desc`,
)

/** The party that stands and everything merged into it. */
export const groupOf = statement(
  'party.group',
  `with recursive members (id) as (
     select $1::uuid
     union
     select l.from_party from members m join kernel.party_links l on l.into_party = m.id
       where l.event = 'merge' and l.id = (select max(id) from kernel.party_links where from_party = l.from_party))
   select id from members`,
)

export const addParty = statement(
  'party.add',
  `with party as (insert into kernel.parties (id, kind, created_at) values ($1, $2, $3)),
     key as (insert into kernel.party_keys (party, wrapped, alg, key_id) values ($1, $4, $5, $6)),
     name as (insert into kernel.party_names (party, ciphertext, masked, valid_from) values ($1, $7, $8, $9))
   insert into kernel.party_identifiers (party, scheme, tag, ciphertext, masked, valid_from)
   select $1, scheme, tag, ciphertext, masked, $9 from unnest($10::text[], $11::bytea[], $12::bytea[], $13::text[])
     as given (scheme, tag, ciphertext, masked)`,
)

export const lockParty = statement(
  'party.lock',
  `select p.id, p.kind, p.erased_at as "erasedAt", k.wrapped from kernel.parties p
   left join kernel.party_keys k on k.party = p.id where p.id = any ($1::uuid[]) order by p.id for update of p`,
)

export const standingParty = statement(
  'party.standing',
  'select erased_at as "erasedAt" from kernel.parties where id = $1',
)

export const endName = statement(
  'party.endName',
  'update kernel.party_names set valid_to = greatest(valid_from, $2) where party = $1 and valid_to is null',
)
export const addName = statement(
  'party.addName',
  'insert into kernel.party_names (party, ciphertext, masked, valid_from) values ($1, $2, $3, $4)',
)
export const addIdentifier = statement(
  'party.addIdentifier',
  `insert into kernel.party_identifiers (party, scheme, tag, ciphertext, masked, valid_from) values ($1, $2, $3, $4, $5, $6)`,
)
export const nameOf = statement(
  'party.nameOf',
  `select k.wrapped, n.ciphertext as name from kernel.party_names n join kernel.party_keys k on k.party = n.party
   where n.party = $1 and n.valid_to is null`,
)
export const endIdentifier = statement(
  'party.endIdentifier',
  `update kernel.party_identifiers set valid_to = greatest(valid_from, $4)
   where party = any ($1::uuid[]) and scheme = $2 and tag = $3 and valid_to is null returning row_id`,
)

export const readMasked = statement(
  'party.readMasked',
  `select p.id, p.kind, p.erased_at is not null as erased, n.masked as name,
     coalesce((select jsonb_agg(jsonb_build_object('scheme', scheme, 'value', masked) order by row_id)
       from kernel.party_identifiers where party = p.id and valid_to is null), '[]') as identifiers
   from kernel.parties p left join kernel.party_names n on n.party = p.id and n.valid_to is null where p.id = any ($1::uuid[])`,
)

export const readSealed = statement(
  'party.readSealed',
  `select p.id, p.kind, p.erased_at is not null as erased, k.wrapped, n.ciphertext as name,
     (select array_agg(scheme order by row_id) from kernel.party_identifiers where party = p.id and valid_to is null) as schemes,
     (select array_agg(ciphertext order by row_id) from kernel.party_identifiers where party = p.id and valid_to is null) as sealed
   from kernel.parties p left join kernel.party_keys k on k.party = p.id
     left join kernel.party_names n on n.party = p.id and n.valid_to is null where p.id = any ($1::uuid[])`,
)

export const addLink = statement(
  'party.addLink',
  'insert into kernel.party_links (event, from_party, into_party, at, actor, basis) values ($1, $2, $3, $4, $5, $6)',
)
export const lastLink = statement(
  'party.lastLink',
  'select event, into_party as "intoParty" from kernel.party_links where from_party = $1 order by id desc limit 1',
)
