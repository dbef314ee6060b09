import { randomUUID } from 'node:crypto'
import type { Client } from './client.ts'
import type { TokenPurse } from './hand.ts'
import type { Account, Firm, Office } from './world.ts'

export interface Parties {
  /** The firm's account; the counter registers the firm on its first visit. */
  accountOf(firm: Firm, office: Office): Promise<Account>
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
  return {
    accountOf(firm, office) {
      const before = known.get(firm.uscc)
      if (before !== undefined) return before
      const account = register(firm, office)
      known.set(firm.uscc, account)
      return account
    },
  }
}
