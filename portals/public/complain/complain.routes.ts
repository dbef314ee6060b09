import { randomUUID } from 'node:crypto'
import type { FastifyPluginAsync, FastifyReply } from 'fastify'
import { Refusal } from '#kernel/refusal'
import { isAsked, mustAnswer, questionsOf } from '../apply/paging.ts'
import { addressOf } from '../apply/steps.ts'
import { asked, type Drawing, keyForm, organForm, words } from '../asking.ts'
import { type CitizenNeeds, type Door, keyOf, seeOther, signInAt } from '../citizen.ts'
import type { Problem } from '../error-summary.ts'
import { type Asked, idOf, problemSaid, typedIn } from '../field.ts'
import { type FormBody, formIn } from '../form-body.ts'
import { mustComeFromHere } from '../forms.ts'
import { slowed } from '../slowed.ts'
import type { View } from '../view.ts'
import { complainPage, complainStartPage, unnamedPage, unnamedSentPage } from './complain.page.ts'
import type { ComplaintPlace } from './needs.ts'

const numberForm = /^[0-9]{16,24}$/
type Query = Readonly<Record<'case' | 'item' | 'organ', string | undefined>>

const among = (one: (name: string, form: RegExp) => string | undefined): Query => ({
  case: one('case', numberForm),
  item: one('item', keyForm),
  organ: one('organ', organForm),
})
const inForm = (form: FormBody): Query =>
  among((name, known) => (known.test(form.one(name)) ? form.one(name) : undefined))

/** 投诉 Begun from a case, from a guide or from the help page; it becomes a case like any other. */
export function makeComplaintRoutes(needs: CitizenNeeds, frame: Drawing, door: Door): FastifyPluginAsync {
  const { complaints, apply } = needs
  const { viewOf, send } = frame
  const waits = slowed(complaints.buckets, frame)

  async function notThere(reply: FastifyReply, view: View) {
    return send(reply, view, complainStartPage(view, { regions: await complaints.organs(), missing: true }), 404)
  }

  /** What of the form somebody who stays unnamed is asked: what is known from the address is not. */
  async function questions(place: ComplaintPlace) {
    const compiled = await complaints.form(place)
    const open = questionsOf(compiled).filter(([name]) => place.fields[name] === undefined)
    return { compiled, open: open.filter(question => isAsked(compiled, question, place.fields)) }
  }

  return async app => {
    app.get('/complain', { config: words('what one complains of, and who hears it') }, async (request, reply) => {
      const query = among(asked(request).one)
      const view = viewOf(request, query)
      door.own(reply)
      if (query.case === undefined && query.organ === undefined)
        return send(reply, view, complainStartPage(view, { regions: await complaints.organs(), missing: false }))
      if (query.case !== undefined) {
        // Of a case one complains in one's own name.
        const visit = await door.look(request, reply, 'apply', complaints.item)
        if (!visit) return reply
        const place = await complaints.place(query, visit.person)
        if (!place) return notThere(reply, visit.view)
        const shown = { place, person: visit.person, signIn: '', query }
        return send(reply, { ...visit.view, query: { case: query.case } }, complainPage(visit.view, shown))
      }
      const found = await door.personOf(request)
      const person = found?.subject.kind === 'person' && !found.acting?.ended ? found : undefined
      const place = await complaints.place(query, person)
      if (!place) return notThere(reply, view)
      return send(reply, view, complainPage(view, { place, person, signIn: signInAt(view, request.url), query }))
    })

    app.post('/complain', { config: words('begin a complaint') }, async (request, reply) => {
      const visit = await door.take(request, reply, 'apply', { item: complaints.item })
      if (!visit) return reply
      const { person, view, form, key } = visit
      const place = await complaints.place(inForm(form), person)
      if (!place?.heardBy) return notThere(reply, view)
      const { item, heardBy, fields } = place
      const caseId = await apply.begin(person, key, { item, organ: heardBy.organ })
      await apply.change(person, caseId, draft => ({ ...draft, fields: { ...draft.fields, ...fields } }))
      return seeOther(reply, view.to(addressOf({ item, caseId }, 'fit')))
    })

    const unnamed = async (reply: FastifyReply, view: View, query: Query) => {
      const place = query.case === undefined ? await complaints.place(query, undefined) : undefined
      if (place?.unnamed && place.heardBy) return place
      await notThere(reply, view)
      return undefined
    }

    app.get('/complain/unnamed', { config: words('complain without saying who one is') }, async (request, reply) => {
      const query = among(asked(request).one)
      const view = viewOf(request, query)
      const place = await unnamed(reply, view, query)
      if (!place) return reply
      const { compiled, open } = await questions(place)
      const all: Asked[] = open.map(([name, field]) => {
        return { name, field, required: mustAnswer(compiled, [name, field], place.fields), texts: [] }
      })
      return send(reply, view, unnamedPage(view, { place, asked: all, query, key: randomUUID(), problems: [] }))
    })

    app.post(
      '/complain/unnamed',
      { config: words('send a complaint without saying who one is') },
      async (request, reply) => {
        mustComeFromHere(request)
        const form = formIn(request)
        const query = inForm(form)
        const view = viewOf(request, query)
        const slow = waits(request, reply, view)
        if (slow) return slow
        const place = await unnamed(reply, view, query)
        if (!place) return reply
        const { compiled, open } = await questions(place)
        const drawn = keyOf(form)
        const key = drawn ?? randomUUID()
        const judged = typedIn(form, open).map(one => ({
          ...one,
          required: mustAnswer(compiled, [one.name, one.field], place.fields),
        }))
        const answered = judged.map(one => ({
          ...one,
          problem: one.value === null ? (one.required ? 'MISSING' : undefined) : apply.problemOf(one.field, one.value),
        }))
        const again = (problems: readonly Problem[]) => {
          const all = answered.map(({ problem, ...one }) => ({
            ...one,
            problem: problem === undefined ? undefined : problemSaid(view, one.field, problem),
          }))
          return send(reply, view, unnamedPage(view, { place, asked: all, query, key, problems }), 400)
        }
        const wrong = answered.flatMap(({ name, field, problem }) =>
          problem === undefined ? [] : [{ at: `#${idOf(name)}`, text: problemSaid(view, field, problem) }],
        )
        if (wrong.length > 0) return again(wrong)
        // Drawn by no page of ours, or cut short: shown once more, with a key.
        if (drawn === undefined) return again([{ at: '#main', text: view.say('resume.againSays') }])
        const given = answered.flatMap(({ name, value }) => (value === null ? [] : [[name, value] as const]))
        complaints.buckets.take(request.ip)
        try {
          const sent = await complaints.sendUnnamed(key, place, { ...place.fields, ...Object.fromEntries(given) })
          return send(door.own(reply), view, unnamedSentPage(view, sent), 201)
        } catch (fault) {
          if (!(fault instanceof Refusal) || fault.status >= 500) throw fault
          const told = `mine.refused.${fault.code}`
          const text = view.say(view.has(told) ? told : 'mine.refused.OTHER', { code: fault.code })
          return again([{ at: '#main', text }])
        }
      },
    )
  }
}
