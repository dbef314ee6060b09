import { randomUUID } from 'node:crypto'
import { type DrillHouse, firmCode } from '../house.ts'
import type { Route } from './table.ts'

/** What else an address may name, beside the things of whoever it is asked of. */
export const namedKinds = [
  'alarm',
  'delegation',
  'dispute',
  'entry',
  'export',
  'feed',
  'posting',
  'received',
  'officer',
] as const
export type NamedKind = (typeof namedKinds)[number]

const registrar = '210100-city-government/letter-registrar'
const head = '210100-city-government/letter-head'

/** 目录里列出、不在这里办的 A line of the directory. */
const listed = {
  ...{ name: '招牌设置审批', nameEn: null, drawer: 'permit', levels: ['county'], region: '210100' },
  ...{ organ: null, organName: '城市管理局', organUscc: null, codes: [{ scheme: '本市', value: 'XK-1' }] },
  standing: 'listed',
  ...{ item: null, reason: null, note: null, confirmedBy: null, confirmedOn: null, faults: [] },
} as const

type Named = Readonly<Record<string, string>>

/** 各处的编号 One of each thing that is nobody's own and is named by an address all the same; alarms are made anew each time, for answering ends them. */
export async function namedThings(house: DrillHouse, administered: (path: string) => Promise<Named>, drawn: string) {
  const { city } = house
  const one = async (sql: string): Promise<string> => {
    const [row] = await city.db.query<{ id: string }>(sql)
    if (!row) throw new Error(`nothing to ask for: ${sql}`)
    return row.id
  }
  const entry = 'drill-signboard'
  await city.entries.put(entry, listed, {
    sourceFile: '演练目录',
    sourceRow: null,
    from: '2026-01-01',
    to: null,
    by: 'drill',
  })
  const known = {
    dispute: await one('select id from data.register_disputes order by id limit 1'),
    export: await one('select id from data.exports order by id limit 1'),
    feed: await one('select id from data.feeds order by id limit 1'),
    posting: await one('select id from business.publications order by id limit 1'),
    received: await one('select id from national.files order by id limit 1'),
    officer: await one('select personnel_number as id from kernel.persons order by id limit 1'),
  }

  async function alarm(): Promise<string> {
    const id = `drill:${randomUUID()}`
    const reason = { code: 'CLOCKS_STOPPED', text: '演练', facts: {} }
    await city.db.transaction(sql => city.alarms.raiseOfHouse(sql, { id, alarm: 'clocks-stopped', reason }))
    return id
  }

  /** 委托代行 The registrar's post, lent once more, to be ended. */
  async function delegation(): Promise<string> {
    const [from, to] = [house.officer(registrar), house.officer(head)]
    const [begins, ends] = [city.clock.today().toString(), city.clock.today().add({ months: 1 }).toString()]
    const lent = { from: from.person, to: to.person, post: registrar, items: ['information-request'], begins, ends }
    return city.db.transaction(sql => city.identity.delegate(sql, from, { ...lent, delegable: () => true }))
  }

  /** What this address names. */
  return async ({ path, method }: Route): Promise<Named> => {
    const [administrative, moves] = [path.startsWith('/api/administration/'), path.includes('/item-moves/')]
    if (administrative && (method !== 'GET' || moves)) return administered(path)
    if (path.includes('/:alarm')) return { alarm: await alarm() }
    if (path.startsWith('/api/draws/')) return { number: drawn }
    if (path === '/api/delegations/end') return { delegation: await delegation() }
    if (path.includes('/entries/:id')) return { id: entry }
    if (path === '/life-events/:id') return { id: 'build-a-plant' }
    if (path === '/open/:id') return { id: known.posting }
    if (path.startsWith('/api/national/')) return { file: known.received }
    return { dispute: known.dispute, export: known.export, feed: known.feed, person: known.officer }
  }
}

/** Things of these kinds that are not there. */
export const absentNamed = (): Named => ({
  alarm: `drill:${randomUUID()}`,
  dispute: randomUUID(),
  export: randomUUID(),
  feed: randomUUID(),
  chosen: randomUUID(),
  claimed: firmCode(900_001),
})
