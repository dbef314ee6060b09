import type { FastifyReply, FastifyRequest } from 'fastify'
import { Refusal } from '#kernel/refusal'
import { type FormSent, sentFrom } from '../forms.ts'
import type { View } from '../view.ts'
import type { From, SignedInShown, SignInDoor } from './needs.ts'
import type { Fault } from './sign-in.page.ts'

export const words = (says: string) =>
  ({ words: { access: 'public', says, produces: 'text/html', hidden: true } }) as const

export const fromOf = (request: FastifyRequest): From => ({
  cookie: request.headers.cookie,
  address: request.ip,
  agent: String(request.headers['user-agent'] ?? '').slice(0, 400),
  site: `${request.protocol}://${request.host}`,
})

/** The visitor's token, and the cookie it is bound to. */
export function visiting(door: SignInDoor, request: FastifyRequest, reply: FastifyReply): string {
  const { csrf, setCookie } = door.visitor(request.headers.cookie)
  if (setCookie !== undefined) reply.header('set-cookie', setCookie)
  return csrf
}

/** Where somebody wanted to go: an address of ours, nothing else. */
export function wayOn(value: unknown): string | undefined {
  if (typeof value !== 'string' || value.length > 1_000) return undefined
  return /^\/(?![/\\]|sign-(?!in\/for\/))[\x21-\x5b\x5d-\x7e]*$/.test(value) ? value : undefined
}

export const queryOf = (request: FastifyRequest, name: string): unknown =>
  ((request.query ?? {}) as Readonly<Record<string, unknown>>)[name]

export const setCookies = (reply: FastifyReply, cookies: readonly string[]): FastifyReply =>
  cookies.reduce((to, one) => to.header('set-cookie', one), reply)

/** Another address of ours, after a form: the browser's back and reload repeat nothing. */
export const onTo = (reply: FastifyReply, address: string): FastifyReply =>
  reply.code(303).header('location', address).send()

/** The refusals a form answers itself, each with the field it is about; everything else is a page of its own. */
const fieldOf: Readonly<Record<string, string | null>> = {
  SIGN_IN_FAILED: 'code',
  SIGN_IN_OVER: null,
  SIGN_IN_SLOWED: null,
  PROOF_FAILED: 'code',
  PROOF_NEEDED: null,
  ENROLMENT_FAILED: 'code',
  PASSWORD_WEAK: 'password',
  REGISTRATION_FAILED: 'credential',
  REGISTRATION_CLOSED: null,
  ACCOUNT_EXISTS: null,
  PARTY_IDENTIFIER_MALFORMED: 'number',
  PARTY_IDENTIFIER_FALSE: 'number',
  FACTOR_UNCONFIRMED: 'code',
  LAST_FACTOR: null,
  PHONE_INVALID: 'phone',
  PHONE_NOT_OFFERED: null,
  PASSKEY_FAILED: null,
  SETUP_FAILED: 'code',
  SETUP_PERSONS_UNFIT: null,
  RECOVERY_FAILED: null,
  RECOVERY_OVER: null,
  RECOVERY_NOT_CANCELLED: 'code',
  PASSKEYS_TOO_MANY: null,
  FORM_STALE: null,
}

/** What a refusal says on the form; rethrown where the form has nothing to say. */
export function faultOf(view: View, error: unknown): { readonly fault: Fault; readonly status: number } {
  if (!(error instanceof Refusal) || !(error.code in fieldOf)) throw error
  const { code, facts, status } = error
  const field = fieldOf[code] ?? undefined
  const key =
    code === 'PASSWORD_WEAK' ? `formFault.${code}_${String(facts['weakness']).toUpperCase()}` : `formFault.${code}`
  const minutes = Math.ceil(Number(facts['seconds'] ?? 60) / 60)
  return { fault: { ...(field !== undefined && { field }), text: view.say(key, { minutes }) }, status }
}

/** What was typed, whether the form counts or not: for showing it again. */
export const typedIn = ({ body }: Pick<FastifyRequest, 'body'>): FormSent =>
  body instanceof Map ? (body as FormSent) : new Map()

/** Fields that were left empty, each with its own sentence. */
export const emptyOf = (view: View, sent: FormSent, names: readonly string[]): readonly Fault[] =>
  names
    .filter(name => (sent.get(name) ?? '').trim() === '')
    .map(name => ({ field: name, text: view.say(`formEmpty.${name}`) }))

/** A form as it was sent; `faults` where its page was open for too long, so that nothing typed is lost. */
export interface Read {
  readonly sent: FormSent
  readonly faults: readonly Fault[]
}

export interface Asking {
  /** The form of somebody who is not signed in. @throws FORM_FOREIGN */
  visitorForm(request: FastifyRequest, view: View): Read
  /** The form of somebody who is. @throws FORM_FOREIGN, FORM_STALE */
  ownForm(request: FastifyRequest, signedIn: SignedInShown): FormSent
}

export const makeAsking = (door: SignInDoor): Asking => ({
  visitorForm(request, view) {
    try {
      return { sent: sentFrom(request, door.visitor(request.headers.cookie).csrf, door.fits), faults: [] }
    } catch (error) {
      const { fault } = faultOf(view, error)
      return { sent: typedIn(request), faults: [fault] }
    }
  },
  ownForm: (request, { csrf }) => sentFrom(request, csrf, door.fits),
})
