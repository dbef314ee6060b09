import type { FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify'
import { Refusal } from '#kernel/refusal'
import type { FormSent } from '../forms.ts'
import type { View } from '../view.ts'
import { faultOf, fromOf, makeAsking, onTo, setCookies, typedIn, words } from './asking.ts'
import type { SignedInShown, SignInPages } from './needs.ts'
import { authenticatorPage, ownPage } from './own.page.ts'
import { withPasskeys } from './passkey.page.ts'
import { meanwhileOf } from './prove.page.ts'
import type { SignInShows } from './shows.ts'
import { codesPage, type Fault } from './sign-in.page.ts'

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/** 登录与安全 Sessions, factors and record of whoever is signed in; nothing here is anybody else's. */
export const ownRoutes = ({ door, viewOf, send }: SignInPages, { showProve }: SignInShows): FastifyPluginAsync => {
  const { ownForm } = makeAsking(door)
  const own = door.own

  type Work = (told: {
    readonly view: View
    readonly signedIn: SignedInShown
    readonly sent: FormSent
    readonly request: FastifyRequest
    readonly reply: FastifyReply
  }) => Promise<FastifyReply>

  async function show(
    request: FastifyRequest,
    reply: FastifyReply,
    { view, signedIn, faults = [] }: { view: View; signedIn: SignedInShown; faults?: readonly Fault[] },
    status = 200,
  ) {
    const passkeys = door.hasPasskeys(fromOf(request)) && signedIn.acr === 2
    const shown = { ...(await own.see(signedIn)), passkeys, phones: door.offersMessages }
    const page = ownPage(view, signedIn, shown, faults)
    return send(reply, view, passkeys ? withPasskeys(reply, page) : page, status)
  }

  return async app => {
    /** A form of one's own; whoever is not signed in is asked to, and what is refused is said on the page. */
    const form = (path: string, says: string, work: Work) =>
      app.post(path, { config: words(says) }, async (request, reply) => {
        const view = viewOf(request)
        const signedIn = await door.signedIn(request.headers.cookie)
        if (!signedIn) return onTo(reply, view.to('/sign-in'))
        const sent = typedIn(request)
        try {
          ownForm(request, signedIn)
          return await work({ view, signedIn, sent, request, reply })
        } catch (error) {
          if (error instanceof Refusal && error.code === 'PROOF_NEEDED')
            return showProve(request, reply, view, { signedIn, status: 403, meanwhile: meanwhileOf(path, sent) })
          const { fault, status } = faultOf(view, error)
          return show(request, reply, { view, signedIn, faults: [fault] }, status)
        }
      })
    const back = (reply: FastifyReply, view: View) => onTo(reply, view.to('/sign-in/own'))
    const nameIn = (sent: FormSent): string => [...(sent.get('name') ?? '').trim()].slice(0, 40).join('')
    const idIn = (sent: FormSent, name: string): string | undefined => {
      const id = sent.get(name) ?? ''
      return uuid.test(id) ? id : undefined
    }

    app.get('/sign-in/own', { config: words('one’s own sign-ins') }, async (request, reply) => {
      const view = viewOf(request)
      const signedIn = await door.signedIn(request.headers.cookie)
      if (!signedIn) return onTo(reply, view.to('/sign-in'))
      return show(request, reply, { view, signedIn })
    })

    form('/sign-out', 'signing out', async ({ view, signedIn, reply }) => {
      const { setCookies: gone } = await door.signOut(signedIn)
      return onTo(setCookies(reply, gone), view.to('/'))
    })
    form('/sign-in/own/end', 'ending a session of one’s own', async ({ view, signedIn, sent, reply }) => {
      const id = idIn(sent, 'session')
      if (id !== undefined) await own.endSession(signedIn, id)
      return back(reply, view)
    })
    form('/sign-in/own/end-others', 'ending all other sessions', async ({ view, signedIn, reply }) => {
      await own.endOthers(signedIn)
      return back(reply, view)
    })
    form('/sign-in/own/end-factor', 'taking a factor away', async ({ view, signedIn, sent, reply }) => {
      const id = idIn(sent, 'factor')
      if (id !== undefined) await own.endFactor(signedIn, id)
      return back(reply, view)
    })
    form('/sign-in/own/print', 'new printed codes', async ({ view, signedIn, reply }) =>
      send(reply, view, codesPage(view, { printed: await own.print(signedIn) })),
    )
    form('/sign-in/own/authenticator', 'a new authenticator', async ({ view, signedIn, reply }) => {
      await own.beginAuthenticator(signedIn)
      return onTo(reply, view.to('/sign-in/own/authenticator'))
    })

    app.post(
      '/sign-in/own/passkey/options',
      { config: words('what a new passkey is made of') },
      async (request, reply) => {
        const signedIn = await door.signedIn(request.headers.cookie)
        if (!signedIn) return reply.code(401).send()
        const name = nameIn(ownForm(request, signedIn))
        return reply
          .type('application/json; charset=utf-8')
          .send(await own.offerPasskey(signedIn, name, fromOf(request)))
      },
    )
    form('/sign-in/own/passkey', 'a new passkey', async ({ view, signedIn, sent, request, reply }) => {
      const answer = (sent.get('answer') ?? '').slice(0, 20_000)
      await own.addPasskey(signedIn, { answer, name: nameIn(sent) }, fromOf(request))
      return back(reply, view)
    })

    app.get(
      '/sign-in/own/authenticator',
      { config: words('the secret of an authenticator') },
      async (request, reply) => {
        const view = viewOf(request)
        const signedIn = await door.signedIn(request.headers.cookie)
        if (!signedIn) return onTo(reply, view.to('/sign-in'))
        const waiting = signedIn.acr === 2 ? await own.waiting(signedIn) : undefined
        if (!waiting) return back(reply, view)
        return send(reply, view, authenticatorPage(view, signedIn, { secret: waiting.secret, faults: [] }))
      },
    )

    form(
      '/sign-in/own/confirm',
      'the first code of an authenticator',
      async ({ view, signedIn, sent, request, reply }) => {
        try {
          await own.confirmAuthenticator(signedIn, (sent.get('code') ?? '').slice(0, 60), fromOf(request))
          return back(reply, view)
        } catch (error) {
          const { fault, status } = faultOf(view, error)
          const waiting = await own.waiting(signedIn)
          if (!waiting) return back(reply, view)
          return send(
            reply,
            view,
            authenticatorPage(view, signedIn, { secret: waiting.secret, faults: [fault] }),
            status,
          )
        }
      },
    )
  }
}
