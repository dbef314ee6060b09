import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import type { Caller } from '#hubs/application/access'
import { refusal } from '#kernel/refusal'
import { findCase, handles } from './access.ts'
import { drawUnknown } from './audit-draw.ts'
import { drawsOf, isOver } from './draw-record.ts'
import type { RouteNeeds } from './routes.ts'
import { ByNumber, strict } from './words.ts'

export const drawNotOpen = refusal('DRAW_NOT_OPEN', 409, 'What was drawn is public once the visits are done')

/** 抽取公开 The record of a draw for anybody to cast again; before the visits are done only what was committed to, for it would warn. */
export const drawRoutes: FastifyPluginAsyncTypebox<RouteNeeds> = async (app, { db, registers }) => {
  async function drawOf(caller: Caller | null, number: string) {
    const row = await findCase(db, number)
    const draw = row && (await drawsOf(db, row.id)).at(-1)
    if (!row || !draw) throw drawUnknown()
    const handler = caller !== null && handles(row.state, caller)
    return { row, draw, handler, open: handler || isOver(row.state) }
  }

  app.get(
    '/draws/:number',
    {
      schema: { params: ByNumber },
      config: {
        words: {
          access: 'public',
          says: 'The record of a case’s draw: what was committed to before it; once the visits are done also seed, beacon and lots',
          refuses: [drawUnknown],
        },
      },
    },
    async request => {
      const { row, draw, handler, open } = await drawOf(request.caller, request.params.number)
      const { pool, stage, ...frozen } = draw.prepared
      const { made } = draw
      return {
        number: row.number,
        caseId: row.id,
        item: row.state.item,
        organ: row.state.organ,
        stage,
        prepared: { at: draw.preparedAt, ...frozen, pool: pool.length, ...(handler && { persons: pool }) },
        made: made ? { at: made.at, ...(open && made.data) } : null,
        results: open ? (row.state.subCases ?? {}) : null,
      }
    },
  )

  app.get(
    '/draws/:number/population',
    {
      schema: {
        params: ByNumber,
        querystring: Type.Object(
          {
            from: Type.Integer({ minimum: 0, maximum: 100_000_000, default: 0 }),
            limit: Type.Integer({ minimum: 1, maximum: 10_000, default: 1_000 }),
          },
          strict,
        ),
      },
      config: {
        words: {
          access: 'public',
          says: 'The keys that were drawn from, in order, as the register still holds them',
          refuses: [drawUnknown, drawNotOpen],
        },
      },
    },
    async request => {
      const { draw, open } = await drawOf(request.caller, request.params.number)
      if (!open) throw drawNotOpen()
      const { from, limit } = request.query
      const keys = await registers.population(draw.prepared.from)
      return {
        size: keys.length,
        keys: keys.slice(from, from + limit),
        next: from + limit < keys.length ? from + limit : null,
      }
    },
  )
}
