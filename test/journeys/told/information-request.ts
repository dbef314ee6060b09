import type { Page } from 'playwright-core'
import { choose, heading, type Journeys, press } from '../../harness/journey.ts'
import { handIn, upload } from './energy-review.ts'

const government = '210100-city-government'
export const requestItem = '政府信息公开申请'

/**
 * A request for public information from its notice to the receipt, whoever is signed in; the number of the case. It has no conditions of its own, so that
 * nothing is asked about them.
 */
export async function request({ base }: Journeys, page: Page, look: (what: string) => Promise<void>): Promise<string> {
  await page.goto(`${base}/apply/information-request`)
  await look('what one must know')
  await page.getByLabel('由哪个机关办理').selectOption(government)
  await press(page, '开始填写')
  await heading(page, '填写')
  await page.getByLabel('联系电话').fill('13800000001')
  await page.getByLabel(/申请公开的政府信息/).fill('某路段停车泊位设置方案')
  await choose(page, '获取方式', '电子文件')
  await look('the form')
  await press(page, '继续')
  await heading(page, '材料')
  await upload(page, '政府信息公开申请表')
  await look('papers')
  const number = await handIn(page)
  await look('receipt')
  return number
}
