import type { FastifyReply, FastifyRequest } from 'fastify'
import { Refusal } from '#kernel/refusal'
import type { ActShown } from '../acts/needs.ts'
import type { Drawing } from '../asking.ts'
import { type CitizenNeeds, type Door, numberIn, seeOther, type Taken, type Visit } from '../citizen.ts'
import type { Problem } from '../error-summary.ts'
import { isUnsent, keepScript, keepSent } from '../keeping.ts'
import { withScript } from '../own-script.ts'
import type { SignedIn } from '../person.ts'
import { type OwnCaseShown, ownCasePage } from './case.page.ts'
import type { CaseShown, EvidenceShown, FormOfCase, PaperShown, RatingShown } from './needs.ts'
import { formsOf, wordsOf } from './typed.ts'

export type CaseVisit = Visit & {
  readonly shown: CaseShown
  readonly papers: readonly PaperShown[]
  readonly rating: RatingShown | null
  readonly evidence: EvidenceShown
  readonly acts: readonly ActShown[]
  readonly kept: OwnCaseShown['kept']
}

const nothing: OwnCaseShown['typed'] = new Map()
const untyped: OwnCaseShown['kept'] = { supplement: {}, withdraw: {} }

/** 来看自己的办件 Somebody on the page of his own case: what he is shown there, and how a form of it is taken. */
export function makeCaseVisits(
  { mine, acts }: Pick<CitizenNeeds, 'mine' | 'acts'>,
  { send }: Pick<Drawing, 'send'>,
  door: Door,
) {
  const { maxFile } = mine

  /** Foreign is refused before anything else is asked. */
  async function readWhole(person: SignedIn, number: string) {
    const shown = await mine.read(person, number)
    const [papers, rating, evidence, open, kept] = await Promise.all([
      mine.papers(person, number),
      mine.rating(person, number),
      mine.evidence(person, number),
      acts.ofCase(person, number),
      Promise.all(formsOf(shown).map(async at => [at.form, (await mine.typed.read(person, at))?.typed ?? {}] as const)),
    ])
    return { shown, papers, rating, evidence, acts: open, kept: { ...untyped, ...Object.fromEntries(kept) } }
  }
  async function looking(request: FastifyRequest, reply: FastifyReply) {
    const visit = await door.look(request, reply, 'see')
    return visit && { ...visit, ...(await readWhole(visit.person, numberIn(request))) }
  }
  async function taking(request: FastifyRequest, reply: FastifyReply, which?: FormOfCase['form']) {
    const again = async (came: Visit) => {
      const whole = { ...came, ...(await readWhole(came.person, numberIn(request))) }
      if (which === undefined || !formOf(whole, which)) return undefined
      const typed = wordsOf(came.form, which, whole.shown)
      if (!isUnsent(typed)) return undefined
      const kept = { ...whole.kept, [which]: typed }
      return withScript(reply, casePage({ ...whole, kept }), keepScript)
    }
    const visit = await door.take(request, reply, 'apply', { again })
    return visit && { ...visit, ...(await readWhole(visit.person, numberIn(request))) }
  }
  const formOf = ({ shown }: CaseVisit, which: FormOfCase['form']) => formsOf(shown).find(({ form }) => form === which)
  const casePage = (visit: CaseVisit, typed = nothing, problems: readonly Problem[] = []) => {
    const { view, person, shown, papers, rating, evidence, acts: open, kept } = visit
    return ownCasePage(view, { person, shown, papers, rating, evidence, acts: open, maxFile, typed, kept, problems })
  }
  const show = (
    reply: FastifyReply,
    visit: CaseVisit,
    problems: readonly Problem[],
    status: number,
    typed = nothing,
  ) => {
    const page = casePage(visit, typed, problems)
    const types = formsOf(visit.shown).length > 0
    return send(reply, visit.view, types ? withScript(reply, page, keepScript) : page, status)
  }
  /** What was sent and is not done yet is not lost: it stands in the form again. */
  async function keep(visit: Taken & CaseVisit, which: FormOfCase['form']): Promise<void> {
    const at = formOf(visit, which)
    if (at) await keepSent(mine.typed, visit.person, at, wordsOf(visit.form, which, visit.shown))
  }
  /** Kept before it is tried, for the case that it is refused or the server is gone half way. */
  async function trying(visit: Taken & CaseVisit, which: FormOfCase['form'], act: () => Promise<void>): Promise<void> {
    await keep(visit, which)
    await act()
    // With the application whatever was typed for it is taken back.
    for (const at of formsOf(visit.shown))
      if (at.form === which || which === 'withdraw') await mine.typed.drop(visit.person, at)
  }
  /** What was to be done here is done, or over. */
  const movedOn = (reply: FastifyReply, visit: CaseVisit) =>
    show(reply, visit, [{ at: '#main', text: visit.view.say('mine.refused.ACT_OUT_OF_ORDER') }], 409)
  const back = (reply: FastifyReply, { view, shown }: CaseVisit, at = '') =>
    seeOther(reply, `${view.to(`/mine/cases/${shown.number}`)}${at}`)
  /** An act that came too late, for the case has moved on: shown as it stands now. */
  async function refusedAct(reply: FastifyReply, visit: Visit, fault: unknown, number: string): Promise<FastifyReply> {
    if (!(fault instanceof Refusal) || fault.status >= 500) throw fault
    const { view } = visit
    const now = await readWhole(visit.person, number)
    const key = `mine.refused.${fault.code}`
    const text = view.say(view.has(key) ? key : 'mine.refused.OTHER', { code: fault.code })
    return show(reply, { ...visit, ...now }, [{ at: '#main', text }], fault.status)
  }

  return { readWhole, looking, taking, show, back, refusedAct, movedOn, keep, trying }
}
