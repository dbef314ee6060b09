import assert from 'node:assert/strict'
import { after, before, suite, test } from 'node:test'
import type { Browser, Page } from 'playwright-core'
import { openBrowser } from '../harness/browser.ts'
import { openingOf, openTestGate, type TestGate } from '../harness/gate.ts'
import { codeOf, openOfficer, password } from '../harness/person.ts'

const organ = '210102-approval-bureau'
type Officer = Awaited<ReturnType<typeof openOfficer>>
let gate: TestGate
let browser: Browser
let base: string

before(async () => {
  gate = await openTestGate({ stepUp: true })
  base = await gate.app.listen({ port: 0, host: '127.0.0.1' })
  browser = await openBrowser()
})
after(async () => {
  await browser?.close()
  await gate?.close()
})

const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click()
const mends = (page: Page, name: RegExp) => page.getByRole('alert').getByRole('link', { name }).click()

/** An energy review that waits for its decision. */
async function reviewed(): Promise<string> {
  const { house } = gate
  const token = await gate.officer(`acceptance@${organ}`)
  const opened = await gate.ask('/api/cases', { token, body: openingOf(await house.firm('沈阳再证有限公司')) })
  const { number } = opened.json() as { number: string }
  const id = await house.city.cases.idOf(number)
  await house.act(id, 'accept', {}, `acceptance@${organ}`)
  const expert = { stage: 'expert', materials: { expertOpinion: 'original' } }
  await house.act(id, 'complete', expert, `review@${organ}`)
  const fields = { 'review.opinion': 'grant', 'review.majorInterest': false }
  await house.act(id, 'complete', { stage: 'review', note: '符合条件', fields }, `review@${organ}`)
  return number
}

/** Signed in by both steps, as a city in use has it, and brought to this page of the desk in the post of that name. */
async function arrivesAt(path: string, officer: Officer, post: string): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 1_280, height: 900 }, locale: 'zh-CN' })
  context.setDefaultTimeout(15_000)
  const page = await context.newPage()
  await page.goto(`${base}/sign-in?to=${encodeURIComponent(path)}`)
  await page.getByLabel('账户').fill(officer.number)
  await page.getByLabel('口令', { exact: true }).fill(password)
  await press(page, '下一步')
  await page.getByLabel('一次性码', { exact: true }).fill(codeOf(gate, officer.secret))
  await press(page, '登录')
  await page.waitForURL(/\/(?:office|sign-in\/post)/)
  if (page.url().includes('/sign-in/post')) await takesPost(page, post)
  await page.waitForURL(url => url.pathname.startsWith('/office'))
  return page
}
const takesPost = (page: Page, name: string) =>
  page.getByRole('listitem').filter({ hasText: name }).getByRole('button').click()

suite('坐席再次认证 the desk of a city in use, where proofs grow old', () => {
  test('deciding after the proof has aged leads to proving again, and back to all that was typed', async () => {
    const number = await reviewed()
    const officer = await openOfficer(gate, `bureau-head@${organ}`)
    const page = await arrivesAt(`/office/cases/${number}?act=decide`, officer, '负责人')
    const decision = page.getByRole('group', { name: '决定' }).getByLabel('准予').first()
    const reason = page.getByLabel('说明理由')
    await decision.check()
    await reason.fill('经审查符合强制性节能标准')
    gate.house.clock.advance({ minutes: 11 })
    await press(page, '确认决定')
    await page.getByRole('alert').getByText('STEP_UP_NEEDED').waitFor()
    await mends(page, /再次证明是您本人/)
    await page.getByRole('heading', { level: 1, name: '请再次证明是您本人' }).waitFor()
    await page.getByLabel('口令', { exact: true }).fill(password)
    await page.getByLabel('一次性码', { exact: true }).fill(codeOf(gate, officer.secret))
    await press(page, '继续')
    await page.waitForURL(`${base}/office/cases/${number}?act=decide`)
    assert.equal(await reason.inputValue(), '经审查符合强制性节能标准')
    assert.equal(await decision.isChecked(), true)
    await press(page, '确认决定')
    await page.getByRole('status').getByText('已完成：决定').waitFor()
    assert.equal((await gate.house.city.cases.stateOf(await gate.house.city.cases.idOf(number))).outcome, 'grant')
    await page.context().close()
  })

  test('a post that has ended since it was taken leads to the posts of today, and back to all that was typed', async () => {
    const { city, clock } = gate.house
    const officer = await openOfficer(gate, `acceptance@${organ}`)
    const page = await arrivesAt('/office/counter', officer, '受理岗')
    const name = page.getByLabel('姓名')
    await name.fill('示例公民')
    await page.getByLabel('身份证号').fill('11010519491231002X')
    const by = { kind: 'system', name: 'test' } as const
    const change = { person: officer.person, post: `${organ}/acceptance`, on: clock.today().toString() }
    await city.db.transaction(sql => city.identity.endAppointment(sql, by, change))
    // Admission may look at a directory that is a quarter of a second old.
    await page.waitForTimeout(400)
    await press(page, '登记或找到')
    await page.getByRole('alert').getByText('POST_NOT_HELD').waitFor()
    await mends(page, /选一个今天的岗位/)
    await page.getByRole('heading', { level: 1, name: '上岗' }).waitFor()
    await takesPost(page, '公示岗')
    await page.waitForURL(`${base}/office/counter`)
    assert.equal(await name.inputValue(), '示例公民')
    await page.getByText('和平区行政审批局 公示岗').waitFor()
    await page.context().close()
  })
})
