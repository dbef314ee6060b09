import assert from 'node:assert/strict'
import { after, before, suite, test } from 'node:test'
import type { Page } from 'playwright-core'
import { choose, heading, type Journeys, openJourneys, press, sees, type Walker } from '../harness/journey.ts'
import { codeOf, password } from '../harness/person.ts'

const three = { system: 'ADM-1', security: 'ADM-2', audit: 'ADM-3' } as const
const officer = 'XR-0001'
const wide = { script: true, width: 1_280 }
let journeys: Journeys
const secrets = new Map<string, string>()
let slip: string

before(async () => {
  journeys = await openJourneys({ setUp: true, stepUp: true })
})
after(() => journeys?.close())

/** The code on paper becomes an account with a password and a token of one's own. */
async function activates(number: string, code: string): Promise<void> {
  const { page, close } = await journeys.visitor({ script: false })
  await page.goto(`${journeys.base}/sign-in/activate`)
  await page.locator('input[name=number]').fill(number)
  await page.locator('input[name=code]').fill(code)
  for (const field of ['password', 'again']) await page.locator(`input[name=${field}]`).fill(password)
  await press(page, '启用')
  const shown = await page.locator('main code').first().textContent()
  assert.match(shown ?? '', /^[A-Z2-7 ]{20,}$/)
  secrets.set(number, shown!.replaceAll(' ', ''))
  await close()
}

async function seated(number: string, at: string): Promise<Walker> {
  const walker = await journeys.visitor(wide)
  const { page } = walker
  await page.goto(`${journeys.base}/sign-in?to=${encodeURIComponent('/office/')}`)
  await journeys.signIn(page, { number, nextCode: () => codeOf(journeys.gate, secrets.get(number)!) })
  await page.waitForURL(url => url.pathname.startsWith('/office'))
  await heading(page, at)
  return walker
}
const looked = async ({ page, look }: Walker, what: string) => {
  await look(what)
  await page.setViewportSize({ width: 360, height: 900 })
  await look(`${what} on a telephone`)
  await page.setViewportSize({ width: 1_280, height: 900 })
}
async function finds(page: Page, number: string): Promise<void> {
  await page.getByLabel('人员编号', { exact: true }).fill(number)
  await press(page, '查找')
}
async function chooses(page: Page, organ: string, post: string): Promise<void> {
  await page.getByLabel('机关名称').fill(organ)
  await press(page, '找机关')
  await page.getByLabel('哪个岗位').selectOption({ label: post })
  await press(page, '任命')
}

suite('三员的页面 after the first start an officer is let in entirely by page', () => {
  test('three persons are named at /setup and take their passwords', async () => {
    const code = (await journeys.gate.house.city.signIn.setup.firstCode())!
    const { page, close } = await journeys.visitor({ script: false })
    await page.goto(`${journeys.base}/setup`)
    await page.locator('input[name=code]').fill(code)
    for (const [kind, number] of Object.entries(three)) {
      await page.locator(`input[name=${kind}-number]`).fill(number)
      await page
        .locator(`input[name=${kind}-name]`)
        .fill(`示例${kind === 'audit' ? '审计' : kind === 'system' ? '系统' : '安全'}员`)
    }
    await page.locator('main form button').last().click()
    const codes = await page.locator('main code').allTextContents()
    assert.equal(codes.length, 3)
    await close()
    for (const [at, number] of Object.values(three).entries()) await activates(number, codes[at]!)
  })

  test('the system administrator puts an officer on record and proposes a system; its secret is shown once', async () => {
    const walker = await seated(three.system, '管理')
    const { page } = walker
    await looked(walker, 'the system administrator’s page')
    await press(page, '登记')
    await page.getByRole('alert').getByText('BODY_INVALID').waitFor()
    await page.getByLabel('新人员的编号').fill(officer)
    await page.getByLabel('姓名').fill('示例新人')
    await press(page, '登记')
    await sees(page, `已登记：示例新人 ${officer}`)
    await sees(page, '还没有系统')
    await page.getByLabel('系统标识').fill('medical-insurance')
    await page.getByLabel('系统名称').fill('示例医保系统')
    await page.getByLabel('登录后回到的地址').fill('https://system.example/back')
    await press(page, '提出')
    const secret = await page.locator('.receipt code').textContent()
    assert.ok((secret ?? '').length > 30)
    await sees(page, '等安全管理员批准')
    await finds(page, three.system)
    await choose(page, '从今天起的状态', '已离开')
    await press(page, '变更状态')
    await sees(page, 'ADMINISTRATION_SELF')
    await page.reload()
    await heading(page, '管理')
    assert.ok(!(await page.content()).includes(secret!))
    await walker.close()
  })

  test('the security administrator gives nothing to himself, and is told why', async () => {
    const walker = await seated(three.security, '管理')
    const { page } = walker
    await finds(page, three.security)
    await chooses(page, '和平区行政审批局', '和平区行政审批局 受理岗')
    await sees(page, '不能给自己授权')
    await sees(page, 'ADMINISTRATION_SELF')
    await press(page, '开通或恢复账户')
    await sees(page, 'ENROLMENT_NOT_YOURS')
    assert.equal(await page.locator('.receipt').count(), 0)
    await walker.close()
  })

  test('he appoints another, opens his account, and approves what waits for a second person', async () => {
    const walker = await seated(three.security, '管理')
    const { page } = walker
    await finds(page, 'NOBODY-1')
    await page.getByRole('alert').getByText('IDENTITY_UNKNOWN').waitFor()
    await finds(page, officer)
    await sees(page, '现在没有岗位')
    await chooses(page, '和平区行政审批局', '和平区行政审批局 受理岗')
    await page.getByRole('button', { name: '免去 和平区行政审批局 受理岗' }).waitFor()
    await press(page, '批准 示例医保系统')
    await sees(page, '没有等您批准的')
    await looked(walker, 'the security administrator’s page')
    await press(page, '开通或恢复账户')
    await page.getByRole('heading', { name: '账户开通单' }).waitFor()
    slip = (await page.locator('.receipt code').textContent())!
    await looked(walker, 'the slip of an officer')
    await press(page, '下一位')
    await page.getByRole('heading', { name: '岗位和账户' }).waitFor()
    assert.ok(!(await page.content()).includes(slip))
    await walker.close()
  })

  test('the first officer activates his account and sits down at the desk', async () => {
    await activates(officer, slip)
    const walker = await seated(officer, '今日')
    await sees(walker.page, '和平区行政审批局 受理岗')
    await sees(walker.page, '本岗现在没有待办')
    assert.equal(await walker.page.getByRole('navigation').getByRole('link', { name: '管理' }).count(), 0)
    await walker.close()
  })

  test('the audit administrator reads the journal, narrows it, and sees no case', async () => {
    const walker = await seated(three.audit, '管理')
    const { page } = walker
    await sees(page, '开通账户')
    await looked(walker, 'the audit administrator’s page')
    await page.getByLabel('哪一种变更').selectOption('appointed')
    await page.getByLabel('人员编号：他作的，或者关于他的').fill(officer)
    await press(page, '查阅')
    await page.locator('table.tasks tbody tr').nth(1).waitFor({ state: 'detached' })
    const line = await page.locator('table.tasks tbody tr').textContent()
    for (const said of [
      `示例新人 ${officer}`,
      `示例安全员 ${three.security}`,
      '任命',
      '210102-approval-bureau/acceptance',
    ])
      assert.ok(line?.includes(said), `${said} is not in ${line}`)
    await page.getByLabel('哪一种变更').selectOption('certified')
    await press(page, '查阅')
    await sees(page, '没有符合条件的记录')
    await page.goto(`${journeys.base}/office/cases/2101022026030299999999`)
    await heading(page, '没有这个页面')
    await walker.close()
  })

  for (const [language, name] of [
    ['zh', '管理'],
    ['en', 'Administration'],
  ] as const)
    test(`the one page of an administrator has one name (${language})`, async () => {
      const { page, close } = await seated(three.audit, '管理')
      await page.goto(`${journeys.base}/office/?lang=${language}`)
      await heading(page, name)
      assert.deepEqual(await page.locator('header nav a').allTextContents(), [name])
      assert.match(await page.title(), new RegExp(`^${name} – `))
      await close()
    })
})
