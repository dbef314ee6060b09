import { randomUUID } from 'node:crypto'
import type { FastifyPluginAsync } from 'fastify'
import { Refusal } from '#kernel/refusal'
import { asked, type Drawing, words, wordsOnce } from './asking.ts'
import { codeForm, makeByCode } from './by-code.ts'
import { seeOther } from './citizen.ts'
import { formIn, takePostedForms } from './form-body.ts'
import { mustComeFromHere } from './forms.ts'
import { ratingReasons } from './mine/rating.page.ts'
import type { PublicNeeds } from './needs.ts'
import { ratePage } from './rate.page.ts'

/** 凭编号和查询码评价 Whoever applied at a counter has no account, and rates by what stands on his receipt; wrong codes are slowed down. */
export const ratePages =
  (
    { ratingByCode, wrongCodes }: Pick<PublicNeeds, 'ratingByCode' | 'wrongCodes'>,
    frame: Drawing,
  ): FastifyPluginAsync =>
  async app => {
    const { viewOf, send } = frame
    takePostedForms(app)

    const byCode = makeByCode({ wrongCodes }, frame)

    app.get('/cases/:number/rating', { config: words('rate a service by number and code') }, async (request, reply) => {
      const code = asked(request).one('code', codeForm)
      const view = viewOf(request, { code })
      const of = await byCode({ request, reply, view }, code, ratingByCode.standing)
      if (!of) return reply
      const shown = { number: of.number, code: of.code, rating: of.found, key: randomUUID(), problems: [] }
      return send(reply, view, ratePage(view, shown))
    })

    app.post(
      '/cases/:number/rating',
      { config: wordsOnce('send a rating by number and code') },
      async (request, reply) => {
        mustComeFromHere(request)
        const form = formIn(request)
        const typed = form.one('code')
        const view = viewOf(request)
        const of = await byCode(
          { request, reply, view },
          codeForm.test(typed) ? typed : undefined,
          ratingByCode.standing,
        )
        if (!of) return reply
        const { number, code } = of
        const again = (text: string) => {
          const problems = [{ at: '#rating', text }]
          return send(reply, view, ratePage(view, { number, code, rating: of.found, key: randomUUID(), problems }), 400)
        }
        const level = Number(form.one('level'))
        if (![1, 2, 3, 4, 5].includes(level)) return again(view.say('rating.none'))
        const reasons = ratingReasons.filter(reason => form.all('reason').includes(reason))
        try {
          await ratingByCode.rate(number, code, { level, reasons })
        } catch (fault) {
          if (!(fault instanceof Refusal) || fault.status >= 500) throw fault
          const told = `mine.refused.${fault.code}`
          return again(view.say(view.has(told) ? told : 'mine.refused.OTHER', { code: fault.code }))
        }
        return seeOther(reply, view.to(`/cases/${number}/rating`, { code }))
      },
    )
  }
