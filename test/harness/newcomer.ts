import { setTimeout as pause } from 'node:timers/promises'
import type { TestGate } from './gate.ts'

/** The token of somebody who has just been appointed to an organ, and has handled nothing there yet. */
export async function newcomerAt(gate: TestGate, organ: string): Promise<string> {
  const { identity, db } = gate.house.city
  const from = gate.house.clock.today().toString()
  const by = { kind: 'system', name: 'test' } as const
  const person = await db.transaction(async sql => {
    const known = await identity.recordPerson(sql, by, {
      personnelNumber: 'SYD-9101',
      name: '示例新人',
      from,
    })
    await identity.appoint(sql, by, { person: known, post: `${organ}/review`, from })
    return known
  })
  // Admission may look at a directory that is a quarter of a second old.
  await pause(300)
  return gate.issuer.mint({ sub: person, post: `${organ}/review`, scope: 'cases.act cases.read' })
}
