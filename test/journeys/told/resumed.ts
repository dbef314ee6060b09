import assert from 'node:assert/strict'
import { test } from 'node:test'
import { follow, heading, type Opened, press, sees } from '../../harness/journey.ts'
import { answerFit, beginReview, enterForFirm, handIn, typeForm, upload } from './energy-review.ts'

export const resumed = (of: Opened) =>
  test('换一台设备: begun at a desk, finished on a telephone; the first device shows what has become of it', async () => {
    const house = of()
    const firm = await house.enterprise('沈阳两台热力有限公司')
    const desk = await house.visitor({ script: false })
    await enterForFirm(house, desk.page, firm)
    await beginReview(house, desk.page)
    await answerFit(desk.page)
    await typeForm(desk.page, { project: '在办公室里填的' })
    await press(desk.page, '继续')
    await heading(desk.page, '材料')
    await upload(desk.page, '申请书')

    const telephone = await house.visitor({ script: false, width: 360 })
    const { page } = telephone
    await page.goto(`${house.base}/mine`)
    await house.signIn(page, firm)
    await heading(page, '为谁办理')
    await press(page, `为${firm.name}办理`)
    await heading(page, '我的')
    await telephone.look('mine with a draft, at 360 px')
    await follow(page, '固定资产投资项目节能审查')
    await heading(page, '适合我吗')
    assert.equal(await page.getByLabel('年综合能源消费量').inputValue(), '1200')
    await follow(page, '继续')
    await heading(page, '填写')
    assert.equal(await page.getByLabel('项目名称').inputValue(), '在办公室里填的')
    await page.getByLabel('项目名称').fill('在手机上改的')
    await press(page, '继续')
    await heading(page, '材料')
    await page.getByRole('link', { name: '申请书.pdf' }).waitFor()
    await upload(page, '节能报告')
    await telephone.look('papers, at 360 px')
    const number = await handIn(page)
    await telephone.close()

    await desk.page.reload()
    await heading(desk.page, '收件回执')
    await sees(desk.page, number)
    await follow(desk.page, '看办理进度')
    await sees(desk.page, '在手机上改的')
    await desk.close()
  })
