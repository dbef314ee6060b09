import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import { callerOf, officerOf, officersOnly } from '#hubs/application/access'
import type { ClockState } from '#kernel/case'
import { drawers, type Text } from '#kernel/definition'
import { partsOfPost, postId } from '#kernel/identity'
import { refusal } from '#kernel/refusal'
import { statement } from '#kernel/storage'
import { cursorInvalid, dateForm, readCursor, uuidForm, wordForm, writeCursor } from './cursor.ts'
import { shown } from './naming.ts'
import { workdaysLeft } from './progress.ts'
import type { RouteNeeds } from './routes.ts'
import { Cursor, Key, Limit, PostId, RegionCode, strict } from './words.ts'

export const postNotYours = refusal('POST_NOT_YOURS', 403, 'You do not hold this post')

/** What was asked for, or anything. As a range it is read off the index before a row is fetched, which `is null or` would not be. */
const within = (column: string, asked: string): string =>
  `${column} between coalesce(${asked}::text, '') and coalesce(${asked}::text, '') || '~'`
const exactly = (column: string, asked: string): string =>
  `${column} between coalesce(${asked}::text, '') and coalesce(${asked}::text, '~')`
/** Whose it is and what was asked for; places and whatever narrows them stand in one index (tasks_inbox). */
const fits = `(k.person is null or k.person = $3)
       and ${exactly('k.item', '$4')} and ${exactly('k.drawer', '$5')} and ${exactly("coalesce(k.level, '')", '$6')}
       and ${exactly('k.stage', '$7')} and ${within('k.region', '$8')}
       and ($15::boolean is null or (k.person is not null) = $15)`
const order = 'order by k.due_on, k.case_id, k.task limit $9'

/**
 * Tasks behind a place of the list. What has a due date and what has none are asked apart: either is a walk along the index from
 * that place on, where one condition for both would walk all that lies before it.
 */
const behind = (where: string): string =>
  `(select * from kernel.tasks k where ${where} and (k.due_on, k.case_id, k.task) > ($12::date, $13::uuid, $14::text) and ${fits} ${order})
     union all
     (select * from kernel.tasks k where ${where} and k.due_on is null and ($12::date is not null or (k.case_id, k.task) > ($13::uuid, $14::text)) and ${fits} ${order})`

/**
 * The inbox in one statement: for each place (organ and post, and the organ's common one) the next tasks by the index of the
 * table, merged with those of the organ that are the caller's by name though he holds none of their posts: he signs as well, or
 * stands in for somebody. Tasks that a colleague has claimed are his.
 */
const inboxOf = statement(
  'power.inbox',
  `select t.case_id as "caseId", t.task, t.number, t.item, t.drawer, t.stage, t.organ, t.post, t.person, t.region, t.subject,
     t.entered_on as "enteredOn", t.due_on as "dueOn", t.level,
     (select case when position('"suspended"' in c.state) > 0 and (c.state::json -> 'suspended') is not null then (c.state::json -> 'clocks')::text end
      from kernel.cases c where c.id = t.case_id) as "stoppedClocks",
     (select case when position('"complainedOf"' in c.state) > 0 then (c.state::json -> 'complainedOf')::text end
      from kernel.cases c where c.id = t.case_id) as "complainedOf"
   from (
     select tasks.* from unnest($1::text[], $2::text[]) as place(organ, post)
     cross join lateral (${behind('k.organ = place.organ and k.post = place.post')}) as tasks
     union all
     ${behind('k.person = $3 and k.organ = $10 and k.post <> all ($11::text[])')}) as t
   order by t.due_on, t.case_id, t.task limit $9`,
)
/**
 * Planned once for all, not for each caller's values: those would be read as a heap of some thousand rows to sort (measured at a million
 * tasks, a post of 20,000: 38 ms and 15,700 pages; as a walk from a place, 2 ms and 1,300).
 */
const asWalk = statement('power.inbox.plan', `select set_config('plan_cache_mode', 'force_generic_plan', true)`)
/** Before every task. Even a first page begins at a place: only then is it planned as a walk and not as a sort of all there is. */
const beforeAll = ['-infinity', '00000000-0000-0000-0000-000000000000', '']

interface InboxRow {
  readonly caseId: string
  readonly task: string
  readonly number: string
  readonly item: string
  readonly drawer: string
  readonly stage: string
  readonly organ: string
  readonly post: string
  readonly person: string | null
  readonly region: string
  readonly subject: string | null
  readonly enteredOn: string
  readonly dueOn: string | null
  readonly level: string | null
  /** The clocks of a case whose time stands still. */
  readonly stoppedClocks: string | null
  /** 被投诉人 Who learns nothing of the case. */
  readonly complainedOf: string | null
}

/** The limit that a task is sorted by, when it stands still. */
const stoppedOf = ({ stoppedClocks, dueOn }: Pick<InboxRow, 'stoppedClocks' | 'dueOn'>): ClockState | undefined =>
  Object.values(JSON.parse(stoppedClocks ?? '{}') as Readonly<Record<string, ClockState>>).find(
    ({ status, binds, due }) => status === 'suspended' && binds === 'organ' && due.slice(0, 10) === dueOn,
  )

/** 待办 What waits for the officer's posts, the most urgent first. */
export const inboxRoutes: FastifyPluginAsyncTypebox<RouteNeeds> = async (
  app,
  { db, clock, directory, naming, definitions, calendar },
) => {
  /**
   * What versions call their stages: never stale, and short. Without it a page of fifty items reads as many whole definitions (measured
   * with 4,559 items: 15.6 ms of CPU a page and 135 ms at p95).
   */
  const namedStages = new Map<string, ReadonlyMap<string, Text>>()
  /** Those of the versions in force; a case of an earlier one may be at a stage that has no such name any more. */
  async function stageNames(hashes: readonly (string | undefined)[]) {
    for (const hash of new Set(hashes)) {
      if (hash === undefined || namedStages.has(hash)) continue
      const { flow } = await definitions.definition(hash)
      const stages = flow.flatMap(one => ('parallel' in one ? one.branches.flat() : [one]))
      namedStages.set(hash, new Map(stages.map(({ stage, name }) => [stage, name])))
    }
    return namedStages
  }

  app.get(
    '/inbox',
    {
      schema: {
        querystring: Type.Object(
          {
            post: Type.Optional(PostId),
            item: Type.Optional(Key),
            drawer: Type.Optional(Type.Enum([...drawers])),
            level: Type.Optional(Type.Enum(['notice', 'yellow', 'red'])),
            stage: Type.Optional(Key),
            region: Type.Optional(RegionCode),
            claimed: Type.Optional(
              Type.Boolean({ description: 'only what the caller has claimed, or only what nobody has' }),
            ),
            after: Type.Optional(Cursor),
            limit: Limit,
          },
          strict,
        ),
      },
      config: {
        words: {
          access: ['cases.read', 'cases.act'],
          says: 'Tasks of the caller’s posts, the most urgent first',
          refuses: [postNotYours, officersOnly, cursorInvalid],
        },
      },
    },
    async request => {
      const officer = officerOf(request)
      const { post, item, drawer, level, stage, region, claimed, after, limit } = request.query
      const today = clock.today()
      const held = (await directory()).postsOf(officer.person, today.toString()).map(({ post: one }) => one.id)
      if (post !== undefined && post !== officer.post && !held.includes(post)) throw postNotYours({ facts: { post } })
      const wanted = partsOfPost(post ?? officer.post)
      const ownPlaces = [officer.post, ...held].map(partsOfPost).filter(({ organ }) => organ === wanted.organ)
      const place = readCursor(after, [dateForm, uuidForm, wordForm])
      const asked = [
        [wanted.organ, wanted.organ],
        [wanted.code, '*'],
        officer.person,
        item ?? null,
        drawer ?? null,
        level ?? null,
        stage ?? null,
        region ?? null,
        limit + 1,
        wanted.organ,
        ['*', ...ownPlaces.map(({ code }) => code)],
        ...(place ?? beforeAll),
        claimed ?? null,
      ]
      const rows = await db.transaction(async sql => {
        await sql.run(asWalk)
        return sql.run<InboxRow>(inboxOf, asked)
      })
      const whole = rows.slice(0, limit)
      const page = whole.filter(({ complainedOf }) => !complainedOf?.includes(officer.person))
      const names = await naming.namesFor(
        callerOf(request),
        { kind: 'service', name: 'inbox' },
        page.flatMap(({ subject }) => subject ?? []),
      )
      const known = await definitions.directory()
      const stagesOf = await stageNames(page.map(({ item: one }) => known.inForce(one, today)?.hash))
      // Nobody knows the last day of a limit that stands still; the days that are left are known.
      const dueShown = (row: Pick<InboxRow, 'stoppedClocks' | 'dueOn'>) => {
        if (row.dueOn === null) return { dueOn: null, workdaysLeft: null }
        const stopped = stoppedOf(row)
        const clock = stopped ?? { due: row.dueOn, status: 'running' as const, suspensions: [] }
        return { dueOn: stopped ? null : row.dueOn, workdaysLeft: workdaysLeft(calendar(), clock, today) }
      }
      const items = page.map(({ caseId, person, subject, dueOn, stoppedClocks, complainedOf, ...row }) => ({
        ...row,
        name: known.inForce(row.item, today)?.summary.name ?? row.item,
        post: row.post === '*' ? '*' : postId(row.organ, row.post),
        claimed: person !== null,
        suspended: stoppedClocks !== null,
        stageName: stagesOf.get(known.inForce(row.item, today)?.hash ?? '')?.get(row.stage) ?? row.stage,
        ...dueShown({ stoppedClocks, dueOn }),
        subject: subject === null ? null : shown(names, subject),
      }))
      const last = whole.at(-1)
      return { items, next: rows.length > limit && last ? writeCursor([last.dueOn, last.caseId, last.task]) : null }
    },
  )
}
