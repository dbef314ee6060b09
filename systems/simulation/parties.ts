import { randomUUID } from 'node:crypto'
import type { Client } from './client.ts'
import type { TokenPurse } from './hand.ts'
import type { Account, Firm, Household, Office, Officer } from './world.ts'

export interface Parties {
  /** The firm's account; the counter registers the firm on its first visit. */
  accountOf(firm: Firm, office: Office): Promise<Account>
  /** The household's account, registered by the officer at the counter of its street. */
  householdOf(household: Household, window: Officer): Promise<Account>
}

/** 当事人登记 Firms become parties when they first come to a counter. */
export function makeFirmParties(client: Client, purse: TokenPurse): Parties {
  const known = new Map<string, Promise<Account>>()
  async function register({ uscc, name }: Firm, office: Office): Promise<Account> {
    const { status, codes, body } = await client.send('POST', '/api/parties', {
      token: await purse.of(office.post('acceptance')),
      key: randomUUID(),
      body: { kind: 'firm', name, identifiers: [{ scheme: 'uscc', value: uscc }] },
    })
    if (status >= 300 || typeof body.party !== 'string')
      throw new Error(`a firm could not be registered: ${status} ${codes.join(' ')}`)
    return { kind: 'party', party: body.party, account: `sim-${uscc}` }
  }
  const households = new Map<string, Promise<Account>>()
  async function registerHousehold({ citizen, name }: Household, window: Officer): Promise<Account> {
    const { status, codes, body } = await client.send('POST', '/api/parties', {
      token: await purse.of(window),
      key: randomUUID(),
      body: { kind: 'household', name, identifiers: [{ scheme: 'citizen', value: citizen }] },
    })
    if (status >= 300 || typeof body.party !== 'string')
      throw new Error(`a household could not be registered: ${status} ${codes.join(' ')}`)
    return { kind: 'party', party: body.party, account: `sim-${citizen}` }
  }
  return {
    householdOf(household, window) {
      const before = households.get(household.citizen)
      if (before !== undefined) return before
      const account = registerHousehold(household, window)
      households.set(household.citizen, account)
      return account
    },
    accountOf(firm, office) {
      const before = known.get(firm.uscc)
      if (before !== undefined) return before
      const account = register(firm, office)
      known.set(firm.uscc, account)
      return account
    },
  }
}
