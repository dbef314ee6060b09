import type { FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify'
import { Refusal } from '#kernel/refusal'
import { type Drawing, words } from '../asking.ts'
import { type Door, isUuid, seeOther, type Visit } from '../citizen.ts'
import type { Problem } from '../error-summary.ts'
import { wayOn } from '../sign-in/asking.ts'
import { actingPage } from './acting.page.ts'
import { consentsPage } from './consents.page.ts'
import { delegationsPage } from './delegations.page.ts'
import type { ConfirmationTyped, DelegationNeeds, MandateTyped } from './needs.ts'

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

  async function page(
    reply: FastifyReply,
    { person, view }: Visit,
    typed?: MandateTyped,
    faults: Readonly<Record<string, string>> = {},
    status = 200,
  ) {
    const shown = await delegations.shown(person)
    const mustProve = delegations.mustProve(person)
    return send(reply, view, delegationsPage(view, { person, shown, typed, faults, mustProve }), status)
  }
  async function choosing(
    reply: FastifyReply,
    { person, view }: Visit,
    { to, problems = [], uscc = '' }: { to?: string | undefined; problems?: readonly Problem[]; uscc?: string },
  ) {
    const shown = { person, choices: await delegations.choices(person), to, problems, uscc }
    return send(reply, view, actingPage(view, shown), problems.length > 0 ? 404 : 200)
  }

  async function consented(
    reply: FastifyReply,
    { person, view }: Visit,
    typed?: ConfirmationTyped,
    faults: Readonly<Record<string, string>> = {},
    status = 200,
  ) {
    const [consents, confirmation] = await Promise.all([delegations.consents(person), delegations.confirmation(person)])
    const mustProve = delegations.mustProve(person)
    const shown = { person, consents, confirmation, typed, faults, mustProve }
    return send(reply, view, consentsPage(view, shown), status)
  }

  return async app => {
    app.get('/mine/delegations', { config: words('whom one has authorised, and by whom') }, async (request, reply) => {
      const visit = await door.look(request, reply)
      return visit ? page(reply, visit) : reply
    })

    app.post('/mine/delegations', { config: words('authorise somebody') }, async (request, reply) => {
      const visit = await door.take(request, reply)
      if (!visit) return reply
      const { person, view, form, key } = visit
      const typed: MandateTyped = {
        name: form.one('name').slice(0, 120),
        number: form.one('number').slice(0, 40),
        items: form.one('items').slice(0, 4_000),
        all: form.one('all') === '1',
        scopes: form.all('scopes'),
        from: form.one('from').trim(),
        until: form.one('until').trim(),
      }
      if (delegations.mustProve(person)) return page(reply, visit, typed, {}, 403)
      const faults = await delegations.give(person, key, typed)
      if (Object.keys(faults).length > 0) return page(reply, visit, typed, faults, 400)
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
      return choosing(reply, visit, { to: wayOn(to) })
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
      const visit = await door.take(request, reply, 'any')
      if (!visit) return reply
      const { person, view, form } = visit
      const uscc = form.one('uscc').trim().slice(0, 24)
      if (await delegations.claim(person, uscc)) return seeOther(reply, view.to('/mine'))
      return choosing(reply, visit, { uscc, problems: [{ at: '#uscc', text: view.say('acting.notYours') }] })
    })

    app.get('/mine/consents', { config: words('what one agreed to') }, async (request, reply) => {
      const visit = await door.look(request, reply)
      if (!visit) return reply
      return consented(reply, visit)
    })

    app.post('/mine/consents', { config: words('sign a confirmation of address') }, async (request, reply) => {
      const visit = await door.take(request, reply)
      if (!visit) return reply
      const { person, view, form, key } = visit
      const typed: ConfirmationTyped = {
        electronic: form.one('electronic') === '1',
        mail: form.one('mail').trim().slice(0, 254),
        phone: form.one('phone').trim().slice(0, 20),
        post: form.one('post').trim().slice(0, 200),
      }
      if (delegations.mustProve(person)) return consented(reply, visit, typed, {}, 403)
      const faults = await delegations.confirmAddress(person, key, typed)
      if (Object.keys(faults).length > 0) return consented(reply, visit, typed, faults, 400)
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
