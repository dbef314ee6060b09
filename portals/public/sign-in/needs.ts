import type { FastifyReply, FastifyRequest } from 'fastify'
import type { PageParts } from '../layout.ts'
import type { View } from '../view.ts'

/** Where a request comes from, as far as signing in asks. */
export interface From {
  readonly cookie: string | undefined
  readonly address: string
  readonly agent: string
  /** The address of this site as the browser asked for it: `https://city.example`. */
  readonly site: string
}

/** Who is signed in, as the pages see him. */
export interface SignedInShown {
  readonly id: string
  readonly subject: { readonly kind: 'person' | 'officer'; readonly id: string }
  readonly acr: 1 | 2
  /** Right after a recovery: no proof counts before then. */
  readonly heldUntil?: string
  /** The post an officer has taken in this session. */
  readonly post?: string
  readonly signedInAt: string
  readonly csrf: string
}

export type SetupKind = 'system' | 'security' | 'audit'

/** A post as its holder sees it; that of an administrator is of no organ. */
export interface PostShown {
  readonly id: string
  readonly name: string
  readonly organ?: string
}

/** What somebody shows to get his account back. */
export type ProofShown =
  | { readonly kind: 'printed' | 'phone'; readonly code: string }
  | { readonly kind: 'network'; readonly name: string; readonly number: string; readonly credential: string }
  | { readonly kind: 'passkey'; readonly answer: string }

export interface OwnShown {
  readonly hasAccount: boolean
  readonly heldUntil: string | null
  readonly sessions: readonly {
    readonly id: string
    readonly device: string
    readonly network: string
    readonly signedInAt: string
    readonly seenAt: string
    readonly present: boolean
  }[]
  readonly factors: readonly {
    readonly id: string
    readonly kind: string
    readonly label: string
    readonly addedAt: string
    readonly confirmedAt: string | null
    readonly usedAt: string | null
    readonly left?: number
  }[]
  readonly records: readonly {
    readonly at: string
    readonly event: string
    readonly byWhat: string | null
    readonly device: string | null
    readonly network: string | null
  }[]
}

/** A system that wants to know who somebody is: its name, and the site the answer goes to. */
export interface SystemAsking {
  readonly name: string
  readonly site: string
  readonly acr: 1 | 2
}

type SetCookies = { readonly setCookies: readonly string[] }
/** An officer who holds several posts is not `placed` until he takes one. */
type Entered = SetCookies & {
  readonly placed: boolean
  /** 为谁办理 He may act for somebody else too, and is asked for whom. */
  readonly chooses: boolean
}
/** With what the forms of this browser carry from now on. */
type Proved = SetCookies & { readonly csrf: string }

/** 登录门 What the pages of signing in are given. What is refused is thrown with its permanent code. */
export interface SignInDoor {
  visitor(cookie: string | undefined): { readonly csrf: string; readonly setCookie?: string }
  signedIn(cookie: string | undefined): Promise<SignedInShown | undefined>
  fits(csrf: string, sent: string): boolean
  readonly offersMessages: boolean
  readonly registers: boolean
  begin(typed: { name: string; password: string }, from: From): Promise<SetCookies & { readonly done: boolean }>
  waits(from: From): Promise<boolean>
  message(from: From): Promise<void>
  finish(code: string, from: From): Promise<Entered>
  /** Browsers know passkeys by a name: an address of numbers has none. */
  hasPasskeys(from: From): boolean
  offerPasskey(from: From): Promise<object>
  finishByPasskey(answer: string, from: From): Promise<Entered>
  offerProof(signedIn: SignedInShown, from: From): Promise<object>
  proveByPasskey(signedIn: SignedInShown, answer: string, from: From): Promise<Proved>
  prove(signedIn: SignedInShown, typed: { password: string; code: string }, from: From): Promise<Proved>
  readonly recovery: {
    begin(number: string, from: From): Promise<SetCookies>
    prove(proof: ProofShown, from: From): Promise<{ readonly code?: string }>
    message(from: From): Promise<void>
    cancel(typed: { number: string; code: string }, from: From): Promise<void>
  }
  /** 首次启动 Who are the first three administrators. */
  readonly setup: {
    isFinished(): Promise<boolean>
    name(
      code: string,
      persons: readonly { readonly kind: SetupKind; readonly number: string; readonly name: string }[],
      from: From,
    ): Promise<readonly { readonly kind: SetupKind; readonly number: string; readonly code: string }[]>
  }
  /** The posts an officer holds today; nobody else holds any. */
  posts(signedIn: SignedInShown): Promise<readonly PostShown[]>
  takePost(signedIn: SignedInShown, post: string): Promise<void>
  signOut(signedIn: SignedInShown): Promise<SetCookies>
  activate(
    typed: { number: string; code: string; password: string },
    from: From,
  ): Promise<{ readonly printed: readonly string[]; readonly secret?: string }>
  register(
    typed: { name: string; number: string; credential: string; password: string },
    from: From,
  ): Promise<readonly string[]>
  asking(request: FastifyRequest, reply: FastifyReply): Promise<SystemAsking | undefined>
  goOn(request: FastifyRequest, reply: FastifyReply, signedIn: SignedInShown): Promise<string>
  turnBack(request: FastifyRequest, reply: FastifyReply): Promise<string>
  readonly own: {
    see(signedIn: SignedInShown): Promise<OwnShown>
    endSession(signedIn: SignedInShown, id: string): Promise<boolean>
    endOthers(signedIn: SignedInShown): Promise<void>
    print(signedIn: SignedInShown): Promise<readonly string[]>
    beginAuthenticator(signedIn: SignedInShown): Promise<void>
    waiting(signedIn: SignedInShown): Promise<{ readonly secret: string; readonly address: string } | undefined>
    confirmAuthenticator(signedIn: SignedInShown, code: string, from: From): Promise<void>
    /** Both masked: the telephone it is, and the one that waits for its code. */
    phone(signedIn: SignedInShown): Promise<{ readonly present: string | null; readonly waiting: string | null }>
    beginPhone(signedIn: SignedInShown, phone: string): Promise<void>
    confirmPhone(signedIn: SignedInShown, code: string, from: From): Promise<void>
    offerPasskey(signedIn: SignedInShown, name: string, from: From): Promise<object>
    addPasskey(signedIn: SignedInShown, made: { answer: string; name: string }, from: From): Promise<void>
    endFactor(signedIn: SignedInShown, factor: string): Promise<boolean>
  }
}

export interface SignInPages {
  readonly door: SignInDoor
  viewOf(request: FastifyRequest, kept?: Readonly<Record<string, string | undefined>>): View
  send(reply: FastifyReply, view: View, parts: PageParts, status?: number): FastifyReply
}
