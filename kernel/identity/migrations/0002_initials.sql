-- 机关代字: what stands for an organ in the numbers of its papers. No two organs have the same at one time: one number would be two papers.
alter table kernel.organs add column initials text check (initials <> '');
create unique index on kernel.organs (initials) where valid_to is null;

-- Filled in once where the row is older than this column; a later change is a new row, as of everything of an organ.
grant update (initials) on kernel.organs to plumbline_app;
create function kernel.fill_initials_once() returns trigger language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
  if old.initials is not null and new.initials is distinct from old.initials then
    raise exception using errcode = '23514', constraint = 'initials_filled_once', message = 'the initials of an organ change with a new row only';
  end if;
  return new;
end $$;
create trigger fill_initials_once before update on kernel.organs for each row execute function kernel.fill_initials_once();
