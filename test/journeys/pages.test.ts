import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { after, before, suite, test } from 'node:test'
import type { Browser, Page } from 'playwright-core'
import { openBrowser } from '../harness/browser.ts'
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
    bypassCSP: script,
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
    await page.getByRole('navigation').getByRole('link', { name: '查办件进度' }).click()
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
    '/cases',
    'progress',
    '/design',
    '/design?lang=en',
    '/items/energy-review?elder=1',
    '/nothing-here',
  ])
    test(`${path} has nothing axe finds fault with, and fits 360 px`, async () => {
      const address = path === 'progress' ? `/cases/${receipt.number}?code=${receipt.checkCode}` : path
      const page = await pageAt(address, 360, true)
      await page.addScriptTag({ content: axe })
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

  test('the pages carry no script and stay small', async () => {
    const { body } = await gate.ask('/items/energy-review', { headers: { accept: 'text/html' } })
    assert.ok(!/<script|\son[a-z]+=|style="/i.test(body))
    assert.ok(Buffer.byteLength(body) < 60_000, `${Buffer.byteLength(body)} bytes`)
  })
})
