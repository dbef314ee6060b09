import { statement } from '#kernel/storage'

const columns = `id, kind, sealed, label, added_at as "addedAt", confirmed_at as "confirmedAt", used_at as "usedAt", last_step as "lastStep"`

export const addFactor = statement(
  'factor.add',
  'insert into application.factors (id, account, kind, sealed, label, added_at, confirmed_at) values ($1, $2, $3, $4, $5, $6, $7)',
)
export const factorsOf = statement(
  'factor.of',
  `select ${columns} from application.factors where account = $1 and ended_at is null order by added_at, id`,
)
export const phonesSince = statement(
  'factor.phonesSince',
  `select sealed from application.factors
   where account = $1 and kind = 'message' and sealed is not null and (ended_at is null or ended_at >= $2) order by added_at, id`,
)
export const confirmFactor = statement(
  'factor.confirm',
  `update application.factors set confirmed_at = $3, last_step = $4
   where id = $1 and account = $2 and ended_at is null and confirmed_at is null returning id`,
)
export const endFactor = statement(
  'factor.end',
  'update application.factors set ended_at = $3 where id = $1 and account = $2 and ended_at is null returning kind',
)
export const endFactorsOfKind = statement(
  'factor.endOfKind',
  'update application.factors set ended_at = $3 where account = $1 and kind = $2 and ended_at is null returning id',
)
/** Once for each time step, whoever comes first. */
export const useStep = statement(
  'factor.useStep',
  `update application.factors set last_step = $2, used_at = $3
   where id = $1 and ended_at is null and (last_step is null or last_step < $2) returning id`,
)
export const markUsed = statement(
  'factor.markUsed',
  'update application.factors set used_at = $3 where account = $1 and kind = $2 and ended_at is null returning id',
)
export const markFactorUsed = statement(
  'factor.markOneUsed',
  'update application.factors set used_at = $2 where id = $1 and ended_at is null returning id',
)
export const lockAccount = statement(
  'factor.lockAccount',
  'select 1 from application.sign_in_accounts where id = $1 for update',
)
export const addPrintedCodes = statement(
  'factor.addPrintedCodes',
  'insert into application.printed_codes (tag, factor, account) select unnest($1::bytea[]), $2, $3',
)
export const usePrintedCode = statement(
  'factor.usePrintedCode',
  `update application.printed_codes c set used_at = $3 from application.factors f
   where c.tag = $1 and c.account = $2 and c.used_at is null and f.id = c.factor and f.ended_at is null returning c.factor`,
)
export const printedCodesLeft = statement(
  'factor.printedCodesLeft',
  `select count(*)::int as left from application.printed_codes c join application.factors f on f.id = c.factor
   where c.account = $1 and c.used_at is null and f.ended_at is null`,
)
export const addMessageCode = statement(
  'factor.addMessageCode',
  'insert into application.message_codes (tag, account, sent_at, expires_at) values ($1, $2, $3, $4) on conflict (tag) do nothing returning 1',
)
export const messageCodesSince = statement(
  'factor.messageCodesSince',
  'select count(*)::int as count from application.message_codes where account = $1 and sent_at > $2',
)
export const useMessageCode = statement(
  'factor.useMessageCode',
  'update application.message_codes set used_at = $3 where tag = $1 and account = $2 and used_at is null and expires_at > $3 returning 1',
)
