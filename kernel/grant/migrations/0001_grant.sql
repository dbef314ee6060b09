-- Grants: who may read which fields for which purpose. Reads: that somebody did, for the person to see and for the trail.
insert into kernel.epochs (name, value) values ('grant', nextval('kernel.epoch_numbers'));

create table kernel.grants (
  id          uuid primary key,
  purpose     text not null,
  holder_kind text not null check (holder_kind in ('person', 'post', 'post-code', 'organ', 'system')),
  holder      text not null,
  ground      text not null check (ground in ('case', 'service', 'emergency')),
  -- the item, service or declaration; null means any item
  ground_name text,
  case_id     uuid,
  source      text not null,
  fields      text[] not null check (cardinality(fields) > 0),
  basis       jsonb not null,
  valid_from  timestamptz not null,
  valid_to    timestamptz,
  given_by    text not null,
  revoked_at  timestamptz,
  commit_key  bytea not null,
  revoke_commit_key bytea,
  check (ground = 'case' or ground_name is not null),
  check (valid_to is null or valid_to > valid_from),
  -- an emergency ends
  check (ground <> 'emergency' or valid_to is not null)
);
create index on kernel.grants (purpose);
select kernel.watch_epoch('kernel.grants', 'grant');

create table kernel.reads (
  id            uuid primary key,
  at            timestamptz not null,
  actor         text not null,
  person        uuid,
  post          text,
  organ         text,
  purpose       text not null,
  ground        text not null check (ground in ('case', 'service', 'emergency', 'own')),
  ground_name   text not null,
  case_id       uuid,
  grants        uuid[] not null,
  source        text not null,
  fields        text[] not null,
  -- blinded tags of the persons read
  subjects      bytea[] not null,
  disclosure    text not null check (disclosure in ('at-once', 'on-close', 'on-date')),
  -- when the person sees it at the latest; committed to in the leaf, never changed
  shown_from    timestamptz not null,
  -- a record deferred to the closing is shown from here on
  closed_at     timestamptz,
  statute       jsonb,
  commit_key    bytea not null,
  check ((disclosure = 'at-once') = (statute is null)),
  check ((ground = 'case') = (case_id is not null))
);
create index on kernel.reads using gin (subjects);
create index on kernel.reads (case_id) where disclosure = 'on-close' and closed_at is null;
create index on kernel.reads (at);

grant select, insert on kernel.grants, kernel.reads to plumbline_app;
grant update (revoked_at, revoke_commit_key) on kernel.grants to plumbline_app;
grant update (closed_at) on kernel.reads to plumbline_app;
