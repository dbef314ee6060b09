import assert from 'node:assert/strict'
import { test } from 'node:test'
import { follow, heading, type Opened, press, sees } from '../../harness/journey.ts'
import { toldBeforehand } from '../../harness/told-beforehand.ts'
import { enterForFirm } from './energy-review.ts'

export const answered = (of: Opened) =>
  test('被告知拟处罚: without script she reads the notice, says what is wrong with it and asks for a hearing, each with its receipt', async () => {
    const house = of()
    const firm = await house.enterprise('沈阳申辩铸造有限公司')
    const { house: city } = house.gate
    const { caseId } = await toldBeforehand(city, firm.firm, { 'respondent.uscc': firm.uscc })

    const { page, look, close } = await house.visitor({ script: false, width: 360 })
    await enterForFirm(house, page, firm)
    await page.goto(`${house.base}/mine`)
    await page.locator('main ul.items a.item-name').first().click()
    await sees(page, '拟罚款一万五千元')
    await sees(page, /最迟2026年/)
    await look('the case, told beforehand')
    await follow(page, '陈述申辩')
    await heading(page, '陈述申辩')
    await press(page, '下一步：核对')
    await sees(page, '有一处需要改正')
    await look('a statement without words')
    await page.getByLabel('陈述和申辩的内容').fill('二月底已经补报，请从轻处理。')
    await press(page, '下一步：核对')
    await heading(page, '核对——陈述申辩')
    await look('a statement looked over')
    await press(page, '提交陈述申辩')
    await heading(page, '回执——陈述申辩')
    await look('the receipt of a statement')
    await follow(page, '回到这件办件')
    await follow(page, '要求听证')
    await press(page, '下一步：核对')
    await press(page, '要求听证')
    await heading(page, '回执——要求听证')
    const { statements, hearing } = await city.city.cases.stateOf(caseId)
    assert.deepEqual([statements[firm.firm]?.waived, hearing?.asked], [false, [firm.firm]])
    await close()
  })
