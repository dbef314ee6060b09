import assert from 'node:assert/strict'
import { after, before, suite, test } from 'node:test'
import type { Browser, Page } from 'playwright-core'
import { openBrowser } from '../harness/browser.ts'
import { scan } from '../harness/citizen.ts'
import { faultsOf, seatedAt } from '../harness/desk.ts'
import { openingOf, openTestGate, type TestGate } from '../harness/gate.ts'

const organ = '210102-approval-bureau'
let gate: TestGate
let browser: Browser
let base: string
const numbers: string[] = []

before(async () => {
  gate = await openTestGate()
  const token = await gate.officer(`acceptance@${organ}`)
  for (const name of ['沈阳坐席有限公司', '沈阳余热有限公司']) {
    const opened = await gate.ask('/api/cases', { token, body: openingOf(await gate.house.firm(name)) })
    numbers.push(opened.json().number)
  }
  base = await gate.app.listen({ port: 0, host: '127.0.0.1' })
  browser = await openBrowser()
})
after(async () => {
  await browser?.close()
  await gate?.close()
})

/** A page that remembers what the policy refused and what its scripts threw: nothing, in the end. */
async function open(post: string, path: string, options: { width?: number } = {}) {
  const context = await seatedAt(browser, gate, base, `${post}@${organ}`, options)
  const page = await context.newPage()
  const wrong: string[] = []
  page.on('pageerror', fault => wrong.push(fault.message))
  page.on('console', message => {
    if (/Content Security Policy/i.test(message.text())) wrong.push(message.text())
  })
  await page.goto(`${base}/office${path}`)
  return { page, wrong, close: () => context.close() }
}
const heading = (page: Page, name: string) => page.getByRole('heading', { level: 1, name }).waitFor()
const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click()
const done = (page: Page, verb: string) => page.getByRole('status').getByText(`已完成：${verb}`).waitFor()
const actsOf = (page: Page) => page.locator('.buttons button').allTextContents()
/** What is offered first: the button that looks like the next step. The desk’s kit sets two characters apart. */
const standingOut = async (page: Page) =>
  (await page.locator('.buttons .ant-btn-primary').allTextContents()).map(text => text.replace(' ', ''))

suite('坐席 the desk in a real browser', () => {
  test('by the demonstration’s card to today; claimed, given back, accepted, reviewed, decided', async () => {
    const context = await browser.newContext({ viewport: { width: 1_280, height: 900 }, locale: 'zh-CN' })
    const page = await context.newPage()
    await page.goto(`${base}/demo`)
    await page.locator('section', { hasText: '窗口受理' }).getByRole('button').click()
    await heading(page, '今日')
    await page.getByRole('button', { name: `签收 ${numbers[0]}` }).click()
    await page.getByRole('button', { name: `退签 ${numbers[0]}` }).waitFor()
    await page.getByLabel('状态').selectOption('true')
    await page.getByText('沈阳余热有限公司').waitFor({ state: 'detached' })
    await page.locator('tr', { hasText: '沈阳坐席有限公司' }).getByRole('link').click()
    await heading(page, '固定资产投资项目节能审查')
    await page.getByText('还剩5个工作日').first().waitFor()
    await press(page, '受理')
    await press(page, '确认受理')
    await done(page, '受理')
    await context.close()

    const review = await open('review', `/cases/${numbers[0]}`)
    await press(review.page, '完成环节')
    await review.page.getByLabel('专家评审意见').selectOption('original')
    await press(review.page, '确认完成环节')
    await done(review.page, '完成环节')
    await press(review.page, '完成环节')
    const opinion = review.page.getByRole('group', { name: '审查意见' })
    await opinion.getByRole('radio').first().check()
    await review.page
      .getByRole('group', { name: /重大利益/ })
      .getByLabel('否')
      .check()
    await press(review.page, '确认完成环节')
    await done(review.page, '完成环节')
    assert.deepEqual(review.wrong, [])
    await review.close()

    const head = await open('bureau-head', `/cases/${numbers[0]}`)
    await press(head.page, '决定')
    await press(head.page, '确认决定')
    const alert = head.page.getByRole('alert')
    await alert.getByText('BODY_INVALID').waitFor()
    await alert.getByRole('link', { name: '决定' }).waitFor()
    await head.page
      .getByRole('group', { name: '决定' })
      .getByLabel(/准予|同意|批准/)
      .first()
      .check()
    await head.page.getByLabel('说明理由').fill('经审查符合强制性节能标准')
    await press(head.page, '确认决定')
    await done(head.page, '决定')
    await head.page.getByText('经审查符合强制性节能标准').waitFor()
    assert.deepEqual(head.wrong, [])
    await head.close()
  })

  test('an act that is not open says why in the engine’s own words, with the article', async () => {
    const { page, wrong, close } = await open('bureau-head', `/cases/${numbers[1]}`)
    await heading(page, '固定资产投资项目节能审查')
    await page.getByText(/^为什么没有按钮/).click()
    const accept = page
      .getByRole('listitem')
      .filter({ hasText: '您无权作这一动作' })
      .filter({ hasText: '受理' })
      .first()
    await accept.getByText('AUTHORITY_WRONG_POST').waitFor()
    await accept.getByText('《行政许可法》第22条').waitFor()
    await page.getByText(/^其余动作/).click()
    await page.getByText('现在在办：受理').first().waitFor()
    assert.ok(!(await actsOf(page)).includes('决定'))
    // Where nothing brings the case on no button stands out, whatever else may be done.
    assert.deepEqual(await standingOut(page), [])
    assert.deepEqual(wrong, [])
    await close()
  })

  test('what was typed outlasts a refusal, a reload, and a case that has moved on', async () => {
    const { page, wrong, close } = await open('acceptance', `/cases/${numbers[1]}`)
    await page.getByRole('button', { name: '不予受理', exact: true }).waitFor()
    assert.deepEqual(await standingOut(page), ['受理'])
    await press(page, '一次告知补正')
    const note = page.getByLabel('说明')
    await note.fill('请补交盖章的节能报告')
    await press(page, '确认一次告知补正')
    await page.getByRole('alert').getByText('ACT_OUT_OF_ORDER').waitFor()
    assert.equal(await note.inputValue(), '请补交盖章的节能报告')
    await page.reload()
    assert.equal(await note.inputValue(), '请补交盖章的节能报告')
    await page.getByLabel('节能报告').check()
    const token = await gate.officer(`acceptance@${organ}`)
    assert.equal((await gate.ask(`/api/cases/${numbers[1]}/acts/claim`, { token, body: {} })).statusCode, 200)
    await press(page, '确认一次告知补正')
    await page.getByRole('alert').getByText('CASE_STALE').waitFor()
    assert.equal(await note.inputValue(), '请补交盖章的节能报告')
    await press(page, '确认一次告知补正')
    await done(page, '一次告知补正')
    await page.getByText('请补交盖章的节能报告').waitFor()
    await page.reload()
    await press(page, '补正')
    assert.deepEqual(wrong, [])
    await close()
  })

  test('every page, full, empty and refused, has nothing axe finds fault with, and fits 360 px', async () => {
    for (const width of [1_280, 360]) {
      const { page, close } = await open('acceptance', '/', { width })
      const look = async (what: string) => assert.deepEqual(await faultsOf(page), [], `${what} ${width}`)
      await page.getByRole('link', { name: '固定资产投资项目节能审查' }).first().waitFor()
      await look('today')
      await page.goto(`${base}/office/?level=red`)
      await page.getByText('按所选条件没有待办。').waitFor()
      await look('today, nothing')
      await page.goto(`${base}/office/cases/${numbers[1]}`)
      await page.getByText(/^其余动作/).click()
      await look('case')
      for (const verb of ['refuseAcceptance', 'delegate', 'challengeAvoidance']) {
        await page.goto(`${base}/office/cases/${numbers[1]}?act=${verb}`)
        await page.locator('form.act button[type=submit]').click()
        await page.getByRole('alert').first().waitFor()
        await look(verb)
      }
      await page.goto(`${base}/office/cases/2101022026030299999999`)
      await page.getByRole('alert').getByText('CASE_NOT_FOUND').waitFor()
      await look('no case')
      await page.goto(`${base}/office/counter`)
      await heading(page, '窗口')
      await look('counter')
      await page.goto(`${base}/office/nowhere`)
      await heading(page, '没有这个页面')
      await look('nowhere')
      await close()
    }
  })

  test('窗口 a paper application is entered for a firm, with keys only, and its receipt can be printed', async () => {
    const { page, wrong, close } = await open('acceptance', '/counter')
    const party = await gate.house.firm('沈阳窗口有限公司')
    const code = gate.house.codeOf(party)
    await page.getByLabel('企业或其他组织').focus()
    await page.keyboard.press('Space')
    await page.getByLabel('单位名称').fill('沈阳窗口有限公司')
    await page.getByLabel('统一社会信用代码').fill(code)
    await page.keyboard.press('Enter')
    await page.getByText('已在案。').waitFor()
    await page.getByLabel('办什么事').selectOption('energy-review')
    assert.equal(await page.getByLabel('统一社会信用代码').inputValue(), code)
    assert.equal(await page.getByLabel('单位名称').inputValue(), '沈阳窗口有限公司')
    await page.getByLabel('项目名称').fill('余热回收改造')
    await page.keyboard.press('Enter')
    const alert = page.getByRole('alert')
    await alert.getByRole('link', { name: '联系电话' }).waitFor()
    await page.getByLabel('联系人').fill('示例联系人')
    await page.getByLabel('联系电话').fill('13800000001')
    await page.getByLabel('项目代码').fill('2601-210102-04-01-123456')
    await page.getByLabel('年综合能源消费量').fill('1200')
    await page.getByLabel('年电力消费量').fill('0')
    for (const question of [/两高/, /国家核准/, /是否需征求/])
      await page.getByRole('group', { name: question }).getByLabel('否').check()
    await page.getByLabel('申请书', { exact: true }).selectOption('original')
    await page.getByLabel('节能报告', { exact: true }).selectOption('original')
    await page
      .getByLabel('为“节能报告”拍照或选择文件')
      .setInputFiles({ name: '报告.pdf', mimeType: 'application/pdf', buffer: scan })
    await page.getByRole('button', { name: '去掉 报告.pdf' }).waitFor()
    await page.getByLabel('年电力消费量').focus()
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: '收件回执' }).waitFor()
    await page.emulateMedia({ media: 'print' })
    assert.equal(await page.locator('.top').isVisible(), false)
    assert.equal(await page.getByText('查询码', { exact: true }).isVisible(), true)
    await page.emulateMedia({ media: 'screen' })
    await page.getByRole('link', { name: '打开办件' }).click()
    await page.getByText('沈阳窗口有限公司').first().waitFor()
    const { sequencer, subscriptions } = gate.house.city
    await sequencer.drain()
    while ((await subscriptions.runOnce()) > 0);
    const downloaded = page.waitForEvent('download', { timeout: 5_000 })
    await page.getByRole('button', { name: '打开第1个文件' }).click()
    const file = await downloaded.catch(async fault =>
      assert.fail(`${fault} ${await page.getByRole('alert').allTextContents()}`),
    )
    assert.match(file.suggestedFilename(), /\.pdf$/)
    assert.deepEqual(wrong, [])
    await close()
  })

  test('督察、事项、评价 what supervision sees, the organ’s items, bad ratings: full, clean and within 360 px', async () => {
    const rated = await gate.house.city.cases.idOf(numbers[1]!)
    const party = (await gate.house.city.cases.stateOf(rated)).parties[0]!.party
    await gate.house.city.ratings.rate(
      gate.house.city.db,
      { caseId: rated, item: 'energy-review', organ, party },
      { level: 1, reasons: ['slow'] },
      { bad: [1, 2], answer: { value: 15, unit: 'workday' } },
    )
    for (const width of [1_280, 360]) {
      const seated = await seatedAt(browser, gate, base, 'supervision@210100-supervision', { width })
      const page = await seated.newPage()
      const look = async (what: string) => assert.deepEqual(await faultsOf(page), [], `${what} ${width}`)
      await page.goto(`${base}/office/supervision`)
      await page.getByRole('heading', { name: '差评（按机关）' }).waitFor()
      if (width === 1_280) await page.getByText('和平区行政审批局').first().waitFor()
      await look('supervision')
      await page.goto(`${base}/office/ratings`)
      await page.getByRole('heading', { name: '待核实的差评' }).waitFor()
      if (width === 1_280) {
        await page.getByText('太慢').waitFor()
        await look('ratings, one to be verified')
        await page.getByRole('button', { name: `计入 ${numbers[1]}` }).click()
        await page.getByText('没有待核实的差评。').waitFor()
        await page.goto(`${base}/office/cases/${numbers[1]}`)
        await heading(page, '固定资产投资项目节能审查')
      }
      await look('ratings')
      await seated.close()
    }
    // Another of the bureau than whoever took the case in.
    const items = await open('review', '/items', { width: 360 })
    await items.page.getByRole('link', { name: '固定资产投资项目节能审查' }).first().waitFor()
    assert.deepEqual(await faultsOf(items.page), [])
    await items.page.goto(`${base}/office/ratings`)
    await items.page.getByLabel(`对 ${numbers[1]} 的回复：作了什么改正`).fill('已经增设窗口')
    assert.deepEqual(await faultsOf(items.page), [])
    await items.page.getByRole('button', { name: '发出回复' }).click()
    await items.page.getByText(/^没有要您回复的差评。/).waitFor()
    await items.close()
  })
})
