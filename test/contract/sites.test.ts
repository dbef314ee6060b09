import assert from 'node:assert/strict'
import { after, before, suite, test } from 'node:test'
import { gzipSync } from 'node:zlib'
import { publish } from '#hubs/business/publicity'
import { checkSites } from '../../commands/check/site-files.ts'
import { contentDirectory, readItemFiles } from '../../content.ts'
import { openTestGate, type TestGate } from '../harness/gate.ts'

let gate: TestGate
before(async () => {
  gate = await openTestGate()
})
after(() => gate?.close())

async function pageOf(path: string, status = 200): Promise<string> {
  const { statusCode, body } = await gate.ask(path, { headers: { accept: 'text/html', 'accept-language': 'zh' } })
  assert.equal(statusCode, status, path)
  return body
}
const part = (body: string, name: 'main' | 'aside'): string =>
  new RegExp(`<${name}[ >].*</${name}>`, 's').exec(body)?.[0] ?? ''
const readOf = (body: string): string => body.replaceAll(/<[^>]*>/g, ' ').replaceAll(/\s+/g, ' ')
const linksIn = (body: string): readonly string[] => [...body.matchAll(/href="(\/[^"#?]*)/g)].map(([, to]) => to!)
/** The items a page lists, wherever it leads with them. */
const itemsIn = (body: string): readonly string[] =>
  [...part(body, 'main').matchAll(/<a class="item-name" href="[^"]*\/items\/([a-z0-9-]+)/g)].map(([, item]) => item!)

suite('网站群 the sites of districts and departments', () => {
  test('every district has a site and every department of the city that carries something out, without anybody typing it', async () => {
    const list = await pageOf('/s')
    const districts = [...list.matchAll(/href="\/s\/(\d{6})"/g)].map(([, code]) => code)
    assert.equal(districts.length, 13)
    for (const bureau of ['approval', 'energy', 'market-regulation', 'civil-affairs', 'finance', 'natural-resources'])
      assert.ok(list.includes(`"/s/210100-${bureau}-bureau"`), bureau)
    assert.ok(!list.includes('/s/210100-data-bureau"'), 'who carries nothing out has none')
    await pageOf('/s/210100-data-bureau', 404)
    for (const address of new Set(linksIn(part(list, 'main')))) await pageOf(address)
    const heping = await pageOf('/s/210102')
    assert.ok(linksIn(heping).includes('/s/210102-civil-affairs-bureau'), 'its departments')
    assert.match(heping, /<h2>街道网站<\/h2>.*\/s\/210102001"/s)
    await pageOf('/s/210102001')
    await pageOf('/s/210102001-street')
  })

  test('the content of sites has no fault', async () => {
    const items = (await readItemFiles()).map(({ file }) => ({ item: /([^/]+)\.yaml$/.exec(file)![1]! }))
    assert.deepEqual(await checkSites(contentDirectory, items), [])
  })

  test('from the main door to a site and back', async () => {
    assert.ok(linksIn(await pageOf('/')).includes('/s'))
    assert.ok(linksIn(await pageOf('/regions')).includes('/s'))
    const crumbs = /<nav class="crumbs".*?<\/nav>/s.exec(await pageOf('/s/210102-civil-affairs-bureau/about'))![0]
    assert.deepEqual(linksIn(crumbs), ['/', '/s', '/s/210102'])
  })

  test('a guide is the same on the site and at the main door, byte for byte, in both languages and both sizes', async () => {
    const items = itemsIn(await pageOf('/s/210102/items'))
    assert.ok(items.length >= 10, `${items.length} items`)
    for (const more of ['lang=zh', 'lang=en', 'lang=zh&elder=1'])
      for (const [site, item, organ] of [
        ['210102-approval-bureau', 'energy-review', '210102-approval-bureau'],
        ['210103-approval-bureau', 'energy-review', '210103-approval-bureau'],
        ['210102', 'energy-review', '210102-approval-bureau'],
        ['for-firms', 'energy-review', '210100-approval-bureau'],
        ['210102', 'marriage-registration', '210102-civil-affairs-bureau'],
      ]) {
        const own = await pageOf(`/s/${site}/items/${item}?${more}`)
        const door = await pageOf(`/items/${item}?organ=${organ}&${more}`)
        assert.ok(part(own, 'main').length > 2_000)
        assert.equal(part(own, 'main'), part(door, 'main'), `${site} ${item}`)
        assert.equal(part(own, 'aside'), part(door, 'aside'), `${site} ${item}`)
        assert.ok(own.includes(`<link rel="canonical" href="/items/${item}?organ=${organ}">`))
      }
    for (const item of items) {
      const own = await pageOf(`/s/210102/items/${item}`)
      const [, canonical] = /<link rel="canonical" href="([^"]*)"/.exec(own)!
      assert.equal(part(own, 'main'), part(await pageOf(canonical!), 'main'), item)
    }
  })

  test('a site lists the items of its organs and no others, and finds only those', async () => {
    const bureau = itemsIn(await pageOf('/s/210102-civil-affairs-bureau/items'))
    assert.ok(bureau.includes('marriage-registration') && !bureau.includes('energy-review'))
    const found = async (site: string, q: string) =>
      itemsIn(await pageOf(`/s/${site}/items?q=${encodeURIComponent(q)}`))
    assert.deepEqual((await found('210102-approval-bureau', '能评')).includes('energy-review'), true)
    assert.deepEqual((await found('210102-civil-affairs-bureau', '能评')).includes('energy-review'), false)
    const none = await pageOf(`/s/210102-civil-affairs-bureau/items?q=${encodeURIComponent('量子纠缠')}`)
    assert.match(readOf(none), /本站没有符合的事项.*到全市的事项里找/)
    const kinds = await pageOf('/s/210102/items?drawer=permit')
    assert.ok(itemsIn(kinds).length > 0 && itemsIn(kinds).length < itemsIn(await pageOf('/s/210102/items')).length)
  })

  test('several organs in one site stand one under the other, each with its own', async () => {
    const firms = part(await pageOf('/s/for-firms/items'), 'main')
    for (const name of ['沈阳市营商环境建设局', '沈阳市市场监督管理局', '沈阳市发展和改革委员会'])
      assert.match(firms, new RegExp(`<h2>${name}`))
    const one = await pageOf('/s/for-firms/items?organ=210100-energy-bureau')
    assert.match(one, /aria-current="true"><a href="[^"]*organ=210100-energy-bureau/)
    assert.ok(!readOf(part(one, 'main')).includes('沈阳市市场监督管理局'))
    assert.match(await pageOf('/s/for-firms'), /<h2>开办和变更<\/h2>/)
  })

  test('what nobody of the site carries out leads to the main door; what is no item is none', async () => {
    const away = await gate.ask('/s/210102-civil-affairs-bureau/items/energy-review?elder=1&lang=en')
    assert.deepEqual([away.statusCode, away.headers['location']], [303, '/items/energy-review?lang=en&elder=1'])
    assert.match(await pageOf('/s/210102/items/none-of-ours', 404), /ITEM_UNKNOWN/)
  })

  test('an unknown site says so and where the sites are', async () => {
    for (const path of ['/s/nobody-here', '/s/999999/items', '/s/%3Cscript%3E/about', '/s/210100/open']) {
      const body = await pageOf(path, 404)
      assert.match(body, /SITE_UNKNOWN/)
      assert.match(readOf(body), /这里没有这个网站.*部门和区县网站/)
      assert.ok(linksIn(part(body, 'main')).includes('/s'))
      assert.ok(!body.includes('<script'))
    }
  })

  test('a site says where it is done, whom to call, and how everybody can use it', async () => {
    const about = readOf(await pageOf('/s/210102/about'))
    assert.match(about, /和平区行政审批局政务窗口（演示）.*工作日/)
    assert.match(about, /低位服务台.*不用脚本就能完整使用/)
    assert.match(readOf(await pageOf('/s/210181/about')), /请拨打12345，会转到本站的机关/)
  })

  test('a decision stands on the site of whoever made it, and on no other', async () => {
    const { city } = gate.house
    const organ = '210102-market-regulation-bureau'
    await city.db.transaction(sql =>
      publish(sql, {
        ...{ id: '0198aaaa-0000-7000-8000-000000000001', caseId: '0198aaaa-0000-7000-8000-000000000002' },
        ...{ number: 'N-1', item: 'annual-report-penalty', organ, region: '210102', kind: 'decision', scope: 'city' },
        ...{ fields: { number: '和市监罚〔2026〕1号' }, from: city.clock.today().toString(), until: null },
      }),
    )
    const shown = async (site: string) => (await pageOf(`/s/${site}/open`)).includes('和市监罚〔2026〕1号')
    assert.deepEqual(
      [await shown(organ), await shown('210102'), await shown('210103'), await shown('210102-civil-affairs-bureau')],
      [true, true, false, false],
    )
  })

  test('a page of a site is small and carries no script', async () => {
    const [, sheet] = /href="(\/style-[^"]+)"/.exec(await pageOf('/s'))!
    const style = gzipSync((await gate.ask(sheet!)).body).length
    for (const path of [
      '/s',
      '/s/210102',
      '/s/210102/items',
      '/s/210102/about',
      '/s/for-firms',
      '/s/210102/items/energy-review',
    ]) {
      const body = await pageOf(path)
      assert.ok(!/<script|\son[a-z]+=|style="/i.test(body), path)
      const kilobytes = (gzipSync(body).length + style) / 1_000
      assert.ok(kilobytes <= 60, `${path} ${kilobytes} kB`)
    }
  })

  test('language and large type are kept from page to page', async () => {
    const body = await pageOf('/s/210102?lang=en&elder=1')
    assert.match(body, /<html lang="en" class="elder">/)
    assert.match(body, /<h1>Heping District<\/h1>/)
    const own = [...body.matchAll(/href="(\/s(?:[/?][^"]*)?)"/g)].map(([, to]) => to!.replaceAll('&amp;', '&'))
    const switches = own.filter(to => to.includes('lang=zh'))
    assert.deepEqual(switches, ['/s/210102?lang=zh&elder=1'])
    assert.ok(
      own.filter(to => !switches.includes(to)).every(to => /lang=en/.test(to) && /elder=1/.test(to)),
      'every link',
    )
  })
})
