import type { FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify'
import { Refusal } from '#kernel/refusal'
import { type Drawing, organForm, words } from '../asking.ts'
import { type CitizenNeeds, type Door, isUuid, seeOther, type Visit } from '../citizen.ts'
import type { Problem } from '../error-summary.ts'
import { batchPage, batchResultPage, resultRows } from './batch.page.ts'
import { columnsOf, headingOf } from './columns.ts'

const itemForm = /^[a-z][A-Za-z0-9-]{0,63}$/
const absent = '00000000-0000-7000-8000-000000000000'
/** What stands around the files in the form they are sent with. */
const around = 262_144
const isSheet = (name: string): boolean => /\.(?:csv|xlsx)$/i.test(name)

/** 批量申报 Many applications of one kind in one spreadsheet: each row judged and filed by itself. */
export function makeBatchRoutes(
  { batch, organName }: Pick<CitizenNeeds, 'batch' | 'organName'>,
  { send }: Pick<Drawing, 'send'>,
  door: Door,
): FastifyPluginAsync {
  const { limits } = batch
  const itemIn = ({ params }: FastifyRequest): string => {
    const { item } = params as { item: string }
    return itemForm.test(item) ? item : 'unknown'
  }
  const organIn = (text: unknown): string => (typeof text === 'string' && organForm.test(text) ? text : 'unknown')
  const asked = ({ query }: FastifyRequest): string => organIn((query as { organ?: unknown }).organ)

  async function page(
    reply: FastifyReply,
    { person, view }: Visit,
    place: { item: string; organ: string },
    problems: readonly Problem[] = [],
    status = 200,
  ) {
    const compiled = await batch.formOf(place.item, place.organ)
    const shown = { person, compiled, ...place, organName: await organName(place.organ), limits, problems }
    return send(reply, view, batchPage(view, shown), status)
  }

  return async app => {
    app.get('/apply/:item/batch', { config: words('filing by spreadsheet') }, async (request, reply) => {
      const item = itemIn(request)
      const visit = await door.look(request, reply, 'apply', item)
      return visit ? page(reply, visit, { item, organ: asked(request) }) : reply
    })

    app.get('/apply/:item/batch/template', { config: words('the spreadsheet to fill in') }, async (request, reply) => {
      const item = itemIn(request)
      const visit = await door.look(request, reply, 'apply', item)
      if (!visit) return reply
      const columns = columnsOf(await batch.formOf(item, asked(request)))
      return reply
        .type('text/csv; charset=utf-8')
        .header('content-disposition', `attachment; filename="${item}.csv"`)
        .send(batch.written([columns.map(column => headingOf(column, visit.view.language))]))
    })

    app.post(
      '/apply/:item/batch',
      { config: words('file the rows of a spreadsheet'), bodyLimit: limits.files + around },
      async (request, reply) => {
        const item = itemIn(request)
        const visit = await door.take(request, reply, 'apply', { item })
        if (!visit) return reply
        const { person, view, form, key: press } = visit
        const place = { item, organ: organIn(form.one('organ')) }
        const sheets = form.files.filter(({ name }) => isSheet(name))
        const refuse = (key: string, values = {}) =>
          page(reply, visit, place, [{ at: '#sheet', text: view.say(key, values) }], 400)
        if (sheets.length !== 1) return refuse(sheets.length === 0 ? 'batch.noSheet' : 'batch.oneSheet')
        const papers = form.files.filter(({ name }) => !isSheet(name))
        try {
          const id = await batch.file(person, place, sheets[0]!, papers, press)
          return seeOther(reply, view.to(`/apply/${item}/batch/result/${id}`))
        } catch (fault) {
          if (!(fault instanceof Refusal) || !view.has(`batch.refused.${fault.code}`)) throw fault
          return refuse(`batch.refused.${fault.code}`, { rows: limits.rows })
        }
      },
    )

    async function resultOf(request: FastifyRequest, reply: FastifyReply) {
      const item = itemIn(request)
      const visit = await door.look(request, reply, 'apply', item)
      if (!visit) return undefined
      const { batch: given } = request.params as { batch: string }
      const id = isUuid(given) ? given : absent
      const found = await batch.read(visit.person, id)
      return { ...visit, ...found, id, compiled: await batch.formOf(found.item, found.organ) }
    }
    app.get(
      '/apply/:item/batch/result/:batch',
      { config: words('what came of a spreadsheet') },
      async (request, reply) => {
        const shown = await resultOf(request, reply)
        return shown ? send(reply, shown.view, batchResultPage(shown.view, shown)) : reply
      },
    )
    app.get(
      '/apply/:item/batch/result/:batch/file',
      { config: words('what came of a spreadsheet, as one') },
      async (request, reply) => {
        const shown = await resultOf(request, reply)
        if (!shown) return reply
        return reply
          .type('text/csv; charset=utf-8')
          .header('content-disposition', `attachment; filename="result-${shown.id}.csv"`)
          .send(batch.written(resultRows(shown.view, shown.compiled, shown.result)))
      },
    )
  }
}
