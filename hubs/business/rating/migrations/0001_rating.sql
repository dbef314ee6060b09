-- 好差评: one rating for one service, in grades and given reasons; no free text, so that nobody is named in it.
create table business.ratings (
  case_id     uuid primary key,
  item        text not null,
  organ       text not null,
  party       uuid not null,
  level       int not null check (level between 1 and 5),
  reasons     text[] not null,
  -- counted: it counts; unverified: a bad one that somebody else looks at first; dismissed: it does not count
  status      text not null check (status in ('counted', 'unverified', 'dismissed')),
  bad         boolean not null,
  rated_on    date not null,
  verified_by uuid,
  verified_on date,
  ground      text check (ground in ('not-this-case', 'not-the-service')),
  -- 回复: until when, and what the organ says it has done, sealed under a key of its own
  reply_due   date,
  replied_on  date,
  reply       bytea,
  wrapped     bytea,
  check ((verified_by is null) = (verified_on is null)),
  check ((status = 'dismissed') = (ground is not null)),
  check ((replied_on is null) = (reply is null) and (reply is null) = (wrapped is null)),
  check (bad or (status = 'counted' and verified_by is null and reply_due is null))
);
create index ratings_unverified on business.ratings (rated_on, case_id) where status = 'unverified';
create index ratings_party on business.ratings (party);

-- A rating is given once, verified once, answered once.
create function business.rate_once() returns trigger language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
  if (old.verified_by is not null and new.verified_by is distinct from old.verified_by) or (old.replied_on is not null) then
    raise exception using errcode = '23514', constraint = 'rated_once', message = 'the rating has been dealt with already';
  end if;
  return new;
end $$;
create trigger rate_once before update on business.ratings for each row execute function business.rate_once();

grant select, insert, delete, update (status, verified_by, verified_on, ground, reply_due, replied_on, reply, wrapped) on business.ratings to plumbline_app;
