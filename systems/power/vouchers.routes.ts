import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import { callerOf, partiesOnly } from '#hubs/application/access'
import { statementOf, vouchersHeldBy } from '#hubs/application/voucher'
import { bodyInvalid } from '#kernel/case'
import { cursorInvalid, readCursor, uuidForm, writeCursor } from './cursor.ts'
import type { RouteNeeds } from './routes.ts'
import { Cursor, Limit, strict } from './words.ts'

/** 凭证查验 Anybody who holds the paper asks whether it holds; its holder finds his own, with the signed text. */
export const voucherRoutes: FastifyPluginAsyncTypebox<RouteNeeds> = async (app, { db, clock, vouchers, parties }) => {
  app.post(
    '/vouchers/verify',
    {
      schema: {
        body: Type.Object(
          {
            number: Type.String({ minLength: 1, maxLength: 120, description: '文号, as printed' }),
            code: Type.String({ minLength: 12, maxLength: 20, description: '查验码, as printed' }),
          },
          strict,
        ),
      },
      config: {
        words: {
          access: 'public',
          says: 'Whether a voucher holds today, by its number and check code; in the body, so that both stand in no address',
          refuses: [bodyInvalid],
        },
      },
    },
    async request => {
      const { number, code } = request.body
      const checked = await vouchers.checkVoucher(db, code)
      // A code that stands for another number is told like one that stands for nothing: neither can be guessed apart.
      return checked.found && checked.number !== number.trim() ? { found: false, reason: 'unknown' } : checked
    },
  )

  app.get(
    '/vouchers',
    {
      schema: { querystring: Type.Object({ after: Type.Optional(Cursor), limit: Limit }, strict) },
      config: {
        words: {
          access: ['cases.read'],
          says: 'The caller’s own vouchers, signed and with their check codes, the latest first',
          refuses: [partiesOnly, cursorInvalid],
        },
      },
    },
    async request => {
      const { actor } = callerOf(request)
      if (actor.kind !== 'party') throw partiesOnly()
      const { after, limit } = request.query
      const [caseId, id] = readCursor(after, [uuidForm, uuidForm]) ?? []
      const party = await parties.currentOf(db, actor.party)
      const before = caseId && id ? ([caseId, id] as const) : undefined
      const rows = await vouchersHeldBy(db, party, { ...(before && { before }), limit: limit + 1 })
      const page = rows.slice(0, limit)
      const today = clock.today().toString()
      const items = page.map(voucher => ({
        ...statementOf(voucher, today),
        item: voucher.item,
        checkCode: voucher.checkCode,
      }))
      const last = page.at(-1)
      return { items, next: rows.length > limit && last ? writeCursor([last.caseId, last.id]) : null }
    },
  )
}
