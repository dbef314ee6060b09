import assert from 'node:assert/strict'
import { after, before, suite, test } from 'node:test'
import { manualClock } from '#kernel/clock'
import { type Actor, makeIdentity } from '#kernel/identity'
import type { Sql } from '#kernel/storage'
import { openTestDatabase, type TestDatabase } from '../../test/harness/database.ts'
import { type Grants, makeGrants } from './giving.ts'

const clock = manualClock('2026-03-02T09:00:00+08:00')
const loader: Actor = { kind: 'system', name: 'city-loader' }
const basis = { law: '个人信息保护法', articles: ['34'] }
const someCase = '01900000-0000-7000-8000-000000000001'

suite('给授权 giving grants', () => {
  let database: TestDatabase
  let grants: Grants
  const act = <T>(work: (sql: Sql) => Promise<T>) => database.app.transaction(work)

  before(async () => {
    database = await openTestDatabase()
    grants = makeGrants({ db: database.app, clock, identity: makeIdentity({ db: database.app, clock }) })
  })
  after(() => database.close())

  test('尚无授权 what nobody holds in general is missing: another post’s, one for a single case, one ended or taken back do not count', async () => {
    const wanted = {
      purpose: 'case-handling',
      holderKind: 'post-code',
      holder: 'deciding',
      ground: 'case',
      groundName: 'energy-review',
      caseId: null,
      source: 'party',
      fields: ['name'],
      basis,
      from: '2026-01-01T00:00:00Z',
      to: null,
    } as const
    const held = { ...wanted, holder: 'review' }
    const anyItem = { ...wanted, groundName: null }
    const missing = () => act(sql => grants.missing(sql, [wanted, held, anyItem]))
    await act(sql => grants.give(sql, loader, held))
    assert.deepEqual(await missing(), [wanted, anyItem])
    await act(sql => grants.give(sql, loader, { ...wanted, caseId: someCase }))
    await act(sql => grants.give(sql, loader, { ...wanted, to: '2026-02-01T00:00:00Z' }))
    await act(sql => grants.give(sql, loader, { ...wanted, source: 'case.details' }))
    assert.deepEqual(await missing(), [wanted, anyItem])
    const id = await act(sql => grants.give(sql, loader, wanted))
    await act(sql => grants.give(sql, loader, anyItem))
    assert.deepEqual(await missing(), [])
    await act(sql => grants.revoke(sql, loader, id))
    assert.deepEqual(await missing(), [wanted])
    assert.deepEqual(await act(sql => grants.missing(sql, [])), [])
  })
})
