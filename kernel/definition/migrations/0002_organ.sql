-- 本机关事项 What an organ carries out, asked by citizens who look at the organ first: one look instead of one for each item.
create index implementations_organ on kernel.implementations (organ, item);
