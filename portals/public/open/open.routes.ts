import type { FastifyPluginAsync, FastifyRequest } from 'fastify'
import { type Drawing, words, wordsForAll } from '../asking.ts'
import { seeOther } from '../citizen.ts'
import { elderCookie } from '../elder.ts'
import { formIn, takePostedForms } from '../form-body.ts'
import { mustComeFromHere } from '../forms.ts'
import { messagePage } from '../message.page.ts'
import { slowed } from '../slowed.ts'
import type { OpenNeeds } from './needs.ts'
import { helpPage, publicPage, verifyPage } from './open.page.ts'
import { publicationPage } from './publication.page.ts'

const uuidForm = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/
const asked = ({ query }: FastifyRequest, name: string, form: RegExp): string | undefined => {
  const value = (query as Readonly<Record<string, unknown>>)[name]
  return typeof value === 'string' && form.test(value) ? value : undefined
}
/** An address of ours, to come back to. */
const ofOurs = /^\/(?![/\\])[\x21-\x5b\x5d-\x7e]{0,1000}$/

/** 公开页面 Checking a paper, what is published, whom to ask: for everybody, without signing in. */
export function makeOpenPages(needs: OpenNeeds, { viewOf, send }: Drawing): FastifyPluginAsync {
  const { check, published, places, publication, deferred, ratings, wrongCodes, secure } = needs
  const waits = slowed(wrongCodes, { send })
  return async app => {
    takePostedForms(app)

    app.get('/verify', { config: wordsForAll('the form for checking a certificate') }, async (request, reply) => {
      // What a square code on a paper leads to: the number stands there, the printed code is typed.
      const { number } = request.query as { number?: unknown }
      const typed = typeof number === 'string' ? number.slice(0, 120) : ''
      const view = viewOf(request)
      return send(reply, view, verifyPage(view, { number: typed, checked: undefined }))
    })
    app.post('/verify', { config: words('check a certificate by number and code') }, async (request, reply) => {
      mustComeFromHere(request)
      const view = viewOf(request)
      const form = formIn(request)
      const slow = waits(request, reply, view)
      if (slow) return slow
      const number = form.one('number').trim().slice(0, 120)
      const checked = await check(number, form.one('code').trim().slice(0, 20))
      if (!checked.found) wrongCodes.take(request.ip)
      return send(reply, view, verifyPage(view, { number, checked }), checked.found ? 200 : 404)
    })

    app.get('/open', { config: wordsForAll('what the city has published') }, async (request, reply) => {
      const after = asked(request, 'after', /^[A-Za-z0-9_-]{1,200}$/)
      const organ = asked(request, 'organ', /^[0-9a-z-]{1,80}$/)
      const region = asked(request, 'region', /^\d{6,12}$/)
      const chosen = { ...(organ !== undefined && { organ }), ...(region !== undefined && { region }) }
      const view = viewOf(request)
      const [page, hung, held, rated] = await Promise.all([
        published(after, {
          ...(organ !== undefined && { organs: [organ] }),
          ...(region !== undefined && { region }),
          place: chosen,
        }),
        places(),
        deferred(),
        ratings(),
      ])
      const shown = { ...page, places: hung, chosen, deferred: held, ratings: rated, continued: after !== undefined }
      return send(reply, view, publicPage(view, shown))
    })

    app.get('/open/:id', { config: wordsForAll('one thing the city has published') }, async (request, reply) => {
      const { id } = request.params as { id: string }
      const shown = uuidForm.test(id) ? await publication(id) : undefined
      if (!shown) {
        const view = { ...viewOf(request), path: '/', query: {} }
        const told = { code: 'PUBLICATION_UNKNOWN', status: 404, instance: request.id }
        return send(reply, view, messagePage(view, told), 404)
      }
      const view = viewOf(request)
      return send(reply, view, publicationPage(view, shown))
    })

    app.get('/help', { config: wordsForAll('whom to ask') }, async (request, reply) => {
      const view = viewOf(request)
      return send(reply, view, helpPage(view))
    })

    app.post('/elder', { config: words('larger letters, or the usual ones, from now on') }, async (request, reply) => {
      mustComeFromHere(request)
      const form = formIn(request)
      const back = form.one('back')
      reply.header('set-cookie', elderCookie(form.one('on') === '1', secure))
      return seeOther(reply, ofOurs.test(back) ? back : '/')
    })
  }
}
