-- A city is a demonstration, a test or real, from its first opening on; whoever opens it as another is refused.
create table kernel.city_mode (
  one  boolean primary key default true check (one),
  mode text not null check (mode in ('demo', 'production', 'test'))
);
grant select on kernel.city_mode to plumbline_app;
