import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, suite, test } from 'node:test'
import { manualClock } from '#kernel/clock'
import { composeUscc } from '#kernel/code'
import { makeKeyring } from '#kernel/party'
import { makeRegisters, type Registers, readDeclaration, releasedRegisters, releaseRegisters } from '#kernel/register'
import { openTestDatabase, type TestDatabase } from '../../../test/harness/database.ts'
import { type Feeds, makeFeeds } from './index.ts'

const declaration = readDeclaration({
  register: 'test-firm',
  version: 1,
  name: '试验法人库',
  kind: 'base',
  key: ['uscc'],
  basis: [{ law: '市场主体登记管理条例', articles: [8] }],
  fields: {
    uscc: { type: 'uscc', label: '统一社会信用代码' },
    name: { type: 'string', label: '名称' },
    active: { type: 'boolean', label: '是否存续' },
    capital: { type: 'money', label: '注册资本', nullable: true },
    keeper: { type: 'string', label: '法定代表人', personal: true, nullable: true },
  },
  feed: { from: 'market', every: 'day', organ: 'bureau' },
})
const code = (n: number) => composeUscc('91', '210102', `FEED${String(n).padStart(4, '0')}`.replaceAll('I', '1'))
const clock = manualClock('2026-03-02T09:00:00+08:00')
const folder = mkdtempSync(join(tmpdir(), 'plumbline-feed-'))
let database: TestDatabase
let registers: Registers
let feeds: Feeds
let files = 0

const file = (content: string | Buffer, ending = 'csv'): string => {
  const path = join(folder, `${++files}.${ending}`)
  writeFileSync(path, content)
  return path
}
const header = 'uscc,name,active,capital'
const csv = (...lines: string[]) => file([header, ...lines, ''].join('\n'))
const feed = (path: string, more: object = {}) => feeds.feed({ register: 'test-firm', path, ...more })
const names = async (n: number, on = clock.today().toString()) =>
  (await registers.asOf('test-firm', { uscc: code(n) }, on))?.values['name']
const badOf = async (id: string) =>
  (await feeds.bad(id, { content: true })).rows.map(({ line, code: why, field }) => [line, why, field])
const count = async () =>
  (await database.app.query<{ rows: number }>('select count(*)::int as rows from registers.test_firm'))[0]!.rows

suite('数据归集 feeds', () => {
  before(async () => {
    database = await openTestDatabase()
    await releaseRegisters(database.migrator, [declaration])
    registers = makeRegisters({ db: database.app, clock, declarations: await releasedRegisters(database.app) })
    const keyring = makeKeyring({ kekFile: join(folder, 'master.key') })
    feeds = makeFeeds({ db: database.app, clock, registers, keyring })
  })
  after(async () => {
    rmSync(folder, { recursive: true, force: true })
    await database.close()
  })

  test('good rows stand, a bad one is set apart with line, reason and remedy, sealed', async () => {
    const path = csv(
      `${code(1)},甲公司,是,100`,
      `${code(2)},乙公司,也许,`,
      `${code(3).slice(0, 17)}I,丙公司,否,`,
      `${code(4)},"=HYPERLINK(""x"",1)",false,`,
      `${code(5)},,是,`,
      `${code(1)},又是甲,是,`,
    )
    const { rows, bad, written, id } = await feed(path)
    assert.deepEqual([rows, bad, written], [6, 4, 2])
    assert.deepEqual([await names(1), await names(4)], ['甲公司', '=HYPERLINK("x",1)'])
    assert.deepEqual(await badOf(id), [
      [3, 'FEED_FIELD_INVALID', 'active'],
      [4, 'FEED_FIELD_INVALID', 'uscc'],
      [6, 'FEED_FIELD_MISSING', 'name'],
      [7, 'FEED_KEY_TWICE', null],
    ])
    const shown = await feeds.bad(id, { content: true })
    assert.equal(shown.rows[0]?.content, `${code(2)},乙公司,也许,`)
    assert.match(shown.rows[3]!.reason.zh, /主键/)
    assert.equal(shown.rows[3]!.first, 2)
    assert.equal('content' in (await feeds.bad(id)).rows[0]!, false)
    const stored = await database.app.query<{ sealed: Buffer }>('select sealed from data.feed_bad')
    assert.ok(stored.every(({ sealed }) => !sealed.includes('公司')))
  })

  test('the same file again changes nothing; a changed row is a new version, an absent one stays', async () => {
    const path = csv(`${code(10)},旧名,是,`, `${code(11)},留着,是,`)
    await feed(path)
    const before = await count()
    clock.advance('PT24H')
    assert.equal((await feed(path)).again, true)
    assert.equal(await count(), before)
    const changed = await feed(csv(`${code(10)},新名,是,`))
    assert.deepEqual([changed.written, changed.known, changed.ended], [1, 0, 0])
    assert.deepEqual([await names(10), await names(10, '2026-03-02'), await names(11)], ['新名', '旧名', '留着'])
  })

  test('a complete feed ends what it no longer carries, but ends nothing when a row was bad', async () => {
    await feed(csv(`${code(20)},去者,是,`, `${code(21)},留者,是,`))
    clock.advance('PT24H')
    const withheld = await feed(csv(`${code(21)},留者,是,`, `${code(22)},坏,不知,`), { complete: true })
    assert.deepEqual([withheld.ended, withheld.endingWithheld, await names(20)], [0, true, '去者'])
    const whole = await feed(csv(`${code(21)},留者,是,`), { complete: true })
    assert.ok(whole.ended > 0 && !whole.endingWithheld)
    assert.deepEqual([await names(20), await names(21)], [undefined, '留者'])
  })

  test('a feed that broke off goes on where it was', async () => {
    const lines = Array.from(
      { length: 12_000 },
      (_, n) => `${composeUscc('91', '210103', `GG${String(n).padStart(6, '0')}`)},续${n},是,`,
    )
    const path = csv(...lines)
    let batches = 0
    await assert.rejects(
      feeds.feed({ register: 'test-firm', path }, () => {
        if (++batches === 2) throw new Error('killed')
      }),
      /killed/,
    )
    const [stood] = await feeds.list('test-firm', 1)
    assert.deepEqual([stood?.rows, stood?.doneAt], [10_000, null])
    clock.advance('PT24H')
    const done = await feed(path)
    assert.deepEqual([done.rows, done.written, done.known, done.bad], [12_000, 12_000, 0, 0])
    assert.equal(done.validFrom, stood?.validFrom)
  })

  test('JSON Lines by field or label; GB18030 is found out; a line of the other encoding is set apart', async () => {
    const json = file(
      [
        JSON.stringify({ uscc: code(30), name: 'JSON 甲', active: true, capital: 5 }),
        JSON.stringify({ 统一社会信用代码: code(31), 名称: 'JSON 乙', 是否存续: false }),
        '{"uscc":',
        '[1]',
        JSON.stringify({ uscc: code(32), name: 'x', active: true, salary: 1 }),
        JSON.stringify({ uscc: code(33), name: 'x', active: true, keeper: '张三' }),
        `{"uscc":"${code(34)}","name":"\\ud800","active":true}`,
        `{"uscc":"${code(35)}","name":"n\\u0000l","active":true}`,
        JSON.stringify({ uscc: code(36), name: 'x', active: true, capital: 1e300 }),
      ].join('\n'),
      'jsonl',
    )
    const fed = await feed(json)
    assert.deepEqual([fed.written, fed.bad], [2, 7])
    assert.equal(await names(31), 'JSON 乙')
    assert.deepEqual(
      (await badOf(fed.id)).map(([, why]) => why),
      [
        'FEED_NOT_JSON',
        'FEED_NOT_JSON',
        'FEED_FIELD_UNKNOWN',
        'FEED_PERSONAL',
        'FEED_FIELD_INVALID',
        'FEED_FIELD_INVALID',
        'FEED_FIELD_INVALID',
      ],
    )
    // 沈阳 in GB18030
    const gb = Buffer.concat([
      Buffer.from(`${header}\n${code(40)},`),
      Buffer.from([0xc9, 0xf2, 0xd1, 0xf4]),
      Buffer.from(`,1,\n${code(41)},沈阳,1,\n${code(42)},plain,1,\n`),
    ])
    const second = await feed(file(gb), { encoding: 'gb18030' })
    assert.deepEqual(
      [second.written, await names(40), await badOf(second.id)],
      [2, '沈阳', [[3, 'FEED_ENCODING', null]]],
    )
    const found = await feed(file(gb.subarray(0, gb.indexOf('\n', 40) + 1)))
    assert.equal(found.encoding, 'gb18030')
  })

  test('what is no table is refused whole, with place and remedy, and leaves nothing', async () => {
    const before = await count()
    const unfit = { code: 'FEED_FILE_UNFIT' }
    await assert.rejects(feed(file('')), unfit)
    await assert.rejects(feed(folder), unfit)
    const pipe = join(folder, 'pipe')
    execFileSync('mkfifo', [pipe])
    await assert.rejects(feed(pipe), unfit)
    await assert.rejects(feed(file(Buffer.from('504b030414000000', 'hex'))), { ...unfit, message: /byte 0.*ZIP/ })
    await assert.rejects(feed(file(Buffer.from('1f8b0800', 'hex'))), unfit)
    await assert.rejects(feed(file(Buffer.from('\uFEFFuscc', 'utf16le'))), { ...unfit, message: /UTF-16/ })
    const header = { code: 'FEED_HEADER_UNFIT' }
    await assert.rejects(feed(file('uscc,name\n')), { ...header, message: /missing: active/ })
    await assert.rejects(feed(file('uscc,name,active,keeper\n')), { ...header, message: /keeper/ })
    await assert.rejects(feed(file('uscc,name,active,name\n')), header)
    await assert.rejects(feed(file(`${'x,'.repeat(100_000)}\n`)), header)
    await assert.rejects(feed(file(`${'x,'.repeat(1_000_000)}\n`)), header)
    await assert.rejects(feed(csv(), { source: 'elsewhere' }), { code: 'FEED_NOT_DECLARED' })
    await assert.rejects(feeds.feed({ register: 'nothing', path: csv() }), { code: 'REGISTER_UNKNOWN' })
    await assert.rejects(feeds.bad('00000000-0000-7000-8000-000000000000'), { code: 'FEED_UNKNOWN' })
    assert.equal(await count(), before)
  })

  test('damaged lines cost themselves only: quotes, NUL, too many columns, a line without end', async () => {
    const path = file(
      `\uFEFF${header}\r\n${code(50)},"两\n行",是,\r\n${code(51)},"没有闭合,是,\r\n${code(52)},五二,是,\r\n${code(53)},a\0b,是,\r\n` +
        `${code(54)},${'x,'.repeat(50_000)}\r\n${code(55)},${'y'.repeat(3_000_000)}\r\n${code(56)},后面的,是,`,
    )
    const fed = await feed(path)
    assert.deepEqual([await names(50), await names(52), await names(56)], ['两\n行', '五二', '后面的'])
    assert.deepEqual(await badOf(fed.id), [
      [4, 'FEED_QUOTE_UNCLOSED', null],
      [6, 'FEED_NUL', null],
      [7, 'FEED_COLUMNS_DIFFER', null],
      [8, 'FEED_LINE_TOO_LONG', null],
    ])
  })

  test('rows have days of their own where the file says so', async () => {
    const path = file(
      `uscc,name,active,validFrom,validTo\n${code(60)},先,是,2025-01-01,2025-07-01\n${code(60)},后,是,2025-07-01,\n${code(61)},倒,是,2025-07-01,2025-01-01\n`,
    )
    const fed = await feed(path)
    assert.deepEqual([fed.written, fed.bad], [2, 1])
    assert.deepEqual([await names(60, '2025-06-30'), await names(60, '2025-07-01')], ['先', '后'])
  })

  test('a batch leaves what the same rows leave one by one', async () => {
    const source = { organ: 'bureau', feed: 'market' }
    const rows = [
      { from: '2025-01-01', to: null, name: 'a' },
      { from: '2025-03-01', to: '2025-05-01', name: 'b' },
      { from: '2025-04-01', to: '2025-08-01', name: 'c' },
      { from: '2024-06-01', to: '2025-02-01', name: 'd' },
      { from: '2025-06-01', to: '2025-07-01', name: 'c' },
    ]
    for (const { from, to, name } of rows)
      await registers.set(database.app, 'test-firm', {
        entry: crypto.randomUUID(),
        values: { uscc: code(70), name, active: true },
        from,
        ...(to && { to }),
        source,
      })
    await registers.feed(database.app, 'test-firm', {
      feed: crypto.randomUUID(),
      rows: rows.map(({ from, to, name }, line) => ({
        line,
        from,
        to,
        columns: { uscc: code(71), name, active: true },
      })),
      source,
    })
    const held = (n: number) =>
      database.app.query(
        'select name, valid_from, valid_to from registers.test_firm where uscc = $1 and recorded_to is null order by valid_from',
        [code(n)],
      )
    assert.deepEqual(await held(71), await held(70))
  })
})
