import { Readable } from 'node:stream'
import type { FastifyPluginAsync } from 'fastify'
import { type Drawing, words } from '../asking.ts'
import { type CitizenNeeds, type Door, isUuid, type Visit } from '../citizen.ts'
import { timeSaid } from '../wording.ts'
import { copyAsJson, copyAsPage } from './copy.ts'
import { dataPage } from './data.page.ts'

/** 我的数据 What the city holds about the reader, who looked at it, and a copy to take away. */
export function makeDataRoutes(
  { mine, held }: Pick<CitizenNeeds, 'mine' | 'held'>,
  { send }: Pick<Drawing, 'send'>,
  door: Door,
): FastifyPluginAsync {
  async function page({ person, view }: Visit, before?: string) {
    const [shown, reads] = [await held.shown(person), await mine.reads(person, before)]
    const mustProve = held.mustProve(person)
    return dataPage(view, { person, held: shown, mustProve, reads, continued: before !== undefined })
  }

  return async app => {
    app.get('/mine/data', { config: words('what the city holds, and who looked') }, async (request, reply) => {
      const visit = await door.look(request, reply)
      if (!visit) return reply
      const { before } = request.query as { before?: unknown }
      const place = typeof before === 'string' && isUuid(before) ? before : undefined
      return send(reply, visit.view, await page(visit, place))
    })

    app.post('/mine/data/copy', { config: words('take a copy of one’s own data away') }, async (request, reply) => {
      const visit = await door.take(request, reply)
      if (!visit) return reply
      const { person, view, form } = visit
      if (held.mustProve(person)) return send(reply, view, await page(visit), 403)
      const [at, pieces] = [held.now(), await held.copy(person)]
      const asJson = form.one('as') === 'json'
      const text = asJson ? copyAsJson(pieces, at) : copyAsPage(view, pieces, timeSaid(view, at))
      return reply
        .type(asJson ? 'application/json; charset=utf-8' : 'text/html; charset=utf-8')
        .header('content-disposition', `attachment; filename="my-data-${at.slice(0, 10)}.${asJson ? 'json' : 'html'}"`)
        .send(Readable.from(text))
    })
  }
}
