-- The days of the published years as running limits were counted with: one letter a day, 1 where it is worked. What differs from the
-- calendar of today was corrected since, and is counted anew.
create table kernel.counted_years (
  year integer primary key,
  days text not null check (length(days) in (365, 366))
);
grant select, insert, update on kernel.counted_years to plumbline_app;
