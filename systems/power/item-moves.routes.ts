import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { type Static, type TSchema, Type } from 'typebox'
import { officerOf } from '#hubs/application/access'
import { bodyInvalid, mappingWrong, notOneItem } from '#kernel/case'
import { itemVersionUnknown } from '#kernel/definition'
import { identityChangeRefused, type Officer } from '#kernel/identity'
import type { Sql } from '#kernel/storage'
import { keyReused } from './idempotency.ts'
import { moveEnded, moveOfOne, moveOpen, moveUnknown } from './item-moves.ts'
import { notInForce } from './item-versions.ts'
import type { RouteNeeds } from './routes.ts'
import { Key, Limit, strict, Uuid } from './words.ts'

const Version = Type.Integer({ minimum: 1, maximum: 1_000_000 })
const Wanted = Type.Object({ item: Key, from: Version, to: Version }, strict)
const Named = Type.Object({ move: Uuid }, strict)
const Changed = Type.Object({ changed: Type.Boolean(), id: Type.Union([Type.String(), Type.Null()]) }, strict)
const Outcome = Type.Enum(['moved', 'stays', 'elsewhere', 'busy'])
const access = ['administer'] as const
const versionsRefused = [itemVersionUnknown, notInForce, notOneItem, mappingWrong]

/** 转版 That running cases go on under a later version of their item: tried by any administrator, proposed by one, approved by another. */
export const itemMoveRoutes: FastifyPluginAsyncTypebox<RouteNeeds> = async (app, { itemMoves, idempotency }) => {
  app.get(
    '/administration/item-moves/trial',
    {
      schema: {
        querystring: Type.Object(
          { item: Key, from: Version, to: Version, after: Type.Optional(Uuid), limit: Limit },
          strict,
        ),
      },
      config: {
        words: {
          access,
          says: 'What would become of each running case if it were moved to that version now, and why; nothing is written',
          refuses: versionsRefused,
        },
      },
    },
    async ({ query: { after, limit, ...wanted } }) => itemMoves.tryMove(wanted, { after, limit }),
  )

  app.get(
    '/administration/item-moves',
    {
      schema: { querystring: Type.Object({ before: Type.Optional(Uuid), limit: Limit }, strict) },
      config: {
        words: { access, says: 'Moves of cases to later versions, newest first, with how many moved and stayed' },
      },
    },
    async ({ query: { before, limit } }) => {
      const rows = await itemMoves.list(before, limit + 1)
      const items = rows.slice(0, limit)
      return { items, next: rows.length > limit ? items.at(-1)!.id : null }
    },
  )

  app.get(
    '/administration/item-moves/:move',
    {
      schema: {
        params: Named,
        querystring: Type.Object({ after: Type.Optional(Uuid), outcome: Type.Optional(Outcome), limit: Limit }, strict),
      },
      config: {
        words: {
          access,
          says: 'One move: each case it looked at, whether it moved, or every reason why not',
          refuses: [moveUnknown],
        },
      },
    },
    async ({ params: { move }, query }) => itemMoves.report(move, query),
  )

  function change<Body extends TSchema>(
    path: string,
    body: Body,
    says: string,
    refuses: readonly (typeof moveUnknown)[],
    work: (sql: Sql, by: Officer, asked: Static<Body>) => Promise<Static<typeof Changed>>,
  ): void {
    app.post(
      `/administration/item-moves${path}`,
      {
        schema: { body: body as TSchema, response: { 200: Changed } },
        config: {
          words: {
            access,
            write: true,
            stepUp: true,
            says,
            refuses: [bodyInvalid, identityChangeRefused, keyReused, ...refuses],
          },
        },
      },
      async request => {
        const actor = officerOf(request)
        const asked = request.body as Static<Body>
        const key = String(request.headers['idempotency-key']).toLowerCase()
        const write = { actor, key, said: [`POST /administration/item-moves${path}`, asked] }
        return (await idempotency.once(write, sql => work(sql, actor, asked))).answer
      },
    )
  }

  change(
    '',
    Wanted,
    'Propose that the running cases of an item go on under a later version (system)',
    [...versionsRefused, moveOpen],
    async (sql, by, asked) => ({ changed: true, id: await itemMoves.propose(sql, by, asked) }),
  )
  change(
    '/approve',
    Named,
    'Approve a move that another proposed; it begins at once (security)',
    [...versionsRefused, moveUnknown, moveEnded, moveOfOne],
    async (sql, by, { move }) => ({ changed: await itemMoves.approve(sql, by, move), id: move }),
  )
  change(
    '/withdraw',
    Named,
    'Stop a move; what has moved stays moved (system, security)',
    [moveUnknown, moveEnded],
    async (sql, by, { move }) => {
      await itemMoves.withdraw(sql, by, move)
      return { changed: true, id: move }
    },
  )
}
