import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { callerOf, officerOf, officersOnly } from '#hubs/application/access'
import { ratingStandings } from '#hubs/business/rating'
import type { Text } from '#kernel/definition'
import { statement } from '#kernel/storage'
import type { RouteNeeds } from './routes.ts'

/** Rows of one list at most: who supervises sees the newest, and how many there are. */
const most = 100

const numbered = statement(
  'power.numbersAndItems',
  'select id, number, item from kernel.cases where id = any ($1::uuid[])',
)

/** 应送达未送达 Decided, not served, and its task late. */
const undelivered = statement(
  'power.undelivered',
  `select c.id, c.number, c.item, c.organ, t.due_on as "dueOn" from kernel.tasks t join kernel.cases c on c.id = t.case_id
   where t.due_on < $1 and c.outcome is not null and (c.state::json -> 'moments' -> 'service') is null 
     and not coalesce(c.state::json -> 'complainedOf', '[]'::json)::jsonb ? $2
   order by t.due_on, c.id limit ${most}`,
)
/** 投诉 Cases in which somebody stands back because he is complained of, by the organ that hears them. */
const complaints = statement(
  'power.complaintsByOrgan',
  `select c.organ, count(distinct c.id)::int as open, count(distinct c.id) filter (where t.due_on < $1)::int as late
   from kernel.tasks t join kernel.cases c on c.id = t.case_id
   where (c.state::json -> 'complainedOf') is not null and not (c.state::json -> 'complainedOf')::jsonb ? $2
   group by c.organ order by c.organ`,
)

interface Late {
  readonly id: string
  readonly number: string
  readonly item: string
  readonly organ: string
  readonly dueOn: string
}

/** 督察 What whoever supervises sees before anything else: yellow and red alarms, what was not served, complaints and bad ratings by organ. */
export const overviewRoutes: FastifyPluginAsyncTypebox<RouteNeeds> = async (
  app,
  { db, clock, alarms, directory, definitions },
) => {
  app.get(
    '/supervision',
    {
      config: {
        words: {
          access: ['supervise'],
          says: 'Open yellow and red alarms, decisions not served in time, complaints and bad ratings by organ',
          refuses: [officersOnly],
        },
      },
    },
    async request => {
      const { person } = officerOf(request)
      const { actor } = callerOf(request)
      const today = clock.today()
      const on = today.toString()
      const offices = await directory()
      const known = await definitions.directory()
      const organName = (organ: string): string => offices.organ(organ, on)?.name ?? organ
      const itemName = (item: string | null): Text | null =>
        item === null ? null : ((known.inForce(item, today)?.summary.name as Text | undefined) ?? item)
      const organs = actor.kind === 'officer' ? [actor.organ] : []
      const viewer = { person, organs, above: [], supervision: true }
      const [red, yellow, late, heard, rated] = await Promise.all([
        alarms.list(db, viewer, { level: 'red', limit: most }),
        alarms.list(db, viewer, { level: 'yellow', limit: most }),
        db.run<Late>(undelivered, [on, person]),
        db.run<{ organ: string; open: number; late: number }>(complaints, [on, person]),
        ratingStandings(db, on),
      ])
      const raised = [...red.alarms, ...yellow.alarms]
      const ids = raised.flatMap(({ caseId }) => caseId ?? [])
      const cases = new Map(
        (await db.run<{ id: string; number: string; item: string }>(numbered, [ids])).map(one => [one.id, one]),
      )
      return {
        alarms: raised.map(({ id, alarm, level, organ, item, caseId, raisedAt, reasons }) => ({
          ...{ id, alarm, level, raisedAt, reasons },
          organ: organ === '' ? null : organName(organ),
          name: itemName(item),
          number: caseId === null ? null : (cases.get(caseId)?.number ?? null),
        })),
        undelivered: late.map(({ number, item, organ, dueOn }) => ({
          ...{ number, dueOn },
          organ: organName(organ),
          name: itemName(item),
        })),
        complaints: heard.map(({ organ, ...counts }) => ({ organ: organName(organ), ...counts })),
        ratings: rated.map(({ organ, ...counts }) => ({ organ: organName(organ), ...counts })),
      }
    },
  )
}
