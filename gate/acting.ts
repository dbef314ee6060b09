import type { Caller } from '#hubs/application/access'
import { coverOf, type Mandate, type Mandates, standingOf } from '#hubs/application/mandate'
import type { Clock } from '#kernel/clock'
import type { Acting, SignedIn } from '#portals/public'

/** Sessions as the sign-in of the city keeps them. */
export interface Sessions {
  /** With the post that an officer took for his session. */
  of(cookie: string | undefined): Promise<(SignedIn & { readonly post?: string }) | undefined>
}

/** The mandate itself goes with the session: what is done with it asks the mandate, not the page. */
interface HeldActing extends Acting {
  readonly held: Mandate
}

export const heldIn = ({ acting }: SignedIn): Mandate | undefined => (acting as HeldActing | undefined)?.held

/** The program of the pages themselves, for whoever reads who asked. */
const client = 'plumbline-portal'

/** 来访者 Whoever is signed in, as the systems know a caller: the party for whom he acts, and on which mandate. */
export function callerOf(person: SignedIn): Caller & { readonly actor: { readonly kind: 'party' } } {
  const { subject, actsAs, acr, acting } = person
  const held = heldIn(person)
  return {
    actor: {
      ...({ kind: 'party', party: actsAs, account: subject.id } as const),
      ...(acting && { agent: { party: acting.self, mandate: acting.mandate } }),
    },
    scopes: new Set(['cases.act', 'cases.read']),
    acr,
    client,
    ...(held && { mandate: held }),
  }
}

/** 本人 The same session, in its owner's own name. */
export function selfOf(person: SignedIn): SignedIn {
  const { acting, ...rest } = person
  return acting ? { ...rest, actsAs: acting.self } : person
}

/** 代理范围 In one's own name everything; for another what the mandate covers. */
export const coversIn = (
  person: SignedIn,
  right: 'see' | 'apply' | 'pay' | 'receive' | 'own',
  item?: string,
): boolean => {
  const held = heldIn(person)
  return held === undefined || coverOf(held, { scope: right, ...(item !== undefined && { item }) }).granted
}

/**
 * 代谁办理 Sessions as the pages see them: whoever chose to act for another does so as long as the mandate holds. One that has ended stays
 * with the session, and is said, until its owner goes back to himself: nothing is done in his own name unasked.
 */
export const actingSessions = (
  sessions: Sessions,
  { mandates, clock }: { readonly mandates: Pick<Mandates, 'actingIn'>; readonly clock: Clock },
): Sessions => ({
  async of(cookie) {
    const found = await sessions.of(cookie)
    if (found?.subject.kind !== 'person') return found
    const chosen = await mandates.actingIn(found.id)
    if (chosen?.mandate.agent !== found.actsAs) return found
    const { mandate, shown } = chosen
    const standing = standingOf(mandate, clock.today().toString())
    const [against] = standing.granted ? [] : standing.reasons
    const acting: HeldActing = {
      mandate: mandate.id,
      kind: mandate.kind,
      self: found.actsAs,
      name: shown,
      held: mandate,
      ...(against && { ended: { code: against.code, on: mandate.endedOn ?? mandate.until } }),
    }
    return { ...found, actsAs: mandate.principal, acting }
  },
})
