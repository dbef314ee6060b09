import { randomUUID } from 'node:crypto'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { refusal } from '#kernel/refusal'
import { attribute, type Html, html } from './html.ts'
import { mark } from './marks.ts'
import type { View } from './view.ts'

export const formForeign = refusal('FORM_FOREIGN', 403, 'This form was not sent from a page of ours')
export const formStale = refusal('FORM_STALE', 409, 'This page was open for too long; send it again')
export const formUnreadable = refusal('FORM_UNREADABLE', 400, 'The form cannot be read')

const longest = 65_536
const mostFields = 200

/** What a form sent, by name; a name sent twice counts with its first value. */
export type FormSent = ReadonlyMap<string, string>

/** 读表单 Lets the routes of this plugin, and no others, take what a page without script sends. */
export function takeForms(app: FastifyInstance): void {
  app.addContentTypeParser(
    'application/x-www-form-urlencoded',
    { parseAs: 'string', bodyLimit: longest },
    async (_request: FastifyRequest, text: string) => {
      const sent = new Map<string, string>()
      let count = 0
      for (const [name, value] of new URLSearchParams(text)) {
        if (++count > mostFields || value.includes('\0') || value.includes('\ufffd')) throw formUnreadable()
        if (!sent.has(name)) sent.set(name, value)
      }
      return sent
    },
  )
}

type Sent = Pick<FastifyRequest, 'headers' | 'protocol' | 'host'>

/** Whether a page of this very host and protocol sent it. */
export function comesFromHere({ headers, protocol, host }: Sent): boolean {
  const { origin } = headers
  return origin === undefined || origin === 'null'
    ? headers['sec-fetch-site'] === 'same-origin'
    : origin === `${protocol}://${host}`
}

/**
 * 来源 A form counts only from a page of this very host and protocol. A browser says so itself (`Origin`); where it keeps that back, it still says
 * whether the page was ours (`Sec-Fetch-Site`). One that says neither is none of today, or somebody's program.
 * @throws FORM_FOREIGN
 */
export function mustComeFromHere(request: Sent): void {
  if (!comesFromHere(request)) throw formForeign()
}

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/
export const isUuid = (text: string): boolean => uuid.test(text)

/**
 * 本站表单 From a page of ours, with the token of the session or visitor it was drawn for, and the key by which the same press counts once.
 * @throws FORM_FOREIGN, FORM_STALE
 */
export function sentFrom(
  request: FastifyRequest,
  csrf: string,
  fits: (one: string, other: string) => boolean,
): FormSent {
  mustComeFromHere(request)
  const sent = request.body instanceof Map ? (request.body as FormSent) : new Map<string, string>()
  if (!fits(csrf, sent.get('csrf') ?? '') || !isUuid(sent.get('key') ?? ''))
    throw formStale({ remedy: 'Send the form again; the browser must take cookies.' })
  return sent
}

/** A field of a form, with its label, its help, and what is wrong with it. */
export interface FieldShown {
  readonly name: string
  readonly label: string
  readonly help?: string
  readonly type?: 'text' | 'password' | 'tel'
  readonly autocomplete?: string
  readonly inputmode?: 'numeric' | 'tel' | 'text'
  readonly maxlength?: number
  /** What was typed before; never a password. */
  readonly value?: string
  readonly fault?: string
}

export function fieldShown({ name, label, help, type = 'text', fault, ...more }: FieldShown): Html {
  const said = [...(fault === undefined ? [] : [`${name}-fault`]), ...(help === undefined ? [] : [`${name}-help`])]
  return html`<div class="question${fault === undefined ? '' : ' wrong'}"><label for="${name}">${label}</label>${help === undefined ? null : html`<p class="small quiet" id="${name}-help">${help}</p>`}${fault === undefined ? null : html`<p class="problem" id="${name}-fault">${mark('cinnabar', fault)}</p>`}<input id="${name}" name="${name}" type="${type}" required${attribute('maxlength', more.maxlength ?? 200)}${attribute('autocomplete', more.autocomplete ?? 'off')}${attribute('inputmode', more.inputmode ?? null)}${attribute('value', type === 'password' ? null : (more.value ?? null))}${attribute('aria-invalid', fault !== undefined && 'true')}${attribute('aria-describedby', said.length > 0 && said.join(' '))}></div>`
}

/** 有误之处 At the head of the page: what is wrong and where, each a link to its field. */
export const faultsShown = (
  view: View,
  faults: readonly { readonly field?: string; readonly text: string }[],
): Html | null =>
  faults.length === 0
    ? null
    : html`<div class="note cinnabar" role="alert" id="faults" tabindex="-1"><h2>${mark('cinnabar', view.say('form.faults'))}</h2><ul>${faults.map(({ field, text }) => html`<li>${field === undefined ? text : html`<a href="${`#${field}`}">${text}</a>`}</li>`)}</ul></div>`

/** What every form carries: its token, a key by which the same press counts once, and what it hands on. */
export const formCarries = (csrf: string, more: Readonly<Record<string, string | undefined>> = {}): Html =>
  html`<input type="hidden" name="csrf" value="${csrf}"><input type="hidden" name="key" value="${randomUUID()}">${Object.entries(more).map(([name, value]) => (value === undefined ? null : html`<input type="hidden" name="${name}" value="${value}">`))}`
