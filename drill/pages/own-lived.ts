import type { PartyActor } from '#kernel/identity'
import { citizenNumber, type DrillHouse, type Firm } from '../house.ts'

/** Who opens an account in this drill (`visitors.ts`), whom the firm authorises, and who authorises him. */
export const citizen = { name: '演练市民', number: citizenNumber(4) }
export const agent = { name: '演练受托人', number: citizenNumber(78) }
export const principal = { name: '演练委托人', number: citizenNumber(79) }

type Person = typeof citizen & { readonly party: string }

async function personOf({ city }: DrillHouse, { name, number }: typeof citizen): Promise<Person> {
  const identifiers = [{ scheme: 'citizen', value: number }] as const
  const { party } = await city.db.transaction(sql => city.parties.register(sql, { kind: 'person', name, identifiers }))
  return { name, number, party }
}

/** 查阅 An officer at the counter looked the firm up: the firm finds it among the reads of its data. */
export async function lookUp({ city, officer }: DrillHouse, firm: Firm): Promise<void> {
  const by = { actor: officer('210102-approval-bureau/acceptance'), purpose: 'case-handling', grants: [] }
  const ground = { kind: 'service', name: '窗口查找' } as const
  const told = { source: 'party', fields: ['name'], subjects: [firm.party], disclosure: { kind: 'at-once' } as const }
  await city.db.transaction(sql => city.reads.recordRead(sql, { ...by, ground, ...told }))
}

/** 授权 The firm has authorised somebody, somebody has authorised the citizen; both have taken it up. */
export async function authorise(house: DrillHouse, firm: Firm): Promise<void> {
  const { db, mandates, clock } = house.city
  const self = (party: string): PartyActor => ({ kind: 'party', party, account: party })
  const terms = { items: ['energy-review'], scopes: ['apply', 'see'] as const, until: '2026-12-31' }
  const [to, from, holder] = [
    await personOf(house, agent),
    await personOf(house, principal),
    await personOf(house, citizen),
  ]
  for (const [giver, taker] of [
    [firm.party, to],
    [from.party, holder],
  ] as const)
    await db.transaction(async sql => {
      const begins = clock.today().toString()
      const wanted = { principal: giver, to: taker, from: begins, ...terms }
      const id = await mandates.give(sql, self(giver), wanted)
      await mandates.accept(sql, self(taker.party), id, taker.party, [taker])
    })
}
