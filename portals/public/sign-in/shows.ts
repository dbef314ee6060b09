import type { FastifyReply, FastifyRequest } from 'fastify'
import type { View } from '../view.ts'
import { fromOf, visiting } from './asking.ts'
import type { SignedInShown, SignInPages } from './needs.ts'
import { withPasskeys } from './passkey.page.ts'
import { type Fault, provePage, signInPage } from './sign-in.page.ts'

interface Shown {
  readonly faults?: readonly Fault[]
  readonly to?: string | undefined
  readonly status?: number
}

/** 登录页与再次认证页 Two pages that several routes end in: with a passkey where this address can have one. */
export function makeShows({ door, send }: Pick<SignInPages, 'door' | 'send'>) {
  return {
    showSignIn(
      request: FastifyRequest,
      reply: FastifyReply,
      view: View,
      { faults = [], to, status = 200, name = '' }: Shown & { readonly name?: string },
    ): FastifyReply {
      const passkeys = door.hasPasskeys(fromOf(request))
      const form = { csrf: visiting(door, request, reply), faults, to, name, registers: door.registers, passkeys }
      const page = signInPage(view, form)
      return send(reply, view, passkeys ? withPasskeys(reply, page) : page, status)
    },
    showProve(
      request: FastifyRequest,
      reply: FastifyReply,
      view: View,
      { signedIn, faults = [], to, status = 200 }: Shown & { readonly signedIn: SignedInShown },
    ): FastifyReply {
      const passkeys = door.hasPasskeys(fromOf(request))
      const page = provePage(view, { csrf: signedIn.csrf, faults, to, passkeys })
      return send(reply, view, passkeys ? withPasskeys(reply, page) : page, status)
    },
  }
}
export type SignInShows = ReturnType<typeof makeShows>
