import assert from 'node:assert/strict'
import { after, before, suite, test } from 'node:test'
import type { Browser, Page } from 'playwright-core'
import { openBrowser } from '../harness/browser.ts'
import { scan, testSessions } from '../harness/citizen.ts'
import { openingOf, openTestGate, type TestGate } from '../harness/gate.ts'

const organ = '210102-approval-bureau'
let gate: TestGate
let browser: Browser
let base: string
let firm: string
let number: string

before(async () => {
  gate = await openTestGate({ sessions: testSessions })
  firm = await gate.house.firm('沈阳补正有限公司')
  const token = await gate.officer(`acceptance@${organ}`)
  const body = openingOf(firm) as { readonly body: object }
  const opened = await gate.ask('/api/cases', {
    token,
    body: { ...body, body: { ...body.body, materials: { application: 'original' } } },
  })
  number = opened.json().number
  await gate.ask(`/api/cases/${number}/acts/requestSupplement`, {
    token,
    body: { materials: ['report'], fields: ['project.name'], note: '节能报告缺失，项目名称请写全称' },
  })
  base = await gate.app.listen({ port: 0, host: '127.0.0.1' })
  browser = await openBrowser()
})
after(async () => {
  await browser?.close()
  await gate?.close()
})

/** A device of the firm's; what the page's policy refused is remembered. */
async function device(width: number) {
  const context = await browser.newContext({ viewport: { width, height: 900 }, locale: 'zh-CN' })
  await context.addCookies([{ name: 'plumbline-test', value: `person:${firm}`, url: base }])
  const page = await context.newPage()
  const wrong: string[] = []
  page.on('pageerror', fault => wrong.push(fault.message))
  page.on('console', message => {
    if (/Content Security Policy/i.test(message.text())) wrong.push(message.text())
  })
  await page.goto(`${base}/mine/cases/${number}`)
  return { page, wrong, close: () => context.close() }
}
const nameOf = (page: Page) => page.getByLabel('项目名称').inputValue()
const kept = (page: Page, form: string) => page.locator(`${form} .keeping`).getByText('已').waitFor()

suite('本页内容 the page of a case says what it holds', () => {
  test('each part that is there and no other; a link to what is closed opens it', async () => {
    const { page, close } = await device(360)
    const contents = page.getByRole('navigation', { name: '本页内容' })
    assert.deepEqual(
      await contents.getByRole('link').allTextContents(),
      (await page.locator('main > section').locator(':is(h2, summary)').allTextContents()).map(one => one.trim()),
    )
    await contents.getByRole('link', { name: '撤回申请' }).focus()
    await page.keyboard.press('Enter')
    await page.locator('#reason').waitFor({ state: 'visible' })
    await close()
  })
})

suite('补正 what was asked for, on a telephone that is lost half way', () => {
  test('what was typed is there on another device; a paper handed in beside it takes nothing with it', async () => {
    const phone = await device(360)
    await phone.page.getByLabel('项目名称').fill('余热回收改造（二')
    await kept(phone.page, '#supplement')
    await phone.page.getByText('撤回申请').first().click()
    await phone.page.locator('#reason').fill('也许先不办')
    await kept(phone.page, '#withdraw')
    await phone.close()

    const desk = await device(1_280)
    assert.equal(await nameOf(desk.page), '余热回收改造（二')
    assert.equal(await desk.page.locator('#reason').inputValue(), '也许先不办')
    assert.equal(await desk.page.getByText('上次填了还没有提交的，已经放回原处').count(), 2)
    await desk.page
      .locator('#p-report')
      .setInputFiles({ name: '节能报告.pdf', mimeType: 'application/pdf', buffer: scan })
    await desk.page.locator('#supplement').getByRole('button', { name: '提交这一项' }).first().click()
    await desk.page.locator('#supplement').getByText('已交').waitFor()
    assert.equal(await nameOf(desk.page), '余热回收改造（二')
    await desk.page.getByLabel('项目名称').fill('余热回收改造（二期）')
    await desk.page.locator('#supplement').getByRole('button', { name: '提交这一项' }).click()
    await desk.page.locator('#supplement').waitFor({ state: 'detached' })
    await desk.page.getByText('余热回收改造（二期）').waitFor()
    assert.deepEqual([...phone.wrong, ...desk.wrong], [])
    await desk.close()
  })
})
