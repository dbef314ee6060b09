/** 经手 Whose hand acts: an officer in a post, or a party through an account. */
export type Hand =
  | {
      readonly kind: 'officer'
      readonly person: string
      /** `<organ>/<code>` */
      readonly post: string
      readonly onBehalfOf?: string
    }
  | { readonly kind: 'party'; readonly party: string; readonly account: string }

export const officerHand = (person: string, organ: string, code: string): Extract<Hand, { kind: 'officer' }> => ({
  kind: 'officer',
  person,
  post: `${organ}/${code}`,
})

export const officerScope = 'cases.act cases.read parties.write registers.read alarms.read'
export const partyScope = 'cases.act cases.read'
export const supervisionScope = 'cases.read alarms.read supervise'

/** What the local issuer is asked for. */
export interface TokenWanted {
  readonly sub: string
  readonly scope: string
  readonly post?: string
  readonly onBehalfOf?: string
  readonly party?: string
  readonly account?: string
  readonly ttl?: number
}

export interface TokenPurse {
  /** A token that is valid now; a new one when the old has less than a minute left. */
  of(hand: Hand, scope?: string): Promise<string>
  /** One that was valid two hours ago. */
  expired(hand: Hand): Promise<string>
}

const wanted = (hand: Hand, scope: string): TokenWanted =>
  hand.kind === 'officer'
    ? {
        sub: hand.person,
        post: hand.post,
        scope,
        ...(hand.onBehalfOf !== undefined && { onBehalfOf: hand.onBehalfOf }),
      }
    : { sub: hand.account, party: hand.party, account: hand.account, scope }

/** How long a token of the simulation holds; its clock jumps over nights and weekends. */
const lifetime = 9 * 3_600

/** 令牌夹 Keeps everybody's access token and fetches a new one when the simulated day has passed. */
export function makePurse(mint: (wanted: TokenWanted) => Promise<string>, now: () => Temporal.Instant): TokenPurse {
  const held = new Map<string, { readonly token: Promise<string>; readonly until: number }>()
  const keyOf = (hand: Hand, scope: string) =>
    hand.kind === 'officer'
      ? `${hand.person} ${hand.post} ${hand.onBehalfOf ?? ''} ${scope}`
      : `${hand.account} ${hand.party} ${scope}`

  return {
    of(hand, scope = hand.kind === 'officer' ? officerScope : partyScope) {
      const key = keyOf(hand, scope)
      const at = now().epochMilliseconds
      const before = held.get(key)
      if (before && before.until > at + 60_000) return before.token
      const token = mint({ ...wanted(hand, scope), ttl: lifetime })
      held.set(key, { token, until: at + lifetime * 1_000 })
      return token
    },
    expired: hand => mint({ ...wanted(hand, hand.kind === 'officer' ? officerScope : partyScope), ttl: -7_200 }),
  }
}
