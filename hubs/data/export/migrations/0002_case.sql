-- Every purpose serves an open case. Rows of before stay as they are, to be refused and ended: of those after, none is without its case.
do $$
declare
  last bigint := (select coalesce(max(number), 0) from data.exports);
begin
  execute format('alter table data.exports add constraint exports_case check (case_id is not null or number <= %s)', last);
end
$$;
