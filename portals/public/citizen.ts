import type { FastifyReply, FastifyRequest } from 'fastify'
import type { ApplyNeeds } from './apply/needs.ts'
import type { Drawing } from './asking.ts'
import { type FormBody, formIn } from './form-body.ts'
import { mustComeFromHere } from './forms.ts'
import type { MineNeeds } from './mine/needs.ts'
import type { PublicNeeds } from './needs.ts'
import { officersPage, resumePage } from './person.page.ts'
import { hasToken, type SignedIn } from './person.ts'
import type { View } from './view.ts'

/** What the pages of somebody who has signed in are given. */
export interface CitizenNeeds {
  readonly signedIn: (cookie: string | undefined) => Promise<SignedIn | undefined>
  /** Where to sign in, to come back to an address of ours. */
  readonly signIn: (next: string) => string
  readonly nameOf: (person: SignedIn) => Promise<string>
  readonly organName: (organ: string) => Promise<string>
  readonly guide: PublicNeeds['guides']['guide']
  readonly apply: ApplyNeeds
  readonly mine: MineNeeds
}

export interface Visit {
  readonly person: SignedIn
  readonly view: View
  readonly form: FormBody
}

/** 入内 Whoever asks for a page of his own is signed in, as himself; a form comes from a page of ours and carries his session's token. */
export function makeDoor({ signedIn, signIn }: Pick<CitizenNeeds, 'signedIn' | 'signIn'>, { viewOf, send }: Drawing) {
  const personOf = (request: FastifyRequest): Promise<SignedIn | undefined> => signedIn(request.headers.cookie)
  /** A page that knows its reader is nobody else's to keep, and the browser tells our own pages where a form came from. */
  const own = (reply: FastifyReply): FastifyReply =>
    reply.header('cache-control', 'no-store').header('referrer-policy', 'same-origin')

  /** Undefined: the answer has been sent already. */
  async function look(request: FastifyRequest, reply: FastifyReply): Promise<Visit | undefined> {
    const view = viewOf(request)
    const person = await personOf(request)
    if (!person) {
      await own(reply).code(303).header('location', signIn(request.url)).send()
      return undefined
    }
    own(reply)
    if (person.subject.kind === 'officer') {
      send(reply, view, officersPage(view), 403)
      return undefined
    }
    return { person, view, form: formIn({ body: undefined }) }
  }

  /** A form that comes too late, or with another session's token, is shown once more with all that was typed: nothing is lost, and nothing done unasked. */
  async function take(request: FastifyRequest, reply: FastifyReply): Promise<Visit | undefined> {
    mustComeFromHere(request)
    const view = viewOf(request)
    const form = formIn(request)
    const person = await personOf(request)
    own(reply)
    if (person?.subject.kind === 'officer') {
      send(reply, view, officersPage(view), 403)
      return undefined
    }
    if (!person || !hasToken(person, form)) {
      const signInAt = person ? undefined : signIn('/mine')
      send(reply, view, resumePage(view, { person, signIn: signInAt, form }), person ? 409 : 401)
      return undefined
    }
    return { person, view, form }
  }

  return { personOf, own, look, take }
}
export type Door = ReturnType<typeof makeDoor>

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/

/** The key of this press, as the form was drawn with it. */
export const keyOf = (form: FormBody): string | undefined => {
  const key = form.one('key')
  return uuid.test(key) ? key : undefined
}
export const isUuid = (text: string): boolean => uuid.test(text)

export const seeOther = (reply: FastifyReply, to: string): FastifyReply => reply.code(303).header('location', to).send()
