import type { FastifyReply, FastifyRequest } from 'fastify'
import type { View } from '../view.ts'
import { fromOf, onTo, setCookies, visiting } from './asking.ts'
import type { SignedInShown, SignInPages } from './needs.ts'
import { withPasskeys } from './passkey.page.ts'
import { goOnPage, heldPage, type Meanwhile, provePage } from './prove.page.ts'
import { type Fault, signInPage } from './sign-in.page.ts'

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
      {
        signedIn,
        faults = [],
        to,
        status = 200,
        meanwhile,
      }: Shown & { readonly signedIn: SignedInShown; readonly meanwhile?: Meanwhile | undefined },
    ): FastifyReply {
      if (signedIn.heldUntil !== undefined)
        return send(reply, view, heldPage(view, signedIn.heldUntil, signedIn.subject.kind), 403)
      const passkeys = door.hasPasskeys(fromOf(request))
      const page = provePage(view, { csrf: signedIn.csrf, faults, to, passkeys, meanwhile })
      return send(reply, view, passkeys ? withPasskeys(reply, page) : page, status)
    },
    /** Signed in: an officer of several posts takes one, then everybody goes where he wanted. */
    entered(
      reply: FastifyReply,
      view: View,
      {
        setCookies: fresh,
        placed,
        chooses,
      }: { readonly setCookies: readonly string[]; readonly placed: boolean; readonly chooses: boolean },
      to: string | undefined,
    ): FastifyReply {
      setCookies(reply, fresh)
      const next = chooses ? view.to('/mine/acting', { to }) : (to ?? view.to('/sign-in/own'))
      return onTo(reply, placed ? next : view.to('/sign-in/post', { to }))
    },
    /** Proved: back to what he was doing, with what he had typed. */
    goOn(
      reply: FastifyReply,
      view: View,
      { setCookies: fresh, csrf }: { readonly setCookies: readonly string[]; readonly csrf: string },
      { to, meanwhile }: { readonly to: string | undefined; readonly meanwhile: Meanwhile | undefined },
    ): FastifyReply {
      setCookies(reply, fresh)
      if (meanwhile) return send(reply, view, goOnPage(view, csrf, meanwhile))
      return onTo(reply, to ?? view.to('/sign-in/own'))
    },
  }
}
export type SignInShows = ReturnType<typeof makeShows>
