import type { FastifyReply, FastifyRequest } from 'fastify'
import type { PageParts } from './layout.ts'
import type { View } from './view.ts'

export const words = (says: string) =>
  ({ words: { access: 'public', says, produces: 'text/html', hidden: true } }) as const
/** What keeps no key of its own: the same press again is answered as it was the first time. */
export const wordsOnce = (says: string) => ({ words: { ...words(says).words, once: true } }) as const

/** 人人相同 A page that is the same whoever asks for it, signed in or not: it may go out zipped. */
export const wordsForAll = (says: string) => ({ words: { ...words(says).words, zipped: true } }) as const

/** The few pages that answer before a new city is set up. */
export const wordsBeforeSetup = (says: string) =>
  ({ words: { access: 'public', says, produces: 'text/html', hidden: true, beforeSetup: true } }) as const
/** What those pages are drawn with. */
export const wordsOfFile = (says: string) => ({ words: { ...wordsBeforeSetup(says).words, zipped: true } }) as const
export const first = (value: unknown): string | undefined =>
  typeof value === 'string' ? value : Array.isArray(value) && typeof value[0] === 'string' ? value[0] : undefined
export const keyForm = /^[a-z][A-Za-z0-9-]{0,63}$/
export const organForm = /^[a-z0-9][a-z0-9-]{0,63}$/
export const afterForm = /^[A-Za-z0-9.~-]{1,100}$/
export const regionForm = /^(?:\d{6}|\d{9}|\d{12})$/

/** What the address says, as far as it has a form of ours; the rest is as if it were not there. */
export const asked = (request: FastifyRequest) => {
  const query = (request.query ?? {}) as Readonly<Record<string, unknown>>
  const one = (name: string, form: RegExp) => {
    const value = first(query[name])
    return value !== undefined && form.test(value) ? value : undefined
  }
  const among = <Word extends string>(name: string, known: readonly Word[]): Word | undefined =>
    known.find(word => word === first(query[name]))
  return { query, one, among }
}

/** How a page is drawn for whoever asks, and sent. */
export interface Drawing {
  viewOf(request: FastifyRequest, kept?: Readonly<Record<string, string | undefined>>): View
  send(reply: FastifyReply, view: View, parts: PageParts, status?: number): FastifyReply
}
