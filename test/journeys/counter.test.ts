import assert from 'node:assert/strict'
import { after, before, suite, test } from 'node:test'
import type { Page } from 'playwright-core'
import { choose, follow, heading, type Journeys, openJourneys, press, sees } from '../harness/journey.ts'

const organ = '210102-approval-bureau'
const window_ = `acceptance@${organ}`
const firm = '沈阳带出热力有限公司'
let journeys: Journeys
let party: string
let uscc: string
before(async () => {
  journeys = await openJourneys()
  party = await journeys.gate.house.firm(firm)
  uscc = journeys.gate.house.codeOf(party)
})
after(() => journeys?.close())

async function comes(page: Page): Promise<void> {
  await page.getByLabel('企业或其他组织').check()
  await page.getByLabel('单位名称').fill(firm)
  await page.getByLabel('统一社会信用代码').fill(uscc)
  await press(page, '登记或找到')
  await sees(page, '已在案。')
}
const said = (page: Page): Promise<string> => page.evaluate('document.body.innerText')

suite('窗口代填 an application at the counter', () => {
  test('the clerk sees what the city knows and whose word it is; what the person calls wrong is open, and told in the case', async () => {
    const { page, look, close } = await journeys.officer(window_, '/counter')
    await comes(page)
    await page.getByLabel('办什么事').selectOption('energy-review')
    const name = page.getByLabel('单位名称')
    await sees(page, '来自法人基础库')
    assert.equal(await name.inputValue(), firm)
    assert.equal(await name.getAttribute('readonly'), '')
    await look('what is filled in')
    await page.locator('.asked', { has: name }).getByRole('button', { name: '登记信息有误' }).click()
    await sees(page, `登记的是“${firm}”，来人认为有误`)
    await name.fill('沈阳带出（集团）有限公司')
    await page.setViewportSize({ width: 360, height: 900 })
    await look('what is called wrong, on a telephone')
    await page.setViewportSize({ width: 1_280, height: 900 })
    for (const [label, typed] of [
      ['项目名称', '余热回收改造'],
      ['联系人', '示例联系人'],
      ['联系电话', '13800000001'],
      ['项目代码', '2601-210102-04-01-123456'],
      ['年综合能源消费量', '1200'],
      ['年电力消费量', '0'],
    ] as const)
      await page.getByLabel(label).fill(typed)
    for (const question of [/两高/, /国家核准/, /是否需征求/]) await choose(page, question, '否')
    await page.getByLabel('申请书', { exact: true }).selectOption('original')
    await page.getByLabel('节能报告', { exact: true }).selectOption('original')
    await page.emulateMedia({ media: 'print' })
    assert.equal(await name.isVisible(), true)
    assert.equal(await page.getByRole('button', { name: '打印表单' }).isVisible(), false, 'no button is on paper')
    assert.ok(!(await said(page)).includes('改回登记信息'))
    await page.emulateMedia({ media: 'screen' })
    await press(page, '提交申请')
    await page.getByRole('heading', { name: '收件回执' }).waitFor()
    await follow(page, '打开办件')
    await sees(page, '沈阳带出（集团）有限公司')
    await close()
  })

  test('a second application asks nothing again that was said of oneself, and the firm reads who looked', async () => {
    const { page, close } = await journeys.officer(window_, '/counter')
    await comes(page)
    await page.getByLabel('办什么事').selectOption('energy-review')
    await sees(page, /来自.*的申请/)
    assert.equal(await page.getByLabel('联系人').inputValue(), '示例联系人')
    await close()
    const token = await journeys.gate.party(party)
    const { items } = (await journeys.gate.ask('/api/reads?limit=50', { token })).json()
    assert.ok(items.some(({ groundName }: { groundName: string }) => groundName === 'counter'))
  })

  test('a paper is photographed with the camera that looks away from the officer, and no page ever asks for a face', async () => {
    const { page, close } = await journeys.officer(window_, '/counter')
    await comes(page)
    await page.getByLabel('办什么事').selectOption('energy-review')
    const camera = page.getByLabel('为“节能报告”拍照或选择文件')
    await camera.waitFor({ state: 'attached' })
    assert.equal(await camera.getAttribute('capture'), 'environment')
    assert.equal(await page.locator('[capture]:not([capture=environment]), video').count(), 0)
    await sees(page, '只拍材料')
    await close()
  })

  test('a blank form is printed: the questions and papers of the item, and nothing of anybody', async () => {
    const { page, look, close } = await journeys.officer(window_, '/counter')
    await follow(page, '空白表格')
    await heading(page, '空白表格')
    await look('nothing chosen')
    await page.getByLabel('办什么事').selectOption('energy-review')
    await sees(page, '项目名称')
    await look('a blank form')
    await page.emulateMedia({ media: 'print' })
    const paper = await said(page)
    for (const printed of ['固定资产投资项目节能审查', '项目名称', '节能报告', '□ 是', '申请人签名'])
      assert.ok(paper.includes(printed), `${printed} is not on paper`)
    for (const kept of [firm, '打印空白表格', '办什么事']) assert.ok(!paper.includes(kept), `${kept} is on paper`)
    await close()
  })
})
