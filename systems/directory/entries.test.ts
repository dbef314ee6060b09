import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { after, before, suite, test } from 'node:test'
import { manualClock } from '#kernel/clock'
import { noDivisions } from '#kernel/code'
import { Refusal } from '#kernel/refusal'
import { openTestDatabase, type TestDatabase } from '../../test/harness/database.ts'
import { type Entries, makeEntries } from './entries.ts'
import type { EntrySaid } from './entry.ts'
import { readOfflineReasons } from './offline.ts'
import { writeList } from './write-list.ts'

const content = join(import.meta.dirname, '../../content')
const clock = manualClock('2026-03-02T09:00:00+08:00')
const keyOf = (key: string): string => ({ department: 'authority', deptCode: 'authority.uscc' })[key] ?? key
const origin = { sourceFile: '市目录', sourceRow: null, from: '2026-01-01', to: null, by: 'test' }
const signboard: EntrySaid = {
  name: '招牌设置审批',
  nameEn: null,
  drawer: 'permit',
  levels: ['county'],
  region: '210100',
  organ: null,
  organName: '城市管理局',
  organUscc: null,
  codes: [{ scheme: '本市', value: 'XK-1' }],
  standing: 'listed',
  item: null,
  reason: null,
  note: null,
  confirmedBy: null,
  confirmedOn: null,
  faults: [],
}

let database: TestDatabase
let entries: Entries
let excerpt: { items: { name: string; department: string; kind: string; code: string }[] }

before(async () => {
  database = await openTestDatabase()
  const file = join(content, 'directory/offline-reasons.yaml')
  const { reasons, findings } = readOfflineReasons(file, await readFile(file))
  assert.deepEqual(findings, [])
  entries = makeEntries({
    db: database.app,
    clock,
    divisions: noDivisions,
    reasons,
    wordsOf: texts => texts.map(([word], at) => `'w${at}${word.length}':1A`).join(' '),
  })
  excerpt = JSON.parse(await readFile(join(import.meta.dirname, 'published/guangan.json'), 'utf8'))
})
after(() => database?.close())

const refusedWith = (code: string) => (fault: unknown) => fault instanceof Refusal && fault.code === code
const take = (source: object, dryRun = false) =>
  entries.import({ file: 'guangan.json', source, keyOf, home: '210100', by: 'test', dryRun })

suite('目录条目 entries of the directory', () => {
  test('a version is written once, never changed by anybody, and a withdrawal is one too', async () => {
    assert.equal(await entries.put('signboard', signboard, origin), true)
    assert.equal(await entries.put('signboard', signboard, origin), false)
    assert.equal(await entries.put('signboard', { ...signboard, organName: '执法局' }, origin), true)
    for (const sql of [
      `update directory.entries set name = 'x'`,
      'delete from directory.entries',
      'truncate directory.entries',
    ])
      for (const db of [database.app, database.migrator])
        await assert.rejects(db.query(sql), /cannot be changed|permission denied/)
    await entries.withdraw('signboard', '并入户外广告审批', 'test')
    assert.deepEqual(
      (await entries.history('signboard')).map(({ standing }) => standing),
      ['withdrawn', 'listed', 'listed'],
    )
    assert.deepEqual(await entries.list('市目录'), [])
    await assert.rejects(entries.withdraw('signboard', '再撤', 'test'), refusedWith('ENTRY_WITHDRAWN'))
    await assert.rejects(entries.history('nobody'), refusedWith('ENTRY_UNKNOWN'))
  })

  test('a code has one holder at a time; withdrawing gives it up', async () => {
    await entries.put('signboard', signboard, origin)
    await assert.rejects(
      entries.put('other-sign', { ...signboard, name: '另一招牌' }, origin),
      refusedWith('ENTRY_CODE_TAKEN'),
    )
    await entries.withdraw('signboard', '并入', 'test')
    assert.equal(await entries.put('other-sign', { ...signboard, name: '另一招牌' }, origin), true)
  })

  test('offline without a reason of the list, without who confirmed it or when, is refused by program and database', async () => {
    const offline: EntrySaid = {
      ...signboard,
      codes: [],
      standing: 'offline',
      reason: 'law-requires-presence',
      confirmedBy: '数据局',
      confirmedOn: '2026-02-01',
    }
    for (const wrong of [
      { reason: null },
      { reason: 'convenience' },
      { confirmedBy: null },
      { confirmedOn: null },
      { confirmedOn: '2027-01-01' },
    ])
      await assert.rejects(entries.put('in-person', { ...offline, ...wrong }, origin), refusedWith('ENTRY_INVALID'))
    assert.equal(await entries.put('in-person', offline, origin), true)
    await assert.rejects(
      database.app.query(
        `insert into directory.entries (id, version, name, drawer, levels, region, codes, standing, reason, faults, source_file, batch, effective_from, words, digest, recorded_at, recorded_by)
         values ('by-hand', 1, 'x', 'permit', '{county}', '210102', '[]', 'offline', 'ex-officio', '[]', 'x', 'x', '2026-01-01', '', 'x', now(), 'x')`,
      ),
      /entries_offline/,
    )
  })

  test('a published list: each row taken or named, codes that do not hold noted, names not lost; again nothing new', async () => {
    const dry = await take(excerpt, true)
    assert.deepEqual([dry.new, dry.batch], [excerpt.items.length, null])
    const first = await take(excerpt)
    assert.deepEqual([first.rows, first.entries, first.new, first.refused], [32, 32, 32, 0])
    const placeholder = first.faulty.find(({ name }) => name === '企业名称争议裁决')
    assert.deepEqual([placeholder?.code, placeholder?.taken, placeholder?.place], ['CODE_UNSOUND', true, 'local'])
    const again = await take(excerpt)
    assert.deepEqual([again.new, again.changed, again.unchanged, again.batch], [0, 0, 32, null])
    const held = await entries.list(first.source)
    assert.deepEqual(
      held.map(({ name }) => name),
      excerpt.items.map(({ name }) => name),
    )
    assert.ok(held.every(({ region }) => region === '511602'))
  })

  test('given out, it says what was taken in, and taken in again changes nothing', async () => {
    const { source } = excerpt as unknown as { source: string }
    const out = writeList(source, await entries.list(source))
    const rows = JSON.parse(out).items as typeof excerpt.items
    assert.deepEqual(
      rows.map(({ department, name, kind, code }) => ({ department, name, kind, code })),
      excerpt.items,
    )
    const again = await take(JSON.parse(out))
    assert.deepEqual([again.unchanged, again.new, again.changed], [32, 0, 0])
    assert.equal(writeList(source, await entries.list(source)), out)
  })

  test('a changed row is a new version of the same entry; a row without a name is named and the others are taken', async () => {
    const [one, ...others] = excerpt.items
    const changed = { ...excerpt, items: [{ ...one, name: '延缓入学、休学审批' }, ...others, { department: '某局' }] }
    const taken = await take(changed)
    assert.deepEqual([taken.changed, taken.unchanged, taken.refused], [1, 31, 1])
    assert.deepEqual(
      taken.altered.map(({ row, name, fields }) => [row, name, fields]),
      [[1, one!.name, ['name']]],
    )
    assert.deepEqual(
      taken.faulty.filter(fault => !fault.taken).map(({ row, code }) => [row, code]),
      [[33, 'ROW_UNUSABLE']],
    )
    const renamed = (await entries.list()).find(({ name }) => name === '延缓入学、休学审批')
    assert.equal(renamed?.version, 2)
  })

  test('what a content file says wrongly comes back with its place, and the others are taken', async () => {
    const file = [
      'source: 手写',
      'from: 2026-01-01',
      'entries:',
      '  - { id: good-one, name: 甲事项, drawer: permit, levels: [county], region: "210100", standing: listed }',
      '  - { id: bad-one, name: 乙事项, drawer: permit, levels: [county], region: "210100", standing: offline, reason: convenience }',
    ].join('\n')
    const { recorded, findings } = await entries.load('hand.yaml', Buffer.from(file))
    assert.equal(recorded, 1)
    assert.deepEqual(
      findings.map(({ rule, line }) => [rule, line]),
      [
        ['ENTRY_REASON', 5],
        ['ENTRY_CONFIRMATION', 5],
      ],
    )
  })

  test('what was withdrawn is not listed again by the same file or the same list, only by one that says something else', async () => {
    const file = (name: string) =>
      Buffer.from(
        `source: 手写\nfrom: 2026-01-01\nentries: [{ id: once-listed, name: ${name}, drawer: permit, levels: [county], region: "210100", standing: listed }]`,
      )
    assert.equal((await entries.load('hand.yaml', file('丙事项'))).recorded, 1)
    await entries.withdraw('once-listed', '取消', 'test')
    assert.equal((await entries.load('hand.yaml', file('丙事项'))).recorded, 0)
    assert.equal((await entries.load('hand.yaml', file('丙事项（新）'))).recorded, 1)
    const [row] = excerpt.items.slice(-1)
    const held = (await entries.list()).find(({ codes }) => codes[0]?.value === row!.code)
    await entries.withdraw(held!.id, '省里取消', 'test')
    const again = await take({ ...excerpt, items: [row], count: 1 })
    assert.deepEqual([again.new, again.changed, again.refused, again.faulty.at(-1)?.code], [0, 0, 1, 'ENTRY_WITHDRAWN'])
  })
})
