import type { Db } from '#kernel/storage'

/** The stages of a bench item before its delivery, and the post of a bureau that has each at hand. */
export const stages = [
  { stage: 'accept', post: 'acceptance' },
  { stage: 'review', post: 'review' },
  { stage: 'countersign', post: 'hearing-chair' },
  { stage: 'decide', post: 'bureau-head' },
  { stage: 'certify', post: 'publicity' },
] as const

/** 岗位 A post, and the officer who holds it. */
export interface Desk {
  readonly organ: string
  readonly region: string
  readonly district: string
  readonly post: string
  readonly person: string
}

/**
 * So many posts, five in each of as many bureaus of the districts as it takes, and somebody in every one: what the demonstration
 * city lacks of them is added.
 */
export async function manDesks(superuser: Db, wanted: number): Promise<readonly Desk[]> {
  const bureaus = Math.ceil(wanted / stages.length)
  await superuser.query(
    `create table public.bench_desks as
     select b.organ, b.region, left(b.region, 6) as district, p.post, p.nth as stage, gen_random_uuid() as person, row_number() over (order by b.place, p.nth) as place
     from (select organ, region, row_number() over (order by nth, region) as place
           from (select o.id as organ, o.region, row_number() over (partition by left(o.region, 6) order by o.id) as nth
                 from kernel.organs o where o.region !~ '^.{4}00$' and o.valid_to is null) of_district) b
     cross join unnest($1::text[]) with ordinality as p (post, nth)
     where b.place <= $2`,
    [stages.map(({ post }) => post), bureaus],
  )
  await superuser.query(
    `insert into kernel.posts (organ, code, name, level, valid_from)
     select d.organ, d.post, d.post, 'officer', '2000-01-01' from public.bench_desks d
     where not exists (select from kernel.posts p where p.organ = d.organ and p.code = d.post)`,
  )
  await superuser.query(
    `insert into kernel.persons (id, personnel_number, name) select person, 'BENCH' || place, '测速员' || place from public.bench_desks`,
  )
  await superuser.query(
    `insert into kernel.person_statuses (person, status, valid_from) select person, 'active', '2000-01-01' from public.bench_desks`,
  )
  await superuser.query(
    `insert into kernel.appointments (person, organ, post, valid_from) select person, organ, post, '2000-01-01' from public.bench_desks`,
  )
  return readDesks(superuser)
}

export const readDesks = (superuser: Db): Promise<Desk[]> =>
  superuser.query<Desk>('select organ, region, district, post, person from public.bench_desks order by place')
