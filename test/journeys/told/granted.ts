import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { test } from 'node:test'
import { choose, follow, heading, type Opened, press, sees } from '../../harness/journey.ts'
import { act, answerConsultation, askFor, decide } from './at-the-desk.ts'
import { answerFit, beginReview, enterForFirm, handInAnyway, organ, scanOf, typeForm, upload } from './energy-review.ts'

/** A paper weighs no more: it goes to telephones. */
const mostBytes = 60_000

export const granted = (of: Opened) =>
  test('准予: asked for what is missing, consulted about, decided, fetched as a paper and rated; the applicant and three officers, each at his own screen', async () => {
    const house = of()
    const firm = await house.enterprise('沈阳全程热力有限公司')
    const { page, look, close } = await house.visitor({ script: false, width: 360 })
    await enterForFirm(house, page, firm)
    await beginReview(house, page)
    await answerFit(page)
    await typeForm(page, { consults: true })
    await press(page, '继续')
    await heading(page, '材料')
    await upload(page, '申请书')
    const number = await handInAnyway(page, '不改了，直接去核对')
    await look('receipt, at 360 px')

    const window = await house.officer(`acceptance@${organ}`, `/cases/${number}`)
    await askFor(window.page, ['节能报告'], '请补交盖章的节能报告')
    await window.look('asked for at the desk')
    await page.goto(`${house.base}/mine`)
    await follow(page, '固定资产投资项目节能审查：请补正')
    await sees(page, '请补交盖章的节能报告')
    await look('what is missing')
    await page.getByLabel('选择“节能报告”的文件').setInputFiles(scanOf('节能报告'))
    await press(page, '提交这一项')
    await sees(page, '节能报告')
    await page.locator('#supplement').waitFor({ state: 'detached' })
    await window.page.reload()
    await act(window.page, '受理')
    await window.close()

    await page.reload()
    await sees(page, '并联征求意见')
    for (const asked of ['natural-resources-bureau', 'market-regulation-bureau'])
      await answerConsultation(house, number, `review@210102-${asked}`)
    const reviewer = await house.officer(`review@${organ}`, `/cases/${number}`)
    await act(reviewer.page, '完成环节', () => reviewer.page.getByLabel('专家评审意见').selectOption('original'))
    await act(reviewer.page, '完成环节', async () => {
      await choose(reviewer.page, '审查意见', '拟准予')
      await choose(reviewer.page, /重大利益/, '否')
    })
    await reviewer.close()
    const head = await house.officer(`bureau-head@${organ}`, `/cases/${number}`)
    await decide(head.page, '准予（批复）', '经审查符合强制性节能标准')
    await head.look('decided at the desk')
    await head.close()

    await page.reload()
    await sees(page, '经审查符合强制性节能标准')
    await look('the decision, at 360 px')
    const coming = page.waitForEvent('download')
    await follow(page, '下载决定书（PDF）')
    const paper = await readFile(await (await coming).path())
    assert.equal(paper.subarray(0, 5).toString(), '%PDF-')
    assert.ok(paper.length <= mostBytes, `the decision is ${paper.length} bytes`)
    const again = await house.officer(`acceptance@${organ}`, `/cases/${number}`)
    await act(again.page, '送达', async () => {
      await choose(again.page, '送达方式', '窗口领取')
      await again.page.getByLabel('当事人签收了回证').check()
    })
    await again.close()
    const publicity = await house.officer(`publicity@${organ}`, `/cases/${number}`)
    await act(publicity.page, '公示')
    await publicity.close()
    await page.reload()
    await choose(page, '这次办事，您满意吗', '非常满意')
    await press(page, '提交评价')
    await sees(page, '已经计入。')
    await look('rated, at 360 px')
    await close()
    const handler = await house.officer(`acceptance@${organ}`, `/cases/${number}`)
    await sees(handler.page, '已办结')
    assert.doesNotMatch(
      (await handler.page.locator('main').textContent()) ?? '',
      /满意/,
      'who handled it does not see it',
    )
    await handler.close()
  })
