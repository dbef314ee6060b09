import { randomUUID } from 'node:crypto'
import type { FastifyInstance } from 'fastify'
import type { DrillHouse } from '../house.ts'
import { government, type Owners, ownFirm, registrar } from './askers.ts'
import { type Asker, ask, type Things } from './asking.ts'
import { bodiesOf } from './bodies.ts'
import { personOf } from './people.ts'
import type { Route } from './table.ts'

export interface SpeakingNeeds {
  readonly house: DrillHouse
  readonly app: FastifyInstance
  readonly askers: Readonly<Record<string, Asker>>
  readonly owners: Owners
  readonly things: Readonly<Record<keyof Owners, Things>>
  /** A case of his that has ended, and one from which the officer stands back. */
  readonly closed: string
  readonly avoided: string
  /** A case of the other organ. */
  readonly elsewhere: string
}

/** Whose things a cell asks about. */
export const ownerOf = (cell: string): keyof Owners => {
  const [role] = cell.split('.')
  return role === 'clerk' ? 'firm' : role === 'guardian' ? 'ward' : role === 'representative' ? 'unit' : 'own'
}

/** An officer of another organ asks of an item that his organ carries out. */
const elsewhere = { item: 'energy-review', version: '3', organ: '210104-approval-bureau' }
const here = { item: 'information-request', organ: government }

/** 问什么、说什么 Of whose things each cell asks, and what it says where something must be said. */
export async function makeSpeaking({
  house,
  app,
  askers,
  owners,
  things,
  closed,
  avoided,
  elsewhere: served,
}: SpeakingNeeds) {
  const { city } = house
  const { own } = owners
  /** What the counter says of him whose things they are, and is shown for it: good for this officer today. */
  const presence = async (who: string) => {
    const headers = { authorization: `Bearer ${askers[who]?.token}`, 'idempotency-key': randomUUID() }
    const payload = { kind: 'person', name: own.name, identifiers: [{ scheme: 'citizen', value: own.number }] }
    const named = await app.inject({ method: 'POST', url: '/api/parties', headers, payload })
    return { party: own.party, presence: String((named.json() as { presence?: string }).presence) }
  }
  const also = async (who: string, more = {}) => ({
    ...things.own,
    also: { ...things.own.also, ...(await presence(who)), ...more },
  })
  const special: Readonly<Record<string, Things>> = {
    'officer.own': await also('officer.own'),
    'officer.other-organ': await also('officer.other-organ', { ...elsewhere, serves: served }),
    'person.other-person': things.foreign,
    'person.closed': { ...things.own, case: closed },
    'officer.closed': { ...things.own, case: closed },
    'officer.avoidance': { ...things.own, case: avoided },
  }
  /** What is printed on a paper, by which anybody checks it. */
  const shownOnPaper = async () => {
    // It is printed when its reader first asks for it.
    await ask(app, askers['person.own']!, { method: 'GET', path: '/api/cases/:number/papers/:paper' }, things.own)
    const [paper] = await city.db.query<{ number: string; code: string }>(
      'select number, check_code as code from application.papers where number is not null order by id limit 1',
    )
    return paper ?? { number: '', code: '' }
  }
  const colleagueElsewhere = house.officer(`${elsewhere.organ}/bureau-head`).person
  const people = {
    handler: house.officer(registrar).person,
    colleague: house.officer(`${government}/letter-head`).person,
    check: await shownOnPaper(),
    bystander: await personOf(city, '演练过路人'),
  }
  const bodyOf = await bodiesOf(app)
  const [administrators, today] = [
    await city.db.query<{ person: string; kind: string }>(
      'select distinct on (kind) kind, person from kernel.administrators order by kind, person',
    ),
    city.clock.today().toString(),
  ]
  /** 为谁办理 The mandate he holds, whatever became of it; whoever holds none chooses himself, or tries another’s. */
  const chosenBy = (cell: string): string =>
    cell === 'person.other-person' ? askers['agent.delegated']!.mandate! : (askers[cell]?.mandate ?? '')

  return {
    special,
    bodyOf(route: Route, cell: string, those: Things): unknown {
      const { party, number, unit = 'person' } = owners[ownerOf(cell)]
      const { item, organ } = cell === 'officer.other-organ' ? elsewhere : here
      const [role, relation] = cell.split('.')
      const himself = administrators.find(({ kind }) => role === `${kind}-administrator`)?.person
      return bodyOf(route, {
        delegation: those.also?.['delegation'] ?? randomUUID(),
        channel: role === 'officer' ? 'window' : 'online',
        ...{ party, number, unit, item, organ },
        ...people,
        ...(cell === 'officer.other-organ' && { colleague: colleagueElsewhere }),
        ...(relation === 'self' && himself !== undefined && { self: himself }),
        firm: owners.firm,
        also: { serves: those.case, ...those.also },
        today,
      })
    },
    thingsFor(cell: string, { path }: Route): Things {
      const those = special[cell] ?? things[ownerOf(cell)]
      const { party } = owners[ownerOf(cell)]
      const chosen = path === '/mine/acting' ? { chosen: chosenBy(cell) } : {}
      const claimed = path === '/mine/acting/claim' ? { claimed: ownFirm } : {}
      return { ...those, also: { party, ...chosen, ...claimed, ...those.also } }
    },
  }
}
