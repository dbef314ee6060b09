import type { Page } from 'playwright-core'
import { type Lived, planted } from './lived.ts'
import { and, asks, by, file, none, pressed, reads, type Sheets, submit, visitor } from './sheet.ts'

/** Begins an application and goes to one of its pages. */
const apply = (last: string) => async (page: Page) => {
  await page.getByLabel('由哪个机关办理').selectOption('210102-approval-bureau')
  await page.getByRole('button', { name: '开始填写' }).click()
  await page.waitForURL(/\/fit(\?|$)/)
  if (last !== 'fit') await page.goto(page.url().replace(/fit(?=\?|$)/, last))
}
const begun = (last: string, shows: string, then: (page: Page) => Promise<unknown> = async () => {}) =>
  by('firm', '/apply/energy-review', { press: and(apply(last), then), shows })
const batchAt = '/apply/energy-review/batch?organ=210102-approval-bureau'
/** Sends a spreadsheet with these rows. */
const sheetSent = (text: string) => async (page: Page) => {
  await page.locator('#sheet').setInputFiles({ name: '申报.csv', mimeType: 'text/csv', buffer: Buffer.from(text) })
  await submit(page)
  await page.waitForURL(/\/result\//)
}
const signInFirst = (to: string) => visitor(to, { shows: '登录' })

/** 我的 What is somebody's own: the city shows it to nobody else. */
const mineSheets = ({ granted, awaiting, voucher }: Lived): Sheets => ({
  '/mine': {
    full: by('firm', '/mine', { shows: '请补正' }),
    empty: by('newcomer', '/mine', { shows: '您还没有办件' }),
    error: signInFirst('/mine'),
  },
  '/mine/messages': {
    full: by('firm', '/mine/messages', { shows: '固定资产投资项目节能审查' }),
    empty: by('newcomer', '/mine/messages'),
    error: signInFirst('/mine/messages'),
  },
  '/mine/vouchers': {
    full: by('firm', '/mine/vouchers', { shows: voucher.number }),
    empty: by('newcomer', '/mine/vouchers'),
    error: signInFirst('/mine/vouchers'),
  },
  '/mine/data': {
    full: by('firm', '/mine/data', { shows: '沈阳演练1热力有限公司' }),
    empty: by('newcomer', '/mine/data'),
    error: signInFirst('/mine/data'),
  },
  '/mine/delegations': {
    full: by('firm', '/mine/delegations', { shows: '授权' }),
    empty: by('newcomer', '/mine/delegations', { shows: '您还没有授权任何人' }),
    error: by('newcomer', '/mine/delegations', { press: submit, shows: '需要改正' }),
  },
  '/mine/acting': {
    full: by('firm', '/mine/acting', { shows: '为谁办理' }),
    empty: by('newcomer', '/mine/acting', { shows: '现在没有别人授权您' }),
    error: by('newcomer', '/mine/acting', { press: submit, shows: '没有由您担任法定代表人的这家企业' }),
  },
  '/mine/consents': {
    full: by('firm', '/mine/consents', { shows: '我的同意' }),
    empty: by('newcomer', '/mine/consents', { shows: '您还没有签过送达地址确认书' }),
    error: by('newcomer', '/mine/consents', { press: submit, shows: '需要改正' }),
  },
  '/mine/cases/:number': {
    full: by('firm', `/mine/cases/${granted}`, { shows: planted }),
    empty: by('firm', `/mine/cases/${awaiting}`, { shows: '节能报告缺失' }),
    error: by('newcomer', `/mine/cases/${granted}`, { shows: '没有这个' }),
  },
  '/mine/cases/:number/receipt': {
    full: by('firm', `/mine/cases/${granted}/receipt`, { shows: granted }),
    empty: none('a receipt has a number'),
    error: by('newcomer', `/mine/cases/${granted}/receipt`),
  },
  '/mine/cases/:number/papers/:paper': {
    ...file,
    error: by('newcomer', `/mine/cases/${granted}/papers/receipt`),
  },
  '/files/:file': { ...file, error: by('newcomer', '/files/nothing-of-ours') },
  '/mine/cases/:number/proof': { ...file, error: by('newcomer', `/mine/cases/${granted}/proof`) },
})

/** 申请的页面 From what one must know to the last look before it is sent. */
const applySheets: Sheets = {
  '/apply/:item': {
    full: by('firm', '/apply/energy-review', { shows: '固定资产投资项目节能审查' }),
    empty: visitor('/apply/energy-review'),
    error: visitor('/apply/none-of-ours'),
  },
  '/apply/:item/batch': {
    full: by('firm', batchAt, { shows: '项目名称' }),
    empty: asks,
    error: by('firm', batchAt, { press: submit, shows: '没有选表格' }),
  },
  '/apply/:item/batch/template': { ...file, error: reads },
  '/apply/:item/batch/result/:batch': {
    full: by('firm', batchAt, { press: sheetSent('项目名称\n余热回收改造'), shows: '有问题，没有申报' }),
    empty: none('a spreadsheet without rows is not taken in'),
    error: by('firm', batchAt, { press: sheetSent('颜色\n红'), shows: '有的列不认识' }),
  },
  '/apply/:item/batch/result/:batch/file': { ...file, error: reads },
  '/apply/:item/:draft/fit': {
    full: begun('fit', '适合我吗'),
    empty: asks,
    error: begun('fit', '需要改正', pressed('继续')),
  },
  '/apply/:item/:draft/fill/:page': {
    full: begun('fill/1', '填写'),
    empty: asks,
    error: begun('fill/1', '需要改正', pressed('继续')),
  },
  '/apply/:item/:draft/materials': {
    full: begun('materials', '申请书'),
    empty: asks,
    error: begun('materials', '申请书', pressed('上传')),
  },
  '/apply/:item/:draft/precheck': {
    full: begun('precheck', '预检'),
    empty: none('it always finds something or says that it does not'),
    error: begun('precheck', '预检'),
  },
  '/apply/:item/:draft/review': {
    full: begun('review', '核对'),
    empty: none('there is a draft'),
    error: begun('review', '核对', submit),
  },
}

export const ownSheets = (lived: Lived): Sheets => ({ ...mineSheets(lived), ...applySheets })
