import assert from 'node:assert/strict'
import { after, before, suite, test } from 'node:test'
import { manualClock } from '#kernel/clock'
import { type Actor, type Identity, makeIdentity, type Officer } from '#kernel/identity'
import { makeBlindIndex } from '#kernel/party'
import { Refusal } from '#kernel/refusal'
import type { Sql } from '#kernel/storage'
import { decodeLeaf } from '#kernel/trail'
import { openTestDatabase, type TestDatabase } from '../../test/harness/database.ts'
import { type Grants, makeGrants } from './giving.ts'
import type { Ground, ReadQuestion } from './grant.ts'
import { readingOf } from './may-read.ts'
import { makeReads, type Reads } from './reads.ts'

const clock = manualClock('2026-03-02T09:00:00+08:00')
const loader: Actor = { kind: 'system', name: 'city-loader' }
const from = '2026-01-01'
const basis = { law: '个人信息保护法', articles: ['34'] }
const someCase = '01900000-0000-7000-8000-000000000001'
const partyA = '01900000-0000-7000-8000-00000000000a'
const partyB = '01900000-0000-7000-8000-00000000000b'
const ground = (change: Partial<Extract<Ground, { kind: 'case' }>> = {}): Ground => ({
  kind: 'case',
  case: someCase,
  item: 'energy-review',
  open: true,
  organs: ['heping-approval'],
  ...change,
})

suite('授权与查阅 grants and reads', () => {
  let database: TestDatabase
  let identity: Identity
  let grants: Grants
  let reads: Reads
  let an: Officer
  let sec: Officer
  let other: Officer
  let grant: string

  const act = <T>(work: (sql: Sql) => Promise<T>) => database.app.transaction(work)

  before(async () => {
    database = await openTestDatabase()
    identity = makeIdentity({ db: database.app, clock })
    grants = makeGrants({ db: database.app, clock, identity })
    reads = makeReads({ clock, index: makeBlindIndex(Buffer.alloc(32, 1)) })
    const officer = (person: string, post: string): Officer => ({
      kind: 'officer',
      person,
      post,
      organ: post.split('/')[0]!,
    })
    await act(async sql => {
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
      for (const id of ['heping-approval', 'shenhe-approval']) {
        await identity.recordOrgan(sql, loader, { ...organ, id, name: id })
        await identity.recordPost(sql, loader, { organ: id, code: 'review', name: '审查', level: 'officer', from })
      }
      const person = async (number: string, post: string) => {
        const id = await identity.recordPerson(sql, loader, { personnelNumber: number, name: number, from })
        if (post !== '') await identity.appoint(sql, loader, { person: id, post, from })
        return officer(id, post || 'none/none')
      }
      an = await person('SY-1', 'heping-approval/review')
      other = await person('SY-2', 'shenhe-approval/review')
      sec = await person('SY-3', '')
      await identity.appointAdministrator(sql, loader, { person: sec.person, kind: 'security', from })
      grant = await grants.give(sql, loader, {
        purpose: 'case-handling',
        holderKind: 'post-code',
        holder: 'review',
        ground: 'case',
        groundName: 'energy-review',
        caseId: null,
        source: 'party',
        fields: ['name', 'identifiers.masked'],
        basis,
        from: '2026-01-01T00:00:00Z',
        to: '2026-07-01T00:00:00Z',
      })
    })
  })
  after(() => database.close())

  const ask = async (change: Partial<ReadQuestion> = {}) => {
    const reader = { grants: await grants.table(), directory: await identity.directory(), on: '2026-03-02' }
    const { verdict, grants: used } = readingOf(reader, {
      actor: an,
      purpose: 'case-handling',
      ground: ground(),
      source: 'party',
      fields: ['name'],
      at: clock.now(),
      ...change,
    })
    return verdict.granted ? used : verdict.reasons[0]!.code
  }

  test('查阅须有目的、授权和在办案件 purpose, grant, post and open case: all of them, for the fields asked and no more', async () => {
    assert.deepEqual(await ask(), [grant])
    assert.equal(await ask({ purpose: '' }), 'READ_NO_PURPOSE')
    assert.equal(await ask({ purpose: 'curiosity' }), 'READ_NO_GRANT')
    assert.equal(await ask({ fields: ['name', 'phone'] }), 'READ_FIELD_OUTSIDE_GRANT')
    assert.equal(await ask({ fields: [] }), 'READ_NO_FIELDS')
    assert.equal(await ask({ ground: ground({ open: false }) }), 'READ_CASE_CLOSED')
    assert.equal(await ask({ ground: ground({ item: 'another' }) }), 'READ_NO_GRANT')
    assert.equal(await ask({ ground: { kind: 'service', name: 'energy-review' } }), 'READ_NO_GRANT')
    assert.equal(await ask({ actor: other }), 'READ_NO_GRANT', 'the same post of another organ')
    assert.equal(await ask({ actor: { ...other, post: an.post, organ: an.organ } }), 'READ_NOT_IN_POST')
    assert.equal(await ask({ at: Temporal.Instant.from('2026-07-01T00:00:00Z') }), 'READ_GRANT_EXPIRED')
    assert.equal(await ask({ actor: { kind: 'system', name: 'patrol' } }), 'READ_NO_GRANT')
  })

  test('管理员不得查阅案件 no administrator reads a case, whatever he was granted; nor does he grant to himself', async () => {
    assert.equal(await ask({ actor: { ...sec, post: an.post, organ: an.organ } }), 'READ_BY_ADMINISTRATOR')
    const own = {
      purpose: 'case-handling',
      holderKind: 'person',
      holder: sec.person,
      ground: 'case',
      groundName: null,
      caseId: null,
      source: 'party',
      fields: ['*'],
      basis,
      from: '2026-01-01T00:00:00Z',
      to: null,
    } as const
    await assert.rejects(
      act(sql => grants.give(sql, sec, own)),
      error => error instanceof Refusal && error.reasons[0]?.code === 'ADMINISTRATION_SELF',
    )
    await assert.rejects(
      act(sql => grants.give(sql, an, own)),
      error => error instanceof Refusal && error.reasons[0]?.code === 'ADMINISTRATION_NOT_YOURS',
    )
  })

  test('本人查阅 a person reads his own data and nobody else’s', async () => {
    const actor: Actor = { kind: 'party', party: partyA, account: 'x' }
    assert.deepEqual(await ask({ actor, ground: { kind: 'own' }, subjects: [partyA], fields: ['phone'] }), [])
    assert.equal(await ask({ actor, ground: { kind: 'own' }, subjects: [partyA, partyB] }), 'READ_NOT_YOUR_DATA')
    assert.equal(await ask({ actor, ground: ground(), subjects: [partyB] }), 'READ_NOT_YOUR_DATA')
  })

  test('收回立即生效 a revoked grant carries nothing from then on', async () => {
    const id = await act(sql =>
      grants.give(sql, sec, {
        purpose: 'audit-sample',
        holderKind: 'organ',
        holder: 'heping-approval',
        ground: 'service',
        groundName: 'sample',
        caseId: null,
        source: 'party',
        fields: ['*'],
        basis,
        from: '2026-01-01T00:00:00Z',
        to: null,
      }),
    )
    const question = { purpose: 'audit-sample', ground: { kind: 'service', name: 'sample' } } as const
    assert.deepEqual(await ask({ ...question, fields: ['anything'] }), [id])
    await act(sql => grants.revoke(sql, sec, id))
    assert.equal(await ask({ ...question, fields: ['anything'] }), 'READ_GRANT_EXPIRED')
    await assert.rejects(
      act(sql => grants.revoke(sql, sec, id)),
      error => error instanceof Refusal && error.code === 'GRANT_UNKNOWN',
    )
  })

  test('谁看过我的信息 every read leaves a record and a leaf, and the person sees it: at once, on closing, or on its day', async () => {
    const record = { actor: an, purpose: 'case-handling', ground: ground(), grants: [grant], source: 'party' }
    const statute = { law: '个人信息保护法', articles: ['35'] }
    const list = await act(sql =>
      reads.recorder({ ...record, disclosure: { kind: 'at-once' } })(sql, [partyA, partyB], ['name.masked']),
    )
    await act(sql =>
      reads.recordRead(sql, {
        ...record,
        subjects: [partyA],
        fields: ['name'],
        disclosure: { kind: 'on-close', statute, latest: '2026-12-31' },
      }),
    )
    await act(sql =>
      reads.recordRead(sql, {
        ...record,
        subjects: [partyA],
        fields: ['phone'],
        disclosure: { kind: 'on-date', statute, date: '2026-03-05' },
      }),
    )
    const seen = async (parties: string[]) =>
      (await reads.readsOf(database.app, parties, clock.now())).map(read => read.fields[0])
    assert.deepEqual(await seen([partyA]), ['name.masked'])
    assert.deepEqual(await seen([partyB]), ['name.masked'])
    assert.deepEqual(
      (await reads.deferredNow(database.app, clock.now())).map(row => [row.purpose, row.count]),
      [['case-handling', 2]],
    )
    clock.set('2026-03-04T23:59:59+08:00')
    assert.deepEqual(await seen([partyA]), ['name.masked'])
    clock.set('2026-03-05T00:00:00+08:00')
    assert.deepEqual(await seen([partyA]), ['phone', 'name.masked'])
    assert.equal(await act(sql => reads.discloseCase(sql, someCase)), 1)
    assert.deepEqual([...(await seen([partyA]))].sort(), ['name', 'name.masked', 'phone'])
    assert.deepEqual(await reads.deferredNow(database.app, clock.now()), [])

    const [first] = await reads.readsOf(database.app, [partyB], clock.now())
    assert.deepEqual(
      [first?.organ, first?.purpose, first?.groundName, first?.caseId],
      ['heping-approval', 'case-handling', 'energy-review', someCase],
    )
    assert.equal(JSON.stringify(first).includes(an.person), false, 'the office answers, not the officer')
    const leaves = (await database.migrator.query<{ leaf: Buffer }>('select leaf from kernel.trail_outbox order by id'))
      .map(row => decodeLeaf(row.leaf))
      .filter(leaf => leaf.kind === 'read')
    assert.equal(leaves.length, 3)
    assert.deepEqual(
      leaves.map(leaf => leaf.outcome),
      ['at-once', 'on-close', 'on-date'],
    )
    assert.equal((await reads.commitmentOf(database.app, list))?.sm3.toString('base64url'), leaves[0]?.commit.sm3)
    await database.migrator.query(`update kernel.reads set purpose = 'other' where id = $1`, [list])
    assert.notEqual(
      (await reads.commitmentOf(database.app, list))?.sm3.toString('base64url'),
      leaves[0]?.commit.sm3,
      'a changed record is found out',
    )
    const rows = await database.migrator.query<{ row: string }>('select r::text as row from kernel.reads r')
    assert.equal(
      rows.some(({ row }) => row.includes(partyA) || row.includes(partyB)),
      false,
      'only blinded tags are stored',
    )
  })

  test('延后须有法律依据 a deferral without statute or day is refused; nothing is deleted or put off again', async () => {
    const record = {
      actor: an,
      purpose: 'case-handling',
      ground: ground(),
      grants: [grant],
      source: 'party',
      subjects: [partyA],
      fields: ['name'],
    }
    const refusedDeferral = (error: unknown) => error instanceof Refusal && error.code === 'READ_DEFERRAL_REFUSED'
    const statute = { law: '个人信息保护法', articles: ['35'] }
    await assert.rejects(
      act(sql =>
        reads.recordRead(sql, {
          ...record,
          disclosure: { kind: 'on-date', statute: { ...statute, articles: [] }, date: '2026-09-01' },
        }),
      ),
      refusedDeferral,
    )
    await assert.rejects(
      act(sql => reads.recordRead(sql, { ...record, disclosure: { kind: 'on-date', statute, date: '2026-03-01' } })),
      refusedDeferral,
    )
    await assert.rejects(
      database.app.query(`update kernel.reads set shown_from = shown_from + interval '1 year'`),
      /permission denied/,
    )
    await assert.rejects(database.app.query('delete from kernel.reads'), /permission denied/)
  })
})
