import type { Page } from 'playwright-core'
import { firmCode } from '../house.ts'
import { firmName, type Lived, planted } from './lived.ts'
import { by, deskIs, type Eyes, none, pressed, reads, type Sheets, settled, signInFirst } from './sheet.ts'

const item = '固定资产投资项目节能审查'
const desk = (
  as: Eyes,
  to: string,
  heading: string,
  shows: string,
  then: (page: Page) => Promise<unknown> = async () => {},
) =>
  by(as, to, {
    desk: true as const,
    shows,
    press: async (page: Page) => {
      await deskIs(heading)(page)
      await then(page)
      await settled(page)
    },
  })

/** Every act that is open, its form with what is asked of one that was made on paper before. */
const acts = {
  buttons: '.acts > .buttons button',
  async also(page: Page) {
    const paper = page.locator('form.act').getByLabel('这一动作已经在纸上作出，现在补录')
    if ((await paper.count()) > 0) await paper.check()
  },
}

/** At the counter: the firm is found, what it wants is chosen, and its form stands there. */
async function atCounter(page: Page) {
  await page.getByLabel('企业或其他组织').check()
  await page.getByLabel('单位名称').fill(firmName)
  await page.getByLabel('统一社会信用代码').fill(firmCode(1))
  await page.keyboard.press('Enter')
  await page.getByText('已在案。').waitFor()
  await page.getByLabel('办什么事').selectOption('energy-review')
  await page.getByLabel('申请早先已经用纸交来，今天补录').check()
}

let applications = 0
/** The same, filled in and taken in, up to the receipt. */
async function taken(page: Page) {
  await atCounter(page)
  await page.getByLabel('申请早先已经用纸交来，今天补录').uncheck()
  for (const [label, value] of Object.entries({
    项目名称: '窗口录入的改造',
    项目代码: `2608-210102-04-01-${String(++applications).padStart(6, '0')}`,
    联系人: '演练联系人',
    联系电话: '13800000001',
    年综合能源消费量: '1200',
    年电力消费量: '0',
  }))
    await page.getByLabel(label).fill(value)
  for (const question of [/两高/, /国家核准/, /是否需征求/])
    await page.getByRole('group', { name: question }).getByLabel('否').check()
  for (const paper of ['申请书', '节能报告']) await page.getByLabel(paper, { exact: true }).selectOption('original')
  await page.getByRole('button', { name: '提交申请' }).click()
  await page.getByRole('heading', { name: '收件回执' }).waitFor()
}

/** 坐席的页面 Today, a case at each of its moments, the counter, and what is only looked at. */
export const deskSheets = ({ awaiting, waiting, decidable, granted, owed, unverified }: Lived): Sheets => ({
  '/office': {
    full: desk('window', '/office', '今日', awaiting),
    empty: desk('reviewer', '/office', '今日', '本岗现在没有待办'),
    error: signInFirst('/office'),
  },
  '/office/*': {
    full: desk('window', `/office/cases/${awaiting}`, item, '余热回收改造2期'),
    empty: by('newcomer', '/office/', { shows: '只供工作人员使用' }),
    error: desk('window', '/office/cases/2101022026030299999999', '看不到这个办件', '核对办件编号'),
    dialog: { ...desk('window', `/office/cases/${waiting}`, item, '先不办'), each: acts },
  },
  '/office/*#decide': {
    full: desk('head', `/office/cases/${decidable}`, item, '余热回收改造4期'),
    empty: none('the case of the counter is one in which nothing was done yet'),
    error: desk('head', `/office/cases/${decidable}`, item, '决定：没有填', async page => {
      await pressed('决定')(page)
      await pressed('确认决定')(page)
      await page.getByRole('alert').waitFor()
    }),
    dialog: { ...desk('head', `/office/cases/${decidable}`, item, '先不办'), each: acts },
  },
  '/office/*#ended': {
    full: desk('window', `/office/cases/${granted}`, item, planted),
    empty: none('the case of the counter is one in which nothing was done yet'),
    error: desk('reviewer', `/office/cases/${granted}`, '看不到这个办件', '核对办件编号'),
    dialog: { ...desk('window', `/office/cases/${granted}`, item, '先不办'), each: acts },
  },
  '/office/*#counter': {
    full: desk('window', '/office/counter', '窗口', firmName, atCounter),
    empty: desk('window', '/office/counter', '窗口', '凭哪种证件'),
    error: desk('window', '/office/counter', '窗口', '收到的日期：没有填', async page => {
      await atCounter(page)
      await pressed('提交申请')(page)
      await page.getByRole('alert').waitFor()
    }),
    dialog: desk('window', '/office/counter', '窗口', '收件回执', taken),
  },
  '/office/*#ratings': {
    // Whoever had a hand in a case is not shown what is said of it: somebody else of the organ replies.
    full: desk('head', '/office/ratings', '评价', owed),
    empty: desk('window', '/office/ratings', '评价', '没有要您回复的差评'),
    error: none('an empty reply cannot be sent'),
  },
  '/office/*#verification': {
    full: desk('supervisor', '/office/ratings', '评价', unverified),
    empty: none('the same list is empty above'),
    error: reads,
  },
  '/office/*#disputes': {
    full: none('in this city nobody says that a register is wrong; test/journeys/told/disputed.ts looks at it full'),
    empty: desk('window', '/office/disputes', '登记异议', '现在没有人说本机关的登记有误'),
    error: none('an answer without a reason cannot be sent'),
  },
  '/office/*#items': {
    full: desk('window', '/office/items', '本机关事项', item),
    empty: none('every organ of the demonstration has items'),
    error: reads,
  },
  '/office/*#supervision': {
    full: desk('supervisor', '/office/supervision', '督察', '和平区行政审批局'),
    empty: none('all lists but one are empty in a city of one day'),
    error: desk('window', '/office/supervision', '没有这个页面', '没有这个页面'),
  },
})
