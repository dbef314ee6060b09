import type { FastifyReply, FastifyRequest } from 'fastify'
import { Refusal } from '#kernel/refusal'
import type { ActNeeds } from './acts/needs.ts'
import type { ApplyNeeds } from './apply/needs.ts'
import type { Drawing } from './asking.ts'
import type { BatchNeeds } from './batch/needs.ts'
import type { ComplaintNeeds } from './complain/needs.ts'
import type { DelegationNeeds } from './delegation/needs.ts'
import { endedPage, notCoveredPage, otherPage } from './delegation/refused.page.ts'
import { type FormBody, formIn } from './form-body.ts'
import { isUuid, mustComeFromHere } from './forms.ts'
import type { PageParts } from './layout.ts'
import type { HeldNeeds } from './mine/held.needs.ts'
import type { MineNeeds } from './mine/needs.ts'
import type { PublicNeeds } from './needs.ts'
import { officersPage, resumePage, shownAgain } from './person.page.ts'
import { hasToken, type Right, type SignedIn } from './person.ts'
import type { View } from './view.ts'

/** What the pages of somebody who has signed in are given. */
export interface CitizenNeeds {
  readonly signedIn: (cookie: string | undefined) => Promise<SignedIn | undefined>
  /** 续填 What lets a form go on once the same person has signed in again in this browser; undefined where it is no form of a session of his. */
  readonly resumeToken: (cookie: string | undefined, csrf: string) => Promise<string | undefined>
  readonly resumes: (person: SignedIn, cookie: string | undefined, token: string) => boolean
  readonly nameOf: (person: SignedIn) => Promise<string>
  /** Whether the mandate he acts on lets him; always in his own name. */
  readonly covers: (person: SignedIn, right: Exclude<Right, 'any'>, item?: string) => boolean
  readonly delegations: DelegationNeeds
  readonly batch: BatchNeeds
  readonly organName: (organ: string) => Promise<string>
  readonly guide: PublicNeeds['guides']['guide']
  readonly apply: ApplyNeeds
  readonly mine: MineNeeds
  readonly held: HeldNeeds
  readonly acts: ActNeeds
  readonly complaints: ComplaintNeeds
}

/** Where to sign in, in the language and type size one reads, to come back to an address of ours. */
export const signInAt = (view: View, next: string): string => view.to('/sign-in', { to: next })

/** What the address says besides language and type size: the same page in the other language says it too. */
const keptOf = ({ query }: FastifyRequest): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries((query ?? {}) as Readonly<Record<string, unknown>>).filter(
      (entry): entry is [string, string] =>
        entry[0] !== 'lang' &&
        entry[0] !== 'elder' &&
        typeof entry[1] === 'string' &&
        /^[\x21-\x7e]{1,300}$/.test(entry[1]),
    ),
  )

export interface Visit {
  readonly person: SignedIn
  readonly view: View
  readonly form: FormBody
}
/** A form that may be acted on, and the key of this press: the same one again does nothing a second time. */
export interface Taken extends Visit {
  readonly key: string
}

/** What a form is taken for, and how its page is drawn again with what was typed, where it is still his to fill in. */
export interface Taking {
  readonly item?: string
  readonly again?: (visit: Visit) => Promise<PageParts | undefined>
}

/** What the page puts into a form itself. */
const drawnWith: ReadonlySet<string> = new Set(['csrf', 'key', 'for', 'resume', 'step', 'turn', 'drawn'])

/** Whether anybody looks at the answer, and typed something that he would look for in it. */
const isFilledIn = (form: FormBody): boolean =>
  form.one('step') !== 'typed' && form.entries.some(([name, text]) => text.trim() !== '' && !drawnWith.has(name))

/** What is not his, or no longer there, is no page that can be drawn again. */
async function orNone(drawing: Promise<PageParts | undefined> | undefined): Promise<PageParts | undefined> {
  try {
    return await drawing
  } catch (fault) {
    if (fault instanceof Refusal && fault.status < 500) return undefined
    throw fault
  }
}

/** 入内 Whoever asks for a page of his own is signed in, as himself; a form comes from a page of ours and carries his session's token. */
export function makeDoor(
  needs: Pick<CitizenNeeds, 'signedIn' | 'resumeToken' | 'resumes' | 'covers'>,
  { viewOf: drawn, send }: Drawing,
) {
  const { signedIn, covers } = needs
  const personOf = (request: FastifyRequest): Promise<SignedIn | undefined> => signedIn(request.headers.cookie)
  /** A page that knows its reader is nobody else's to keep, and the browser tells our own pages where a form came from. */
  const own = (reply: FastifyReply): FastifyReply =>
    reply.header('cache-control', 'no-store').header('referrer-policy', 'same-origin')

  /** For whom he acts stands at the head of every page. */
  const viewFor = (request: FastifyRequest, person: SignedIn | undefined): View => {
    const view = drawn(request, keptOf(request))
    return person?.acting ? { ...view, acting: { ...person.acting, csrf: person.csrf } } : view
  }

  /** 代理权 What a mandate does not cover, or no longer, is refused with the reason; a page that names no scope is the person's own. */
  function refused(reply: FastifyReply, { person, view }: Omit<Visit, 'form'>, right: Right, item?: string): boolean {
    if (!person.acting || right === 'any') return false
    if (person.acting.ended) send(reply, view, endedPage(view, person), 403)
    else if (!covers(person, right, item)) send(reply, view, notCoveredPage(view, person), 403)
    else return false
    return true
  }

  /** Undefined: the answer has been sent already. */
  async function look(
    request: FastifyRequest,
    reply: FastifyReply,
    right: Right = 'own',
    item?: string,
  ): Promise<Visit | undefined> {
    const person = await personOf(request)
    const view = viewFor(request, person)
    if (!person) {
      await own(reply).code(303).header('location', signInAt(view, request.url)).send()
      return undefined
    }
    own(reply)
    if (person.subject.kind === 'officer') {
      send(reply, view, officersPage(view), 403)
      return undefined
    }
    if (refused(reply, { person, view }, right, item)) return undefined
    return { person, view, form: formIn({ body: undefined }) }
  }

  /**
   * A form that comes too late, with another session's token or without the key it was drawn with, is shown once more with all that was typed:
   * nothing is lost, and nothing done unasked. Where its own page can be drawn for whoever is signed in, that is the page it stands in.
   * One that came too late goes on by one press when the same person has signed in again in the same browser. A form that was drawn for somebody else than he acts for now does nothing.
   */
  async function take(
    request: FastifyRequest,
    reply: FastifyReply,
    right: Right = 'own',
    { item, again }: Taking = {},
  ): Promise<Taken | undefined> {
    mustComeFromHere(request)
    const form = formIn(request)
    const person = await personOf(request)
    const view = viewFor(request, person)
    own(reply)
    if (person?.subject.kind === 'officer') {
      send(reply, view, officersPage(view), 403)
      return undefined
    }
    const { cookie } = request.headers
    if (!person) {
      const resume = (await needs.resumeToken(cookie, form.one('csrf'))) ?? form.one('resume')
      const signIn = signInAt(view, view.to('/mine'))
      send(reply, view, resumePage(view, { person, signIn, resume, form }), 401)
      return undefined
    }
    const key = keyOf(form)
    const came = { person, view, form }
    const fits = right === 'any' || form.one('for') === (person.acting?.mandate ?? '')
    if (key === undefined || (!hasToken(person, form) && !needs.resumes(person, cookie, form.one('resume')))) {
      const his = right === 'any' || (!person.acting?.ended && covers(person, right, item))
      const parts = fits && his && isFilledIn(form) ? await orNone(again?.(came)) : undefined
      send(reply, view, parts ? shownAgain(view, parts, form) : resumePage(view, { person, form }), 409)
      return undefined
    }
    if (refused(reply, { person, view }, right, item)) return undefined
    if (!fits) {
      send(reply, view, otherPage(view), 409)
      return undefined
    }
    return { ...came, key }
  }

  return { personOf, viewFor, own, look, take }
}
export type Door = ReturnType<typeof makeDoor>

const numberForm = /^[0-9]{16,24}$/

/** The number of a case in an address; what cannot be one is the number of none. */
export const numberIn = ({ params }: Pick<FastifyRequest, 'params'>): string => {
  const { number } = params as { number: string }
  return numberForm.test(number) ? number : '0'
}

/** The key of this press, as the form was drawn with it. */
export const keyOf = (form: FormBody): string | undefined => {
  const key = form.one('key')
  return isUuid(key) ? key : undefined
}
export { isUuid }

export const seeOther = (reply: FastifyReply, to: string): FastifyReply => reply.code(303).header('location', to).send()
