-- 清理 Messages go after two years: whoever looks for them reads those pages only that are so old. They are written in order of time, so a summary of each stretch is enough.
create index on power.messages using brin (at);
