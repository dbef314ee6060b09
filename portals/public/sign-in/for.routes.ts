import type { FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify'
import { formCarries } from '../forms.ts'
import { html } from '../html.ts'
import type { PageParts } from '../layout.ts'
import { contentPolicy } from '../policy.ts'
import type { View } from '../view.ts'
import { makeAsking, onTo, words } from './asking.ts'
import type { SignInPages, SystemAsking } from './needs.ts'

/** 前往系统 He is asked before a system is told who he is: as whom, and what it is told. */
function forPage(view: View, csrf: string, { name, site }: SystemAsking, kind: 'person' | 'officer'): PageParts {
  return {
    title: view.say('for.title'),
    unlisted: true,
    main: html`<h1>${view.say('for.title')}</h1><p class="lead">${view.say('for.lead', { name, site })}</p>
<p>${view.say(kind === 'officer' ? 'for.toldOfficer' : 'for.toldPerson')}</p>
<form class="stacked" action="${view.to(view.path)}" method="post">${formCarries(csrf, { go: 'yes' })}<button type="submit">${view.say('for.go')}</button></form>
<form action="${view.to(view.path)}" method="post">${formCarries(csrf, { go: 'no' })}<button type="submit">${view.say('for.back')}</button></form>`,
  }
}

const over = (view: View): PageParts => ({
  title: view.say('for.over'),
  unlisted: true,
  main: html`<h1>${view.say('for.over')}</h1><p class="lead">${view.say('for.overSays')}</p><p><a href="${view.to('/')}">${view.say('directory.all')}</a></p>`,
})

/** 为其他系统登录 The one page between a department's system and the city's sign-in. */
export const forRoutes = ({ door, viewOf, send }: SignInPages): FastifyPluginAsync => {
  const { ownForm } = makeAsking(door)

  /** Somebody who is signed in well enough for what was asked, or on his way to it. */
  async function ready(request: FastifyRequest, reply: FastifyReply) {
    const view = viewOf(request)
    const asking = await door.asking(request, reply)
    if (!asking) return { sent: send(reply, view, over(view), 410) }
    reply.header('content-security-policy', contentPolicy({ formTo: [asking.site] }))
    const signedIn = await door.signedIn(request.headers.cookie)
    if (!signedIn) return { sent: onTo(reply, view.to('/sign-in', { to: view.path })) }
    if (signedIn.acr < asking.acr) return { sent: onTo(reply, view.to('/sign-in/prove', { to: view.path })) }
    return { view, asking, signedIn }
  }

  return async app => {
    app.get('/sign-in/for/:uid', { config: words('going on to another system') }, async (request, reply) => {
      const found = await ready(request, reply)
      if (found.sent) return found.sent
      const { view, asking, signedIn } = found
      return send(reply, view, forPage(view, signedIn.csrf, asking, signedIn.subject.kind))
    })
    app.post('/sign-in/for/:uid', { config: words('going on, or turning back') }, async (request, reply) => {
      const found = await ready(request, reply)
      if (found.sent) return found.sent
      const go = ownForm(request, found.signedIn).get('go') === 'yes'
      return onTo(reply, await (go ? door.goOn(request, reply, found.signedIn) : door.turnBack(request, reply)))
    })
  }
}
