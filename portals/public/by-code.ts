import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Drawing } from './asking.ts'
import { followPage } from './follow.page.ts'
import type { PublicNeeds } from './needs.ts'
import { slowed } from './slowed.ts'
import type { View } from './view.ts'

export const codeForm = /^[\p{L}\p{N}\s-]{1,24}$/u

/** 凭编号和查询码 What is found by the two that stand on a receipt; wrong codes are slowed down, and like numbers that nobody has. */
export function makeByCode({ wrongCodes }: Pick<PublicNeeds, 'wrongCodes'>, { send }: Pick<Drawing, 'send'>) {
  const waits = slowed(wrongCodes, { send })

  /** Undefined: answered already, with the page that asks for number and code. */
  return async <Found>(
    { request, reply, view }: { readonly request: FastifyRequest; readonly reply: FastifyReply; readonly view: View },
    code: string | undefined,
    find: (number: string, code: string) => Promise<Found | null | undefined>,
  ): Promise<{ readonly number: string; readonly code: string; readonly found: Found } | undefined> => {
    if (waits(request, reply, view)) return undefined
    const number = (request.params as { number: string }).number.replaceAll(/[^0-9]/g, '').slice(0, 24)
    const found = code === undefined ? undefined : await find(number, code)
    if (found && code !== undefined) return { number, code, found }
    if (code !== undefined) wrongCodes.take(request.ip)
    const wrong = code !== undefined
    const shown = { ...view, query: {} }
    await send(reply, shown, followPage(shown, { number, wrong }), wrong ? 404 : 200)
    return undefined
  }
}
