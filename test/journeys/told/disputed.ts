import assert from 'node:assert/strict'
import { test } from 'node:test'
import { heading, type Opened, press, sees } from '../../harness/journey.ts'
import { act } from './at-the-desk.ts'
import { answerFit, beginReview, enterForFirm, handInAnyway, organ, typeForm, upload } from './energy-review.ts'

const [registered, right] = ['沈阳登计热力有限公司', '沈阳登记热力有限公司'] as const

export const disputed = (of: Opened) =>
  test('信息有误: what the register says wrongly is put right by the applicant, who files all the same; the handler sees both', async () => {
    const house = of()
    const firm = await house.enterprise(registered)
    const { page, look, close } = await house.visitor({ script: false, width: 360 })
    await enterForFirm(house, page, firm)
    await beginReview(house, page)
    await answerFit(page)
    const name = page.getByLabel('单位名称')
    assert.deepEqual([await name.inputValue(), await name.getAttribute('readonly')], [registered, ''])
    await page.locator('.question', { has: name }).getByRole('button', { name: '信息有误，我来改' }).click()
    await sees(page, new RegExp(`登记的是“${registered}”，您认为有误`))
    await name.fill(right)
    await typeForm(page)
    await look('what is wrong in the register')
    await press(page, '继续')
    await heading(page, '材料')
    for (const paper of ['申请书', '节能报告']) await upload(page, paper)
    const number = await handInAnyway(page, '继续')
    await page.goto(`${house.base}/mine/cases/${number}`)
    await sees(page, '与登记不一致，以您填写的为准')
    await look('one’s own case, disputed')

    const window = await house.officer(`acceptance@${organ}`, `/cases/${number}`)
    const answer = window.page.locator('.answers > div', { hasText: '单位名称' })
    await sees(answer, right)
    await sees(answer, /当事人认为登记有误/)
    const compared = window.page.locator('.compared tbody tr', { hasText: '单位名称' })
    await sees(compared, new RegExp(`${right}[\\s\\S]*${registered}[\\s\\S]*法人基础库[\\s\\S]*不一致`))
    await window.look('disputed, at the desk')
    await act(window.page, '受理')
    const asked = window.page.locator('.compared tbody tr', { hasText: '是否存续' })
    await sees(asked, /应当是：是[\s\S]*符合/)
    await window.look('compared, side by side')

    await house.settle()
    await house.gate.house.city.jobs.runOnce(['note-disputes'])
    const keeper = await house.officer('review@210100-market-regulation-bureau', '/disputes')
    const waiting = keeper.page.locator('main li', { hasText: registered })
    await sees(waiting, new RegExp(`${registered}[\\s\\S]*${right}`))
    assert.ok(!(await waiting.textContent())?.includes(number), 'another organ’s case has no number here')
    await keeper.look('register disputes, waiting')
    await waiting.getByLabel('单位名称：核实结果和理由').fill('与营业执照一致')
    await waiting.getByRole('button', { name: '维持登记' }).click()
    await sees(waiting, /答复：维持登记。与营业执照一致/)
    await keeper.look('register disputes, answered')
    await keeper.close()

    await window.page.reload()
    await sees(compared, /维持登记（登记审查岗）。与营业执照一致/)
    await window.look('compared, answered')
    await window.close()
    await page.goto(`${house.base}/mine/messages`)
    await page.getByRole('link', { name: '您说有误的登记，有答复了' }).click()
    await sees(page, new RegExp(`登记当时是：${registered}[\\s\\S]*答复：登记不改。与营业执照一致`))
    await look('one’s own case, answered')
    await close()
    const { registers } = house.gate.house.city
    const row = await registers.asOf('enterprise', { uscc: firm.uscc }, house.gate.house.clock.today().toString())
    assert.equal(row?.values['name'], registered, 'the register is its organ’s')
  })
