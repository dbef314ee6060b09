import type { Page } from 'playwright-core'
import { type Lived, planted } from './lived.ts'
import { departmentAsks } from './visitors.ts'

/** Who looks: nobody signed in, somebody of whom the city knows nothing yet, a firm with cases, somebody who signed in with a code, who still has to, and an officer at the counter. */
export type Eyes = 'visitor' | 'newcomer' | 'firm' | 'account' | 'half' | 'window'

export interface Way {
  readonly as: Eyes
  readonly to: string
  /** What is pressed before one looks. */
  readonly press?: (page: Page) => Promise<unknown>
  /** What must stand on the page. */
  readonly shows?: string
}

/** A page in its states; where it has not a state, why not. */
export interface Sheet {
  readonly full: Way | { readonly none: string }
  readonly empty: Way | { readonly none: string }
  readonly error: Way | { readonly none: string }
}

const none = (why: string) => ({ none: why })
const standing = none('it always says the same')
const asks = none('it is a form')
const reads = none('nothing is typed here')
const file = { full: none('it is a file'), empty: none('it is a file') }
const visitor = (to: string, more: Partial<Way> = {}): Way => ({ as: 'visitor', to, ...more })
const missing = visitor('/nothing-of-that-name', { shows: '没有' })
const submit = (page: Page) => page.locator('main form button:not([name])').last().click()

/** Begins an application and goes to one of its pages. */
const apply = (last: string) => async (page: Page) => {
  await page.getByLabel('由哪个机关办理').selectOption('210102-approval-bureau')
  await page.getByRole('button', { name: '开始填写' }).click()
  await page.waitForURL(/\/fit$/)
  if (last !== 'fit') await page.goto(page.url().replace(/fit$/, last))
}
const batchAt = '/apply/energy-review/batch?organ=210102-approval-bureau'
/** Sends a spreadsheet with these rows. */
const fileSheet = (text: string) => async (page: Page) => {
  await page.locator('#sheet').setInputFiles({ name: '申报.csv', mimeType: 'text/csv', buffer: Buffer.from(text) })
  await submit(page)
  await page.waitForURL(/\/result\//)
}
const begin = (last: string, more: Partial<Way> = {}): Way => ({
  as: 'firm',
  to: '/apply/energy-review',
  press: apply(last),
  ...more,
})
const and =
  (...steps: readonly ((page: Page) => Promise<unknown>)[]) =>
  async (page: Page) => {
    for (const step of steps) await step(page)
  }

const settled = (page: Page) => page.waitForLoadState('networkidle')

/** The desk is drawn by its script: one looks when its page is there. */
const deskIs = (heading: string) => async (page: Page) => {
  await page.getByRole('heading', { level: 1, name: heading }).first().waitFor()
  await settled(page)
}

const beginTour = (page: Page) => page.getByRole('button', { name: '开始导览' }).click()

const beginAuthenticator = (page: Page) => page.locator('form[action*="/sign-in/own/authenticator"] button').click()

/** 页面表 Every page of the route table; a route that is not here makes the drill fail. */
export const sheetsOf = ({ granted, awaiting, checkCode }: Lived): Readonly<Record<string, Sheet>> => ({
  '/': {
    full: visitor('/', { shows: '固定资产投资项目节能审查' }),
    empty: visitor('/?q=没有这样的事', { shows: '没有' }),
    error: visitor('/?region=999999&organ=nobody'),
  },
  '/regions': { full: visitor('/regions', { shows: '和平区' }), empty: standing, error: reads },
  '/entries/:id': {
    full: visitor('/entries/offline-marriage', { shows: '婚姻' }),
    empty: none('an entry says something or is none'),
    error: visitor('/entries/none-of-ours'),
  },
  '/life-events': { full: visitor('/life-events', { shows: '开' }), empty: standing, error: reads },
  '/life-events/:id': {
    full: visitor('/life-events/open-a-restaurant'),
    empty: none('a life event has steps or is none'),
    error: visitor('/life-events/none-of-ours'),
  },
  '/statistics': { full: visitor('/statistics'), empty: standing, error: reads },
  '/items/:item': {
    full: visitor('/items/energy-review?organ=210102-approval-bureau', { shows: '第32条' }),
    empty: visitor('/items/energy-review?organ=nobody-here'),
    error: visitor('/items/none-of-ours'),
  },
  '/items/:item/versions': {
    full: visitor('/items/energy-review/versions?organ=210102-approval-bureau&against=210103-approval-bureau'),
    empty: visitor('/items/information-request/versions'),
    error: visitor('/items/none-of-ours/versions'),
  },
  '/cases': {
    full: visitor('/cases', { shows: '查询码' }),
    empty: asks,
    error: visitor('/cases', {
      press: async page => {
        await page.getByLabel('办件编号').fill('2101022026030299999999')
        await page.getByLabel('查询码').fill('0000-0000')
        await page.getByRole('button', { name: '查询' }).click()
      },
    }),
  },
  '/cases/:number': {
    full: visitor(`/cases/${granted}?code=${checkCode(granted)}`, { shows: '固定资产投资项目节能审查' }),
    empty: visitor(`/cases/${granted}`),
    error: visitor('/cases/2101022026030299999999?code=0000-0000'),
  },
  '/design': { full: visitor('/design'), empty: standing, error: reads },
  '/verify': { full: visitor('/verify'), empty: asks, error: visitor('/verify', { press: submit }) },
  '/open': { full: visitor('/open'), empty: none('the same page is empty in a city of one day'), error: reads },
  '/help': { full: visitor('/help'), empty: standing, error: reads },
  '/demo': { full: visitor('/demo', { shows: '市民' }), empty: standing, error: reads },
  '/demo/tour': {
    full: visitor('/demo', { press: beginTour, shows: '第 1 步' }),
    empty: visitor('/demo/tour'),
    error: reads,
  },
  '/sign-in/post': {
    full: { as: 'window', to: '/sign-in/post' },
    empty: { as: 'newcomer', to: '/sign-in/post' },
    error: visitor('/sign-in/post'),
  },
  '/office': {
    full: { as: 'window', to: '/office', press: deskIs('今日'), shows: '待补正' },
    empty: none('the address leads on to today'),
    error: visitor('/office'),
  },
  '/office/*': {
    full: { as: 'window', to: `/office/cases/${awaiting}`, press: deskIs('固定资产投资项目节能审查'), shows: '轨迹' },
    empty: { as: 'newcomer', to: '/office/' },
    error: { as: 'window', to: '/office/cases/2101022026030299999999', press: settled },
  },
  '/office/*#counter': {
    full: { as: 'window', to: '/office/counter', press: deskIs('窗口') },
    empty: asks,
    error: { as: 'window', to: '/office/nothing-of-ours', press: settled },
  },
  '/sign-in': { full: visitor('/sign-in'), empty: asks, error: visitor('/sign-in', { press: submit }) },
  '/sign-in/activate': {
    full: visitor('/sign-in/activate'),
    empty: asks,
    error: visitor('/sign-in/activate', { press: submit }),
  },
  '/sign-in/register': {
    full: visitor('/sign-in/register'),
    empty: asks,
    error: visitor('/sign-in/register', { press: submit }),
  },
  '/sign-in/code': {
    full: { as: 'half', to: '/sign-in/code' },
    empty: asks,
    error: { as: 'half', to: '/sign-in/code', press: submit },
  },
  '/sign-in/recover': {
    full: visitor('/sign-in/recover'),
    empty: asks,
    error: visitor('/sign-in/recover', { press: submit }),
  },
  '/sign-in/recover/cancel': {
    full: visitor('/sign-in/recover/cancel'),
    empty: asks,
    error: visitor('/sign-in/recover/cancel', { press: submit }),
  },
  '/sign-in/prove': {
    full: { as: 'account', to: '/sign-in/prove' },
    empty: asks,
    error: { as: 'account', to: '/sign-in/prove', press: submit },
  },
  '/sign-in/own': {
    full: { as: 'account', to: '/sign-in/own' },
    empty: { as: 'newcomer', to: '/sign-in/own' },
    error: reads,
  },
  '/sign-in/own/authenticator': {
    full: { as: 'account', to: '/sign-in/own', press: beginAuthenticator },
    empty: asks,
    error: { as: 'account', to: '/sign-in/own', press: and(beginAuthenticator, submit) },
  },
  '/sign-in/for/:uid': {
    full: { as: 'account', to: departmentAsks(), shows: '演练部门系统' },
    empty: asks,
    error: visitor('/sign-in/for/nothing-of-ours'),
  },
  '/mine': {
    full: { as: 'firm', to: '/mine', shows: '请补正' },
    empty: { as: 'newcomer', to: '/mine', shows: '您还没有办件' },
    error: visitor('/mine'),
  },
  '/mine/messages': {
    full: { as: 'firm', to: '/mine/messages', shows: '固定资产投资项目节能审查' },
    empty: { as: 'newcomer', to: '/mine/messages' },
    error: visitor('/mine/messages'),
  },
  '/mine/vouchers': {
    full: { as: 'firm', to: '/mine/vouchers' },
    empty: { as: 'newcomer', to: '/mine/vouchers' },
    error: visitor('/mine/vouchers'),
  },
  '/mine/data': {
    full: { as: 'firm', to: '/mine/data', shows: '沈阳演练1热力有限公司' },
    empty: { as: 'newcomer', to: '/mine/data' },
    error: visitor('/mine/data'),
  },
  '/mine/delegations': {
    full: { as: 'firm', to: '/mine/delegations', shows: '授权' },
    empty: { as: 'newcomer', to: '/mine/delegations', shows: '您还没有授权任何人' },
    error: { as: 'newcomer', to: '/mine/delegations', press: submit, shows: '需要改正' },
  },
  '/mine/acting': {
    full: { as: 'firm', to: '/mine/acting', shows: '为谁办理' },
    empty: { as: 'newcomer', to: '/mine/acting', shows: '现在没有别人授权您' },
    error: { as: 'newcomer', to: '/mine/acting', press: submit, shows: '没有由您担任法定代表人的这家企业' },
  },
  '/mine/consents': {
    full: { as: 'firm', to: '/mine/consents', shows: '我的同意' },
    empty: { as: 'newcomer', to: '/mine/consents', shows: '您还没有签过送达地址确认书' },
    error: { as: 'newcomer', to: '/mine/consents', press: submit, shows: '需要改正' },
  },
  '/mine/cases/:number': {
    full: { as: 'firm', to: `/mine/cases/${granted}`, shows: planted },
    empty: { as: 'firm', to: `/mine/cases/${awaiting}`, shows: '节能报告缺失' },
    error: { as: 'newcomer', to: `/mine/cases/${granted}` },
  },
  '/mine/cases/:number/receipt': {
    full: { as: 'firm', to: `/mine/cases/${granted}/receipt`, shows: granted },
    empty: none('a receipt has a number'),
    error: { as: 'newcomer', to: `/mine/cases/${granted}/receipt` },
  },
  '/mine/cases/:number/papers/:paper': {
    ...file,
    error: { as: 'newcomer', to: `/mine/cases/${granted}/papers/receipt` },
  },
  '/files/:file': { ...file, error: { as: 'newcomer', to: '/files/nothing-of-ours' } },
  '/mine/cases/:number/proof': {
    ...file,
    error: { as: 'newcomer', to: `/mine/cases/${granted}/proof` },
  },
  '/apply/:item': {
    full: { as: 'firm', to: '/apply/energy-review', shows: '固定资产投资项目节能审查' },
    empty: visitor('/apply/energy-review'),
    error: visitor('/apply/none-of-ours'),
  },
  '/apply/:item/batch': {
    full: { as: 'firm', to: batchAt, shows: '项目名称' },
    empty: asks,
    error: { as: 'firm', to: batchAt, press: submit, shows: '没有选表格' },
  },
  '/apply/:item/batch/template': { full: none('it is a file'), empty: none('it is a file'), error: reads },
  '/apply/:item/batch/result/:batch': {
    full: { as: 'firm', to: batchAt, press: fileSheet('项目名称\n余热回收改造'), shows: '有问题，没有申报' },
    empty: none('a spreadsheet without rows is not taken in'),
    error: { as: 'firm', to: batchAt, press: fileSheet('颜色\n红'), shows: '有的列不认识' },
  },
  '/apply/:item/batch/result/:batch/file': { full: none('it is a file'), empty: none('it is a file'), error: reads },
  '/apply/:item/:draft/fit': {
    full: begin('fit', { shows: '适合我吗' }),
    empty: asks,
    error: begin('fit', {
      press: and(apply('fit'), page => page.getByRole('button', { name: '继续', exact: true }).click()),
    }),
  },
  '/apply/:item/:draft/fill/:page': {
    full: begin('fill/1', { shows: '填写' }),
    empty: asks,
    error: begin('fill/1', {
      press: and(apply('fill/1'), page => page.getByRole('button', { name: '继续', exact: true }).click()),
    }),
  },
  '/apply/:item/:draft/materials': {
    full: begin('materials', { shows: '申请书' }),
    empty: asks,
    error: begin('materials', {
      press: and(apply('materials'), page => page.getByRole('button', { name: '上传' }).first().click()),
    }),
  },
  '/apply/:item/:draft/precheck': {
    full: begin('precheck', { shows: '预检' }),
    empty: none('it always finds something or says that it does not'),
    error: begin('precheck'),
  },
  '/apply/:item/:draft/review': {
    full: begin('review', { shows: '核对' }),
    empty: none('there is a draft'),
    error: begin('review', { press: and(apply('review'), submit) }),
  },
})

/** A page that is no page: every address of the city may be mistyped. */
export const mistyped: Way = missing
