import { randomUUID } from 'node:crypto'
import type { FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify'
import { Refusal } from '#kernel/refusal'
import { type Drawing, words, wordsOnce } from '../asking.ts'
import { type CitizenNeeds, type Door, isUuid, seeOther, signInAt, type Taken, type Visit } from '../citizen.ts'
import { idOf, typedIn } from '../field.ts'
import { keepScript } from '../keeping.ts'
import { withScript } from '../own-script.ts'
import { agreeing, type DraftAddress, type DraftVisit, disputing, isFixed, withAnswers } from './draft.ts'
import { fillPage, fitPage, type Typed } from './form.page.ts'
import { materialRoutes } from './materials.routes.ts'
import { isOnline, noticePage } from './notice.page.ts'
import { askedPages, fits, isAsked, mustAnswer, pagesOf, questionsOn } from './paging.ts'
import { precheckPage } from './precheck.page.ts'
import { reviewPage } from './review.page.ts'
import { addressOf, afterPage, hasStep } from './steps.ts'
import { typedRoutes } from './typed.routes.ts'
import { heardIn, withTyped } from './typed.ts'

/** 申请 From what one must know to the receipt, page by page. */
export function makeApplyRoutes(needs: CitizenNeeds, frame: Drawing, door: Door): FastifyPluginAsync {
  const { apply, guide, nameOf, organName } = needs
  const { viewOf, send } = frame

  /** The person's own draft, or what has become of it; undefined: the answer has been sent. */
  async function draftOf<Came extends Visit>(visit: Came, { item, draft: caseId }: DraftAddress, reply: FastifyReply) {
    const { person, view } = visit
    const id = isUuid(caseId) ? caseId : randomUUID()
    const number = await apply.numberOf(person, id)
    if (number !== undefined) {
      await seeOther(reply, view.to(`/mine/cases/${number}/receipt`))
      return undefined
    }
    const draft = await apply.draft(person, id)
    if (draft.item !== item) {
      await seeOther(reply, view.to(addressOf(draft, 'fit')))
      return undefined
    }
    return { ...visit, draft, compiled: await apply.formOf(draft.item, draft.organ) }
  }
  const addressIn = ({ params }: FastifyRequest): DraftAddress => params as DraftAddress
  async function looking(request: FastifyRequest, reply: FastifyReply): Promise<DraftVisit | undefined> {
    const visit = await door.look(request, reply, 'apply', addressIn(request).item)
    return visit && draftOf(visit, addressIn(request), reply)
  }
  async function taking(
    request: FastifyRequest,
    reply: FastifyReply,
    page?: number,
  ): Promise<DraftVisit<Taken> | undefined> {
    const { item, draft: caseId } = addressIn(request)
    const again = async (visit: Visit) => {
      const draft = await apply.draft(visit.person, isUuid(caseId) ? caseId : randomUUID())
      const compiled = await apply.formOf(draft.item, draft.organ)
      if (page === undefined || draft.item !== item || !askedPages(compiled, draft.fields).includes(page))
        return undefined
      const typed = typedIn(visit.form, questionsOn(compiled, page, draft.fields))
      return partsOf(reply, { ...visit, draft, compiled }, page, new Map(typed.map(one => [one.name, one])))
    }
    const visit = await door.take(request, reply, 'apply', { item, again })
    return visit && draftOf(visit, addressIn(request), reply)
  }
  const nothing: Typed = new Map()

  function partsOf(reply: FastifyReply, visit: DraftVisit, page: number, typed: Typed) {
    const shown = { ...visit, page, typed }
    return withScript(reply, page === 0 ? fitPage(visit.view, shown) : fillPage(visit.view, shown), keepScript)
  }
  const sendForm = (reply: FastifyReply, visit: DraftVisit, page: number, typed: Typed, status = 200) =>
    send(reply, visit.view, partsOf(reply, visit, page, typed), status)

  /** Takes the answers of one page: what fits is kept in any case, what does not is shown again as it was typed. */
  async function answered(visit: DraftVisit, page: number, reply: FastifyReply) {
    const { person, view, form, draft, compiled } = visit
    const [dispute, agree] = [form.one('dispute'), form.one('agree')]
    const typed = typedIn(form, questionsOn(compiled, page, draft.fields)).filter(({ name }) => !isFixed(draft, name))
    const judged = typed.map(one => ({
      ...one,
      problem: one.value === null ? undefined : apply.problemOf(one.field, one.value),
    }))
    const answers = new Map(
      judged.filter(({ problem }) => problem === undefined).map(({ name, value }) => [name, value]),
    )
    await apply.change(person, draft.caseId, before => {
      const after = withTyped(withAnswers(before, answers, compiled.hash), typed, heardIn(form))
      return dispute !== '' ? disputing(after, dispute) : agree !== '' ? agreeing(after, agree) : after
    })
    const now = await apply.draft(person, draft.caseId)
    if (dispute !== '' || agree !== '') {
      const to = view.to(page === 0 ? addressOf(draft, 'fit') : addressOf(draft, 'fill', page))
      return seeOther(reply, `${to}#${idOf(dispute || agree)}`)
    }
    const wrong = judged.flatMap(({ name, field, texts, value, problem }) => {
      const open = value === null && mustAnswer(compiled, [name, field], now.fields)
      const found = problem ?? (open ? 'MISSING' : undefined)
      return found === undefined ? [] : [[name, { texts, problem: found }] as const]
    })
    if (wrong.length > 0) return sendForm(reply, { ...visit, draft: now }, page, new Map(wrong), 400)
    const against = page === 0 && fits(compiled, now.fields).some(({ holds }) => holds === false)
    if (against) return seeOther(reply, view.to(addressOf(now, 'fit')))
    const next = afterPage(compiled, now, page)
    // Nothing to hand in: what the rules say is asked by the same press.
    return next === addressOf(now, 'precheck')
      ? afterCheck({ ...visit, draft: now }, reply)
      : seeOther(reply, view.to(next))
  }

  return async app => {
    app.get<{ Params: { item: string } }>(
      '/apply/:item',
      { config: words('what one must know before applying') },
      async (request, reply) => {
        const { organ } = request.query as { organ?: unknown }
        const drawn = viewOf(request, { organ: typeof organ === 'string' ? organ : undefined })
        const { item } = request.params
        const known = /^[a-z][A-Za-z0-9-]{0,63}$/.test(item) ? item : 'unknown'
        const at = typeof organ === 'string' && /^[a-z0-9][a-z0-9-]{0,63}$/.test(organ) ? organ : undefined
        const shown = await guide(known, at)
        const office = shown.office ?? shown.offices[0]
        const compiled = office && isOnline(shown) ? await apply.formOf(known, office.organ) : undefined
        const person = await door.personOf(request)
        const { acting } = door.viewFor(request, person)
        const view = { ...drawn, ...(acting && { acting }) }
        const citizen = person?.subject.kind === 'person' ? person : undefined
        const drafts =
          citizen && !citizen.acting?.ended ? (await apply.drafts(citizen)).filter(draft => draft.item === item) : []
        door.own(reply)
        return send(
          reply,
          view,
          noticePage(view, { guide: shown, compiled, person: citizen, drafts, signIn: signInAt(view, request.url) }),
        )
      },
    )

    app.post<{ Params: { item: string } }>(
      '/apply/:item',
      { config: words('begin an application') },
      async (request, reply) => {
        const { item } = request.params
        const visit = await door.take(request, reply, 'apply', { item })
        if (!visit) return reply
        const { person, view, form, key } = visit
        const organ = form.one('organ')
        if (!isOnline(await guide(item, organ))) return seeOther(reply, view.to(`/apply/${item}`))
        const caseId = await apply.begin(person, key, { item, organ })
        return seeOther(reply, view.to(addressOf({ item, caseId }, 'fit')))
      },
    )

    app.get('/apply/:item/:draft/fit', { config: words('whether it fits') }, async (request, reply) => {
      const visit = await looking(request, reply)
      if (!visit) return reply
      const { view, draft, compiled } = visit
      return hasStep(compiled, draft.fields, 'fit')
        ? sendForm(reply, visit, 0, nothing)
        : seeOther(reply, view.to(afterPage(compiled, draft, 0)))
    })
    app.post('/apply/:item/:draft/fit', { config: words('answer whether it fits') }, async (request, reply) => {
      const visit = await taking(request, reply, 0)
      return visit ? answered(visit, 0, reply) : reply
    })

    const pageIn = ({ params }: FastifyRequest): number => Number((params as { page: string }).page)
    app.get('/apply/:item/:draft/fill/:page', { config: words('one page of the form') }, async (request, reply) => {
      const visit = await looking(request, reply)
      if (!visit) return reply
      const { view, draft, compiled } = visit
      const pages = askedPages(compiled, draft.fields)
      const page = pageIn(request)
      if (pages.includes(page)) return sendForm(reply, visit, page, nothing)
      return seeOther(reply, view.to(afterPage(compiled, draft, 0)))
    })
    app.post(
      '/apply/:item/:draft/fill/:page',
      { config: words('answer one page of the form') },
      async (request, reply) => {
        const page = pageIn(request)
        const visit = await taking(request, reply, page)
        if (!visit) return reply
        const there = Number.isInteger(page) && page >= 1 && page <= pagesOf(visit.compiled).fill.length
        return there ? answered(visit, page, reply) : seeOther(reply, visit.view.to(addressOf(visit.draft, 'fit')))
      },
    )

    await app.register(typedRoutes({ apply, taking }))
    await app.register(materialRoutes({ apply, frame, looking, taking }))

    app.get(
      '/apply/:item/:draft/precheck',
      { config: words('what the officers’ own rules say') },
      async (request, reply) => {
        const visit = await looking(request, reply)
        return visit ? send(reply, visit.view, precheckPage(visit.view, visit)) : reply
      },
    )
    app.post(
      '/apply/:item/:draft/precheck',
      { config: words('ask the officers’ own rules') },
      async (request, reply) => {
        const visit = await taking(request, reply)
        return visit ? afterCheck(visit, reply) : reply
      },
    )

    app.get('/apply/:item/:draft/review', { config: words('everything once more') }, async (request, reply) => {
      const visit = await looking(request, reply)
      if (!visit) return reply
      const { view, draft, compiled, person } = visit
      const first = unanswered(visit)
      if (first !== undefined) return seeOther(reply, view.to(first))
      const [organ, name, held] = await Promise.all([organName(draft.organ), nameOf(person), apply.vouchers(person)])
      const shown = { draft, compiled, person, organ, name, held, today: apply.today(), problems: [] }
      return send(reply, view, reviewPage(view, shown))
    })
    app.post('/apply/:item/:draft/review', { config: words('hand the application in') }, async (request, reply) => {
      const visit = await taking(request, reply)
      if (!visit) return reply
      const { person, view, key, draft } = visit
      const first = unanswered(visit)
      if (first !== undefined) return seeOther(reply, view.to(first))
      try {
        const number = await apply.submit(person, key, draft)
        return seeOther(reply, view.to(`/mine/cases/${number}/receipt`))
      } catch (fault) {
        // What it is refused for is what the same questions find: shown where it is mended.
        if (!(fault instanceof Refusal) || fault.status >= 500) throw fault
        const findings = await checkNow(visit)
        if (!findings.some(({ kind }) => kind === 'wrong')) throw fault
        return seeOther(reply, view.to(addressOf(draft, 'precheck')))
      }
    })

    app.post(
      '/apply/:item/:draft/drop',
      { config: wordsOnce('drop an unfinished application') },
      async (request, reply) => {
        const visit = await taking(request, reply)
        if (!visit) return reply
        await apply.drop(visit.person, visit.draft.caseId)
        return seeOther(reply, visit.view.to('/mine'))
      },
    )
  }

  /** The address of the first question that must be answered and is not. */
  function unanswered({ draft, compiled }: DraftVisit): string | undefined {
    const { fit, fill } = pagesOf(compiled)
    const at = [fit, ...fill].findIndex(page =>
      page.some(
        question =>
          isAsked(compiled, question, draft.fields) &&
          mustAnswer(compiled, question, draft.fields) &&
          (draft.fields[question[0]] ?? null) === null,
      ),
    )
    return at === -1 ? undefined : at === 0 ? addressOf(draft, 'fit') : addressOf(draft, 'fill', at)
  }

  /** What was looked through and found to be right needs no page of its own: on to everything once more. */
  async function afterCheck(visit: DraftVisit, reply: FastifyReply) {
    const findings = await checkNow(visit)
    return seeOther(reply, visit.view.to(addressOf(visit.draft, findings.length === 0 ? 'review' : 'precheck')))
  }

  async function checkNow({ person, draft }: DraftVisit) {
    const findings = await apply.precheck(person, draft)
    const checked = { at: apply.today(), findings }
    await apply.change(person, draft.caseId, before => ({ ...before, kept: { ...before.kept, checked } }))
    return findings
  }
}
