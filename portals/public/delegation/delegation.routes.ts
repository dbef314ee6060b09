import type { FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify'
import { Refusal } from '#kernel/refusal'
import { type Drawing, words } from '../asking.ts'
import { type Door, isUuid, seeOther, type Visit } from '../citizen.ts'
import type { Problem } from '../error-summary.ts'
import { keepScript, keepSent, keepTyping } from '../keeping.ts'
import { withScript } from '../own-script.ts'
import { wayOn } from '../sign-in/asking.ts'
import { actingPage } from './acting.page.ts'
import { asksWhere } from './confirmation.parts.ts'
import { consentsPage } from './consents.page.ts'
import { asksWhom, delegationsPage } from './delegations.page.ts'
import type { ConfirmationTyped, DelegationNeeds, MandateTyped } from './needs.ts'
import { confirmationTyped, contactLeft, contactWords, mandateLeft, mandateTyped, mandateWords } from './typed.ts'

const absent = '00000000-0000-7000-8000-000000000000'
const numberForm = /^[0-9]{16,24}$/

/** 授权、代办、同意 Whom one has authorised, for whom one acts, what one agreed to; another's mandate is as if there were none. */
export function makeDelegationRoutes(
  delegations: DelegationNeeds,
  { send }: Pick<Drawing, 'send'>,
  door: Door,
): FastifyPluginAsync {
  const mandateIn = ({ params }: FastifyRequest): string => {
    const { mandate } = params as { mandate: string }
    return isUuid(mandate) ? mandate : absent
  }

  type Faults = Readonly<Record<string, string>>
  async function mandates(reply: FastifyReply, { person, view }: Visit, typed?: MandateTyped, faults: Faults = {}) {
    const [shown, kept] = await Promise.all([delegations.shown(person), delegations.typed.read(person, 'mandate')])
    const mustProve = delegations.mustProve(person)
    const left = typed ? undefined : mandateLeft(kept?.typed ?? {})
    const whole = { person, shown, typed: typed ?? left, unsent: left !== undefined, faults, mustProve }
    const parts = delegationsPage(view, whole)
    return asksWhom(whole) ? withScript(reply, parts, keepScript) : parts
  }
  const page = async (reply: FastifyReply, visit: Visit, typed?: MandateTyped, faults: Faults = {}, status = 200) =>
    send(reply, visit.view, await mandates(reply, visit, typed, faults), status)
  async function choices(
    { person, view }: Visit,
    { to, problems = [], uscc = '' }: { to?: string | undefined; problems?: readonly Problem[]; uscc?: string },
  ) {
    return actingPage(view, { person, choices: await delegations.choices(person), to, problems, uscc })
  }
  const firmIn = ({ form }: Visit): string => form.one('uscc').trim().slice(0, 24)

  async function consents(
    reply: FastifyReply,
    { person, view }: Visit,
    typed?: ConfirmationTyped,
    faults: Faults = {},
  ) {
    const [asked, confirmation, kept] = await Promise.all([
      delegations.consents(person),
      delegations.confirmation(person),
      delegations.typed.read(person, 'confirmation'),
    ])
    const mustProve = delegations.mustProve(person)
    const left = typed ? undefined : contactLeft(kept?.typed ?? {}, confirmation)
    const unsent = left !== undefined
    const shown = { person, consents: asked, confirmation, typed: typed ?? left, unsent, faults, mustProve }
    const parts = consentsPage(view, shown)
    return asksWhere(shown) ? withScript(reply, parts, keepScript) : parts
  }
  const consented = async (
    reply: FastifyReply,
    visit: Visit,
    typed?: ConfirmationTyped,
    faults: Faults = {},
    status = 200,
  ) => send(reply, visit.view, await consents(reply, visit, typed, faults), status)

  return async app => {
    app.get('/mine/delegations', { config: words('whom one has authorised, and by whom') }, async (request, reply) => {
      const visit = await door.look(request, reply)
      return visit ? page(reply, visit) : reply
    })

    app.post('/mine/delegations', { config: words('authorise somebody') }, async (request, reply) => {
      const again = (came: Visit) => mandates(reply, came, mandateTyped(came.form))
      const visit = await door.take(request, reply, 'own', { again })
      if (!visit) return reply
      const { person, view, form, key } = visit
      const typed = mandateTyped(form)
      if (form.one('step') === 'typed') {
        await keepTyping(delegations.typed, visit, 'mandate', mandateWords(typed))
        return reply.code(204).send()
      }
      await keepSent(delegations.typed, person, 'mandate', mandateWords(typed))
      if (delegations.mustProve(person)) return page(reply, visit, typed, {}, 403)
      const faults = await delegations.give(person, key, typed)
      if (Object.keys(faults).length > 0) return page(reply, visit, typed, faults, 400)
      await delegations.typed.drop(person, 'mandate')
      return seeOther(reply, `${view.to('/mine/delegations')}#given`)
    })

    const pressed = (act: 'accept' | 'end' | 'confirm', says: string) =>
      app.post(`/mine/delegations/:mandate/${act}`, { config: words(says) }, async (request, reply) => {
        const visit = await door.take(request, reply)
        if (!visit) return reply
        if (act === 'confirm' && delegations.mustProve(visit.person)) return page(reply, visit, undefined, {}, 403)
        await delegations[act](visit.person, mandateIn(request))
        return seeOther(reply, visit.view.to('/mine/delegations'))
      })
    pressed('accept', 'take up a mandate')
    pressed('end', 'end a mandate')
    pressed('confirm', 'confirm a clerk of the firm')

    app.get('/mine/acting', { config: words('for whom one acts') }, async (request, reply) => {
      const visit = await door.look(request, reply, 'any')
      if (!visit) return reply
      const { to } = request.query as { to?: unknown }
      return send(reply, visit.view, await choices(visit, { to: wayOn(to) }))
    })

    app.post('/mine/acting', { config: words('act for somebody, or for oneself again') }, async (request, reply) => {
      const visit = await door.take(request, reply, 'any')
      if (!visit) return reply
      const { person, view, form } = visit
      const mandate = form.one('mandate')
      await delegations.choose(person, mandate === '' ? undefined : isUuid(mandate) ? mandate : absent)
      return seeOther(reply, wayOn(form.one('to')) ?? view.to('/mine'))
    })

    app.post('/mine/acting/claim', { config: words('act for the firm one represents') }, async (request, reply) => {
      const again = (came: Visit) => choices(came, { uscc: firmIn(came) })
      const visit = await door.take(request, reply, 'any', { again })
      if (!visit) return reply
      const { person, view } = visit
      const uscc = firmIn(visit)
      if (await delegations.claim(person, uscc)) return seeOther(reply, view.to('/mine'))
      const problems = [{ at: '#uscc', text: view.say('acting.notYours') }]
      return send(reply, view, await choices(visit, { uscc, problems }), 404)
    })

    app.get('/mine/consents', { config: words('what one agreed to') }, async (request, reply) => {
      const visit = await door.look(request, reply)
      if (!visit) return reply
      return consented(reply, visit)
    })

    app.post('/mine/consents', { config: words('sign a confirmation of address') }, async (request, reply) => {
      const again = (came: Visit) => consents(reply, came, confirmationTyped(came.form))
      const visit = await door.take(request, reply, 'own', { again })
      if (!visit) return reply
      const { person, view, form, key } = visit
      const typed = confirmationTyped(form)
      if (form.one('step') === 'typed') {
        await keepTyping(delegations.typed, visit, 'confirmation', contactWords(typed))
        return reply.code(204).send()
      }
      await keepSent(delegations.typed, person, 'confirmation', contactWords(typed))
      if (delegations.mustProve(person)) return consented(reply, visit, typed, {}, 403)
      const faults = await delegations.confirmAddress(person, key, typed)
      if (Object.keys(faults).length > 0) return consented(reply, visit, typed, faults, 400)
      await delegations.typed.drop(person, 'confirmation')
      return seeOther(reply, `${view.to('/mine/consents')}#delivery`)
    })

    app.post(
      '/mine/consents/delivery/withdraw',
      { config: words('withdraw a confirmation of address') },
      async (request, reply) => {
        const visit = await door.take(request, reply)
        if (!visit) return reply
        await delegations.withdrawConfirmation(visit.person)
        return seeOther(reply, `${visit.view.to('/mine/consents')}#delivery`)
      },
    )

    app.post(
      '/mine/consents/:number',
      { config: words('give a consent, refuse it or take it back') },
      async (request, reply) => {
        const visit = await door.take(request, reply)
        if (!visit) return reply
        const { person, view, form, key } = visit
        const { number } = request.params as { number: string }
        try {
          const gives = form.one('gives') === 'yes'
          await delegations.answerConsent(person, key, numberForm.test(number) ? number : '0', gives)
        } catch (fault) {
          // The case has moved on meanwhile: the page says so.
          if (!(fault instanceof Refusal) || fault.status !== 409) throw fault
        }
        return seeOther(reply, view.to('/mine/consents'))
      },
    )
  }
}
