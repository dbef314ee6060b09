import { test } from 'node:test'
import { type Opened, press, sees } from '../../harness/journey.ts'
import { enterForFirm, openedReview, organ } from './energy-review.ts'

export const withdrawn = (of: Opened) =>
  test('撤回: the applicant takes his application back; at the desk it is over and waits for nobody', async () => {
    const house = of()
    const firm = await house.enterprise('沈阳撤回热力有限公司')
    const { number } = await openedReview(house, firm)
    const { page, look, close } = await house.visitor({ script: false })
    await enterForFirm(house, page, firm)
    await page.goto(`${house.base}/mine/cases/${number}`)
    await page.locator('summary', { hasText: '撤回申请' }).click()
    await page.getByLabel('为什么撤回').fill('项目不做了')
    await look('taking it back')
    await press(page, '确认撤回')
    await sees(page, '已办结：申请人撤回')
    await look('taken back')
    await close()
    const window = await house.officer(`acceptance@${organ}`, `/cases/${number}`)
    await sees(window.page, '已办结')
    await window.page.goto(`${house.base}/office/`)
    await window.page.getByRole('heading', { level: 1, name: '今日' }).waitFor()
    await window.page.getByText('正在读取……').waitFor({ state: 'detached' })
    await window.page.getByText(number).waitFor({ state: 'detached' })
    await window.close()
  })
