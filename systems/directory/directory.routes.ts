import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import { drawers, levels } from '#kernel/definition'
import { type CityDirectory, type LinesWanted, lifeEventUnknown, regionUnknown } from './directory.ts'
import { entryUnknown } from './entries.ts'
import type { makeStatistics } from './statistics.ts'

const strict = { additionalProperties: false } as const
const Key = Type.String({ pattern: '^[a-z][A-Za-z0-9]*(-[a-z0-9]+)*$', maxLength: 64 })
const EntryId = Type.String({ pattern: '^[a-z][a-z0-9-]{2,63}$' })
const Region = Type.String({
  pattern: '^([0-9]{6}|[0-9]{9}|[0-9]{12})$',
  description: 'city, district (6 digits), street (9) or community (12)',
})
const After = Type.String({
  minLength: 1,
  maxLength: 100,
  pattern: '^[A-Za-z0-9.~-]+$',
  description: 'the `next` of the page before',
})

const Lines = Type.Object(
  {
    level: Type.Optional(Type.Enum([...levels])),
    region: Type.Optional(Region),
    organ: Type.Optional(Type.String({ pattern: '^[a-z0-9][a-z0-9-]{0,63}$' })),
    drawer: Type.Optional(Type.Enum([...drawers])),
    lifeEvent: Type.Optional(Key),
    standing: Type.Optional(Type.Enum(['runs', 'offline', 'listed'])),
    q: Type.Optional(Type.String({ minLength: 1, maxLength: 100 })),
    after: Type.Optional(After),
    limit: Type.Integer({ minimum: 1, maximum: 200, default: 50 }),
  },
  strict,
)

export interface DirectoryRouteNeeds {
  readonly directory: CityDirectory
  readonly statistics: ReturnType<typeof makeStatistics>
}

/** 事项目录 Items that run and entries that do not, regions, life events, and the counts of it all. Open to anybody. */
export const directoryRoutes: FastifyPluginAsyncTypebox<DirectoryRouteNeeds> = async (
  app,
  { directory, statistics },
) => {
  app.get(
    '/directory',
    {
      schema: { querystring: Lines },
      config: {
        words: {
          access: 'public',
          says: 'What the city does, by level, region, organ, kind, life event or words: items that run here and entries that are listed',
          refuses: [regionUnknown, lifeEventUnknown],
        },
      },
    },
    request => directory.list(request.query as LinesWanted),
  )

  app.get(
    '/directory/entries/:id',
    {
      schema: { params: Type.Object({ id: EntryId }, strict) },
      config: {
        words: {
          access: 'public',
          says: 'An entry with its codes, its source, why it is offline and who confirmed it, and its versions',
          refuses: [entryUnknown],
        },
      },
    },
    request => directory.entry(request.params.id),
  )

  app.get(
    '/directory/statistics',
    { config: { words: { access: 'public', says: 'Counts of the directory, each with how it is counted' } } },
    () => statistics(),
  )

  app.get(
    '/divisions',
    {
      config: { words: { access: 'public', says: 'City, districts and streets with how much is carried out in each' } },
    },
    () => directory.divisions(),
  )

  app.get(
    '/life-events',
    { config: { words: { access: 'public', says: 'What people set out to do, each with how many steps it takes' } } },
    () => ({ lifeEvents: directory.lifeEvents() }),
  )

  app.get(
    '/life-events/:lifeEvent',
    {
      schema: { params: Type.Object({ lifeEvent: Key }, strict) },
      config: {
        words: {
          access: 'public',
          says: 'The steps of a life event in order, what each gives the next, and which of them run here',
          refuses: [lifeEventUnknown],
        },
      },
    },
    request => directory.lifeEvent(request.params.lifeEvent),
  )
}
