import assert from 'node:assert/strict'
import { after, before, suite, test } from 'node:test'
import { manualClock } from '#kernel/clock'
import { Refusal } from '#kernel/refusal'
import { commit2, decodeLeaf } from '#kernel/trail'
import { openTestDatabase, type TestDatabase } from '../../test/harness/database.ts'
import type { Actor } from './actor.ts'
import { changeMessage } from './changes/journal.ts'
import { type Identity, makeIdentity } from './identity.ts'

const clock = manualClock('2026-03-02T09:00:00+08:00')
const loader: Actor = { kind: 'system', name: 'city-loader' }
const from = '2026-01-01'
const administrator = (person: string): Actor => ({ kind: 'officer', person, post: 'none/none', organ: 'none' })
const refusedWith = (code: string) => (error: unknown) =>
  error instanceof Refusal && (error.code === code || error.reasons.some(reason => reason.code === code))
const violates = (constraint: string) => (error: unknown) =>
  error instanceof Error && 'constraint' in error && error.constraint === constraint

suite('身份 identity in the database', () => {
  let database: TestDatabase
  let identity: Identity
  const id: Record<'an' | 'bo' | 'sec' | 'sys' | 'aud' | 'new', string> = {
    an: '',
    bo: '',
    sec: '',
    sys: '',
    aud: '',
    new: '',
  }

  before(async () => {
    database = await openTestDatabase()
    identity = makeIdentity({ db: database.app, clock })
    await database.app.transaction(async sql => {
      await identity.recordRegion(sql, loader, { code: '210102', name: '和平区', kind: 'district', parent: null })
      const organ = {
        parent: null,
        superior: null,
        region: '210102',
        nature: 'statutory',
        entruster: null,
        uscc: null,
        functions: [],
        from,
      } as const
      await identity.recordOrgan(sql, loader, { ...organ, id: 'heping-approval', name: '和平区行政审批局' })
      for (const [code, level] of [
        ['review', 'officer'],
        ['bureau-head', 'head'],
      ] as const)
        await identity.recordPost(sql, loader, { organ: 'heping-approval', code, name: code, level, from })
      for (const key of Object.keys(id) as (keyof typeof id)[])
        id[key] = await identity.recordPerson(sql, loader, { personnelNumber: `SY-${key}`, name: `示例${key}`, from })
      await identity.appoint(sql, loader, { person: id.an, post: 'heping-approval/review', from })
      await identity.appoint(sql, loader, { person: id.bo, post: 'heping-approval/bureau-head', from })
      await identity.appointAdministrator(sql, loader, { person: id.sec, kind: 'security', from })
      await identity.appointAdministrator(sql, loader, { person: id.sys, kind: 'system', from })
      await identity.appointAdministrator(sql, loader, { person: id.aud, kind: 'audit', from })
    })
  })
  after(() => database.close())

  const act = <T>(work: (sql: Parameters<Identity['recordRegion']>[0]) => Promise<T>) => database.app.transaction(work)

  test('a directory stays the same object until somebody changes something, in whatever process', async () => {
    const first = await identity.directory()
    assert.equal(await identity.directory(), first)
    assert.equal(identity.directoryAt(first.epoch), first)
    const elsewhere = makeIdentity({ db: database.app, clock })
    await act(sql => elsewhere.setStatus(sql, loader, { person: id.new, status: 'suspended', from: '2026-03-02' }))
    const second = await identity.directory()
    assert.ok(second.epoch > first.epoch)
    assert.equal(first.person(id.new)?.statuses.length, 1)
    assert.equal(second.person(id.new)?.statuses.length, 2)
  })

  test('what a rolled back change made is believed by nobody afterwards', async () => {
    const before = await identity.directory()
    await assert.rejects(
      act(async sql => {
        await identity.appoint(sql, loader, { person: id.bo, post: 'heping-approval/review', from })
        const inside = await identity.directory(sql)
        assert.ok(inside.mayAct({ person: id.bo, post: 'heping-approval/review', on: '2026-03-02' }))
        throw new Error('no')
      }),
      /no/,
    )
    const next = await identity.directory()
    assert.equal(next.epoch, before.epoch)
    assert.equal(next.mayAct({ person: id.bo, post: 'heping-approval/review', on: '2026-03-02' }), undefined)
  })

  test('a person out of office keeps a history: the old directory question has the old answer', async () => {
    await act(sql =>
      identity.appoint(sql, administrator(id.sec), {
        person: id.new,
        post: 'heping-approval/review',
        from: '2026-02-01',
        to: '2026-02-20',
      }),
    )
    await act(sql =>
      identity.setStatus(sql, administrator(id.sys), { person: id.new, status: 'active', from: '2026-03-02' }),
    )
    const directory = await identity.directory()
    const may = (on: string) => directory.mayAct({ person: id.new, post: 'heping-approval/review', on }) !== undefined
    assert.deepEqual(
      [may('2026-01-31'), may('2026-02-01'), may('2026-02-19'), may('2026-02-20')],
      [false, true, true, false],
    )
    assert.deepEqual(directory.headOf('heping-approval', '2026-03-02'), [id.bo])
    assert.deepEqual(directory.holdersOf('review', 'heping-approval', '2026-02-10'), [id.an, id.new])
  })

  test('三员不得兼任 the three administrators cannot be combined, neither with each other nor with a post', async () => {
    for (const kind of ['system', 'audit'] as const)
      await assert.rejects(
        act(sql => identity.appointAdministrator(sql, loader, { person: id.sec, kind, from: '2026-03-02' })),
        violates('administrators_no_overlap'),
      )
    await assert.rejects(
      act(sql => identity.appointAdministrator(sql, loader, { person: id.an, kind: 'system', from })),
      violates('administrator_holds_no_post'),
    )
    await assert.rejects(
      act(sql => identity.appoint(sql, loader, { person: id.aud, post: 'heping-approval/review', from })),
      violates('administrator_holds_no_post'),
    )
  })

  test('the security administrator gives nothing to himself, the others give nothing at all', async () => {
    const post = 'heping-approval/review'
    await assert.rejects(
      act(sql => identity.appoint(sql, administrator(id.sec), { person: id.sec, post, from })),
      refusedWith('ADMINISTRATION_SELF'),
    )
    await assert.rejects(
      act(sql => identity.appointAdministrator(sql, administrator(id.sec), { person: id.sec, kind: 'audit', from })),
      refusedWith('ADMINISTRATION_SELF'),
    )
    await assert.rejects(
      act(sql => identity.appoint(sql, administrator(id.aud), { person: id.bo, post, from })),
      refusedWith('ADMINISTRATION_NOT_YOURS'),
    )
    await assert.rejects(
      act(sql => identity.appoint(sql, administrator(id.sys), { person: id.bo, post, from })),
      refusedWith('ADMINISTRATION_NOT_YOURS'),
    )
    await assert.rejects(
      act(sql => identity.appoint(sql, administrator(id.an), { person: id.bo, post, from })),
      refusedWith('ADMINISTRATION_NOT_YOURS'),
    )
  })

  test('委托 a delegation: by the holder, to a colleague, for items that allow it, from a day to a day', async () => {
    const request = {
      from: id.an,
      to: id.bo,
      post: 'heping-approval/review',
      items: ['energy-review'],
      begins: '2026-03-05',
      ends: '2026-03-10',
      delegable: (item: string) => item === 'energy-review',
    }
    const holder: Actor = { kind: 'officer', person: id.an, post: request.post, organ: 'heping-approval' }
    await assert.rejects(
      act(sql => identity.delegate(sql, administrator(id.bo), request)),
      refusedWith('DELEGATION_NOT_YOURS'),
    )
    await assert.rejects(
      act(sql => identity.delegate(sql, holder, { ...request, items: ['penalty'] })),
      refusedWith('DELEGATION_NOT_ALLOWED'),
    )
    await assert.rejects(
      act(sql => identity.delegate(sql, holder, { ...request, to: id.aud })),
      refusedWith('DELEGATION_OUTSIDE_ORGAN'),
    )
    await assert.rejects(
      act(sql => identity.delegate(sql, holder, { ...request, ends: '2026-03-05' })),
      refusedWith('DELEGATION_DATES'),
    )
    const delegation = await act(sql => identity.delegate(sql, holder, request))
    const ask = async (on: string) =>
      (await identity.directory()).delegationFor(id.bo, request.post, 'energy-review', on)?.id
    assert.deepEqual(
      [await ask('2026-03-04'), await ask('2026-03-05'), await ask('2026-03-09'), await ask('2026-03-10')],
      [undefined, delegation, delegation, undefined],
    )
    // It lives on its giver's appointment: lost by him, lost by both.
    await act(sql =>
      identity.setStatus(sql, administrator(id.sys), { person: id.an, status: 'suspended', from: '2026-03-07' }),
    )
    assert.deepEqual([await ask('2026-03-06'), await ask('2026-03-07')], [delegation, undefined])
    await act(sql => identity.endDelegation(sql, { ...holder, person: id.bo }, { id: delegation, on: '2026-03-06' }))
    assert.equal(await ask('2026-03-06'), undefined)
  })

  test('an organ that changes keeps its past', async () => {
    const organ = {
      id: 'heping-approval',
      parent: null,
      superior: null,
      region: '210102',
      nature: 'statutory',
      entruster: null,
      uscc: null,
      functions: ['approval'],
      from: '2026-07-01',
    } as const
    assert.equal(
      await act(sql => identity.recordOrgan(sql, administrator(id.sys), { ...organ, name: '和平区营商环境建设局' })),
      true,
    )
    assert.equal(
      await act(sql => identity.recordOrgan(sql, administrator(id.sys), { ...organ, name: '和平区营商环境建设局' })),
      false,
    )
    const directory = await identity.directory()
    assert.equal(directory.organ('heping-approval', '2026-06-30')?.name, '和平区行政审批局')
    assert.equal(directory.organ('heping-approval', '2026-07-01')?.name, '和平区营商环境建设局')
    assert.deepEqual(
      directory.organsFor('approval', '2026-07-01', '210102').map(found => found.id),
      ['heping-approval'],
    )
  })

  test('rows are dated, never deleted, and every change has its line in the journal', async () => {
    await assert.rejects(database.app.query('delete from kernel.appointments'), /permission denied/)
    await assert.rejects(
      database.app.query(`update kernel.appointments set valid_from = '2020-01-01'`),
      /permission denied/,
    )
    await assert.rejects(database.app.query('delete from kernel.identity_changes'), /permission denied/)
    const [journal] = await database.app.query<{ count: number }>(
      `select count(*) as count from kernel.identity_changes where change = 'delegated'`,
    )
    assert.equal(journal?.count, 1)
  })

  test('a person’s change is on the trail, committed to and without a name', async () => {
    const [row] = await database.app.query<{
      actor: string
      change: string
      detail: Record<string, unknown>
      commitKey: Buffer
    }>(
      `select actor, change, detail, commit_key as "commitKey" from kernel.identity_changes where change = 'delegated'`,
    )
    const leaves = (await database.migrator.query<{ leaf: Buffer }>('select leaf from kernel.trail_outbox')).map(
      ({ leaf }) => decodeLeaf(leaf),
    )
    const delegated = leaves.filter(leaf => leaf.verb === 'delegated')
    assert.equal(delegated.length, 1)
    const commit = commit2(row!.commitKey, changeMessage(row!.actor, row!.change, row!.detail))
    assert.equal(delegated[0]!.commit.sha256, commit.sha256.toString('base64url'))
    assert.equal(
      leaves.some(leaf => JSON.stringify(leaf).includes(id.an)),
      false,
    )
  })
})
