import type { Page } from 'playwright-core'
import type { Lived } from './lived.ts'
import { by, deskIs, type Sheets } from './sheet.ts'

const there = deskIs('导出')

/** Opens the form once the page is there. */
async function openForm(page: Page): Promise<void> {
  await there(page)
  await page.getByRole('button', { name: '申请导出' }).click()
  await page.getByLabel('具体做什么用').waitFor()
}

const send = (page: Page) => page.getByRole('button', { name: '提交申请' }).click()

const askFor = (served: string) => async (page: Page) => {
  await openForm(page)
  await page.getByLabel('用途', { exact: true }).selectOption('report')
  await page.getByLabel('具体做什么用').fill('演练：按月汇总办件')
  await page.getByLabel('为哪件办件').fill(served)
  await page.getByLabel('依据什么文件').fill('演练方案')
  await send(page)
  await page.getByText('正在制作').first().waitFor()
}

async function sendNothing(page: Page): Promise<void> {
  await openForm(page)
  await send(page)
  await page.getByRole('alert').waitFor()
}

const at = (more: { readonly press: (page: Page) => Promise<void>; readonly shows: string }) =>
  by('window', '/office/exports', { desk: true as const, ...more })

/** 导出的页面 Lists of cases that leave the house. */
export const exportSheets = ({ waiting }: Lived): Sheets => ({
  '/office/*#exports': {
    full: at({ press: askFor(waiting), shows: '演练：按月汇总办件' }),
    empty: by('reviewer', '/office/exports', { desk: true, press: there, shows: '您还没有申请过导出' }),
    error: at({ press: sendNothing, shows: '用途：没有填' }),
    dialog: at({ press: openForm, shows: '具体做什么用' }),
  },
})
