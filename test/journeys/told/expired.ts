import assert from 'node:assert/strict'
import { test } from 'node:test'
import { heading, type Opened, press } from '../../harness/journey.ts'
import { answerFit, beginReview, enterForFirm, typeForm } from './energy-review.ts'

const interrupted = '写到一半“又去接电话” <b>'

export const expired = (of: Opened) =>
  test('登录过期: an hour away in the middle of a page; signed in again, everything typed is still there', async () => {
    const house = of()
    const firm = await house.enterprise('沈阳过期热力有限公司')
    const { page, context, look, close } = await house.visitor({ script: false })
    await enterForFirm(house, page, firm)
    await beginReview(house, page)
    await answerFit(page)
    await typeForm(page, { project: interrupted })
    house.gate.house.clock.advance({ minutes: 61 })
    await press(page, '继续')
    await heading(page, '登录已过期')
    await look('the session is over')
    const opening = context.waitForEvent('page')
    await page.getByRole('link', { name: '在新窗口登录' }).click()
    const other = await opening
    await house.signIn(other, firm)
    await heading(other, '为谁办理')
    await press(other, `为${firm.name}办理`)
    await press(page, '用刚才填的内容继续')
    await heading(page, '材料')
    await page.getByRole('navigation', { name: '办理步骤' }).getByRole('link', { name: '填写' }).click()
    assert.equal(await page.getByLabel('项目名称').inputValue(), interrupted)
    assert.equal(await page.getByLabel('联系人').inputValue(), '示例联系人')
    await close()
  })
