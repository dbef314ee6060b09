import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { after, before, suite, test } from 'node:test'
import type { Browser, Page } from 'playwright-core'
import { openBrowser } from '../harness/browser.ts'
import { testSessions } from '../harness/citizen.ts'
import { openTestGate, type TestGate } from '../harness/gate.ts'
import { mandatesAt, type Person } from '../harness/mandates.ts'

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
/** Where to leave pictures of the pages; nowhere unless somebody wants to look. */
const pictures = process.env['PICTURES']

let gate: TestGate
let browser: Browser
let base: string
let mother: Person
let daughter: Person

before(async () => {
  gate = await openTestGate({ sessions: testSessions })
  const at = mandatesAt(gate)
  mother = await at.person('示例母亲')
  daughter = await at.person('示例女儿', '19780307')
  base = await gate.app.listen({ port: 0, host: '127.0.0.1' })
  browser = await openBrowser()
})
after(async () => {
  await browser?.close()
  await gate?.close()
})

async function pageOf({ party }: Person, { script = false, width = 1_280, by = browser } = {}): Promise<Page> {
  const context = await by.newContext({
    viewport: { width, height: 900 },
    locale: 'zh-CN',
    javaScriptEnabled: script,
  })
  await context.addCookies([{ name: 'plumbline-test', value: `person:${party}`, url: base }])
  return context.newPage()
}
const heading = (page: Page, name: string) => page.getByRole('heading', { level: 1, name, exact: true }).waitFor()

async function look(page: Page, what: string): Promise<void> {
  const wide = page.viewportSize()?.width ?? 0
  if (pictures) await page.screenshot({ path: join(pictures, `${what}-${wide}.png`), fullPage: true })
  await page.evaluate(axe)
  const violations = (await page.evaluate('axe.run(document).then(result => result.violations)')) as readonly {
    readonly id: string
    readonly nodes: readonly { readonly target: readonly string[] }[]
  }[]
  assert.deepEqual(
    violations.map(({ id, nodes }) => [id, nodes.map(({ target }) => target.join(' '))]),
    [],
    what,
  )
  assert.equal(await page.evaluate('document.documentElement.scrollWidth > innerWidth'), false, `${what} is too wide`)
}

suite('授权 mandates in a real browser', () => {
  test('without script: given, taken up, chosen, said on every page, ended', async () => {
    const giver = await pageOf(mother)
    await giver.goto(`${base}/mine`)
    await giver.getByRole('complementary').getByRole('link', { name: '授权' }).click()
    await heading(giver, '授权')
    await giver.getByLabel('对方姓名').fill(daughter.name)
    await giver.getByLabel('对方公民身份号码').fill(daughter.number)
    await giver.getByLabel('每行写一件事').fill('政府信息公开申请')
    await giver.getByLabel('到哪一天为止').fill('2026-06-30')
    await giver.getByRole('button', { name: '授权', exact: true }).click()
    await giver.getByText('等对方接受').waitFor()

    const taker = await pageOf(daughter)
    await taker.goto(`${base}/mine/delegations`)
    await taker.getByRole('button', { name: '接受' }).click()
    await taker.goto(`${base}/mine/acting`)
    await taker
      .getByRole('button', { name: /^为.+办理$/ })
      .last()
      .click()
    await heading(taker, '我的')
    await taker.getByText('您正在为', { exact: false }).waitFor()
    await giver.goto(`${base}/mine/delegations`)
    await giver.getByRole('button', { name: '终止授权' }).click()
    await taker.goto(`${base}/mine`)
    await heading(taker, '不能再为他人办理')
    await taker.getByRole('main').getByRole('button', { name: '换回自己' }).click()
    await heading(taker, '我的')
    await giver.context().close()
    await taker.context().close()
  })

  test('写到一半: the browser is killed; on another device the words stand where they were typed, and are gone when it is given', async () => {
    const at = mandatesAt(gate)
    const [giver, helper] = [await at.person('示例外婆'), await at.person('示例外孙女', '19780307')]
    const doomed = await openBrowser()
    const first = await pageOf(giver, { script: true, by: doomed })
    await first.goto(`${base}/mine/delegations`)
    await first.getByLabel('对方姓名').pressSequentially('示例外')
    await first.getByLabel('每行写一件事').pressSequentially('政府信息')
    await first.getByLabel('领取证照和文书').check()
    await first
      .locator('#give')
      .getByText(/^已保存/)
      .waitFor()
    const killed = new Promise(resolve => doomed.once('disconnected', resolve))
    void (await doomed.newBrowserCDPSession()).send('Browser.crash').catch(() => {})
    await killed

    const page = await pageOf(giver, { script: true, width: 360 })
    const wrong: string[] = []
    page.on('pageerror', fault => wrong.push(fault.message))
    page.on('console', message => {
      if (/Content Security Policy/i.test(message.text())) wrong.push(message.text())
    })
    await page.goto(`${base}/mine/delegations`)
    await page.getByText('上次填了还没有提交的，已经放回原处').waitFor()
    assert.equal(await page.getByLabel('对方姓名').inputValue(), '示例外')
    assert.equal(await page.getByLabel('每行写一件事').inputValue(), '政府信息')
    assert.equal(await page.getByLabel('领取证照和文书').isChecked(), true)
    await look(page, 'delegations-unsent')
    await page.getByLabel('对方姓名').fill(helper.name)
    await page.getByLabel('对方公民身份号码').fill(helper.number)
    await page.getByLabel('每行写一件事').fill('政府信息公开申请')
    await page.getByLabel('到哪一天为止').fill('2026-06-30')
    await page.getByRole('button', { name: '授权', exact: true }).click()
    await page.getByText('等对方接受').waitFor()
    assert.equal(await page.getByLabel('对方姓名').inputValue(), '')
    const { db } = gate.house.city
    assert.deepEqual(await db.query('select 1 from power.drafts where owner = $1', [giver.party]), [])
    assert.deepEqual(wrong, [])
    await page.context().close()
  })

  test('without its key the form stands on its page again with all that was typed; one press more, and it is done', async () => {
    const at = mandatesAt(gate)
    const [giver, helper] = [await at.person('示例姨母'), await at.person('示例外甥女', '19780307')]
    const page = await pageOf(giver, { script: true, width: 360 })
    await page.goto(`${base}/mine/delegations`)
    await page.evaluate("document.querySelector('#give input[name=key]').value = ''")
    await page.getByLabel('对方姓名').fill(helper.name)
    await page.getByLabel('对方公民身份号码').fill(helper.number)
    await page.getByLabel('每行写一件事').fill('政府信息公开申请')
    await page.getByLabel('到哪一天为止').fill('2026-06-30')
    await page.getByRole('button', { name: '授权', exact: true }).click()
    const note = page.getByRole('alert')
    await note.getByRole('heading', { name: '请再确认一次' }).waitFor()
    assert.equal(await note.evaluate('document.activeElement.getAttribute("role")'), 'alert', 'it is read first')
    assert.equal(await page.getByLabel('对方姓名').inputValue(), helper.name)
    assert.equal(await page.getByLabel('到哪一天为止').inputValue(), '2026-06-30')
    await look(page, 'delegations-again')
    await page.getByRole('button', { name: '授权', exact: true }).click()
    await page.getByText('等对方接受').waitFor()
    await page.context().close()
  })

  for (const width of [1_280, 360])
    test(`every page, empty, full, in error and refused, has nothing axe finds fault with at ${width} px`, async () => {
      const at = mandatesAt(gate)
      const [child, helper] = [await at.person('示例长者'), await at.person('示例帮手', '19780307')]
      const page = await pageOf(child, { script: true, width })
      for (const path of ['delegations', 'acting', 'consents']) {
        await page.goto(`${base}/mine/${path}`)
        await look(page, `${path}-empty`)
      }
      await page.goto(`${base}/mine/delegations`)
      await page.getByLabel('对方姓名').fill('<script>')
      await page.getByRole('button', { name: '授权', exact: true }).click()
      await page.getByRole('alert').waitFor()
      await look(page, 'delegations-errors')
      const id = await at.mandate(child, helper, { items: null, scopes: ['see'] })
      await at.mandate(child, helper)
      await page.goto(`${base}/mine/delegations?elder=1`)
      await look(page, 'delegations-given-elder')
      const other = await pageOf(helper, { script: true, width })
      await other.goto(`${base}/mine/delegations`)
      await look(other, 'delegations-held')
      await other.goto(`${base}/mine/acting`)
      await look(other, 'acting-choices')
      await other.locator(`form:has(input[value="${id}"]) button:not(.unseen)`).click()
      await heading(other, '我的')
      await look(other, 'mine-acting')
      await other.goto(`${base}/mine/data`)
      await look(other, 'not-covered')
      await other.goto(`${base}/mine/acting?lang=en&elder=1`)
      await look(other, 'acting-en-elder')
      await page.goto(`${base}/mine/delegations`)
      while ((await page.getByRole('button', { name: '终止授权' }).count()) > 0)
        await page.getByRole('button', { name: '终止授权' }).first().click()
      await other.goto(`${base}/mine`)
      await look(other, 'ended')
      await page.context().close()
      await other.context().close()
    })
})
