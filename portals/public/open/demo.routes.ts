import type { FastifyPluginAsync, FastifyRequest } from 'fastify'
import { type Drawing, words } from '../asking.ts'
import { seeOther } from '../citizen.ts'
import { formIn, takePostedForms } from '../form-body.ts'
import { mustComeFromHere } from '../forms.ts'
import { demoPage, tourPage } from './demo.page.ts'
import type { DemoNeeds } from './needs.ts'
import { tourCookie, tourIn, tourSteps } from './tour.ts'

/** Where each begins. */
const firstPage: Readonly<Record<string, string>> = {
  citizen: '/apply/information-request',
  firm: '/mine',
  window: '/office/',
  reviewer: '/office/',
  head: '/office/',
  inspector: '/office/',
  supervisor: '/office/supervision',
}
/** Where one begins by another card of the same account. */
const otherPages: Readonly<Record<string, string>> = { items: '/office/items' }

/** 演示首页 One press signs a visitor of the demonstration in; a real city has no such page. */
export function makeDemoPages({ roles, enter, tour }: DemoNeeds, { viewOf, send }: Drawing): FastifyPluginAsync {
  /** The case this visitor follows, or the one that would be followed now. */
  async function followed(request: FastifyRequest) {
    const at = tourIn(request.headers.cookie)
    const shown = await tour(at?.number)
    return { shown, step: shown && at?.number === shown.number ? at.step : undefined }
  }

  return async app => {
    takePostedForms(app)
    app.get('/demo', { config: words('who one may be in the demonstration') }, async (request, reply) => {
      const view = viewOf(request)
      const { shown, step } = await followed(request)
      return send(reply, view, demoPage(view, { roles, tour: shown, step }))
    })
    app.get('/demo/tour', { config: words('one step of the tour') }, async (request, reply) => {
      const view = viewOf(request)
      const { shown, step } = await followed(request)
      if (!shown || step === undefined) return seeOther(reply, view.to('/demo'))
      return send(reply, view, tourPage(view, shown, step))
    })
    app.post('/demo/tour', { config: words('go on with the tour, or leave it') }, async (request, reply) => {
      mustComeFromHere(request)
      const view = viewOf(request)
      const { shown } = await followed(request)
      const step = Number(formIn(request).one('step'))
      const at = shown && tourSteps[step - 1] ? { step, number: shown.number } : undefined
      return seeOther(reply.header('set-cookie', tourCookie(at)), view.to(at ? '/demo/tour' : '/demo'))
    })
    app.post('/demo/enter', { config: words('sign in to the demonstration by one press') }, async (request, reply) => {
      mustComeFromHere(request)
      const view = viewOf(request)
      const form = formIn(request)
      const account = form.one('account')
      const agent = String(request.headers['user-agent'] ?? '').slice(0, 400)
      const known = roles.some(role => role.account === account)
      const cookie = known ? await enter(account, { address: request.ip, agent }) : undefined
      if (cookie === undefined) return seeOther(reply, view.to('/demo'))
      const step = tourSteps[Number(form.one('step')) - 1]
      const { shown } = step?.account === account ? await followed(request) : {}
      const page = otherPages[form.one('page')]
      const to = step && shown ? step.to(shown) : (page ?? firstPage[account] ?? '/')
      return seeOther(reply.header('set-cookie', cookie), view.to(to))
    })
  }
}
