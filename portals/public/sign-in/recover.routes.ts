import type { FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify'
import type { FormSent } from '../forms.ts'
import type { View } from '../view.ts'
import { emptyOf, faultOf, fromOf, makeAsking, setCookies, visiting, words } from './asking.ts'
import type { ProofShown, SignInPages } from './needs.ts'
import { withPasskeys } from './passkey.page.ts'
import { cancelledPage, cancelPage, proofPage, recoverPage } from './recover.page.ts'
import { activatePage, type Fault } from './sign-in.page.ts'

const kinds = ['printed', 'network', 'phone', 'passkey'] as const
const kindIn = (sent: FormSent, name: string): ProofShown['kind'] | undefined =>
  kinds.find(kind => kind === sent.get(name))
const fieldsOf: Readonly<Record<ProofShown['kind'], readonly string[]>> = {
  printed: ['code'],
  phone: ['code'],
  network: ['name', 'identity', 'credential'],
  passkey: ['answer'],
}

function proofIn(sent: FormSent, kind: ProofShown['kind']): ProofShown {
  const text = (name: string, longest: number): string => (sent.get(name) ?? '').trim().slice(0, longest)
  if (kind === 'passkey') return { kind, answer: text('answer', 20_000) }
  if (kind !== 'network') return { kind, code: text('code', 60) }
  return { kind, name: text('name', 120), number: text('identity', 60), credential: text('credential', 200) }
}

/** 恢复账户 Two proofs, one after the other; the pages are drawn from what was typed and from nothing else, so they are the same for every number. */
export const recoverRoutes = ({ door, viewOf, send }: SignInPages): FastifyPluginAsync => {
  const { visitorForm } = makeAsking(door)
  const { recovery } = door
  const numberIn = (sent: FormSent): string => (sent.get('number') ?? '').trim().slice(0, 200)

  interface Shown {
    readonly number: string
    readonly given?: ProofShown['kind'] | undefined
    readonly faults?: readonly Fault[]
    readonly sent?: boolean
  }
  function showProof(request: FastifyRequest, reply: FastifyReply, view: View, shown: Shown, status = 200) {
    const passkeys = door.hasPasskeys(fromOf(request))
    const { number, given, faults = [], sent = false } = shown
    const offers = { passkeys, network: door.registers, messages: door.offersMessages }
    const page = proofPage(view, { csrf: visiting(door, request, reply), number, given, faults, sent, ...offers })
    return send(reply, view, passkeys ? withPasskeys(reply, page) : page, status)
  }

  return async app => {
    app.get('/sign-in/recover', { config: words('getting an account back') }, async (request, reply) => {
      const view = viewOf(request)
      return send(reply, view, recoverPage(view, { csrf: visiting(door, request, reply), faults: [], number: '' }))
    })

    app.post('/sign-in/recover', { config: words('whose account') }, async (request, reply) => {
      const view = viewOf(request)
      const { sent, faults: stale } = visitorForm(request, view)
      const number = numberIn(sent)
      const again = (faults: readonly Fault[], status: number) =>
        send(reply, view, recoverPage(view, { csrf: visiting(door, request, reply), faults, number }), status)
      const wrong = [...stale, ...emptyOf(view, sent, ['number'])]
      if (wrong.length > 0) return again(wrong, 422)
      try {
        const begun = await recovery.begin(number, fromOf(request))
        return showProof(request, setCookies(reply, begun.setCookies), view, { number })
      } catch (error) {
        const { fault, status } = faultOf(view, error)
        return again([fault], status)
      }
    })

    app.post('/sign-in/recover/proof', { config: words('a proof of whose account it is') }, async (request, reply) => {
      const view = viewOf(request)
      const { sent, faults: stale } = visitorForm(request, view)
      const [number, given, kind] = [numberIn(sent), kindIn(sent, 'given'), kindIn(sent, 'kind') ?? 'printed']
      const wrong = [...stale, ...emptyOf(view, sent, fieldsOf[kind]).map(({ text }) => ({ text }))]
      if (wrong.length > 0) return showProof(request, reply, view, { number, given, faults: wrong }, 422)
      try {
        const { code } = await recovery.prove(proofIn(sent, kind), fromOf(request))
        if (code === undefined) return showProof(request, reply, view, { number, given: kind })
        const form = { csrf: visiting(door, request, reply), faults: [], number, code }
        return send(reply, view, activatePage(view, form))
      } catch (error) {
        const { fault, status } = faultOf(view, error)
        return showProof(request, reply, view, { number, given, faults: [{ text: fault.text }] }, status)
      }
    })

    app.post('/sign-in/recover/message', { config: words('a code to the telephone') }, async (request, reply) => {
      const view = viewOf(request)
      const { sent, faults: stale } = visitorForm(request, view)
      const shown = { number: numberIn(sent), given: kindIn(sent, 'given') }
      if (stale.length > 0) return showProof(request, reply, view, { ...shown, faults: stale }, 422)
      try {
        await recovery.message(fromOf(request))
        return showProof(request, reply, view, { ...shown, sent: true })
      } catch (error) {
        const { fault, status } = faultOf(view, error)
        return showProof(request, reply, view, { ...shown, faults: [fault] }, status)
      }
    })

    app.get('/sign-in/recover/cancel', { config: words('taking a recovery back') }, async (request, reply) => {
      const view = viewOf(request)
      return send(reply, view, cancelPage(view, { csrf: visiting(door, request, reply), faults: [], number: '' }))
    })

    app.post(
      '/sign-in/recover/cancel',
      { config: words('taking a recovery back, by a code') },
      async (request, reply) => {
        const view = viewOf(request)
        const { sent, faults: stale } = visitorForm(request, view)
        const number = numberIn(sent)
        const again = (faults: readonly Fault[], status: number) =>
          send(reply, view, cancelPage(view, { csrf: visiting(door, request, reply), faults, number }), status)
        const wrong = [...stale, ...emptyOf(view, sent, ['number', 'code'])]
        if (wrong.length > 0) return again(wrong, 422)
        try {
          await recovery.cancel({ number, code: (sent.get('code') ?? '').slice(0, 60) }, fromOf(request))
          return send(reply, view, cancelledPage(view))
        } catch (error) {
          const { fault, status } = faultOf(view, error)
          return again([fault], status)
        }
      },
    )
  }
}
