import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import { officerOf } from '#hubs/application/access'
import { type Directory, identityChangeRefused, identityUnknown } from '#kernel/identity'
import { personIn } from './administration.ts'
import type { RouteNeeds } from './routes.ts'
import { Limit, strict } from './words.ts'

const access = ['administer'] as const
const Named = Type.String({ pattern: '^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$' })
const few = 20

/** Who a line of the journal speaks of: offices are no secret, and a line of numbers says nothing to whoever audits. */
function namesIn(directory: Directory, lines: readonly { actor: string; detail: Readonly<Record<string, unknown>> }[]) {
  const ids = lines.flatMap(({ actor, detail }) => [
    /^officer:([^@]+)@/.exec(actor)?.[1] ?? '',
    ...Object.values(detail)
      .flat()
      .filter(value => typeof value === 'string'),
  ])
  const people = [...new Set(ids)].flatMap(id => directory.person(id) ?? [])
  return Object.fromEntries(people.map(({ id, name, personnelNumber }) => [id, `${name} ${personnelNumber}`]))
}

/** 三员所见 What each of the three may look at: offices, grants, their own journal; no case. */
export const administrationReadingRoutes: FastifyPluginAsyncTypebox<RouteNeeds> = async (app, needs) => {
  const { clock, db, identity, grants } = needs
  const today = () => clock.today().toString()
  const kindOf = async ({ person }: { readonly person: string }) =>
    (await identity.directory()).administratorKind(person, today())

  app.get(
    '/administration/persons/:person',
    {
      schema: { params: Type.Object({ person: Named }, strict) },
      config: {
        words: {
          access,
          says: 'An officer by personnel number: whether active, which posts he holds today (system, security)',
          refuses: [identityChangeRefused, identityUnknown],
        },
      },
    },
    async request => {
      const kind = await kindOf(officerOf(request))
      if (kind !== 'system' && kind !== 'security') throw identityChangeRefused()
      const directory = await identity.directory()
      const id = personIn(directory, request.params.person)
      const { name, personnelNumber, statuses } = directory.person(id)!
      const on = today()
      const holds = statuses.find(({ from, to }) => from <= on && (to === null || on < to))
      return {
        ...{ person: id, personnelNumber, name, status: holds?.status ?? null },
        administrator: directory.administratorKind(id, on) ?? null,
        posts: directory
          .postsOf(id, on)
          .map(({ post, organ }) => ({ id: post.id, name: post.name, organName: organ.name })),
      }
    },
  )

  app.get(
    '/administration/organs',
    {
      schema: { querystring: Type.Object({ words: Type.String({ minLength: 1, maxLength: 60 }) }, strict) },
      config: {
        words: {
          access,
          says: 'Organs by a part of their name, with their posts, for whoever appoints (security)',
          refuses: [identityChangeRefused],
        },
      },
    },
    async request => {
      if ((await kindOf(officerOf(request))) !== 'security') throw identityChangeRefused()
      const directory = await identity.directory()
      const found = directory.organs(today()).filter(({ name }) => name.includes(request.query.words))
      return {
        more: found.length > few,
        items: found.slice(0, few).map(({ id, name }) => ({
          ...{ id, name },
          posts: directory.postsIn(id, today()).map(post => ({ id: post.id, name: post.name })),
        })),
      }
    },
  )

  app.get(
    '/administration/grants',
    { config: { words: { access, says: 'Grants in force (security, audit)', refuses: [identityChangeRefused] } } },
    async request => {
      const kind = await kindOf(officerOf(request))
      if (kind !== 'security' && kind !== 'audit') throw identityChangeRefused()
      const { byPurpose } = await grants.table()
      return { items: [...byPurpose.values()].flat().filter(({ revokedAt }) => revokedAt === null) }
    },
  )

  app.get(
    '/administration/changes',
    {
      schema: {
        querystring: Type.Object(
          {
            before: Type.Optional(Type.Integer({ minimum: 1, maximum: 9_000_000_000_000 })),
            change: Type.Optional(Type.String({ pattern: '^[a-z][a-z-]{1,63}$' })),
            person: Type.Optional(Named),
            limit: Limit,
          },
          strict,
        ),
      },
      config: {
        words: {
          access,
          says: 'The journal of offices, newest first; of one kind, or about one officer (audit)',
          refuses: [identityChangeRefused, identityUnknown],
        },
      },
    },
    async request => {
      const { before, change, person, limit } = request.query
      const directory = await identity.directory()
      const rows = await identity.journal(db, officerOf(request), {
        limit: limit + 1,
        ...(before !== undefined && { before }),
        ...(change !== undefined && { change }),
        ...(person !== undefined && { person: personIn(directory, person) }),
      })
      const items = rows.slice(0, limit)
      return {
        items,
        names: namesIn(directory, items),
        next: rows.length > limit ? items.at(-1)!.id : null,
      }
    },
  )
}
