import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { after, before, suite, test } from 'node:test'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { openBrowser } from '../harness/browser.ts'
import { scan, testSessions } from '../harness/citizen.ts'
import { formAnswers, openTestGate, type TestGate } from '../harness/gate.ts'

const organ = '210102-approval-bureau'
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
let gate: TestGate
let browser: Browser
let base: string
let firm: string

before(async () => {
  gate = await openTestGate({ sessions: testSessions })
  firm = await gate.house.firm('沈阳网办有限公司')
  base = await gate.app.listen({ port: 0, host: '127.0.0.1' })
  browser = await openBrowser()
})
after(async () => {
  await browser?.close()
  await gate?.close()
})

async function citizen({ script = false, width = 1_280 } = {}): Promise<BrowserContext> {
  const context = await browser.newContext({
    viewport: { width, height: 900 },
    locale: 'zh-CN',
    javaScriptEnabled: script,
  })
  await context.addCookies([{ name: 'plumbline-test', value: `person:${firm}`, url: base }])
  return context
}

const heading = (page: Page, name: string) => page.getByRole('heading', { level: 1, name }).waitFor()
const sent = { name: '节能报告.pdf', mimeType: 'application/pdf', buffer: scan }

async function fits(page: Page): Promise<void> {
  await page.getByLabel('年综合能源消费量').fill('1,200')
  await page.getByLabel('年电力消费量').fill('0')
  for (const question of ['是否“两高”项目', '是否国家核准项目'])
    await page.getByRole('group', { name: question }).getByLabel('否').check()
  await page.getByRole('button', { name: '继续', exact: true }).click()
}

/** Where axe finds fault, or the page is wider than the screen; `small` also names what is too small to be pressed. */
async function faultsOf(page: Page, small: boolean): Promise<readonly unknown[]> {
  await page.evaluate(axe)
  const violations = (await page.evaluate('axe.run(document).then(result => result.violations)')) as readonly {
    readonly id: string
    readonly nodes: readonly { readonly target: readonly string[] }[]
  }[]
  const wide = await page.evaluate<boolean>('document.documentElement.scrollWidth > innerWidth')
  const little = `[...document.querySelectorAll('main button:not(.unseen), main input:not([type=hidden]):not([type=radio]):not([type=checkbox]), .top nav a, .top nav button')]
    .filter(one => one.getBoundingClientRect().height < 60).map(one => one.textContent || one.name)`
  return [
    ...violations.map(({ id, nodes }) => [id, nodes.map(({ target }) => target.join(' '))]),
    ...(wide ? ['wider than the screen'] : []),
    ...(small ? await page.evaluate<string[]>(little) : []),
  ]
}

suite('网上申请 from the guide to the receipt in a real browser, without script', () => {
  test('a firm applies, is told what is missing, mends it and has its receipt', async () => {
    const context = await citizen()
    const page = await context.newPage()
    await page.goto(`${base}/apply/energy-review`)
    await page.getByLabel('由哪个机关办理').selectOption(organ)
    await page.getByRole('button', { name: '开始填写' }).click()
    await heading(page, '适合我吗')
    await fits(page)
    await heading(page, '填写')
    assert.equal(await page.getByLabel('单位名称').inputValue(), '沈阳网办有限公司')
    await page.getByLabel('联系人').fill('示例联系人')
    await page.getByLabel('项目代码').fill(formAnswers['project.code'])
    await page.getByLabel('项目名称').fill('余热回收改造')
    await page.getByLabel('项目名称').press('Enter')
    const summary = page.getByRole('alert')
    await summary.getByRole('link', { name: /联系电话/ }).click()
    assert.match(page.url(), /#f-contact-phone$/)
    await page.getByLabel('联系电话').fill('138 0000 0001')
    await page
      .getByRole('group', { name: /是否需征求/ })
      .getByLabel('否')
      .check()
    await page.getByRole('button', { name: '继续', exact: true }).click()
    await heading(page, '材料')
    await page.getByLabel('选择“申请书”的文件').setInputFiles({ ...sent, name: '申请书.pdf' })
    await page.getByRole('button', { name: '上传' }).first().click()
    await page.getByRole('button', { name: '开始预检' }).click()
    await heading(page, '预检')
    await page.getByRole('link', { name: '去交“节能报告”' }).first().click()
    await page.getByLabel('选择“节能报告”的文件').setInputFiles(sent)
    await page.getByRole('button', { name: '上传' }).nth(1).click()
    await page.getByRole('button', { name: '开始预检' }).click()
    await heading(page, '核对提交')
    await page.getByText('没有发现问题，可以提交。').waitFor()
    await page.getByRole('button', { name: '确认无误，提交' }).click()
    await heading(page, '收件回执')
    await page.getByRole('link', { name: '看办理进度' }).click()
    await page.getByText('和平区行政审批局 受理岗').first().waitFor()
    await context.close()
  })

  test('大字版 chosen by one press, it stays on this device, and what is pressed is as large as a thumb', async () => {
    const context = await citizen({ width: 360, script: true })
    const page = await context.newPage()
    await page.goto(`${base}/mine`)
    await page.getByRole('button', { name: '大字版' }).click()
    assert.equal(await page.locator('html.elder').count(), 1)
    await page.goto(`${base}/apply/energy-review`)
    assert.equal(await page.locator('html.elder').count(), 1)
    await page.getByRole('button', { name: '开始填写' }).click()
    await heading(page, '适合我吗')
    assert.deepEqual(await faultsOf(page, true), [])
    assert.ok((await page.evaluate<number>('parseFloat(getComputedStyle(document.body).fontSize)')) >= 18)
    await page.getByRole('button', { name: '标准字号' }).click()
    assert.equal(await page.locator('html.elder').count(), 0)
    await context.close()
  })

  test('every page of it, full and with errors, has nothing axe finds fault with, and fits 360 px', async () => {
    const context = await citizen({ width: 360, script: true })
    const page = await context.newPage()
    const look = async (what: string) => assert.deepEqual(await faultsOf(page, false), [], what)
    await page.goto(`${base}/apply/energy-review`)
    await look('须知')
    await page.getByLabel('由哪个机关办理').selectOption(organ)
    await page.getByRole('button', { name: '开始填写' }).click()
    await heading(page, '适合我吗')
    await look('适合我吗')
    await page.getByRole('button', { name: '继续', exact: true }).click()
    await page.getByRole('alert').waitFor()
    await look('适合我吗, errors')
    await fits(page)
    await heading(page, '填写')
    await page.getByRole('button', { name: '信息有误，我来改' }).last().click()
    await look('填写')
    await page.getByRole('button', { name: '继续', exact: true }).click()
    await page.getByRole('alert').waitFor()
    await look('填写, errors')
    for (const path of ['/mine', '/mine/data', '/mine/messages', '/mine/vouchers', '/verify', '/open', '/help']) {
      await page.goto(base + path)
      await look(path)
    }
    await context.close()
  })
})
