import { test } from 'node:test'
import { heading, type Opened, press, sees } from '../../harness/journey.ts'
import { askFor } from './at-the-desk.ts'
import { request, requestItem } from './information-request.ts'

const question = '申请公开的政府信息（名称、文号或者其他特征）'

export const revoked = (of: Opened) =>
  test('终止授权: ended in mid-case, the helper’s next act is refused with the reason; whoever authorised her goes on himself', async () => {
    const house = of()
    const [own, helper] = [await house.account(), await house.account()]
    const principal = await house.visitor({ script: false })
    await principal.page.goto(`${house.base}/mine/delegations`)
    await house.signIn(principal.page, own)
    await principal.page.getByLabel('对方姓名').fill('示例公民')
    await principal.page.getByLabel('对方公民身份号码').fill(helper.number)
    await principal.page.getByLabel('每行写一件事').fill(requestItem)
    await principal.page.getByLabel('到哪一天为止').fill('2026-06-30')
    await press(principal.page, '授权')
    await sees(principal.page, '等对方接受')

    const { page, look, close } = await house.visitor({ script: false, width: 360 })
    await page.goto(`${house.base}/mine/delegations`)
    await house.signIn(page, helper)
    await press(page, '接受')
    await page.goto(`${house.base}/mine/acting`)
    await page
      .getByRole('button', { name: /^为.+办理$/ })
      .last()
      .click()
    await heading(page, '我的')
    const number = await request(house, page, look)
    const registrar = await house.officer('letter-registrar@210100-city-government', `/cases/${number}`)
    await askFor(registrar.page, [question], '请写明是哪一条路')
    await registrar.close()
    await page.goto(`${house.base}/mine/cases/${number}`)
    await page.getByLabel(/申请公开的政府信息/).fill('青年大街停车泊位设置方案')

    await principal.page.goto(`${house.base}/mine/delegations`)
    await press(principal.page, '终止授权')
    await sees(principal.page, '已终止')
    await press(page, '提交这一项')
    await heading(page, '不能再为他人办理')
    await sees(page, /的授权已于2026年3月2日终止/)
    await look('ended in mid-case')
    await close()

    await principal.page.goto(`${house.base}/mine/cases/${number}`)
    await sees(principal.page, '请写明是哪一条路')
    await principal.page.getByLabel(/申请公开的政府信息/).fill('南京街停车泊位设置方案')
    await press(principal.page, '提交这一项')
    await principal.page.locator('#supplement').waitFor({ state: 'detached' })
    await sees(principal.page, '南京街停车泊位设置方案')
    await principal.look('the principal goes on')
    await principal.close()
    const again = await house.officer('letter-registrar@210100-city-government', `/cases/${number}`)
    await sees(again.page, '南京街停车泊位设置方案')
    await again.page.getByRole('button', { name: '受理', exact: true }).waitFor()
    await again.close()
  })
