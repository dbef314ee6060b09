import assert from 'node:assert/strict'
import { after, before, suite, test } from 'node:test'
import { openTestGate, type TestGate } from '../harness/gate.ts'

let gate: TestGate
before(async () => {
  gate = await openTestGate()
})
after(() => gate?.close())

suite('法规库 what the city holds itself to is open to anybody', () => {
  test('every law says since when it binds and whether its text was read', async () => {
    const { laws } = (await gate.ask('/api/laws')).json()
    const of = (name: string) => laws.find(({ law }: { law: string }) => law === name)
    assert.equal(of('行政处罚法').verified, true)
    assert.equal(of('政务数据共享条例').verified, true)
    assert.equal(of('双公示规定').verified, false)
    assert.equal(of('社会救助法').from, '2026-07-01')
  })

  test('a law by its name: limits, demands, and on a day before it the earlier revision', async () => {
    const at = async (query: string) => (await gate.ask(`/api/laws/${encodeURIComponent('行政处罚法')}${query}`)).json()
    const law = await at('')
    assert.equal(law.articles.find(({ article }: { article: string }) => article === '60').limits[0].value, 90)
    assert.equal((await at('?on=2020-01-01')).status, 'earlier-revision')
    assert.equal((await gate.ask('/api/laws/nothing')).json().code, 'LAW_UNKNOWN')
  })

  test('the guide tells which law nobody has read, to programs and on the page', async () => {
    const guide = (await gate.ask('/api/items/energy-review')).json()
    const unread = guide.laws.filter(({ verified }: { verified: boolean }) => !verified)
    assert.ok(unread.some(({ law }: { law: string }) => law === '固定资产投资项目节能审查和碳排放评价办法'))
    const page = await gate.ask('/items/energy-review')
    assert.ok(page.body.includes('未核对其正式文本'))
  })
})
