import assert from 'node:assert/strict'
import { after, before, suite, test } from 'node:test'
import type { Page } from 'playwright-core'
import { choose, follow, heading, type Journeys, openJourneys, press, sees } from '../harness/journey.ts'

const investigator = 'investigator@210102-energy-bureau'
let journeys: Journeys
before(async () => {
  journeys = await openJourneys({ now: '2026-05-11T09:00:00+08:00' })
})
after(() => journeys?.close())

const penalty = '重点用能单位未按规定报送能源利用状况报告或者报告内容不实的处罚'
const visit = '粮食流通监督检查'

/** Few items are all in sight, many are a list. */
async function choosesItem(page: Page, name: string): Promise<void> {
  const item = page.locator('#item')
  await item.waitFor()
  const isList = await item.evaluate(node => node.tagName === 'SELECT')
  if (isList) await item.selectOption({ label: name })
  else await item.getByLabel(name, { exact: true }).check()
}
async function registers(page: Page, name: string, code: string): Promise<void> {
  await page.getByLabel('单位名称').fill(name)
  await page.getByLabel('统一社会信用代码').first().fill(code)
  await press(page, '登记或找到')
  await page.getByRole('button', { name: `去掉 ${name}` }).waitFor()
}
/** The form is sent by the last button of that name; the one above finds or registers a party. */
const sends = (page: Page) =>
  page.locator('main form').last().getByRole('button', { name: '登记', exact: true }).click()

suite('登记和开办 a case that nobody applies for is begun at the desk', () => {
  test('a report by telephone becomes a case of a penalty: who is concerned, what is said, by which line', async () => {
    const name = '沈阳举报电话测试有限公司'
    const code = journeys.gate.house.codeOf(await journeys.gate.house.firm(name))
    const walker = await journeys.officer(investigator, '/counter')
    const { page } = walker
    await follow(page, '登记和开办')
    await heading(page, '登记和开办')
    await choosesItem(page, penalty)
    await choose(page, '怎样来的', '投诉举报')
    await choose(page, '从哪里收到', '电话')
    await sends(page)
    await page.getByRole('alert').waitFor()
    await sees(page, '被处理人的登记不对')
    await choose(page, '登记谁', '被处理人（必须登记）')
    await registers(page, name, code)
    assert.equal(await page.getByLabel('当事人名称').inputValue(), name)
    await page.getByLabel('线索来源').selectOption('hotline')
    await page.getByLabel('线索内容').fill('2025年度能源利用状况报告至今未报送')
    await page.getByLabel('发现日期').fill('2026-05-08')
    await walker.look('the filled form')
    await page.setViewportSize({ width: 360, height: 900 })
    await walker.look('the filled form on a telephone')
    await sends(page)
    await page.getByRole('heading', { name: '登记回执' }).waitFor()
    const receipt = await page.locator('.receipt').textContent()
    assert.ok(!receipt?.includes(name), 'whoever reports is not told whose case it became')
    await follow(page, '打开办件')
    await page.getByText('线索内容').first().waitFor()
    await walker.close()
    const { cases, db } = journeys.gate.house.city
    const number = /\d{16,}/.exec(receipt ?? '')![0]
    const state = await cases.stateOf(await cases.idOf(number))
    assert.deepEqual(
      [state.start, state.channel, state.parties.map(({ role }) => role)],
      ['complaint', 'phone', ['respondent']],
    )
    const [opened] = await db.query<{ events: string }>(
      'select events::text from kernel.case_steps where case_id = $1 and seq = 1',
      [state.id],
    )
    assert.match(opened?.events ?? '', /"source": ?"hotline"/)
  })

  test('an inspection by plan is begun by the inspector', async () => {
    const name = '沈阳粮食检查测试有限公司'
    const code = journeys.gate.house.codeOf(await journeys.gate.house.firm(name))
    const { page, close } = await journeys.officer(investigator, '/counter/lodge')
    await choosesItem(page, visit)
    await choose(page, '怎样来的', '计划任务')
    await registers(page, name, code)
    await sends(page)
    await page.getByRole('heading', { name: '登记回执' }).waitFor()
    await close()
  })

  test('whose post may not is told so, by which words of the law, and is given no form', async () => {
    const { page, close } = await journeys.officer('legal-reviewer@210102-energy-bureau', '/counter/lodge')
    await choosesItem(page, penalty)
    await sees(page, '这几种情形您的岗位不能登记')
    await sees(page, '您现在的岗位没有这项职权')
    await sees(page, '岗位的，先换岗')
    assert.equal(await page.getByLabel('怎样来的').count(), 0)
    assert.equal(await page.getByLabel('线索内容').count(), 0)
    await close()
  })
})
