import type { CaseHand } from '../case-hand.ts'
import type { Hand } from '../hand.ts'

type Body = Readonly<Record<string, unknown>>

/** The same claims under a signature nobody made. */
const forge = (token: string): string => {
  const [header, claims, signature = ''] = token.split('.')
  const first = signature.startsWith('A') ? 'B' : 'A'
  return `${header}.${claims}.${first}${signature.slice(1)}`
}

/** The same claims with the algorithm `none`. */
const unsigned = (token: string): string => {
  const [, claims] = token.split('.')
  const header = Buffer.from(JSON.stringify({ alg: 'none', typ: 'at+jwt' })).toString('base64url')
  return `${header}.${claims}.`
}

/**
 * 冒用 Wrongs that concern the request rather than the power: tried with an act that would be right. Returns true when the act
 * itself was carried out on the way.
 */
export async function breachProtocol(c: CaseHand, hand: Hand, verb: string, body: Body, other: Body): Promise<boolean> {
  if (c.is('token-forged')) await c.wrong('token-forged', hand, verb, body, { token: forge(await c.token(hand)) })
  if (c.is('token-unsigned'))
    await c.wrong('token-unsigned', hand, verb, body, { token: unsigned(await c.token(hand)) })
  if (c.is('token-expired')) await c.wrong('token-expired', hand, verb, body, { token: await c.expiredToken(hand) })
  if (c.is('scope-missing')) await c.wrong('scope-missing', hand, verb, body, { scope: 'cases.read' })
  if (c.is('stale-version')) await c.wrong('stale-version', hand, verb, body, { seen: Math.max(1, c.seen() - 1) })
  if (c.is('unknown-member')) await c.wrong('unknown-member', hand, verb, { ...body, override: true })
  if (!c.is('command-reused')) return false
  await c.reuse(hand, verb, body, other)
  return true
}

/** 越权 Acts by people who have no power here, tried with an act that would be right in other hands. */
export async function overstep(c: CaseHand, verb: string, body: Body, wrongPost: Hand): Promise<void> {
  const { office, otherOffice } = c.plan
  const energy = c.plan.item === 'penalty'
  const code = energy ? 'investigator' : 'acceptance'
  if (c.is('wrong-post')) await c.wrong('wrong-post', wrongPost, verb, body)
  if (c.is('other-organ')) await c.wrong('other-organ', otherOffice.post(code), verb, body)
  if (c.is('appointment-ended')) await c.wrong('appointment-ended', office.extra('former'), verb, body)
  if (c.is('officer-suspended')) await c.wrong('officer-suspended', office.extra('suspended'), verb, body)
  if (c.is('administrator-acts'))
    await c.wrong('administrator-acts', { ...c.world.administrator, post: office.post('bureau-head').post }, verb, body)
  if (c.is('party-decides')) await c.wrong('party-decides', await c.account(c.plan.firm), verb, body)
}
