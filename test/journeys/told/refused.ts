import { test } from 'node:test'
import { choose, follow, heading, type Opened, press, sees } from '../../harness/journey.ts'
import { act, decide } from './at-the-desk.ts'
import { enterForFirm, openedReview, organ } from './energy-review.ts'

const reason = '更换设备后单位产品能耗仍高于强制性标准'

export const refused = (of: Opened) =>
  test('不予许可: heard and refused at the desk; the applicant reads why, on which article and papers, and to whom he may go until which day', async () => {
    const house = of()
    const firm = await house.enterprise('沈阳救济热力有限公司')
    const { number } = await openedReview(house, firm)
    const { page, look, close } = await house.visitor({ script: false, width: 360 })
    await enterForFirm(house, page, firm)
    const window = await house.officer(`acceptance@${organ}`, `/cases/${number}`)
    await act(window.page, '受理')

    const reviewer = await house.officer(`review@${organ}`, `/cases/${number}`)
    await act(reviewer.page, '完成环节', () => reviewer.page.getByLabel('专家评审意见').selectOption('original'))
    await act(reviewer.page, '完成环节', async () => {
      await choose(reviewer.page, '审查意见', '拟不予')
      await choose(reviewer.page, /重大利益/, '否')
    })
    await act(reviewer.page, '告知', async () => {
      for (const one of ['事实', '理由', '陈述申辩等权利']) await choose(reviewer.page, '文书写明了', one)
      await reviewer.page.getByLabel('当事人签收了回证').check()
      await reviewer.page.getByRole('textbox', { name: '内容' }).fill('拟不予许可')
    })
    await reviewer.look('told at the desk')

    await page.goto(`${house.base}/mine/cases/${number}`)
    await sees(page, '拟不予许可')
    await follow(page, '陈述申辩')
    await page.getByLabel('陈述和申辩的内容').fill('可以更换设备，请求重新测算')
    await press(page, '下一步：核对')
    await press(page, '提交陈述申辩')
    await heading(page, '回执——陈述申辩')

    await reviewer.page.reload()
    await sees(reviewer.page, '可以更换设备，请求重新测算')
    await act(reviewer.page, '复核', async () => {
      await choose(reviewer.page, '采纳', '否')
      await reviewer.page.getByLabel('说明理由').fill('重新测算后仍不符合')
    })
    await reviewer.close()

    const head = await house.officer(`bureau-head@${organ}`, `/cases/${number}`)
    await decide(head.page, '不予许可', reason, () =>
      head.page.getByRole('checkbox', { name: /符合强制性节能标准/ }).check(),
    )
    await head.look('refused at the desk')
    await head.close()
    await window.page.reload()
    await act(window.page, '送达', async () => {
      await choose(window.page, '送达方式', '窗口领取')
      await window.page.getByLabel('当事人签收了回证').check()
    })
    await window.close()

    await page.goto(`${house.base}/mine`)
    await follow(page, '固定资产投资项目节能审查')
    const decision = page.locator('#decision')
    for (const said of ['不予许可', reason, '经专家评审和审查', '《节约能源法》第15条', '节能报告'])
      await sees(decision, said)
    await look('refused, with the reasons')
    await follow(page, '不服怎么办：向谁、在哪里、到哪一天为止')
    await heading(page, '救济')
    await sees(page.locator('#decision'), reason)
    await sees(page, '2026年3月2日。期限从第二天起算。')
    const [reconsideration, litigation] = [page.locator('#reconsideration'), page.locator('#litigation')]
    await sees(reconsideration, '和平区人民政府')
    // The sixtieth day is the first of May: the day after the holidays is the last.
    await sees(reconsideration, '2026年5月6日')
    await sees(litigation, '沈阳市和平区人民法院')
    await sees(litigation, '2026年9月2日')
    await look('remedies')
    await follow(page, '打印向人民法院提起行政诉讼的提纲')
    await sees(page, reason)
    await look('an outline of the action')
    await close()
  })
