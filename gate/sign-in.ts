import type { Issuer } from '#hubs/application/issuer'
import { type Mandates, standingOf } from '#hubs/application/mandate'
import type { CityProvider } from '#hubs/application/provider'
import { hasPasskeys, type Origin, type SignedIn, type SignIn, signInFailed } from '#hubs/application/sign-in'
import type { Clock } from '#kernel/clock'
import type { Db } from '#kernel/storage'
import type { From, SignInDoor } from '#portals/public'

export interface SignInDoorNeeds {
  readonly db: Db
  readonly signIn: SignIn
  readonly mandates: Pick<Mandates, 'held'>
  readonly clock: Clock
  /** Accounts of the demonstration: a password is enough for these, and they are in no table. */
  readonly demo: Issuer['accounts'] | undefined
  readonly provider: CityProvider
  /** The address people type, where the city says it: passkeys are good there and nowhere else. */
  readonly publicUrl: string | undefined
}

/** 登录门 What the pages need of the hub; accounts of the demonstration go through the same sessions. */
export function makeSignInDoor({
  db,
  clock,
  signIn,
  mandates,
  demo,
  provider,
  publicUrl,
}: SignInDoorNeeds): SignInDoor {
  const { sessions, visitors, enrolment, own } = signIn
  const originOf = ({ cookie, address, agent }: From): Origin => visitors.originOf(cookie, address, agent)
  const siteOf = ({ site }: From): string => publicUrl ?? site
  // The pages hand back what `signedIn` gave them.
  const ours = (shown: unknown): SignedIn => shown as SignedIn
  const proved = ({ setCookie, csrf }: { readonly setCookie: string; readonly csrf: string }) => ({
    setCookies: [setCookie],
    csrf,
  })

  async function demoSession(name: string, password: string, { address, agent }: From): Promise<string | undefined> {
    const found = demo?.shown.some(({ account }) => account === name) ? await demo.check(name, password) : undefined
    if (!demo || !found) return undefined
    const { sub, party, post } = found
    const subject = post === undefined ? { kind: 'person' as const, id: sub } : { kind: 'officer' as const, id: sub }
    const wanted = {
      subject,
      actsAs: party ?? sub,
      ...(post !== undefined && { post }),
      acr: 1 as const,
      agent,
      address,
    }
    return (await db.transaction(sql => sessions.open(sql, wanted))).setCookie
  }

  /** Whether whoever has just signed in may act for somebody else too, and is asked for whom. */
  async function actsForOthers(setCookie = ''): Promise<boolean> {
    const found = await sessions.of(setCookie.split(';')[0])
    if (found?.subject.kind !== 'person') return false
    const on = clock.today().toString()
    return (await mandates.held(found.actsAs)).some(one => standingOf(one, on).granted)
  }

  return {
    visitor: cookie => visitors.of(cookie),
    signedIn: cookie => sessions.of(cookie),
    fits: (csrf, sent) => sessions.fits({ csrf }, sent),
    offersMessages: signIn.offersMessages,
    registers: enrolment.registers,
    async begin(typed, from) {
      const setCookie = await demoSession(typed.name.trim(), typed.password, from)
      if (setCookie !== undefined) return { setCookies: [setCookie], done: true }
      return { setCookies: [await signIn.begin(typed, originOf(from))], done: false }
    },
    waits: from => signIn.waits(from.cookie, originOf(from)),
    message: from => signIn.message(from.cookie, originOf(from)),
    async finish(code, from) {
      const finished = await signIn.finish(from.cookie, code, originOf(from))
      return { ...finished, chooses: await actsForOthers(finished.setCookies[0]) }
    },
    hasPasskeys: from => hasPasskeys(siteOf(from)),
    offerPasskey: from => signIn.offerPasskey(originOf(from), siteOf(from)),
    async finishByPasskey(answer, from) {
      const { setCookie, placed } = await signIn.finishByPasskey(answer, originOf(from), siteOf(from))
      return { setCookies: [setCookie], placed, chooses: await actsForOthers(setCookie) }
    },
    offerProof: (signedIn, from) => signIn.offerProof(ours(signedIn), originOf(from), siteOf(from)),
    async proveByPasskey(signedIn, answer, from) {
      return proved(await signIn.proveByPasskey(ours(signedIn), answer, originOf(from), siteOf(from)))
    },
    async prove(signedIn, typed, from) {
      if (ours(signedIn).account === null) throw signInFailed()
      return proved(await signIn.prove(ours(signedIn), typed, originOf(from)))
    },
    recovery: {
      async begin(number, from) {
        return { setCookies: [await signIn.recovery.begin(number, originOf(from))] }
      },
      prove: (proof, from) =>
        signIn.recovery.prove(
          from.cookie,
          proof.kind === 'passkey' ? { ...proof, site: siteOf(from) } : proof,
          originOf(from),
        ),
      message: from => signIn.recovery.message(from.cookie, originOf(from)),
      cancel: (typed, from) => signIn.recovery.cancel(typed, originOf(from)),
    },
    setup: {
      isFinished: () => signIn.setup.isFinished(),
      name: (code, persons, from) => signIn.setup.name(code, persons, originOf(from)),
    },
    posts: async ({ subject }) => (subject.kind === 'officer' ? signIn.posts.held(subject.id) : []),
    takePost: (signedIn, post) => signIn.posts.take(ours(signedIn), post),
    async signOut(signedIn) {
      await own.endSession(ours(signedIn), signedIn.id)
      return { setCookies: [sessions.gone()] }
    },
    asking: async (request, reply) => provider.asking(request.raw, reply.raw),
    goOn: (request, reply, signedIn) => provider.goOn(request.raw, reply.raw, ours(signedIn)),
    turnBack: (request, reply) => provider.turnBack(request.raw, reply.raw),
    activate: (typed, from) => enrolment.activate(typed, originOf(from)),
    register: (typed, from) => enrolment.register(typed, originOf(from)),
    own: {
      see: signedIn => own.see(ours(signedIn)),
      endSession: (signedIn, id) => own.endSession(ours(signedIn), id),
      endOthers: signedIn => own.endOthers(ours(signedIn)),
      print: signedIn => own.print(ours(signedIn)),
      beginAuthenticator: signedIn => own.beginAuthenticator(ours(signedIn)),
      waiting: signedIn => own.waiting(ours(signedIn)),
      confirmAuthenticator: (signedIn, code, from) => own.confirmAuthenticator(ours(signedIn), code, originOf(from)),
      phone: signedIn => own.phone(ours(signedIn)),
      beginPhone: (signedIn, phone) => own.beginPhone(ours(signedIn), phone),
      confirmPhone: (signedIn, code, from) => own.confirmPhone(ours(signedIn), code, originOf(from)),
      offerPasskey: (signedIn, name, from) =>
        own.offerPasskey(ours(signedIn), { name, site: siteOf(from) }, originOf(from)),
      addPasskey: (signedIn, made, from) =>
        own.addPasskey(ours(signedIn), { ...made, site: siteOf(from) }, originOf(from)),
      endFactor: (signedIn, factor) => own.endFactor(ours(signedIn), factor),
    },
  }
}
