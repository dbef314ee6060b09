import assert from 'node:assert/strict'
import { test } from 'node:test'
import { follow, heading, type Opened, sees } from '../../harness/journey.ts'
import { decide, elsewhere } from './at-the-desk.ts'
import { enterForFirm, openedReview, organ } from './energy-review.ts'

const reason = '更换设备后单位产品能耗仍高于强制性标准'

export const refused = (of: Opened) =>
  test('不予许可: heard and refused at the desk; the applicant reads why, on which article and papers, and to whom he may go until which day', async () => {
    const house = of()
    const firm = await house.enterprise('沈阳救济热力有限公司')
    const { number } = await openedReview(house, firm)
    const as = (post: string, verb: string, body?: object) => elsewhere(house, number, `${post}@${organ}`, verb, body)
    await as('acceptance', 'accept')
    await as('review', 'complete', { stage: 'expert', materials: { expertOpinion: 'original' } })
    const opinion = { 'review.opinion': 'refuse', 'review.majorInterest': false }
    await as('review', 'complete', { stage: 'review', fields: opinion })
    const states = ['facts', 'grounds', 'rights']
    const document = 'hearing-rights-notice'
    await as('review', 'notify', { stage: 'tell', document, states, receipt: true, text: '拟不予许可' })
    const statement = { token: await house.gate.party(firm.firm), body: { text: '可以更换设备，请求重新测算' } }
    assert.equal((await house.gate.ask(`/api/cases/${number}/acts/makeStatement`, statement)).statusCode, 200)
    await as('review', 'reviewStatement', { accepted: false, reason: '重新测算后仍不符合' })

    const head = await house.officer(`bureau-head@${organ}`, `/cases/${number}`)
    await decide(head.page, '不予许可', reason, () =>
      head.page.getByRole('checkbox', { name: /符合强制性节能标准/ }).check(),
    )
    await head.look('refused at the desk')
    await head.close()
    await as('acceptance', 'deliver', { way: 'window', receipt: true })

    const { page, look, close } = await house.visitor({ script: false, width: 360 })
    await enterForFirm(house, page, firm)
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
