import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { after, before, suite, test } from 'node:test'
import type { Browser, Page } from 'playwright-core'
import { drawWhole, openBrowser } from '../harness/browser.ts'
import { openingOf, openTestGate, type TestGate } from '../harness/gate.ts'

const organ = '210102-approval-bureau'
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

interface Violation {
  readonly id: string
  readonly nodes: readonly { readonly target: readonly string[] }[]
}

/** Words of a plumb line that reach beyond its drawing. */
const textsCut = `[...document.querySelectorAll('svg.plumb:not(.small)')].flatMap(svg => {
  const frame = svg.getBoundingClientRect()
  const cut = ({ left, right, bottom }) => left < frame.left - 1 || right > frame.right + 1 || bottom > frame.bottom + 1
  return [...svg.querySelectorAll('text')].filter(text => cut(text.getBoundingClientRect())).map(text => text.textContent)
})`

let gate: TestGate
let browser: Browser
let base: string
let receipt: { readonly number: string; readonly checkCode: string }

before(async () => {
  gate = await openTestGate()
  const window = await gate.officer(`acceptance@${organ}`)
  const party = await gate.house.firm()
  const opened = await gate.ask('/api/cases', { token: window, body: openingOf(party) })
  receipt = opened.json()
  base = await gate.app.listen({ port: 0, host: '127.0.0.1' })
  browser = await openBrowser()
})
after(async () => {
  await browser?.close()
  await gate?.close()
})

async function pageAt(path: string, width = 1_280, script = false): Promise<Page> {
  const context = await browser.newContext({
    viewport: { width, height: 900 },
    locale: 'zh-CN',
    javaScriptEnabled: script,
  })
  const page = await context.newPage()
  await page.goto(base + path)
  return page
}

suite('公共页面 the public pages in a real browser, without script', () => {
  test('from the directory by search to the guide, and from the receipt to the progress', async () => {
    const page = await pageAt('/')
    await page.getByRole('searchbox').fill('能评')
    await page.getByRole('button', { name: '搜索' }).click()
    await page.getByRole('link', { name: '固定资产投资项目节能审查' }).click()
    await page.getByRole('heading', { level: 1, name: '固定资产投资项目节能审查' }).waitFor()
    assert.match((await page.getByRole('main').textContent()) ?? '', /《行政许可法》第32条第4项/)
    await page.getByRole('navigation').getByRole('link', { name: '查进度' }).click()
    await page.getByLabel('办件编号').fill(receipt.number)
    await page.getByLabel('查询码').fill(receipt.checkCode.toLowerCase().replace('-', ''))
    await page.getByRole('button', { name: '查询' }).click()
    const line = page.getByRole('img', { name: /现在是“受理”，距到期还有\d+个工作日/ })
    await line.waitFor()
    assert.match((await page.getByRole('main').textContent()) ?? '', /和平区行政审批局 受理岗/)
  })

  test('a wrong code and an unknown number look the same', async () => {
    const wrong = await pageAt(`/cases/${receipt.number}?code=0000-0000`)
    const unknown = await pageAt('/cases/2101022026030299999999?code=0000-0000')
    const said = async (page: Page) => ((await page.getByRole('alert').textContent()) ?? '').replaceAll(/\d/g, '')
    assert.equal(await said(wrong), await said(unknown))
  })

  for (const path of [
    '/',
    '/?q=没有这样的事',
    '/items/energy-review',
    '/items/energy-report-penalty?lang=en',
    '/items/energy-review?organ=210102-approval-bureau',
    '/items/energy-saving-fund?lang=en',
    '/items/investment-project-permits',
    '/items/open-restaurant?lang=en',
    '/?region=210102&organ=210102-approval-bureau',
    '/?region=210102001&lang=en',
    '/regions',
    '/regions?lang=en&elder=1',
    '/entries/offline-marriage',
    '/entries/fire-safety-check?lang=en&elder=1',
    '/life-events',
    '/life-events/build-a-plant',
    '/life-events/open-a-restaurant?lang=en&elder=1',
    '/statistics',
    '/statistics?lang=en&elder=1',
    '/cases',
    'progress',
    '/design',
    '/design?lang=en',
    '/design?elder=1',
    '/design?elder=1&lang=en',
    '/items/energy-review?elder=1',
    '/items/energy-review?elder=1&lang=en',
    '/items/civil-air-defence-fee',
    '/items/energy-review/versions',
    '/items/energy-review/versions?lang=en&organ=210102-approval-bureau&against=210103-approval-bureau',
    '/items/energy-review/versions?elder=1&organ=210102-approval-bureau&against=210103-approval-bureau',
    `/?q=${'长'.repeat(60)}`,
    `/?q=${'x'.repeat(100)}`,
    '/cases/2101022026030299999999?code=0000-0000',
    '/nothing-here',
    '/%E0%A4%A',
  ])
    test(`${path} has nothing axe finds fault with, and fits 360 px`, async () => {
      const address = path === 'progress' ? `/cases/${receipt.number}?code=${receipt.checkCode}` : path
      const page = await pageAt(address, 360, true)
      await page.evaluate(drawWhole)
      await page.evaluate(axe)
      const violations = (await page.evaluate('axe.run(document).then(result => result.violations)')) as Violation[]
      assert.deepEqual(
        violations.map(({ id, nodes }) => [id, nodes.map(({ target }) => target.join(' '))]),
        [],
      )
      assert.ok((await page.evaluate<number>('document.documentElement.scrollWidth')) <= 360, 'wider than the screen')
      assert.deepEqual(await page.evaluate(textsCut), [], 'cut off in a drawing')
      assert.match((await page.locator('body').textContent()) ?? '', /演示|Demonstration/)
      await page.context().close()
    })

  test('on a narrow screen every cell says what it is, and the way through the page stands at its top', async () => {
    const page = await pageAt('/items/energy-review', 360, true)
    const unnamed = `[...document.querySelectorAll('table.cards td')].filter(cell => cell.offsetHeight > 0
      && getComputedStyle(cell, '::before').content.length < 4).map(cell => cell.textContent)`
    assert.deepEqual(await page.evaluate(unnamed), [])
    assert.match((await page.locator('table.cards td[data-label="约束谁："]').first().textContent()) ?? '', /机关/)
    const contents = page.getByRole('navigation', { name: '本页内容' })
    await contents.getByRole('link', { name: '时限' }).click()
    assert.match(page.url(), /#limits$/)
    // What lies between was not set yet, and stands at its full height when it is passed.
    const top = await page.evaluate<number>("document.querySelector('#limits').getBoundingClientRect().top")
    assert.ok(Math.abs(top) < 100, `${top}`)
    const rail = page.getByRole('complementary')
    assert.equal(await rail.getByRole('link', { name: '时限' }).count(), 0)
    const wide = await pageAt('/items/energy-review')
    assert.equal(await wide.getByRole('navigation', { name: '本页内容' }).count(), 0)
    assert.equal(await wide.getByRole('complementary').getByRole('link', { name: '时限' }).count(), 1)
  })

  test('a long page says at its top what it holds; a short one does not', async () => {
    for (const path of ['/', '/statistics', '/items/energy-review']) {
      const page = await pageAt(path, 360, true)
      const named = await page.evaluate<readonly (readonly [string, string])[]>(
        `[...document.querySelectorAll('nav.contents a')].map(link =>
          [link.textContent, document.querySelector(link.getAttribute('href'))?.textContent ?? ''])`,
      )
      assert.equal(await page.getByRole('navigation', { name: '本页内容' }).getByRole('link').count(), named.length)
      assert.ok(named.length >= 5, path)
      for (const [name, stands] of named) assert.ok(stands.startsWith(name), `${path}: ${name}`)
      await page.context().close()
    }
    for (const path of ['/cases', '/?q=能评', '/?drawer=permit', `/cases/${receipt.number}`]) {
      const page = await pageAt(path, 360, true)
      assert.equal(await page.getByRole('navigation', { name: '本页内容' }).count(), 0, path)
      await page.context().close()
    }
  })

  test('in large type the words of the drawing are as large as those beside it', async () => {
    const sizeOf = async (path: string) => {
      const page = await pageAt(path, 360, true)
      return page.evaluate<number>(
        `(([svg]) => 17 * svg.getBoundingClientRect().width / svg.viewBox.baseVal.width)(document.querySelectorAll('svg.plumb'))`,
      )
    }
    assert.ok((await sizeOf('/items/energy-review')) >= 15)
    assert.ok((await sizeOf('/items/energy-review?elder=1')) >= 20)
  })

  test('who is lost is told where he is, in words, and no part of the site is said to be where he is', async () => {
    for (const path of ['/nothing-here', '/items/no-such-item', '/%E0%A4%A']) {
      const page = await pageAt(path)
      assert.match((await page.getByRole('main').textContent()) ?? '', /没有这个页面|没有看懂您的请求/)
      assert.match((await page.getByRole('main').textContent()) ?? '', /询问工作人员时请报：[A-Z_]+，/)
      assert.equal(await page.locator('[aria-current]').count(), 0, path)
      await page.getByRole('navigation').getByRole('link', { name: '办事', exact: true }).click()
      await page.getByRole('heading', { level: 1, name: '办事', exact: true }).waitFor()
    }
  })

  test('after a wrong code both fields are pointed at what was said, and the number is kept', async () => {
    const page = await pageAt(`/cases/${receipt.number}?code=0000-0000`)
    for (const label of ['办件编号', '查询码']) {
      const field = page.getByLabel(label)
      assert.equal(await field.getAttribute('aria-invalid'), 'true')
      assert.match((await field.getAttribute('aria-describedby')) ?? '', /^wrong/)
    }
    assert.equal(await page.getByLabel('办件编号').inputValue(), receipt.number)
    assert.equal(await page.getByRole('alert').getAttribute('id'), 'wrong')
    const fresh = await pageAt('/cases')
    assert.equal(await fresh.getByLabel('办件编号').getAttribute('aria-invalid'), null)
  })

  test('the keyboard goes first to the content, then through the page in the order it is read', async () => {
    const page = await pageAt('/', 1_280, true)
    const focused = () =>
      page.evaluate<string>('document.activeElement.textContent.trim() || document.activeElement.id')
    const way: string[] = []
    for (let step = 0; step < 12; step++) {
      await page.keyboard.press('Tab')
      way.push(await focused())
    }
    assert.deepEqual(way, [
      '跳到正文',
      '演示首页',
      '准绳',
      '办事',
      '查进度',
      '我的',
      '公开',
      '求助',
      '大字版',
      'English',
      'q',
      '搜索',
    ])
  })

  test('the pages carry no script and stay small', async () => {
    const { body } = await gate.ask('/items/energy-review', { headers: { accept: 'text/html' } })
    assert.ok(!/<script|\son[a-z]+=|style="/i.test(body))
    assert.ok(Buffer.byteLength(body) < 60_000, `${Buffer.byteLength(body)} bytes`)
  })
})
