import type { FastifyPluginAsync, FastifyRequest } from 'fastify'
import { Refusal } from '#kernel/refusal'
import { kindsOf } from '../apply/materials.page.ts'
import { fileRefused } from '../apply/materials.routes.ts'
import { type Drawing, words, wordsOnce } from '../asking.ts'
import { type CitizenNeeds, type Door, numberIn, seeOther } from '../citizen.ts'
import { idOf, problemSaid, typedIn } from '../field.ts'
import { keepTyping } from '../keeping.ts'
import { makeCaseVisits } from './case-visit.ts'
import { messagesPage, vouchersPage } from './data.page.ts'
import { minePage } from './mine.page.ts'
import { paperRefusedPage } from './papers.page.ts'
import { ratingReasons } from './rating.page.ts'
import { proofLaterPage, receiptPage } from './receipt.page.ts'
import { makeRemedyRoutes } from './remedy.routes.ts'
import { formsOf, longestReason, wordsOf } from './typed.ts'

const paperForm = /^[a-z][a-z-]{0,20}-[0-9]{1,9}(?:-[A-Za-z][A-Za-z0-9-]{0,63})?$/
/** What the page of a paper explains itself; anything else is told as on every page. */
const paperRefusals: ReadonlySet<string> = new Set([
  'PAPER_GLYPH_MISSING',
  'PAPER_ERASED',
  'PAPER_KEY_MISSING',
  'PAPER_KEY_EXPOSED',
])
const uuidForm = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/
const nobody = '00000000-0000-7000-8000-000000000000'
/** What stands around a file in the form it is sent with. */
const aroundFile = 65_536

/** 我的 A person's own cases, messages and data; a foreign case is as if there were none. */
export function makeMineRoutes(
  { mine, apply, acts, nameOf }: CitizenNeeds,
  { send }: Pick<Drawing, 'send'>,
  door: Door,
): FastifyPluginAsync {
  const { maxFile } = mine
  const asked = ({ query }: FastifyRequest, name: string): string | undefined => {
    const value = (query as Readonly<Record<string, unknown>>)[name]
    return typeof value === 'string' ? value : undefined
  }
  const { readWhole, looking, taking, show, back, refusedAct, movedOn, keep, trying } = makeCaseVisits(
    { mine, acts },
    { send },
    door,
  )

  return async app => {
    app.get('/mine', { config: words('a person’s own cases') }, async (request, reply) => {
      const visit = await door.look(request, reply, 'see')
      if (!visit) return reply
      const { person, view } = visit
      const before = asked(request, 'before')
      const place = before !== undefined && uuidForm.test(before) ? before : undefined
      const [name, cases, drafts, { items: messages }] = await Promise.all([
        nameOf(person),
        mine.cases(person, place),
        apply.drafts(person),
        mine.messages(person),
      ])
      const shown = { person, name, cases, drafts, messages: messages.slice(0, 5), continued: place !== undefined }
      return send(reply, view, minePage(view, shown))
    })

    app.get('/mine/messages', { config: words('what a person was told') }, async (request, reply) => {
      const visit = await door.look(request, reply, 'see')
      if (!visit) return reply
      const before = Number(asked(request, 'before'))
      const place = Number.isSafeInteger(before) && before > 0 ? before : undefined
      return send(reply, visit.view, messagesPage(visit.view, await mine.messages(visit.person, place)))
    })

    app.get('/mine/vouchers', { config: words('what a person holds') }, async (request, reply) => {
      const visit = await door.look(request, reply, 'receive')
      return visit ? send(reply, visit.view, vouchersPage(visit.view, await mine.vouchers(visit.person))) : reply
    })

    app.get('/mine/cases/:number', { config: words('one’s own case') }, async (request, reply) => {
      const visit = await looking(request, reply)
      return visit ? show(reply, visit, [], 200) : reply
    })

    app.get('/mine/cases/:number/receipt', { config: words('the receipt of a case') }, async (request, reply) => {
      const visit = await looking(request, reply)
      return visit ? send(reply, visit.view, receiptPage(visit.view, visit.shown, visit.papers)) : reply
    })

    await app.register(makeRemedyRoutes({ mine, nameOf }, { send }, door))

    app.get(
      '/mine/cases/:number/papers/:paper',
      { config: words('a paper of a case, as signed PDF') },
      async (request, reply) => {
        const visit = await door.look(request, reply, 'receive')
        if (!visit) return reply
        const { person, view } = visit
        const { paper } = request.params as { paper: string }
        const number = numberIn(request)
        try {
          const { bytes } = await mine.paper(person, number, paperForm.test(paper) ? paper : 'none')
          return reply
            .type('application/pdf')
            .header('content-disposition', `attachment; filename="${number}-${paper}.pdf"`)
            .send(bytes)
        } catch (fault) {
          if (!(fault instanceof Refusal) || !paperRefusals.has(fault.code)) throw fault
          return send(reply, view, paperRefusedPage(view, number, fault), fault.status)
        }
      },
    )

    app.get(
      '/mine/cases/:number/proof',
      { config: words('the proof that a case was opened') },
      async (request, reply) => {
        const visit = await looking(request, reply)
        if (!visit) return reply
        const { person, view, shown } = visit
        const seq = Number(asked(request, 'seq') ?? 1)
        const text = await mine.proof(person, shown.number, Number.isSafeInteger(seq) && seq > 0 ? seq : 1)
        if (text === undefined) return send(reply, view, proofLaterPage(view, shown.number), 404)
        return reply
          .type('text/plain; charset=utf-8')
          .header('content-disposition', `attachment; filename="${shown.number}.tlog-proof"`)
          .send(text)
      },
    )

    app.post(
      '/mine/cases/:number/typed/:form',
      { config: words('keep what is being typed in one’s own case') },
      async (request, reply) => {
        const visit = await door.take(request, reply, 'apply')
        if (!visit) return reply
        const { person, form } = visit
        const open = await mine.formsOpen(person, numberIn(request))
        const at = formsOf(open).find(one => one.form === (request.params as { form: string }).form)
        if (!at) return movedOn(reply, { ...visit, ...(await readWhole(person, open.number)) })
        await keepTyping(mine.typed, visit, at, wordsOf(form, at.form, open))
        return reply.code(204).send()
      },
    )

    app.post(
      '/mine/cases/:number/supplement',
      { config: wordsOnce('answer what was asked for') },
      async (request, reply) => {
        const visit = await taking(request, reply, 'supplement')
        if (!visit) return reply
        const { person, view, form, key, shown } = visit
        if (!shown.wanted) return movedOn(reply, visit)
        const fields = shown.wanted.fields.flatMap(name => {
          const field = shown.definition.content.form[name]
          return field ? [[name, field] as const] : []
        })
        const judged = typedIn(form, fields).map(one => ({
          ...one,
          problem: one.value === null ? 'MISSING' : mine.problemOf(one.field, one.value),
        }))
        const wrong = judged.filter(({ problem }) => problem !== undefined)
        if (wrong.length > 0) {
          const problems = wrong.map(({ name, field, problem }) => ({
            at: `#${idOf(name)}`,
            text: problemSaid(view, field, problem!),
          }))
          await keep(visit, 'supplement')
          return show(reply, visit, problems, 400, new Map(judged.map(one => [one.name, one])))
        }
        try {
          const given = { fields: Object.fromEntries(judged.map(({ name, value }) => [name, value])) }
          await trying(visit, 'supplement', () => mine.supplement(person, key, shown.number, given))
        } catch (fault) {
          return refusedAct(reply, visit, fault, shown.number)
        }
        return back(reply, visit)
      },
    )

    app.post(
      '/mine/cases/:number/supplement/:material',
      { config: wordsOnce('hand in a paper that was asked for'), bodyLimit: maxFile + aroundFile },
      async (request, reply) => {
        const visit = await taking(request, reply)
        if (!visit) return reply
        const { person, view, form, key, shown } = visit
        const { material } = request.params as { material: string }
        const paper = shown.definition.materials.find(({ id }) => id === material)
        if (!paper || !shown.wanted?.materials.includes(material)) return back(reply, visit)
        const at = `#p-${material}`
        const refuse = (text: string) => show(reply, visit, [{ at, text }], 400)
        const [sent] = form.files
        if (!sent) return refuse(view.say('apply.file.none'))
        const kinds = kindsOf(paper)
        const said = kinds.map(kind => view.say(`apply.file.kind.${kind}`)).join(view.say('list.join'))
        let file: string
        try {
          ;({ file } = await mine.receive(person, sent.bytes, kinds, key))
        } catch (fault) {
          if (!(fault instanceof Refusal) || fault.status >= 500) throw fault
          return refuse(fileRefused(view, fault, { kinds: said, maxFile }))
        }
        try {
          await mine.supplement(person, key, shown.number, { files: { [material]: [file] } })
        } catch (fault) {
          return refusedAct(reply, visit, fault, shown.number)
        }
        return back(reply, visit, '#supplement')
      },
    )

    app.post(
      '/mine/cases/:number/deliveries/:delivery',
      { config: wordsOnce('sign for a paper that is served electronically') },
      async (request, reply) => {
        const visit = await door.take(request, reply, 'see')
        if (!visit) return reply
        const { delivery } = request.params as { delivery: string }
        const number = numberIn(request)
        try {
          await mine.sign(visit.person, number, uuidForm.test(delivery) ? delivery : nobody)
        } catch (fault) {
          if (!(fault instanceof Refusal) || fault.code !== 'DELIVERY_UNKNOWN') throw fault
          return refusedAct(reply, visit, fault, number)
        }
        return seeOther(reply, `${visit.view.to(`/mine/cases/${number}`)}#delivered`)
      },
    )

    app.post('/mine/cases/:number/rating', { config: wordsOnce('rate a service') }, async (request, reply) => {
      const visit = await taking(request, reply)
      if (!visit) return reply
      const { person, view, form, shown } = visit
      const level = Number(form.one('level'))
      if (![1, 2, 3, 4, 5].includes(level))
        return show(reply, visit, [{ at: '#rating', text: view.say('rating.none') }], 400)
      const reasons = ratingReasons.filter(reason => form.all('reason').includes(reason))
      try {
        await mine.rate(person, shown.number, { level, reasons })
      } catch (fault) {
        return refusedAct(reply, visit, fault, shown.number)
      }
      return back(reply, visit, '#rating')
    })

    app.post(
      '/mine/cases/:number/withdraw',
      { config: wordsOnce('take an application back') },
      async (request, reply) => {
        const visit = await taking(request, reply, 'withdraw')
        if (!visit) return reply
        const { person, form, key, shown } = visit
        try {
          const reason = form.one('reason').trim().slice(0, longestReason)
          await trying(visit, 'withdraw', () => mine.withdraw(person, key, shown.number, reason))
        } catch (fault) {
          return refusedAct(reply, visit, fault, shown.number)
        }
        return back(reply, visit)
      },
    )
  }
}
