import { randomUUID } from 'node:crypto'
import type { FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify'
import { Refusal } from '#kernel/refusal'
import { asked, type Drawing, words, wordsOnce } from './asking.ts'
import { seeOther } from './citizen.ts'
import { followPage } from './follow.page.ts'
import { formIn, takePostedForms } from './form-body.ts'
import { mustComeFromHere } from './forms.ts'
import { messagePage } from './message.page.ts'
import { ratingReasons } from './mine/rating.page.ts'
import type { PublicNeeds } from './needs.ts'
import { ratePage } from './rate.page.ts'
import type { View } from './view.ts'

const codeForm = /^[\p{L}\p{N}\s-]{1,24}$/u
const numberIn = (request: FastifyRequest): string =>
  (request.params as { number: string }).number.replaceAll(/[^0-9]/g, '').slice(0, 24)

/** 凭编号和查询码评价 Whoever applied at a counter has no account, and rates by what stands on his receipt; wrong codes are slowed down. */
export const ratePages =
  (
    { ratingByCode, wrongCodes }: Pick<PublicNeeds, 'ratingByCode' | 'wrongCodes'>,
    frame: Drawing,
  ): FastifyPluginAsync =>
  async app => {
    const { viewOf, send } = frame
    takePostedForms(app)

    /** Undefined: answered already, with the page that asks for number and code. */
    async function standing(request: FastifyRequest, reply: FastifyReply, view: View, code: string | undefined) {
      const number = numberIn(request)
      const wait = wrongCodes.wait(request.ip)
      if (wait > 0) {
        const told = { code: 'RATE_LIMITED', status: 429, instance: request.id }
        await send(reply.header('retry-after', String(wait)), view, messagePage(view, told), 429)
        return undefined
      }
      const rating = code === undefined ? null : await ratingByCode.standing(number, code)
      if (rating && code !== undefined) return { number, code, rating }
      if (code !== undefined) wrongCodes.take(request.ip)
      const shown = { ...view, query: {} }
      await send(reply, shown, followPage(shown, { number, wrong: code !== undefined }), code === undefined ? 200 : 404)
      return undefined
    }

    app.get('/cases/:number/rating', { config: words('rate a service by number and code') }, async (request, reply) => {
      const code = asked(request).one('code', codeForm)
      const view = viewOf(request, { code })
      const found = await standing(request, reply, view, code)
      return found ? send(reply, view, ratePage(view, { ...found, key: randomUUID(), problems: [] })) : reply
    })

    app.post(
      '/cases/:number/rating',
      { config: wordsOnce('send a rating by number and code') },
      async (request, reply) => {
        mustComeFromHere(request)
        const form = formIn(request)
        const typed = form.one('code')
        const view = viewOf(request)
        const found = await standing(request, reply, view, codeForm.test(typed) ? typed : undefined)
        if (!found) return reply
        const again = (text: string) => {
          const problems = [{ at: '#rating', text }]
          return send(reply, view, ratePage(view, { ...found, key: randomUUID(), problems }), 400)
        }
        const level = Number(form.one('level'))
        if (![1, 2, 3, 4, 5].includes(level)) return again(view.say('rating.none'))
        const reasons = ratingReasons.filter(reason => form.all('reason').includes(reason))
        try {
          await ratingByCode.rate(found.number, found.code, { level, reasons })
        } catch (fault) {
          if (!(fault instanceof Refusal) || fault.status >= 500) throw fault
          const told = `mine.refused.${fault.code}`
          return again(view.say(view.has(told) ? told : 'mine.refused.OTHER', { code: fault.code }))
        }
        return seeOther(reply, view.to(`/cases/${found.number}/rating`, { code: found.code }))
      },
    )
  }
