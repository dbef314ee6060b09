import type { FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify'
import { wordsBeforeSetup } from '../asking.ts'
import {
  emptyOf,
  faultOf,
  fromOf,
  makeAsking,
  onTo,
  queryOf,
  setCookies,
  visiting as visitingAt,
  wayOn,
  words,
} from './asking.ts'
import type { SignInPages } from './needs.ts'
import { meanwhileIn } from './prove.page.ts'
import type { SignInShows } from './shows.ts'
import { activatePage, codePage, codesPage, type Fault, registerPage } from './sign-in.page.ts'

/** Signed in and nowhere in particular: one's own sign-ins. */
const home = '/sign-in/own'

/** 登录页面 Signing in with password and code, by forms and redirects only; opening an account. */
export const signInRoutes = (
  { door, viewOf, send }: SignInPages,
  { showSignIn, showProve, goOn, entered }: SignInShows,
): FastifyPluginAsync => {
  const { visitorForm, ownForm } = makeAsking(door)
  const visiting = (request: FastifyRequest, reply: FastifyReply): string => visitingAt(door, request, reply)

  return async app => {
    app.get('/sign-in', { config: words('signing in') }, async (request, reply) => {
      const to = wayOn(queryOf(request, 'to'))
      const view = viewOf(request, { to })
      if (await door.signedIn(request.headers.cookie)) return onTo(reply, to ?? view.to(home))
      return showSignIn(request, reply, view, { to })
    })

    app.post('/sign-in', { config: words('name and password') }, async (request, reply) => {
      const view = viewOf(request)
      const { sent, faults: stale } = visitorForm(request, view)
      const to = wayOn(sent.get('to'))
      const [name, password] = [sent.get('name') ?? '', sent.get('password') ?? '']
      const again = (faults: readonly Fault[], status: number) =>
        showSignIn(request, reply, view, { faults, to, name, status })
      const wrong = [...stale, ...emptyOf(view, sent, ['name', 'password'])]
      if (wrong.length > 0) return again(wrong, 422)
      try {
        const begun = await door.begin({ name: name.slice(0, 200), password: password.slice(0, 200) }, fromOf(request))
        setCookies(reply, begun.setCookies)
        return onTo(reply, begun.done ? (to ?? view.to(home)) : view.to('/sign-in/code', { to }))
      } catch (error) {
        const { fault, status } = faultOf(view, error)
        return again([fault], status)
      }
    })

    app.get('/sign-in/code', { config: words('the one-time code') }, async (request, reply) => {
      const to = wayOn(queryOf(request, 'to'))
      const view = viewOf(request, { to })
      if (!(await door.waits(fromOf(request)))) return onTo(reply, view.to('/sign-in', { to }))
      const form = { csrf: visiting(request, reply), faults: [], to, offersMessages: door.offersMessages }
      return send(reply, view, codePage(view, { ...form, sent: queryOf(request, 'sent') === '1' }))
    })

    app.post('/sign-in/message', { config: words('a code by message') }, async (request, reply) => {
      const view = viewOf(request)
      const { sent, faults: stale } = visitorForm(request, view)
      const to = wayOn(sent.get('to'))
      if (stale.length > 0 || !(await door.waits(fromOf(request)))) return onTo(reply, view.to('/sign-in/code', { to }))
      await door.message(fromOf(request))
      return onTo(reply, view.to('/sign-in/code', { to, sent: '1' }))
    })

    app.post('/sign-in/code', { config: words('the one-time code, typed') }, async (request, reply) => {
      const view = viewOf(request)
      const { sent, faults: stale } = visitorForm(request, view)
      const to = wayOn(sent.get('to'))
      const again = (faults: readonly Fault[], status: number) => {
        const form = { csrf: visiting(request, reply), faults, to, sent: false, offersMessages: door.offersMessages }
        return send(reply, view, codePage(view, form), status)
      }
      const wrong = [...stale, ...emptyOf(view, sent, ['code'])]
      if (wrong.length > 0) return again(wrong, 422)
      try {
        const finished = await door.finish(sent.get('code')!.slice(0, 60), fromOf(request))
        return entered(reply, view, finished, to)
      } catch (error) {
        const { fault, status } = faultOf(view, error)
        return again([fault], status)
      }
    })

    app.get('/sign-in/prove', { config: words('proving again') }, async (request, reply) => {
      const to = wayOn(queryOf(request, 'to'))
      const view = viewOf(request, { to })
      const signedIn = await door.signedIn(request.headers.cookie)
      if (!signedIn) return onTo(reply, view.to('/sign-in', { to }))
      return showProve(request, reply, view, { signedIn, to })
    })

    app.post('/sign-in/prove', { config: words('password and code again') }, async (request, reply) => {
      const view = viewOf(request)
      const signedIn = await door.signedIn(request.headers.cookie)
      if (!signedIn) return onTo(reply, view.to('/sign-in'))
      const sent = ownForm(request, signedIn)
      const [to, meanwhile] = [wayOn(sent.get('to')), meanwhileIn(sent)]
      const again = (faults: readonly Fault[], status: number) =>
        showProve(request, reply, view, { signedIn, faults, to, status, meanwhile })
      if (signedIn.heldUntil !== undefined) return again([], 403)
      const empty = emptyOf(view, sent, ['password', 'code'])
      if (empty.length > 0) return again(empty, 422)
      try {
        const typed = { password: sent.get('password')!.slice(0, 200), code: sent.get('code')!.slice(0, 60) }
        const proved = await door.prove(signedIn, typed, fromOf(request))
        return goOn(reply, view, proved, { to, meanwhile })
      } catch (error) {
        const { fault, status } = faultOf(view, error)
        return again([fault], status)
      }
    })

    app.get(
      '/sign-in/activate',
      { config: wordsBeforeSetup('opening an account with a code') },
      async (request, reply) => {
        const view = viewOf(request)
        const form = { csrf: visiting(request, reply), faults: [], number: '', code: '' }
        return send(reply, view, activatePage(view, form))
      },
    )

    app.post('/sign-in/activate', { config: wordsBeforeSetup('the code and a password') }, async (request, reply) => {
      const view = viewOf(request)
      const { sent, faults: stale } = visitorForm(request, view)
      const [number, code] = [(sent.get('number') ?? '').slice(0, 200), (sent.get('code') ?? '').slice(0, 60)]
      const again = (faults: readonly Fault[], status: number) =>
        send(reply, view, activatePage(view, { csrf: visiting(request, reply), faults, number, code }), status)
      const wrong = [...stale, ...emptyOf(view, sent, ['number', 'code', 'password']), ...unlike(view, sent)]
      if (wrong.length > 0) return again(wrong, 422)
      try {
        const activated = await door.activate({ number, code, password: sent.get('password')! }, fromOf(request))
        return send(reply, view, codesPage(view, activated))
      } catch (error) {
        const { fault, status } = faultOf(view, error)
        return again([fault], status)
      }
    })

    app.get('/sign-in/register', { config: words('registering') }, async (request, reply) => {
      const view = viewOf(request)
      if (!door.registers) return onTo(reply, view.to('/sign-in'))
      const form = { csrf: visiting(request, reply), faults: [], name: '', number: '' }
      return send(reply, view, registerPage(view, form))
    })

    app.post('/sign-in/register', { config: words('who one is, and a password') }, async (request, reply) => {
      const view = viewOf(request)
      const { sent, faults: stale } = visitorForm(request, view)
      const [name, number] = [(sent.get('name') ?? '').slice(0, 120), (sent.get('number') ?? '').slice(0, 60)]
      const again = (faults: readonly Fault[], status: number) =>
        send(reply, view, registerPage(view, { csrf: visiting(request, reply), faults, name, number }), status)
      const wrong = [
        ...stale,
        ...emptyOf(view, sent, ['name', 'number', 'credential', 'password']),
        ...unlike(view, sent),
      ]
      if (wrong.length > 0) return again(wrong, 422)
      try {
        const [credential, password] = [sent.get('credential')!.slice(0, 200), sent.get('password')!]
        const printed = await door.register({ name: name.trim(), number, credential, password }, fromOf(request))
        return send(reply, view, codesPage(view, { printed }))
      } catch (error) {
        const { fault, status } = faultOf(view, error)
        return again([fault], status)
      }
    })
  }
}

/** The password was typed twice, and not alike. */
const unlike = (view: ReturnType<SignInPages['viewOf']>, sent: ReadonlyMap<string, string>): readonly Fault[] =>
  (sent.get('password') ?? '') === (sent.get('again') ?? '')
    ? []
    : [{ field: 'again', text: view.say('formFault.PASSWORDS_DIFFER') }]
