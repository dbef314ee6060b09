import { statement } from '#kernel/storage'

/** Nothing where there is a code already: it is printed once. */
export const addSetup = statement(
  'setup.add',
  'insert into application.setup (code, made_at) values ($1, $2) on conflict (one) do nothing returning 1',
)
export const renewSetup = statement(
  'setup.renew',
  'update application.setup set code = $1, made_at = $2, used_at = null where finished_at is null returning 1',
)
export const useSetup = statement(
  'setup.use',
  'update application.setup set used_at = $2, persons = $3 where code = $1 and used_at is null and finished_at is null returning 1',
)
export const isSetupCode = statement(
  'setup.isCode',
  'select 1 from application.setup where code = $1 and used_at is null and finished_at is null',
)
export const findSetup = statement(
  'setup.find',
  `select s.used_at as "usedAt", s.finished_at as "finishedAt",
     (select count(*)::int from application.sign_in_accounts a where a.kind = 'officer' and a.holder = any (s.persons) and a.password is not null) as ready
   from application.setup s`,
)
export const finishSetup = statement(
  'setup.finish',
  'update application.setup set finished_at = $1 where finished_at is null returning 1',
)
