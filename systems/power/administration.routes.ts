import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { type Static, type TSchema, Type } from 'typebox'
import { officerOf } from '#hubs/application/access'
import { bodyInvalid } from '#kernel/case'
import { grantRefused, grantUnknown } from '#kernel/grant'
import { identityChangeRefused, identityUnknown, type Officer } from '#kernel/identity'
import type { Sql } from '#kernel/storage'
import {
  administrationBackdated,
  administrationConflict,
  afterDay,
  mustNotBePast,
  orConflict,
  personIn,
} from './administration.ts'
import { keyReused } from './idempotency.ts'
import type { RouteNeeds } from './routes.ts'
import { IsoDate, Key, PostId, strict, Uuid } from './words.ts'

const Named = Type.String({
  pattern: '^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$',
  description: 'personnel number, or internal id',
})
const Kind = Type.Enum(['system', 'security', 'audit'])
const OfficialNumber = Type.String({ pattern: '^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$' })

const bodies = {
  person: Type.Object(
    { personnelNumber: OfficialNumber, name: Type.String({ minLength: 1, maxLength: 120 }), from: IsoDate },
    strict,
  ),
  status: Type.Object({ person: Named, status: Type.Enum(['active', 'suspended', 'left']), from: IsoDate }, strict),
  appointment: Type.Object({ person: Named, post: PostId, from: IsoDate, to: Type.Optional(IsoDate) }, strict),
  appointmentEnd: Type.Object({ person: Named, post: PostId, on: IsoDate }, strict),
  certificate: Type.Object({ kind: Key, number: OfficialNumber, person: Named, from: IsoDate, to: IsoDate }, strict),
  certificateEnd: Type.Object({ kind: Key, number: OfficialNumber, on: IsoDate }, strict),
  administrator: Type.Object({ person: Named, kind: Kind, from: IsoDate }, strict),
  administratorEnd: Type.Object({ person: Named, on: IsoDate }, strict),
  grant: Type.Object(
    {
      purpose: Key,
      holderKind: Type.Enum(['person', 'post', 'post-code', 'organ']),
      holder: Type.String({ pattern: '^[A-Za-z0-9][A-Za-z0-9-]{0,63}(/[a-z][a-z-]{0,63})?$' }),
      ground: Type.Enum(['case', 'service', 'emergency']),
      groundName: Type.Union([Key, Type.Null()]),
      caseId: Type.Optional(Uuid),
      source: Type.String({ pattern: '^[a-z][a-z.-]{0,63}$' }),
      fields: Type.Array(Type.String({ pattern: '^(\\*|[a-z][A-Za-z0-9.-]{0,63})$' }), { minItems: 1, maxItems: 50 }),
      basis: Type.Object(
        {
          law: Type.String({ minLength: 2, maxLength: 60 }),
          articles: Type.Array(Type.String({ pattern: '^[0-9()-]{1,20}$' }), { minItems: 1, maxItems: 20 }),
        },
        strict,
      ),
      until: Type.String({
        format: 'date',
        description: 'the last day; a grant without an end is given by an item only',
      }),
    },
    strict,
  ),
  grantEnd: Type.Object({ grant: Uuid }, strict),
} as const
type Body<Name extends keyof typeof bodies> = Static<(typeof bodies)[Name]>

const Changed = Type.Object({ changed: Type.Boolean(), id: Type.Union([Type.String(), Type.Null()]) }, strict)
type Changed = Static<typeof Changed>
const done: Changed = { changed: true, id: null }

/** 三员管理 What each of the three does, over addresses of its own. Who may do which is asked of the directory, not of the token. */
export const administrationRoutes: FastifyPluginAsyncTypebox<RouteNeeds> = async (app, needs) => {
  const { clock, identity, grants, idempotency } = needs
  type Work<Asked> = (sql: Sql, by: Officer, asked: Asked, person: string) => Promise<Changed>

  const refuses = [
    bodyInvalid,
    identityChangeRefused,
    identityUnknown,
    grantRefused,
    grantUnknown,
    administrationBackdated,
    administrationConflict,
    keyReused,
  ]

  /** One change: refused for a day that is over, done once for its key, in one transaction with its line in the journal and its leaf. */
  function change<Name extends keyof typeof bodies>(
    path: string,
    name: Name,
    says: string,
    work: Work<Body<Name>>,
  ): void {
    const body: TSchema = bodies[name]
    app.post(
      `/administration/${path}`,
      {
        schema: { body, response: { 200: Changed } },
        config: { words: { access: ['administer'], write: true, stepUp: true, says, refuses } },
      },
      async request => {
        const actor = officerOf(request)
        const asked = request.body as Body<Name>
        const { person, on, from } = asked as { person?: string; on?: string; from?: string }
        mustNotBePast(clock, on, name === 'certificate' ? undefined : from)
        const key = String(request.headers['idempotency-key']).toLowerCase()
        const write = { actor, key, said: [`POST /administration/${path}`, asked] }
        const once = idempotency.once(write, async sql =>
          work(sql, actor, asked, person === undefined ? '' : personIn(await identity.directory(sql), person)),
        )
        return (await orConflict(once)).answer
      },
    )
  }

  change('persons', 'person', 'Put an officer on record (system)', async (sql, by, asked) => ({
    changed: true,
    id: await identity.recordPerson(sql, by, asked),
  }))
  change(
    'statuses',
    'status',
    'Suspend an officer, let him go, or take him back (system)',
    async (sql, by, asked, person) => {
      await identity.setStatus(sql, by, { ...asked, person })
      return done
    },
  )
  change(
    'appointments',
    'appointment',
    'Appoint to a post (security, never himself)',
    async (sql, by, asked, person) => ({
      changed: await identity.appoint(sql, by, { ...asked, person }),
      id: null,
    }),
  )
  change('appointments/end', 'appointmentEnd', 'End an appointment (security)', async (sql, by, asked, person) => {
    await identity.endAppointment(sql, by, { ...asked, person })
    return done
  })
  change('certificates', 'certificate', 'Put a certificate on record (security)', async (sql, by, asked, person) => ({
    changed: await identity.certify(sql, by, { ...asked, person }),
    id: null,
  }))
  change('certificates/revoke', 'certificateEnd', 'Revoke a certificate (security)', async (sql, by, asked) => {
    await identity.revokeCertificate(sql, by, asked)
    return done
  })
  change(
    'administrators',
    'administrator',
    'Appoint an administrator (security, never himself)',
    async (sql, by, asked, person) => ({
      changed: await identity.appointAdministrator(sql, by, { ...asked, person }),
      id: null,
    }),
  )
  change(
    'administrators/end',
    'administratorEnd',
    'End an administrator’s time (security)',
    async (sql, by, asked, person) => {
      await identity.endAdministrator(sql, by, { ...asked, person })
      return done
    },
  )
  change('grants', 'grant', 'Give a grant to read (security, never himself)', async (sql, by, asked) => {
    const { until, caseId = null, ...grant } = asked
    mustNotBePast(clock, until)
    const holder = asked.holderKind === 'person' ? personIn(await identity.directory(sql), asked.holder) : asked.holder
    const period = { from: clock.now().toString(), to: afterDay(clock, until) }
    return { changed: true, id: await grants.give(sql, by, { ...grant, ...period, holder, caseId }) }
  })
  change('grants/revoke', 'grantEnd', 'Take a grant back, at once (security)', async (sql, by, asked) => {
    await grants.revoke(sql, by, asked.grant)
    return done
  })
}
