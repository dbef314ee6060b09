import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { after, before, suite, test } from 'node:test'
import type { Browser, Page } from 'playwright-core'
import { openBrowser } from '../harness/browser.ts'
import { openTestGate, type TestGate } from '../harness/gate.ts'
import { codeOf, openOfficer, openPerson, password, signInBy } from '../harness/person.ts'
import { openVisitor } from '../harness/visitor.ts'

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
let gate: TestGate
let browser: Browser
let base: string

before(async () => {
  gate = await openTestGate()
  const { port } = new URL(await gate.app.listen({ port: 0, host: '127.0.0.1' }))
  // Browsers know passkeys by a name, never by an address of numbers.
  base = `http://localhost:${port}`
  browser = await openBrowser()
})
after(async () => {
  await browser?.close()
  await gate?.close()
})

/** A page whose browser has a fingerprint reader that always says yes. */
async function pageWithAuthenticator(width: number): Promise<Page> {
  const context = await browser.newContext({ viewport: { width, height: 900 }, locale: 'zh-CN' })
  const page = await context.newPage()
  const tools = await context.newCDPSession(page)
  await tools.send('WebAuthn.enable')
  await tools.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  })
  return page
}

const heading = (page: Page, name: string) => page.getByRole('heading', { level: 1, name }).waitFor()

/** Evaluated from outside, so that the page’s own policy stays as it is. */
async function faultsOf(page: Page): Promise<readonly unknown[]> {
  await page.evaluate(axe)
  const violations = (await page.evaluate('axe.run(document).then(result => result.violations)')) as readonly {
    readonly id: string
    readonly nodes: readonly { readonly target: readonly string[] }[]
  }[]
  const wide = await page.evaluate<boolean>('document.documentElement.scrollWidth > innerWidth')
  return [
    ...violations.map(({ id, nodes }) => [id, nodes.map(({ target }) => target.join(' '))]),
    ...(wide ? ['wider than the screen'] : []),
  ]
}

suite('通行密钥 in a real browser', () => {
  for (const width of [1_280, 360])
    test(`at ${width} px: added after signing in, it signs in by one press, under the page’s own policy`, async () => {
      const { number, codes } = await openPerson(gate)
      const page = await pageWithAuthenticator(width)
      const reports: string[] = []
      page.on('console', message => message.type() === 'error' && reports.push(message.text()))
      await page.goto(`${base}/sign-in`)
      assert.deepEqual(await faultsOf(page), [])
      await page.getByRole('button', { name: '用通行密钥登录' }).click()
      await page.getByRole('status').waitFor({ timeout: 15_000 })
      assert.match((await page.getByRole('status').textContent()) ?? '', /没有完成/)
      await page.getByLabel('账户').fill(number)
      await page.getByLabel('口令', { exact: true }).fill(password)
      await page.getByRole('button', { name: '下一步' }).click()
      await page.getByLabel('一次性码', { exact: true }).fill(codes[0]!)
      await page.getByRole('button', { name: '登录', exact: true }).click()
      await heading(page, '登录与安全')
      await page.getByLabel('给它起个名字').fill('这台电脑')
      assert.deepEqual(await faultsOf(page), [])
      await page.getByRole('button', { name: '添加通行密钥' }).click()
      await page.getByRole('rowheader', { name: '通行密钥 这台电脑' }).waitFor()
      await page.getByRole('button', { name: '退出登录' }).click()
      await page.goto(`${base}/sign-in`)
      await page.getByRole('button', { name: '用通行密钥登录' }).click()
      await heading(page, '登录与安全')
      assert.deepEqual(reports, [])
      await page.context().close()
    })

  test('without script nothing of it is seen, and password and code go on working', async () => {
    const context = await browser.newContext({ locale: 'zh-CN', javaScriptEnabled: false })
    const page = await context.newPage()
    await page.goto(`${base}/sign-in`)
    assert.equal(await page.getByRole('button', { name: '用通行密钥登录' }).count(), 0)
    assert.equal(await page.getByRole('button', { name: '下一步' }).count(), 1)
    await context.close()
  })
})
suite('登录的各页 the pages of signing in', () => {
  for (const width of [1_280, 360])
    test(`at ${width} px nothing axe finds fault with, and nothing wider than the screen`, async () => {
      const { number, codes } = await openPerson(gate)
      const context = await browser.newContext({ viewport: { width, height: 900 }, locale: 'zh-CN' })
      const page = await context.newPage()
      const look = async (what: string) => assert.deepEqual(await faultsOf(page), [], what)
      await page.goto(`${base}/sign-in/recover`)
      await look('recover')
      await page.getByLabel('账户').fill(number)
      await page.getByRole('button', { name: '下一步' }).click()
      await heading(page, '第一项证明')
      await look('first proof')
      await page.getByLabel('没有用过的一个打印码').fill(codes[0]!)
      await page.getByRole('button', { name: '给出这一项' }).first().click()
      await heading(page, '第二项证明')
      await page.getByRole('button', { name: '发送短信' }).click()
      await page.getByRole('status').first().waitFor()
      await page.getByLabel('短信里的六位数字').fill('000000')
      await page.getByRole('button', { name: '给出这一项' }).last().click()
      await page.getByRole('alert').waitFor()
      await look('second proof, refused')
      await page.goto(`${base}/sign-in/recover/cancel`)
      await look('cancel')
      await page.goto(`${base}/sign-in/recover/cancel?elder=1&lang=en`)
      await look('cancel, elder, English')

      const officer = await openOfficer(gate, 'acceptance@210102-approval-bureau')
      const visitor = openVisitor(gate.app)
      await signInBy(visitor, officer.number, codeOf(gate, officer.secret))
      await context.addCookies([...visitor.cookies].map(([name, value]) => ({ name, value, url: base })))
      await page.goto(`${base}/sign-in/post`)
      await heading(page, '上岗')
      await page.getByRole('button', { name: '上这个岗' }).first().click()
      await page.getByText('当前岗位').waitFor()
      await look('posts')
      await page.goto(`${base}/sign-in/prove`)
      await look('prove')
      await context.close()
    })

  test('the first start: a page that says what is wrong, and fits 360 px', async () => {
    const { makeGate } = await import('../../gate.ts')
    const fresh = await makeGate(gate.house.city, { issuer: gate.issuer, setUp: true })
    const { port } = new URL(await fresh.listen({ port: 0, host: '127.0.0.1' }))
    const context = await browser.newContext({ viewport: { width: 360, height: 900 }, locale: 'zh-CN' })
    const page = await context.newPage()
    await page.goto(`http://localhost:${port}/setup`)
    await heading(page, '首次启动')
    assert.deepEqual(await faultsOf(page), [])
    await page.getByLabel('启动码').fill('aaaaa-aaaaa-aaaaa-aaaaa')
    for (const [at, name] of ['甲', '乙', '丙'].entries()) {
      await page.getByLabel('人员编号').nth(at).fill(`ADM-${at}`)
      await page.getByLabel('姓名').nth(at).fill(name)
    }
    await page.getByRole('button', { name: '指定三员' }).click()
    await page.getByRole('alert').waitFor()
    assert.deepEqual(await faultsOf(page), [])
    assert.equal(await page.getByLabel('人员编号').nth(1).inputValue(), 'ADM-1')
    await context.close()
    await fresh.close()
  })
})
