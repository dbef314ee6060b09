import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { officerOf, officersOnly } from '#hubs/application/access'
import { listPublications } from '#hubs/business/publicity'
import { alarmNotYours, alarmReasonMissing, alarmUnknown } from '#hubs/governance/alarm'
import { bodyInvalid } from '#kernel/case'
import { isDay } from '#kernel/clock'
import type { Officer } from '#kernel/identity'
import { refusal } from '#kernel/refusal'
import { registerUnknown, registerValueInvalid } from '#kernel/register'
import { findCase } from './access.ts'
import { cursorInvalid } from './cursor.ts'
import type { RouteNeeds } from './routes.ts'
import { CaseNumber, Cursor, Key, Limit, OrganId, RegionCode, strict } from './words.ts'

export const registerFieldUnknown = refusal('REGISTER_FIELD_UNKNOWN', 400, 'The register has no such field to look by')

const alarmPlace = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,9})?Z~[A-Za-z0-9:._-]{1,200}$/
const publicationPlace =
  /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d)~[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/

/** A cursor is handed on only when it could have come from that list. */
const placeIn = (after: string | undefined, form: RegExp, stands: (text: string) => boolean): { after?: string } => {
  if (after === undefined) return {}
  const place = Buffer.from(after, 'base64url').toString('utf8')
  if (!form.test(place) || !stands(place.slice(0, place.indexOf('~'))))
    throw cursorInvalid({ remedy: 'Start from the first page.' })
  return { after: place }
}
const isInstant = (text: string): boolean => {
  if (!isDay(text.slice(0, 10))) return false
  try {
    Temporal.Instant.from(text)
    return true
  } catch {
    return false
  }
}
const nextOf = (next: string | undefined): string | null =>
  next === undefined ? null : Buffer.from(next).toString('base64url')

const ByAlarm = Type.Object({ alarm: Type.String({ pattern: '^[A-Za-z0-9:._-]{1,120}$' }) }, strict)

const RegisterQuery = Type.Object(
  { after: Type.Optional(Cursor), limit: Limit, on: Type.Optional(Type.String({ format: 'date' })) },
  { additionalProperties: Type.String({ maxLength: 200 }), propertyNames: { pattern: '^[a-zA-Z][a-zA-Z0-9.]{0,63}$' } },
)

/** 台账、预警、公示 Lists that stand beside the cases. */
export const listRoutes: FastifyPluginAsyncTypebox<RouteNeeds> = async (
  app,
  { db, clock, registers, alarms, directory },
) => {
  /** 查阅机关 Some registers are listed by those organs alone whose work they are for, and by whoever watches over them. */
  async function mayList(request: FastifyRequest, register: string): Promise<boolean> {
    const { organ } = officerOf(request)
    const { listedBy } = registers.declaration(register)
    const scopes = request.caller?.scopes
    if (listedBy === undefined || scopes?.has('supervise') === true || scopes?.has('audit') === true) return true
    const functions = (await directory()).organ(organ, clock.today().toString())?.functions ?? []
    return listedBy.some(one => functions.includes(one))
  }

  app.get(
    '/registers/:register',
    {
      schema: { params: Type.Object({ register: Key }, strict), querystring: RegisterQuery },
      config: {
        words: {
          access: ['registers.read', 'supervise', 'audit'],
          says: 'Rows of a register that hold on a day, by its plain fields',
          refuses: [registerFieldUnknown, registerUnknown, registerValueInvalid, officersOnly, cursorInvalid],
        },
      },
    },
    async request => {
      const { register } = request.params
      if (!(await mayList(request, register))) throw registerUnknown({ detail: `there is no register ${register}` })
      const { after, limit, on, ...given } = request.query as { after?: string; limit: number; on?: string } & Record<
        string,
        string
      >
      const declaration = registers.declaration(register)
      const filter: Record<string, unknown> = {}
      for (const [name, text] of Object.entries(given)) {
        const field = Object.hasOwn(declaration.fields, name) ? declaration.fields[name] : undefined
        if (!field || field.personal) throw registerFieldUnknown()
        filter[name] = field.type === 'boolean' ? (text === 'true' ? true : text === 'false' ? false : text) : text
      }
      const { rows, next } = await registers.current(register, filter, {
        limit,
        ...(after !== undefined && { after }),
        ...(on !== undefined && { on }),
      })
      return {
        items: rows.map(({ values, validFrom, validTo, recordedFrom, organ, by }) => ({
          values,
          validFrom,
          validTo,
          recordedFrom,
          organ,
          by,
        })),
        next: next ?? null,
      }
    },
  )

  /** Whom this officer is set above: nobody, or whoever his organ leads. */
  async function viewerOf(officer: Officer, supervision: boolean) {
    const offices = await directory()
    const on = clock.today().toString()
    const held = offices.postsOf(officer.person, on)
    const organs = [...new Set(held.map(({ organ }) => organ.id))]
    const above = organs.filter(organ => offices.headOf(organ, on).includes(officer.person))
    return { person: officer.person, organs, above, supervision }
  }

  const viewing = (request: FastifyRequest) =>
    viewerOf(officerOf(request), request.caller?.scopes.has('supervise') === true)

  app.get(
    '/alarms',
    {
      schema: {
        querystring: Type.Object(
          {
            level: Type.Optional(Type.Enum(['notice', 'yellow', 'red'])),
            case: Type.Optional(CaseNumber),
            after: Type.Optional(Cursor),
            limit: Limit,
          },
          strict,
        ),
      },
      config: {
        words: {
          access: ['alarms.read', 'supervise'],
          says: 'Alarms addressed to the caller, newest first',
          refuses: [officersOnly, cursorInvalid],
        },
      },
    },
    async request => {
      officerOf(request)
      const { level, case: number, after, limit } = request.query
      const found = number === undefined ? undefined : await findCase(db, number)
      if (number !== undefined && !found) return { items: [], next: null }
      const viewer = await viewing(request)
      const wanted = {
        limit,
        ...(level !== undefined && { level }),
        ...(found && { caseId: found.id }),
        ...placeIn(after, alarmPlace, isInstant),
      }
      const { alarms: items, next } = await alarms.list(db, viewer, wanted)
      return { items: items.map(({ recipients, ...alarm }) => alarm), next: nextOf(next) }
    },
  )

  const handling = { access: ['alarms.read', 'supervise'], write: true, once: true } as const

  app.post(
    '/alarms/:alarm/acknowledge',
    {
      schema: { params: ByAlarm },
      config: {
        words: { ...handling, says: 'Say that an alarm was seen; the first one counts', refuses: [alarmUnknown] },
      },
    },
    async (request, reply) => {
      await alarms.acknowledge(db, request.params.alarm, await viewing(request))
      return reply.code(204).send()
    },
  )

  app.post(
    '/alarms/:alarm/dismiss',
    {
      schema: {
        params: ByAlarm,
        body: Type.Object({ reason: Type.String({ minLength: 1, maxLength: 4_000 }) }, strict),
      },
      config: {
        words: {
          ...handling,
          says: 'Take an alarm off the open list, with a reason: a superior or supervision, a red one supervision only',
          refuses: [bodyInvalid, alarmUnknown, alarmNotYours, alarmReasonMissing],
        },
      },
    },
    async (request, reply) => {
      await alarms.dismiss(db, request.params.alarm, await viewing(request), request.body.reason)
      return reply.code(204).send()
    },
  )

  app.get(
    '/publications',
    {
      schema: {
        querystring: Type.Object(
          {
            item: Type.Optional(Key),
            organ: Type.Optional(OrganId),
            region: Type.Optional(RegionCode),
            after: Type.Optional(Cursor),
            limit: Limit,
          },
          strict,
        ),
      },
      config: {
        words: {
          access: 'public',
          says: 'What the city has published, newest first, withdrawals with their reason',
          refuses: [cursorInvalid],
        },
      },
    },
    async request => {
      const { item, organ, region, after, limit } = request.query
      const wanted = {
        today: clock.today().toString(),
        limit,
        ...(item !== undefined && { item }),
        place: { ...(organ !== undefined && { organ }), ...(region !== undefined && { region }) },
      }
      const { publications, next } = await listPublications(db, {
        ...wanted,
        ...placeIn(after, publicationPlace, isDay),
      })
      return { items: publications, next: nextOf(next) }
    },
  )
}
