import { test } from 'node:test'
import { heading, type Opened, press, sees } from '../../harness/journey.ts'
import { applyForReview, enterForFirm, item } from './energy-review.ts'

export const clerk = (of: Opened) =>
  test('企业经办人: authorised for one item, he files it for the firm; its data, other items and further clerks are not his', async () => {
    const house = of()
    const firm = await house.enterprise('沈阳经办热力有限公司')
    const own = await house.account()
    const boss = await house.visitor({ script: false })
    await enterForFirm(house, boss.page, firm)
    await boss.page.getByRole('complementary').getByRole('link', { name: '授权' }).click()
    await boss.page.getByLabel('对方姓名').fill('示例公民')
    await boss.page.getByLabel('对方公民身份号码').fill(own.number)
    await boss.page.getByLabel('每行写一件事').fill(item)
    await boss.look('authorising a clerk')
    await press(boss.page, '授权')
    await sees(boss.page, '等对方接受')
    await boss.close()

    const { page, look, close } = await house.visitor({ script: false, width: 360 })
    await page.goto(`${house.base}/mine/delegations`)
    await house.signIn(page, own)
    await press(page, '接受')
    await page.getByRole('main').getByRole('link', { name: '为谁办理' }).first().click()
    await press(page, `为${firm.name}办理`)
    await sees(page, `您正在为${firm.name}办理（经办人）`)
    await applyForReview(house, page)
    await look('the clerk’s receipt, at 360 px')
    for (const path of ['/mine/data', '/mine/vouchers', '/mine/delegations']) {
      await page.goto(`${house.base}${path}`)
      await heading(page, '授权不包括这一项')
    }
    await look('not covered')
    await page.goto(`${house.base}/apply/information-request`)
    await press(page, '开始填写')
    await heading(page, '授权不包括这一项')
    await close()
  })
