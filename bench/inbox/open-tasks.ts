import type { Session } from '#kernel/storage'
import type { City } from '../../main.ts'
import { prepareOurs } from '../case/ours.ts'
import type { InForce } from '../load/items.ts'
import { stages } from './desks.ts'

/** One firm for so many tasks. */
const tasksAFirm = 5
/** The streets of a district that a bureau has matters in. */
const streetsABureau = 4
/** One task in so many lies in the busiest ten posts. */
const busyEvery = 5
const busyPosts = 10

/** Cases run as far as each of the stages: what is multiplied is what the engine itself wrote. */
export async function runToEachStage(city: City): Promise<readonly string[]> {
  const bench = await prepareOurs(city)
  const ids: string[] = []
  for (let count = 0; count < stages.length; count++) ids.push(await bench.runUntil(count, count))
  await city.sequencer.drain()
  return ids
}

const id = (time: string, n: string): string =>
  `(lpad(to_hex(${time}), 12, '0') || '70008000' || lpad(to_hex(${n}), 12, '0'))::uuid`

/**
 * 铺满待办 Fills the inboxes: `count` open cases with a task each, over every item and district and over the desks; a firm for
 * five of them, due in the weeks to come or missed, three in ten with an alarm. Rows are those of the cases that were run, with
 * another item, drawer, bureau, street, firm and number; which post has which stage is another matter in each item, so that a desk
 * has several stages, drawers and streets before it, as it has in a city.
 */
export async function fillInboxes(
  session: Session,
  { count, items, ids, today }: { count: number; items: readonly InForce[]; ids: readonly string[]; today: string },
  say: (line: string) => void,
): Promise<void> {
  const firms = Math.ceil(count / tasksAFirm)
  const opened = `(extract(epoch from $1::date - 90) * 1000)::bigint`
  await session.query('select kernel.ensure_case_partitions(($1::date - 90)::date, 4)', [today])
  await session.script("set session_replication_role = replica; set work_mem = '256MB'")
  await session.query('create temp table item (n int primary key, item text, hash text, drawer text)')
  await session.query(
    'insert into item select n - 1, item, hash, drawer from unnest($1::text[], $2::text[], $3::text[]) with ordinality as i (item, hash, drawer, n)',
    [items.map(({ item }) => item), items.map(({ hash }) => hash), items.map(({ drawer }) => drawer)],
  )
  // Which task, of which item, in which district and on whose desk: district by district, each item in every one.
  await session.query(
    `create temp table wanted as
     with spread as (
       select n, n % $2 as item, (n / $2) % 13 as district, (hashint4(n) & 2147483647) % 5 as stage,
         case when (hashint4(n + 11) & 2147483647) % ${busyEvery} = 0 then (hashint4(n + 7) & 2147483647) % (${busyPosts} / 5) else null end as busy
       from generate_series(0, $1::int - 1) as n
     ), bureau as (
       select organ, region, district, dense_rank() over (order by district) - 1 as nth,
         dense_rank() over (partition by district order by organ) - 1 as place, count(*) over (partition by district) / 5 as many
       from public.bench_desks
     ), distinct_bureau as (select distinct organ, district, nth, place, many from bureau),
     street as (
       select code, left(code, 6) as district, row_number() over (partition by left(code, 6) order by code) - 1 as nth,
         count(*) over (partition by left(code, 6)) as many
       from kernel.regions where code ~ '^[0-9]{9}$'
     )
     select s.n, s.item, s.stage, ($3::text[])[(s.stage + (hashint4(s.item) & 2147483647) % 3) % 5 + 1] as post, b.organ, street.code as region
     from spread s join distinct_bureau b on
       case when s.busy is null then b.nth = s.district and b.place = s.item % b.many else b.nth = 0 and b.place = s.busy end
     join street on street.district = b.district
       and street.nth = (b.place + (hashint4(s.n + 3) & 2147483647) % ${streetsABureau}) % street.many`,
    [count, items.length, stages.map(({ post }) => post)],
  )
  await session.query('analyze wanted')
  say('firms')
  await fillFirms(session, ids[0]!, firms)
  const templates = `(select c.*, x.nth, (select string_agg(p.party::text, '') from kernel.case_parties p where p.case_id = c.id) as party
    from unnest($2::uuid[]) with ordinality as x (id, nth) join kernel.cases c on c.id = x.id) t`
  const caseId = id(`${opened} + w.n::bigint * 7776000000 / ${count}`, 'w.n')
  const firm = id('0', `w.n / ${tasksAFirm} + 1`)
  const number = `w.region_ || right(t.number, -6 - 8) || lpad((w.n + 100000)::text, 8, '0')`
  const all = `from (select w.*, left(w.region, 6) as region_, i.item as item_, i.hash as hash_, i.drawer as drawer_ from wanted w join item i on i.n = w.item) w
    join ${templates} on t.nth = w.stage + 1`
  const numberOf = number.replace('right(t.number, -6 - 8)', 'substr(t.number, 7, 8)')
  say('cases')
  await session.query(
    `insert into kernel.cases (id, number, item, item_hash, drawer, organ, region, status, opened_on, seq, state)
     select ${caseId}, ${numberOf}, w.item_, w.hash_, w.drawer_, w.organ, w.region, t.status, t.opened_on, t.seq,
       replace(replace(replace(replace(replace(replace(t.state, t.id::text, ${caseId}::text), t.item, w.item_), t.item_hash, w.hash_), t.organ, w.organ),
         '"region":"' || t.region, '"region":"' || w.region), t.party, ${firm}::text)
     ${all} order by w.n`,
    [today, ids],
  )
  say('numbers and parties')
  await session.query(`insert into kernel.case_numbers (number, case_id) select ${numberOf}, ${caseId} ${all}`, [
    today,
    ids,
  ])
  await session.query(
    `insert into kernel.case_parties (party, case_id, role) select ${firm}, ${caseId}, 'subject' ${all}`,
    [today, ids],
  )
  say('tasks')
  await session.query(
    `insert into kernel.tasks (case_id, task, number, item, drawer, stage, organ, post, person, region, subject, entered_on, due_on, level)
     select ${caseId}, k.task, ${numberOf}, w.item_, w.drawer_, k.stage, w.organ, w.post, null, w.region, ${firm}, $1::date - 20,
       $1::date - 10 + (hashint4(w.n + 1) & 2147483647) % 40,
       case when (hashint4(w.n + 2) & 2147483647) % 20 < 14 then null when (hashint4(w.n + 2) & 2147483647) % 20 < 17 then 'notice'
         when (hashint4(w.n + 2) & 2147483647) % 20 < 19 then 'yellow' else 'red' end
     ${all} join kernel.tasks k on k.case_id = t.id order by hashint4(w.n)`,
    [today, ids],
  )
  await session.script('reset session_replication_role')
  say('vacuum')
  await session.query('vacuum (analyze)')
}

/** Firms with a name and a credit code each, sealed as the one they are copied from. */
async function fillFirms(session: Session, caseId: string, firms: number): Promise<void> {
  const { party } = (
    await session.query<{ party: string }>('select party from kernel.case_parties where case_id = $1', [caseId])
  )[0]!
  const each = `from generate_series(1, ${firms}) as n`
  await session.query(
    `insert into kernel.parties (id, kind, created_at) select ${id('0', 'n')}, p.kind, p.created_at ${each}, kernel.parties p where p.id = $1`,
    [party],
  )
  await session.query(
    `insert into kernel.party_keys (party, wrapped, alg, key_id) select ${id('0', 'n')}, k.wrapped, k.alg, k.key_id ${each}, kernel.party_keys k where k.party = $1`,
    [party],
  )
  await session.query(
    `insert into kernel.party_names (party, ciphertext, masked, valid_from) select ${id('0', 'n')}, x.ciphertext, x.masked, x.valid_from ${each}, kernel.party_names x where x.party = $1`,
    [party],
  )
  await session.query(
    `insert into kernel.party_identifiers (party, scheme, tag, ciphertext, masked, valid_from)
     select ${id('0', 'n')}, x.scheme, sha256(x.tag || int4send(n)), x.ciphertext, x.masked, x.valid_from ${each}, kernel.party_identifiers x where x.party = $1`,
    [party],
  )
}
