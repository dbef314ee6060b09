import { randomUUID } from 'node:crypto'
import type { Client } from './client.ts'
import type { TokenPurse } from './hand.ts'
import type { Account, Firm, Household, Officer } from './world.ts'

export interface Parties {
  /** The firm's account; the counter registers the firm on its first visit. */
  accountOf(firm: Firm, window: () => Officer): Promise<Account>
  /** The household's account, registered by the officer at the counter of its street. */
  householdOf(household: Household, window: Officer): Promise<Account>
  /** Somebody who has never been there, registered by that officer. */
  newcomer(party: Newcomer, window: Officer): Promise<Account>
}

export interface Newcomer {
  readonly unit: string
  readonly name: string
  readonly scheme: 'uscc' | 'citizen'
  readonly code: string
}

/** 当事人登记 Firms become parties when they first come to a counter. */
export function makeFirmParties(client: Client, purse: TokenPurse): Parties {
  const known = new Map<string, Promise<Account>>()
  async function newcomer({ unit, name, scheme, code }: Newcomer, window: Officer): Promise<Account> {
    const { status, codes, body } = await client.send('POST', '/api/parties', {
      token: await purse.of(window),
      key: randomUUID(),
      body: { kind: unit, name, identifiers: [{ scheme, value: code }] },
    })
    if (status >= 300 || typeof body.party !== 'string')
      throw new Error(`a ${unit} could not be registered: ${status} ${codes.join(' ')}`)
    return { kind: 'party', party: body.party, account: `sim-${code}` }
  }
  const once = (party: Newcomer, window: () => Officer): Promise<Account> => {
    const before = known.get(party.code)
    if (before !== undefined) return before
    const account = newcomer(party, window())
    known.set(party.code, account)
    return account
  }
  return {
    newcomer,
    householdOf: ({ citizen, name }, window) =>
      once({ unit: 'household', name, scheme: 'citizen', code: citizen }, () => window),
    accountOf: ({ uscc, name }, window) => once({ unit: 'firm', name, scheme: 'uscc', code: uscc }, window),
  }
}
