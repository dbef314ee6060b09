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
    await close()

    const window = await house.officer(`acceptance@${organ}`, `/cases/${number}`)
    const answer = window.page.locator('.answers > div', { hasText: '单位名称' })
    await sees(answer, right)
    await sees(answer, /当事人认为登记（.+）有误/)
    await window.look('disputed, at the desk')
    await act(window.page, '受理')
    await window.close()
    const { registers } = house.gate.house.city
    const row = await registers.asOf('enterprise', { uscc: firm.uscc }, house.gate.house.clock.today().toString())
    assert.equal(row?.values['name'], registered, 'the register is its organ’s')
  })
