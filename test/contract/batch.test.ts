import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, suite, test } from 'node:test'
import { browsing, type Page, scan, testSessions } from '../harness/citizen.ts'
import { openTestGate, type TestGate } from '../harness/gate.ts'
import { mandatesAt } from '../harness/mandates.ts'

const organ = '210102-approval-bureau'
const at = '/apply/energy-review/batch'
let gate: TestGate
let firm: string

before(async () => {
  gate = await openTestGate({ sessions: testSessions })
  firm = await gate.house.firm('沈阳批量有限公司')
})
after(() => gate?.close())

const good: Readonly<Record<string, string>> = {
  年综合能源消费量: '1200',
  年电力消费量: '0',
  '是否“两高”项目': '否',
  是否国家核准项目: '否',
  是否需征求: '否',
  项目代码: '2601-210102-04-01-123456',
  项目名称: '余热回收改造',
  联系人: '示例联系人',
  联系电话: '13800000001',
  申请书: 'a.pdf',
  节能报告: 'b.pdf',
}
const heading = (template: readonly string[], name: string): string =>
  template.find(one => one.startsWith(name)) ?? assert.fail(`${name}: ${template.join()}`)

async function template(): Promise<readonly string[]> {
  const { answer } = await browsing(gate, firm).get(`${at}/template?organ=${organ}`)
  assert.equal(answer.statusCode, 200, answer.body)
  assert.match(String(answer.headers['content-disposition']), /attachment; filename="energy-review\.csv"/)
  return answer.body.replace('\ufeff', '').trim().split(',')
}
async function sheet(rows: readonly Readonly<Record<string, string>>[]): Promise<Buffer> {
  const columns = await template()
  const cells = rows.map(row => {
    const named = new Map(Object.entries(row).map(([name, value]) => [heading(columns, name), value]))
    return columns.map(column => `"${(named.get(column) ?? '').replaceAll('"', '""')}"`).join(',')
  })
  return Buffer.from([columns.map(column => `"${column}"`).join(','), ...cells].join('\r\n'))
}
const part = (edge: string, name: string, bytes: Buffer) =>
  Buffer.concat([
    Buffer.from(`--${edge}\r\ncontent-disposition: form-data; name="file"; filename="${name}"\r\n\r\n`),
    bytes,
    Buffer.from('\r\n'),
  ])

/** Sends a spreadsheet with its papers, as a browser does. */
async function sent(bytes: Buffer, name = '申报.csv', party = firm, mandate = ''): Promise<Page> {
  const visitor = browsing(gate, party, 'person', mandate)
  const csrf = (await testSessions.of(`plumbline-test=person:${party}`))!.csrf
  const edge = 'plumbline-batch'
  const field = (key: string, value: string) =>
    Buffer.from(`--${edge}\r\ncontent-disposition: form-data; name="${key}"\r\n\r\n${value}\r\n`)
  const payload = Buffer.concat([
    ...[field('csrf', csrf), field('for', mandate), field('organ', organ), field('key', randomUUID())],
    ...[part(edge, name, bytes), part(edge, 'a.pdf', scan), part(edge, 'b.pdf', scan)],
    Buffer.from(`--${edge}--\r\n`),
  ])
  const answer = await gate.app.inject({
    method: 'POST',
    url: at,
    headers: {
      host: 'plumbline.test',
      origin: 'http://plumbline.test',
      accept: 'text/html',
      cookie: `plumbline-test=person:${party}`,
      'content-type': `multipart/form-data; boundary=${edge}`,
    },
    payload,
  })
  if (answer.statusCode !== 303)
    return { answer, status: answer.statusCode, html: answer.body, text: answer.body, to: '' }
  return { ...(await visitor.get(String(answer.headers.location))), to: String(answer.headers.location) }
}
const filed = async (): Promise<number> =>
  (await gate.house.city.db.query<{ count: number }>('select count(*)::int as count from kernel.cases'))[0]!.count

suite('批量申报 filing by spreadsheet', () => {
  test('the notice leads to it; the page names every column', async () => {
    const notice = await browsing(gate, firm).get(`/apply/energy-review?organ=${organ}`)
    assert.match(notice.html, /href="\/apply\/energy-review\/batch\?organ=210102-approval-bureau"/)
    const page = await browsing(gate, firm).get(`${at}?organ=${organ}`)
    assert.equal(page.status, 200, page.text)
    for (const name of Object.keys(good)) assert.ok(page.text.includes(name), name)
  })

  test('good rows are filed, each by itself; bad ones are told by row and column; the same file again files nothing', async () => {
    const rows = [
      good,
      { ...good, 项目代码: '2601-210102-04-01-123457', 联系电话: '打我电话' },
      { ...good, 项目名称: '' },
      good,
      { ...good, 项目名称: '锅炉改造', 节能报告: 'c.pdf' },
      { ...good, 项目名称: '光伏', 年综合能源消费量: '6200' },
      { ...good, 项目名称: '=HYPERLINK("http://evil.example")' },
    ]
    const first = await sent(await sheet(rows))
    assert.match(first.text, /申报2件；以前已经申报0件；有问题没有申报5件/, first.text)
    assert.equal(await filed(), 2)
    const said = first.text.replaceAll(/\s+/g, ' ')
    for (const words of [
      /联系电话.*不是电话号码/,
      /项目名称.*没有填/,
      /与前面的一行完全相同/,
      /没有找到叫这个名字的文件/,
      /请向省级/,
    ])
      assert.match(said, words)
    const file = await browsing(gate, firm).get(`${first.to}/file`)
    const lines = file.answer.body.split('\r\n')
    assert.match(lines[1]!, /^2,已申报,\d{22},,$/)
    assert.ok(
      lines.every(line => !/(^|,)"?[=+\-@]/.test(line)),
      'no cell begins a formula',
    )
    const again = await sent(await sheet(rows))
    assert.match(again.text, /申报0件；以前已经申报2件；有问题没有申报5件/)
    assert.equal(await filed(), 2)
    assert.deepEqual(first.html.match(/\d{22}/g)?.slice(0, 1), again.html.match(/\d{22}/g)?.slice(0, 1))
    const mended = await sent(await sheet([rows[0]!, { ...rows[1]!, 联系电话: '13800000009' }]))
    assert.match(mended.text, /申报1件；以前已经申报1件/)
  })

  test('what is registered may stay empty; an unknown column, no sheet, a locked one: said, and nothing filed', async () => {
    const before = await filed()
    const unknown = await sent(Buffer.from('颜色,项目名称\r\n红,甲'))
    assert.match(unknown.text, /有的列不认识，所以什么都没有申报：颜色/)
    const locked = await sent(Buffer.from('d0cf11e0a1b11ae1', 'hex'), 'a.xlsx')
    assert.match(locked.html, /表格打不开/)
    assert.match((await sent(Buffer.from('x'), 'a.txt')).html, /没有选表格/)
    assert.equal(await filed(), before)
  })

  test('another’s result and none are alike; a clerk files for the firm as far as his mandate goes', async () => {
    const { to } = await sent(await sheet([good]))
    const plain = ({ status, html }: Page) => [status, html.replaceAll(/urn:request:[0-9a-f-]+/g, '')]
    const stranger = browsing(gate, await gate.house.firm())
    const none = `${at}/result/${randomUUID()}`
    assert.deepEqual(plain(await stranger.get(to)), plain(await stranger.get(none)))
    assert.deepEqual(plain(await stranger.get(`${to}/file`)), plain(await stranger.get(`${none}/file`)))
    const people = mandatesAt(gate)
    const clerk = await people.person('示例经办')
    const of = { party: firm, number: '', name: '' }
    for (const [items, status] of [
      [['energy-review'], 200],
      [['information-request'], 403],
    ] as const) {
      const id = await people.mandate(of, clerk, { items })
      await browsing(gate, clerk.party).send('/mine/acting', { mandate: id })
      assert.equal((await browsing(gate, clerk.party, 'person', id).get(to)).status, status, items.join())
    }
  })

  test('删除 erased with its owner', async () => {
    const { db, parties } = gate.house.city
    const rows = await db.query<{ row: string }>('select row(b.*)::text as row from power.batches b')
    assert.ok(rows.length > 0 && !rows.some(({ row }) => row.includes('余热回收改造')))
    const other = await gate.house.firm()
    await sent(await sheet([{ ...good, 联系电话: 'x' }]), 'a.csv', other)
    const count = async () => (await db.query(`select from power.batches where owner = '${other}'`)).length
    assert.equal(await count(), 1)
    await db.transaction(sql =>
      parties.erase(sql, other, { law: '个人信息保护法', articles: ['47'] }, { kind: 'system', name: 'test' }),
    )
    assert.equal(await count(), 0)
  })
})
