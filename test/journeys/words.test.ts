import assert from 'node:assert/strict'
import { after, before, suite, test } from 'node:test'
import { openTestGate, type TestGate } from '../harness/gate.ts'

let gate: TestGate
let items: readonly string[]

before(async () => {
  gate = await openTestGate()
  const { items: listed } = (await gate.ask('/api/items?limit=200')).json() as { items: { item: string }[] }
  items = listed.map(({ item }) => item)
})
after(() => gate?.close())

const pageOf = async (path: string): Promise<string> => {
  const { statusCode, body } = await gate.ask(path, { headers: { accept: 'text/html' } })
  assert.equal(statusCode, 200, path)
  return body
}

/** What is read on the page: titles of drawings too, addresses not. */
const readOf = (body: string): string =>
  body
    .replaceAll(/<title>.*?<\/title>/g, '')
    .replaceAll(/<[^>]*>/g, ' ')
    .replaceAll(/&[a-z]+;|&#\d+;/g, ' ')

/** Units and names that are Latin in Chinese too. */
const latin = new Set(['kwh', 'tce', 'english', 'plumbline'])

suite('页面上的词 the words on every guide', () => {
  test('no key of the definition language and no unit of ours stands on a Chinese guide', async () => {
    const strange: string[] = []
    for (const item of items) {
      const said = readOf(await pageOf(`/items/${item}?lang=zh`))
      for (const [found] of said.matchAll(/[A-Za-z][A-Za-z.-]{2,}/g))
        if (!latin.has(found.toLowerCase()) && !/^[A-Z]{2,}-?$/.test(found)) strange.push(`${item}: ${found}`)
    }
    assert.deepEqual(strange, [])
    assert.ok(items.length >= 10, `only ${items.length} guides`)
  })

  test('what is still Chinese on an English guide is content without English, and marked as Chinese', async () => {
    const left: string[] = []
    for (const item of items) {
      const body = await pageOf(`/items/${item}?lang=en`)
      const own = body.replaceAll(/<(\w+) [^>]*lang="zh-CN"[^>]*>.*?<\/\1>/gs, '')
      for (const [found] of readOf(own).matchAll(/\S*[\u2e80-\u9fff\uff00-\uff60\u3000-\u303f]+\S*/g))
        left.push(`${item}: ${found}`)
    }
    assert.deepEqual(left, [])
  })
})

suite('指南的要点 what a guide says first', () => {
  const leadOf = async (path: string) => readOf(/<p class="lead">(.*?)<\/p>/s.exec(await pageOf(path))![1]!).trim()

  test('the limit is the longest time until the decision, never a least time or the limit of another step', async () => {
    assert.match(await leadOf('/items/energy-saving-fund?lang=zh'), /^自“受理并预留预算”起，承诺45个工作日内作出决定；/)
    assert.match(await leadOf('/items/energy-report-penalty?lang=zh'), /^自“立案”起，法定90日内作出决定；/)
    assert.match(await leadOf('/items/energy-review?lang=zh'), /^自“受理”起，承诺5个工作日内作出决定；不收费。/)
    assert.match(await leadOf('/items/major-decision?lang=zh'), /^没有规定作出决定的最长时限；/)
    const line = /<title id="guide-line-said">(.*?)<\/title>/.exec(await pageOf('/items/energy-saving-fund?lang=zh'))
    assert.match(line![1]!, /45个工作日内作出决定/)
  })

  test('an organ promises for itself; one that does not carry the item out has no guide', async () => {
    const organ = '210102-approval-bureau'
    const page = readOf(await pageOf(`/items/energy-review?organ=${organ}&lang=zh`))
    assert.match(page, /和平区行政审批局/)
    assert.match(page, /承诺4个工作日内作出决定/)
    for (const path of [
      '/items/energy-review?organ=zzz',
      '/items/energy-review?organ=210102-energy-bureau',
      '/items/energy-review?organ=Z_Z',
    ]) {
      const html = await gate.ask(path, { headers: { accept: 'text/html', 'accept-language': 'zh' } })
      assert.deepEqual([html.statusCode, /没有这个页面/.test(html.body)], [404, true])
      assert.ok(html.body.includes('OFFICE_UNKNOWN'))
    }
  })

  test('every organ that may open the item is listed by its name, whether or not it has said how', async () => {
    const { offices } = (await gate.ask('/api/items/energy-saving-fund')).json() as { offices: { organ: string }[] }
    assert.ok(offices.length > 10)
    const page = readOf(await pageOf('/items/energy-saving-fund?lang=zh'))
    assert.match(page, /和平区发展和改革局\(能源局\)/)
    const { offices: some } = (await gate.ask('/api/items/energy-review')).json() as { offices: { name: string }[] }
    assert.ok(some.length > 6 && some.every(({ name }) => /[\u4e00-\u9fff]/.test(name)))
  })

  test('what begins without an application is worded for those it concerns, and money stands in yuan', async () => {
    const penalty = readOf(await pageOf('/items/energy-report-penalty?lang=zh'))
    assert.match(penalty, /对谁.*在什么情形下.*办理时要记录的/s)
    assert.doesNotMatch(penalty, /谁可以办|申请表要填/)
    assert.match(penalty, /每日按欠缴数额的3%加收/)
    assert.match(penalty, /数额在10,000元至50,000元之间/)
    const fund = readOf(await pageOf('/items/energy-saving-fund?lang=zh'))
    assert.match(fund, /申请金额 +400,000元/)
  })

  test('an office promises for itself alone: what a party must keep is never its promise', async () => {
    const levy = readOf(await pageOf('/items/civil-air-defence-fee?lang=zh')).replaceAll(/\s+/g, ' ')
    assert.match(levy, /送达起，到缴款 不超过15日 当事人 以通知书、决定书写明的为准/)
    assert.match(levy, /决定起，到送达 （承诺） 不超过10个工作日 机关 本机关承诺/)
  })

  test('what there is stands kind by kind, each item once', async () => {
    const body = await pageOf('/?lang=zh')
    const main = /<main.*<\/main>/s.exec(body)![0]
    const kinds = [...main.matchAll(/<h3 id="drawer-[a-z-]+">(.*?)<\/h3>/g)].map(([, kind]) => kind)
    assert.deepEqual(kinds.slice(0, 3), ['行政许可', '行政处罚', '行政强制'])
    const listed = [...main.matchAll(/<a class="item-name" href="\/items\/([a-z0-9-]+)/g)].map(([, item]) => item)
    assert.deepEqual([...listed].sort(), [...items].sort())
    assert.ok(!(await pageOf('/?lang=zh&drawer=penalty')).includes('<h3 id="drawer-'))
  })

  test('a remedy says to whom it goes', async () => {
    const visit = readOf(await pageOf('/items/grain-circulation-visit?lang=zh'))
    assert.match(visit, /向作出决定的机关提出异议/)
    assert.doesNotMatch(visit, /内，提出异议/)
  })

  test('a condition and where to go without it are two sentences', async () => {
    assert.match(
      readOf(await pageOf('/items/energy-review?lang=zh')),
      /由省级审查。不符合的，请向省级节能主管部门申请。/,
    )
    assert.match(readOf(await pageOf('/items/energy-review?lang=en')), /\. Otherwise apply to/)
  })

  test('of the offices one may choose, the one that was chosen is marked', async () => {
    const body = await pageOf('/items/energy-review?organ=210102-approval-bureau&lang=zh')
    assert.match(body, /<li aria-current="true"><a href="[^"]*organ=210102-approval-bureau/)
    assert.equal(body.match(/<li aria-current/g)?.length, 1)
  })
})
