import assert from 'node:assert/strict'
import { after, before, suite, test } from 'node:test'
import { loadDefinition, makePublisher } from '#kernel/definition'
import { readItemFiles, readTemplates } from '../../content.ts'
import { openTestGate, type TestGate } from '../harness/gate.ts'

let gate: TestGate
const changes: readonly (readonly [string, string])[] = [
  ['version: 3', 'version: 4'],
  ['from: 2026-01-01', 'from: 2026-03-02'],
  ['zh: 固定资产投资项目节能审查', 'zh: 固定资产投资项目节能审查（新）'],
  ['    visits: 1', '    visits: 2'],
]
before(async () => {
  gate = await openTestGate({ now: '2026-03-02T09:00:00+08:00' })
  const { city, clock } = gate.house
  const file = (await readItemFiles()).find(one => one.file.endsWith('/energy-review.yaml'))!
  const text = changes.reduce((written, [from, to]) => written.replace(from, to), file.bytes.toString())
  const publisher = makePublisher({ db: city.db, clock })
  const loaded = loadDefinition(file.file, text, await readTemplates())
  const { since } = await publisher.publish(loaded, { publishedBy: 'a', secondApprover: 'b' })
  assert.equal(since?.version, 3, 'publishing says what changed')
  assert.ok(since.differences.length >= 2)
})
after(() => gate?.close())

const get = async (path: string) => {
  const answer = await gate.ask(path)
  return { status: answer.statusCode, said: answer.json() }
}

suite('版本与对比 versions and what they say otherwise, open to anybody', () => {
  test('各版何时施行，与前一版有几处不同 when each is in force, and how much it changed', async () => {
    const { said } = await get('/api/items/energy-review/versions')
    assert.deepEqual(
      said.versions.map((one: Record<string, unknown>) => [one['version'], one['from'], one['until'], one['standing']]),
      [
        [3, '2026-01-01', '2026-03-01', 'over'],
        [4, '2026-03-02', null, 'in-force'],
      ],
    )
    assert.equal(said.versions[0].differences, null)
    assert.ok(said.versions[1].differences.all >= 2)
    assert.deepEqual(Object.keys(said.versions[0]).includes('publishedBy'), false, 'nobody’s name')
  })

  test('旧版的指南还看得到 what an earlier version said is still there to be read', async () => {
    const { said } = await get('/api/items/energy-review/versions/3')
    assert.equal(said.definition.content.name.zh, '固定资产投资项目节能审查')
    assert.equal(said.standing, 'over')
    assert.deepEqual((await get('/api/items/energy-review/versions/9')).said.code, 'ITEM_VERSION_UNKNOWN')
    assert.deepEqual((await get('/api/items/nothing/versions/1')).said.code, 'ITEM_UNKNOWN')
  })

  test('不写版本就是现行的与前一版 unsaid, it is the version in force against the one before, in both languages', async () => {
    const { said } = await get('/api/items/energy-review/difference')
    assert.deepEqual([said.from, said.to], [3, 4])
    const name = said.differences.find(({ path }: { path: string }) => path === 'content.name')
    assert.match(name.text.zh, /事项名称由“.*”改为“.*（新）”/)
    assert.deepEqual(name.directions, ['wording'])
    assert.equal(said.counts.all, said.differences.length)
    const back = (await get('/api/items/energy-review/difference?from=4&to=3')).said
    assert.equal(back.counts.lighter, said.counts.heavier)
    assert.deepEqual((await get('/api/items/energy-review/difference?from=3&to=3')).said.differences, [])
  })

  test('两个机关对比 two organs side by side; an organ that does not carry it out is none', async () => {
    const path = '/api/items/energy-review/difference?organ=210102-approval-bureau&against=210103-approval-bureau'
    const { said } = await get(path)
    assert.deepEqual([said.from, said.to], [4, 4])
    assert.ok(said.differences.some(({ path: one }: { path: string }) => one === 'content.guide.windows'))
    assert.ok(said.differences.some(({ path: one }: { path: string }) => one === 'taskCode'))
    assert.equal((await get('/api/items/energy-review/difference?organ=nowhere')).said.code, 'OFFICE_UNKNOWN')
    const own = '/api/items/energy-review/implementations/210102-approval-bureau/difference'
    assert.deepEqual((await get(`${own}?from=1&to=1`)).said.differences, [])
    assert.equal((await get(`${own}?from=1&to=2`)).said.code, 'ITEM_VERSION_UNKNOWN')
  })

  test('页面写明改了什么，删与增有符号有文字，不用脚本 the page says it by sign and word, without script', async () => {
    const page = await gate.ask('/items/energy-review/versions', { headers: { accept: 'text/html' } })
    assert.equal(page.statusCode, 200, page.body)
    assert.match(page.body, /第3版与第4版的不同/)
    assert.match(page.body, /<del>.*固定资产投资项目节能审查.*<\/del>/)
    assert.match(page.body, /\+ 现文：<\/span><ins>/)
    assert.match(page.body, /2026年3月1日及以前受理的办件，仍按这一版办到办结/)
    assert.doesNotMatch(page.body, /<script|versions\.|difference\./)
    const english = await gate.ask(
      '/items/energy-review/versions?lang=en&organ=210102-approval-bureau&against=210103-approval-bureau',
    )
    assert.match(english.body, /What was inserted|Before and after/)
    assert.doesNotMatch(english.body, /versions\.[a-z]|difference\.[a-z]/)
    const guide = await gate.ask('/items/energy-review')
    assert.match(guide.body, /href="\/items\/energy-review\/versions/)
    assert.equal((await gate.ask('/items/nothing/versions')).statusCode, 404)
  })
})
