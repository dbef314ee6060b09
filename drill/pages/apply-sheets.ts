import type { Page } from 'playwright-core'
import { scan } from '../../test/harness/citizen.ts'
import { firmName } from './lived.ts'
import { absent, and, asks, by, file, none, pressed, reads, type Sheets, submit, typing, visitor } from './sheet.ts'

/** Begins an application and goes to one of its pages. */
const apply = (last: string) => async (page: Page) => {
  await page.getByLabel('由哪个机关办理').selectOption('210102-approval-bureau')
  await page.getByRole('button', { name: '开始填写' }).click()
  await page.waitForURL(/\/fit(\?|$)/)
  if (last !== 'fit') await goTo(last)(page)
}
/** To another page of the same application. */
const goTo = (last: string) => (page: Page) => page.goto(page.url().replace(/(fit|fill\/\d+|materials)(?=\?|$)/, last))
const begun = (last: string, then: (page: Page) => Promise<unknown> = async () => {}) =>
  by('firm', '/apply/energy-review', { press: and(apply(last), then) })

const say = async (page: Page, question: RegExp) =>
  page.getByRole('group', { name: question }).getByLabel('否', { exact: true }).check()
/** What is asked before the form; whoever does not fit is told, and goes on all the same. */
const fit = (energy: string) => async (page: Page) => {
  await page.getByLabel('年综合能源消费量').fill(energy)
  await page.getByLabel('年电力消费量').fill('0')
  for (const question of [/两高/, /国家核准/]) await say(page, question)
  await pressed('继续')(page)
  await page.locator('main').getByRole('link', { name: '我仍要继续申请' }).or(page.getByLabel('项目代码')).waitFor()
  if (!page.url().includes('/fill/')) await page.getByRole('link', { name: '我仍要继续申请' }).click()
  await page.waitForURL(/\/fill\/1/)
}
const project = '演练提交前的改造'
async function form(page: Page): Promise<void> {
  await page.getByLabel('项目代码').fill('2609-210102-04-01-000001')
  await page.getByLabel('项目名称').fill(project)
  await say(page, /是否需征求/)
  await pressed('继续')(page)
  await page.waitForURL(/\/materials/)
}
const report = '节能报告（演练）.pdf'
const upload = (paper: string, name: string) => async (page: Page) => {
  await page.getByLabel(`选择“${paper}”的文件`).setInputFiles({ name, mimeType: 'application/pdf', buffer: scan })
  await page
    .locator('section.paper', { has: page.getByRole('heading', { name: paper, exact: true }) })
    .getByRole('button', { name: '上传' })
    .click()
  await page.getByRole('link', { name }).waitFor()
}

const batchAt = '/apply/energy-review/batch?organ=210102-approval-bureau'
/** Sends a spreadsheet with these rows. */
const sheetSent = (text: string) => async (page: Page) => {
  await page.locator('#sheet').setInputFiles({ name: '申报.csv', mimeType: 'text/csv', buffer: Buffer.from(text) })
  await submit(page)
  await page.waitForURL(/\/result\//)
}

/** 申请的页面 From what one must know to the last look before it is sent. */
export const applySheets: Sheets = {
  '/apply/:item': {
    full: by('firm', '/apply/energy-review', { shows: '和平区行政审批局' }),
    empty: visitor('/apply/energy-review', { shows: '登录后，我们已经掌握的信息不用您再填' }),
    error: absent('visitor', '/apply/none-of-ours'),
  },
  '/apply/:item/batch': {
    full: by('firm', batchAt, { shows: '项目名称' }),
    empty: asks,
    error: by('firm', batchAt, { press: submit, shows: '没有选表格。请选一个 .xlsx 或者 .csv 文件' }),
  },
  '/apply/:item/batch/template': { ...file, error: reads },
  '/apply/:item/batch/result/:batch': {
    full: by('firm', batchAt, { press: sheetSent('项目名称\n余热回收改造'), shows: '有问题，没有申报' }),
    empty: none('a spreadsheet without rows is not taken in'),
    error: by('firm', batchAt, { press: sheetSent('颜色\n红'), shows: '请用下载的表格，不要改列名' }),
  },
  '/apply/:item/batch/result/:batch/file': { ...file, error: reads },
  '/apply/:item/:draft/fit': {
    full: { ...begun('fit'), shows: '年综合能源消费量≥1000吨标准煤' },
    empty: asks,
    error: {
      ...begun('fit', typing({ 'f.energy.total': '1200' }, pressed('继续')).press),
      ...{ keeps: ['1200'], shows: '“年电力消费量（kWh/a）”没有填。请填上再继续' },
    },
  },
  '/apply/:item/:draft/fill/:page': {
    full: { ...begun('fill/1'), keeps: [firmName, '演练联系人'], shows: '来自您2026年7月6日的办件' },
    empty: asks,
    error: {
      ...begun('fill/1', typing({ 'f.project.name': project }, pressed('继续')).press),
      ...{ keeps: [project, firmName], shows: '“项目代码”没有填。请填上再继续' },
    },
  },
  '/apply/:item/:draft/materials': {
    full: { ...begun('materials', upload('节能报告', report)), shows: report },
    empty: { ...begun('materials'), shows: '还缺：申请书、节能报告' },
    error: { ...begun('materials', pressed('上传')), shows: '没有选择文件。请先选文件，再按“上传”' },
  },
  '/apply/:item/:draft/precheck': {
    full: {
      ...begun('fit', and(fit('100'), form, goTo('precheck'), pressed('开始预检'))),
      shows: '年综合能源消费量≥1000吨标准煤',
    },
    empty: { ...begun('precheck'), shows: '还没有查过，或者查过之后又改了内容' },
    error: reads,
  },
  '/apply/:item/:draft/review': {
    full: {
      ...begun(
        'fit',
        and(
          ...[fit('1200'), form, upload('申请书', '申请书（演练）.pdf'), upload('节能报告', report)],
          ...[pressed('开始预检'), (page: Page) => page.waitForURL(/\/review/)],
        ),
      ),
      shows: project,
    },
    empty: none('there is a draft'),
    error: none('an application in which something is missing is led back to where it is'),
  },
}
