import type { FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify'
import { serveScript } from '../own-script.ts'
import { faultOf, fromOf, makeAsking, onTo, wayOn, words } from './asking.ts'
import type { SignedInShown, SignInPages } from './needs.ts'
import { passkeyScript } from './passkey.page.ts'
import { meanwhileIn } from './prove.page.ts'
import type { SignInShows } from './shows.ts'

const longestAnswer = 16_384

/** 通行密钥 What the script asks for, and where its answer goes: signing in, and proving again. Adding one stands among one's own sign-ins. */
export const passkeyRoutes = (
  { door, viewOf }: SignInPages,
  { showSignIn, showProve, goOn, entered }: SignInShows,
): FastifyPluginAsync => {
  const { visitorForm, ownForm } = makeAsking(door)
  const json = (reply: FastifyReply, options: object) => reply.type('application/json; charset=utf-8').send(options)
  const signedInBy = (request: FastifyRequest): Promise<SignedInShown | undefined> =>
    door.signedIn(request.headers.cookie)

  return async app => {
    serveScript(app, passkeyScript, 'the script of passkeys')

    app.post(
      '/sign-in/passkey/options',
      { config: words('what a passkey is asked to sign') },
      async (request, reply) => {
        const view = viewOf(request)
        const { faults } = visitorForm(request, view)
        if (faults.length > 0) return reply.code(409).send()
        return json(reply, await door.offerPasskey(fromOf(request)))
      },
    )

    app.post('/sign-in/passkey', { config: words('signing in by passkey') }, async (request, reply) => {
      const view = viewOf(request)
      const { sent, faults } = visitorForm(request, view)
      const to = wayOn(sent.get('to'))
      if (faults.length > 0) return showSignIn(request, reply, view, { faults, to, status: 422 })
      try {
        const answer = (sent.get('answer') ?? '').slice(0, longestAnswer + 1)
        const finished = await door.finishByPasskey(answer, fromOf(request))
        return entered(reply, view, finished, to)
      } catch (error) {
        const { fault, status } = faultOf(view, error)
        return showSignIn(request, reply, view, { faults: [fault], to, status })
      }
    })

    app.post(
      '/sign-in/prove/passkey/options',
      { config: words('what one’s own passkey is asked to sign') },
      async (request, reply) => {
        const signedIn = await signedInBy(request)
        if (!signedIn) return reply.code(401).send()
        ownForm(request, signedIn)
        return json(reply, await door.offerProof(signedIn, fromOf(request)))
      },
    )

    app.post('/sign-in/prove/passkey', { config: words('proving again by passkey') }, async (request, reply) => {
      const view = viewOf(request)
      const signedIn = await signedInBy(request)
      if (!signedIn) return onTo(reply, view.to('/sign-in'))
      const sent = ownForm(request, signedIn)
      const [to, meanwhile] = [wayOn(sent.get('to')), meanwhileIn(sent)]
      if (signedIn.heldUntil !== undefined) return showProve(request, reply, view, { signedIn })
      try {
        const answer = (sent.get('answer') ?? '').slice(0, longestAnswer + 1)
        const proved = await door.proveByPasskey(signedIn, answer, fromOf(request))
        return goOn(reply, view, proved, { to, meanwhile })
      } catch (error) {
        const { fault, status } = faultOf(view, error)
        return showProve(request, reply, view, { signedIn, faults: [fault], to, status, meanwhile })
      }
    })
  }
}
