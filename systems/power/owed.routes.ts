import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import { callerOf } from '#hubs/application/access'
import { caseNotFound } from '#kernel/case'
import { readableCase } from './access.ts'
import type { RouteNeeds } from './routes.ts'
import { ByNumber, strict } from './words.ts'

const Fen = Type.Integer({ description: '分' })
const Owing = Type.Object(
  {
    on: Type.String(),
    items: Type.Array(
      Type.Object(
        {
          order: Type.String(),
          dueOn: Type.Union([Type.String(), Type.Null()]),
          principal: Fen,
          due: Fen,
          surcharge: Fen,
          accrued: Fen,
          paid: Fen,
          credit: Fen,
          settled: Type.Boolean(),
        },
        strict,
      ),
    ),
  },
  strict,
)

/** 欠缴 What is owed today is computed when somebody asks: what is booked stands as of the last booking. */
export const owedRoutes: FastifyPluginAsyncTypebox<RouteNeeds> = async (app, { db, clock, ledger }) => {
  app.get(
    '/cases/:number/owed',
    {
      schema: { params: ByNumber, response: { 200: Owing } },
      config: {
        words: {
          access: ['cases.read'],
          says: 'What the payment orders of a case owe today: for the party, the handler, the collector',
          refuses: [caseNotFound],
        },
      },
    },
    async request => {
      const { id } = await readableCase(db, callerOf(request), request.params.number)
      const on = clock.today().toString()
      const items = (await ledger.balance(db, id, on)).map(({ order, ...owed }) => ({
        order: order.key,
        dueOn: order.dueOn,
        ...owed,
      }))
      return { on, items }
    },
  )
}
