import type { FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify'
import { Refusal } from '#kernel/refusal'
import type { FormSent } from '../forms.ts'
import type { PageParts } from '../layout.ts'
import type { View } from '../view.ts'
import { emptyOf, faultOf, fromOf, makeAsking, onTo, typedIn, words } from './asking.ts'
import type { SignedInShown, SignInPages } from './needs.ts'
import { phoneCodePage, phonePage } from './phone.page.ts'
import { meanwhileOf } from './prove.page.ts'
import type { SignInShows } from './shows.ts'
import type { Fault } from './sign-in.page.ts'

/** 更换手机号 By a fresh proof and a code to the new number; whoever has none adds one. */
export const phoneRoutes = ({ door, viewOf, send }: SignInPages, { showProve }: SignInShows): FastifyPluginAsync => {
  const { ownForm } = makeAsking(door)
  const { own } = door

  interface Told {
    readonly view: View
    readonly signedIn: SignedInShown
    readonly sent: FormSent
    readonly request: FastifyRequest
    readonly reply: FastifyReply
  }
  type Shown = (told: Told, faults: readonly Fault[]) => Promise<PageParts>

  const asked: Shown = async ({ view, signedIn, sent }, faults) => {
    const { present } = await own.phone(signedIn)
    return phonePage(view, signedIn, { present, typed: (sent.get('phone') ?? '').slice(0, 40), faults })
  }
  const confirming: Shown = async (told, faults) => {
    const { waiting } = await own.phone(told.signedIn)
    return waiting === null ? asked(told, faults) : phoneCodePage(told.view, told.signedIn, { waiting, faults })
  }

  return async app => {
    /** One step; what was wrong is said on its own page, with all that was typed. */
    const form = (
      path: string,
      {
        says,
        field,
        page,
        work,
      }: { says: string; field: string; page: Shown; work: (told: Told) => Promise<FastifyReply> },
    ) =>
      app.post(path, { config: words(says) }, async (request, reply) => {
        const view = viewOf(request)
        const signedIn = await door.signedIn(request.headers.cookie)
        if (!signedIn) return onTo(reply, view.to('/sign-in'))
        const told = { view, signedIn, request, reply, sent: typedIn(request) }
        try {
          ownForm(request, signedIn)
          const empty = emptyOf(view, told.sent, [field])
          return empty.length > 0 ? send(reply, view, await page(told, empty), 422) : await work(told)
        } catch (error) {
          if (error instanceof Refusal && error.code === 'PROOF_NEEDED')
            return showProve(request, reply, view, { signedIn, status: 403, meanwhile: meanwhileOf(path, told.sent) })
          const { fault, status } = faultOf(view, error)
          return send(reply, view, await page(told, [fault]), status)
        }
      })

    app.get('/sign-in/own/phone', { config: words('the telephone one signs in by') }, async (request, reply) => {
      const view = viewOf(request)
      const signedIn = await door.signedIn(request.headers.cookie)
      if (!signedIn) return onTo(reply, view.to('/sign-in'))
      if (signedIn.acr < 2 || signedIn.subject.kind !== 'person') return onTo(reply, view.to('/sign-in/own'))
      const { present } = await own.phone(signedIn)
      return send(reply, view, phonePage(view, signedIn, { present, typed: '', faults: [] }))
    })

    form('/sign-in/own/phone', {
      ...{ says: 'a code to a new telephone', field: 'phone', page: asked },
      async work(told) {
        const { view, signedIn, sent, reply } = told
        await own.beginPhone(signedIn, sent.get('phone')!.replaceAll(/[\s-]/g, '').slice(0, 40))
        return send(reply, view, await confirming(told, []))
      },
    })

    form('/sign-in/own/phone/confirm', {
      ...{ says: 'the code that went to a new telephone', field: 'code', page: confirming },
      async work({ view, signedIn, sent, request, reply }) {
        await own.confirmPhone(signedIn, sent.get('code')!.slice(0, 60), fromOf(request))
        return onTo(reply, view.to('/sign-in/own'))
      },
    })
  }
}
