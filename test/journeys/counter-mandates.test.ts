import assert from 'node:assert/strict'
import { after, before, suite, test } from 'node:test'
import type { Locator, Page } from 'playwright-core'
import { composeCitizen } from '#kernel/code'
import { choose, follow, heading, type Journeys, openJourneys, press, sees } from '../harness/journey.ts'

const organ = '210102-approval-bureau'
const window_ = `acceptance@${organ}`
let journeys: Journeys
before(async () => {
  journeys = await openJourneys()
})
after(() => journeys?.close())

interface Somebody {
  readonly name: string
  readonly number: string
}
const person = (name: string, birth: string, running: string): Somebody => ({
  name,
  number: composeCitizen('210102', birth, running),
})
const mother = person('示例母亲', '19500307', '118')
const child = person('示例孩子', '20120310', '119')
const father = person('示例父亲', '19800307', '121')

async function comes(page: Page | Locator, { name, number }: Somebody): Promise<void> {
  await page.getByLabel('姓名').fill(name)
  await page.getByLabel('身份证号').fill(number)
  await page.getByRole('button', { name: '登记或找到', exact: true }).click()
  await sees(page, number)
}

suite('授权与监护 acting for somebody at the counter', () => {
  test('a child’s guardian is recorded by the document seen; without one nothing is', async () => {
    const { page, look, close } = await journeys.officer(window_, '/counter')
    await follow(page, '授权与监护')
    await heading(page, '授权与监护')
    await look('the empty page')
    await comes(page, child)
    await sees(page, '一年以内没有授权和监护')
    await choose(page, '怎样代办', '监护')
    await choose(page, '被监护的是谁', '未成年人')
    await comes(page, father)
    await press(page, '登记')
    await page.getByRole('alert').getByText('BODY_INVALID').waitFor()
    await look('no document')
    await page.getByLabel('看过哪种文书的原件').selectOption('birth-certificate')
    await page.getByLabel('文书编号').fill('T210000001')
    await press(page, '登记')
    await sees(page, '已经登记，从现在起可以凭它代办。')
    await comes(page, child)
    await sees(page, /出生医学证明 T210000001/)
    await sees(page, /现在有效/)
    await page.setViewportSize({ width: 360, height: 900 })
    await look('one on record, on a telephone')
    await close()
  })

  test('that an adult cannot act only a court says: named by court and number, and looked at by another officer', async () => {
    const { page, close } = await journeys.officer(window_, '/counter/mandates')
    await comes(page, mother)
    await choose(page, '怎样代办', '监护')
    await choose(page, '被监护的是谁', '不能辨认自己行为的成年人')
    await comes(page, father)
    await choose(page, '看过哪种文书的原件', '人民法院的判决书')
    await press(page, '登记')
    // Both are told at once, before anything is sent.
    await page.getByRole('alert').getByRole('link', { name: '哪个人民法院' }).waitFor()
    await page.getByRole('alert').getByRole('link', { name: '文书编号' }).waitFor()
    await page.getByLabel('哪个人民法院').fill('沈阳市和平区人民法院')
    await page.getByLabel('文书编号').fill('（2026）辽0102民特1号')
    await press(page, '登记')
    await sees(page, /核对之前还不能代办/)
    await sees(page, '没有等您核对的。')
    await comes(page, mother)
    await sees(page, '监护登记还要由另一名工作人员核对法院的判决')
    await close()

    const second = await journeys.officer(`review@${organ}`, '/counter/mandates')
    await sees(second.page, /（2026）辽0102民特1号/)
    await second.look('one that waits')
    await second.page.getByRole('button', { name: /^我看过判决书，与登记一致/ }).click()
    await sees(second.page, '已经核对，监护人从现在起可以代办。')
    await second.close()
  })

  test('the guardian applies at the counter: who stands here is asked, and the case has him beside the ward', async () => {
    const { page, look, close } = await journeys.officer('letter-registrar@210100-city-government', '/counter')
    await comes(page, child)
    await choose(page, '来的是谁', '监护人')
    await comes(page, mother)
    await sees(page, '没有查到他现在可以代办这件事的授权或监护')
    await look('somebody who may not')
    await page.getByRole('button', { name: '换一个人' }).last().click()
    await comes(page, father)
    await sees(page, /凭出生医学证明 T210000001/)
    await page.getByLabel('办什么事').selectOption('information-request')
    await page.getByLabel(/申请公开的政府信息/).fill('某路段停车泊位设置方案')
    await page.getByLabel('联系电话').fill('13800000001')
    await choose(page, '获取方式', '电子文件')
    await page.getByLabel('政府信息公开申请表', { exact: true }).selectOption('original')
    await look('the form of whoever stands for a child')
    await press(page, '提交申请')
    await page.getByRole('heading', { name: '收件回执' }).waitFor()
    await close()
    const [event] = await journeys.gate.house.database.migrator.query<{ parties: string }>(
      `select data ->> 'parties' as parties from kernel.case_events where type = 'case.opened' order by case_id desc limit 1`,
    )
    const parties = JSON.parse(event!.parties) as { role: string; mandate?: string }[]
    assert.deepEqual(
      parties.map(({ role, mandate }) => [role, mandate !== undefined]),
      [
        ['subject', false],
        ['agent', true],
      ],
    )
  })

  test('a mandate on paper ends by the paper that is shown', async () => {
    const { page, close } = await journeys.officer(window_, '/counter/mandates')
    await comes(page, child)
    await page.getByRole('button', { name: /^凭文书终止/ }).click()
    await press(page, '终止')
    await page.getByRole('alert').getByText('BODY_INVALID').waitFor()
    await choose(page, '看过哪种文书的原件', '人民法院的判决、裁定')
    await press(page, '终止')
    await sees(page, '已经终止，从现在起不能再凭它代办。')
    await comes(page, child)
    await sees(page, /授权已于.*终止/)
    const [change] = await journeys.gate.house.database.migrator.query<{ detail: object }>(
      `select detail from application.mandate_changes where change = 'end-mandate' order by id desc limit 1`,
    )
    assert.deepEqual(change?.detail, { why: 'court' }, 'the paper itself is sealed')
    await close()
  })
})
