import type { FastifyPluginAsync } from 'fastify'
import { wordsBeforeSetup } from '../asking.ts'
import { faultOf, fromOf, makeAsking, onTo, visiting } from './asking.ts'
import type { SignInPages } from './needs.ts'
import { setupGivenPage, setupKinds, setupPage } from './setup.page.ts'
import type { Fault } from './sign-in.page.ts'

/** 首次启动 Only until the city is set up; afterwards there is nothing here. */
export const setupRoutes = ({ door, viewOf, send }: SignInPages): FastifyPluginAsync => {
  const { visitorForm } = makeAsking(door)
  const personnelNumber = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/
  return async app => {
    app.get('/setup', { config: wordsBeforeSetup('naming the first three administrators') }, async (request, reply) => {
      const view = viewOf(request)
      if (await door.setup.isFinished()) return onTo(reply, view.to('/'))
      const form = { csrf: visiting(door, request, reply), faults: [], typed: () => '' }
      return send(reply, view, setupPage(view, form))
    })
    app.post('/setup', { config: wordsBeforeSetup('the setup code and three persons') }, async (request, reply) => {
      const view = viewOf(request)
      if (await door.setup.isFinished()) return onTo(reply, view.to('/'))
      const { sent, faults: stale } = visitorForm(request, view)
      const typed = (name: string): string => (sent.get(name) ?? '').trim().slice(0, 120)
      const again = (faults: readonly Fault[], status: number) =>
        send(reply, view, setupPage(view, { csrf: visiting(door, request, reply), faults, typed }), status)
      const wrong = [
        ...stale,
        ...(typed('code') === '' ? [{ field: 'code', text: view.say('formEmpty.code') }] : []),
        ...setupKinds.flatMap(kind => [
          ...(personnelNumber.test(typed(`${kind}-number`))
            ? []
            : [{ field: `${kind}-number`, text: view.say('setup.numberWrong', { who: view.say(`post.${kind}`) }) }]),
          ...(typed(`${kind}-name`) === ''
            ? [{ field: `${kind}-name`, text: view.say('setup.nameEmpty', { who: view.say(`post.${kind}`) }) }]
            : []),
        ]),
      ]
      if (wrong.length > 0) return again(wrong, 422)
      const persons = setupKinds.map(kind => ({
        ...{ kind, number: typed(`${kind}-number`), name: typed(`${kind}-name`) },
      }))
      try {
        return send(reply, view, setupGivenPage(view, await door.setup.name(typed('code'), persons, fromOf(request))))
      } catch (error) {
        const { fault, status } = faultOf(view, error)
        return again([fault], status)
      }
    })
  }
}
