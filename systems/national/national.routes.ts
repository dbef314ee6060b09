import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import { officerOf, officersOnly } from '#hubs/application/access'
import type { NationalCodes } from './codes.schema.ts'
import { nationalFileUnknown, type Receiving } from './received/receive.ts'
import { nationalTables } from './tables.ts'

export interface NationalRouteNeeds {
  readonly codes: NationalCodes
  readonly receiving: Pick<Receiving, 'list' | 'apart'>
}

const strict = { additionalProperties: false } as const
const Uuid = Type.String({ pattern: '^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$' })
const Limit = Type.Optional(Type.Integer({ minimum: 1, maximum: 200, default: 50 }))

/** 国家平台数据表 What the tables are, for everybody; which files came in and which of their rows were not taken, for supervision and audit. */
export const nationalRoutes: FastifyPluginAsyncTypebox<NationalRouteNeeds> = async (app, { codes, receiving }) => {
  app.get(
    '/national/tables',
    {
      schema: {},
      config: {
        words: {
          access: 'public',
          says: 'Every national table with its columns, and the code lists with where each comes from',
        },
      },
    },
    async () => ({
      tables: [...nationalTables.values()].map(({ name, label, kind, columns }) => ({ name, label, kind, columns })),
      lists: codes.lists,
    }),
  )

  app.get(
    '/national/files',
    {
      schema: { querystring: Type.Object({ limit: Limit }, strict) },
      config: {
        words: {
          access: ['supervise', 'audit'],
          says: 'Files of national tables that came in, newest first: how many rows were taken, how many were not',
          refuses: [officersOnly],
        },
      },
    },
    async request => {
      officerOf(request)
      return { items: await receiving.list(request.query.limit) }
    },
  )

  app.get(
    '/national/files/:file/apart',
    {
      schema: {
        params: Type.Object({ file: Uuid }, strict),
        querystring: Type.Object(
          { after: Type.Optional(Type.Integer({ minimum: 0, maximum: 9_007_199_254_740_991 })), limit: Limit },
          strict,
        ),
      },
      config: {
        words: {
          access: ['supervise', 'audit'],
          says: 'Rows of a file that were not taken, by line: why, and what to do; never their content',
          refuses: [officersOnly, nationalFileUnknown],
        },
      },
    },
    async request => {
      officerOf(request)
      const { after = 0, limit = 50 } = request.query
      const { file, rows, next } = await receiving.apart(request.params.file, { after, limit })
      return { file, items: rows, next }
    },
  )
}
