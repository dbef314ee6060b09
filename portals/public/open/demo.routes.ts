import type { FastifyPluginAsync } from 'fastify'
import { type Drawing, words } from '../asking.ts'
import { seeOther } from '../citizen.ts'
import { formIn, takePostedForms } from '../form-body.ts'
import { mustComeFromHere } from '../forms.ts'
import { demoPage } from './demo.page.ts'
import type { DemoNeeds } from './needs.ts'

/** Where each begins. */
const firstPage: Readonly<Record<string, string>> = {
  citizen: '/apply/information-request',
  firm: '/mine',
  window: '/office/',
  reviewer: '/office/',
  head: '/office/',
  inspector: '/office/',
}

/** 演示首页 One press signs a visitor of the demonstration in; a real city has no such page. */
export function makeDemoPages({ roles, enter }: DemoNeeds, { viewOf, send }: Drawing): FastifyPluginAsync {
  return async app => {
    takePostedForms(app)
    app.get('/demo', { config: words('who one may be in the demonstration') }, async (request, reply) => {
      const view = viewOf(request)
      return send(reply, view, demoPage(view, roles))
    })
    app.post('/demo/enter', { config: words('sign in to the demonstration by one press') }, async (request, reply) => {
      mustComeFromHere(request)
      const view = viewOf(request)
      const account = formIn(request).one('account')
      const agent = String(request.headers['user-agent'] ?? '').slice(0, 400)
      const known = roles.some(role => role.account === account)
      const cookie = known ? await enter(account, { address: request.ip, agent }) : undefined
      if (cookie === undefined) return seeOther(reply, view.to('/demo'))
      return seeOther(reply.header('set-cookie', cookie), view.to(firstPage[account] ?? '/'))
    })
  }
}
