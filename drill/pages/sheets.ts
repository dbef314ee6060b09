import type { Page } from 'playwright-core'
import { actSheets } from './act-sheets.ts'
import { applySheets } from './apply-sheets.ts'
import { counterSheets } from './counter-sheets.ts'
import { deskSheets } from './desk-sheets.ts'
import { exportSheets } from './export-sheets.ts'
import { heardSheets } from './heard-sheets.ts'
import { type Lived, planted } from './lived.ts'
import { ownSheets } from './own-sheets.ts'
import { absent, asks, none, reads, type Sheets, standing, submit, visitor, type Way } from './sheet.ts'
import { signInSheets } from './sign-in-sheets.ts'
import { siteSheets } from './site-sheets.ts'

/** Types both and looks. */
const typed = (fields: Readonly<Record<string, string>>, button: string) => async (page: Page) => {
  for (const [label, value] of Object.entries(fields)) await page.getByLabel(label, { exact: true }).fill(value)
  await page.getByRole('button', { name: button, exact: true }).click()
}
const item = '固定资产投资项目节能审查'

/** 谁都看得到的页面 What anybody sees without signing in. */
const publicSheets = ({ granted, served, checkCode, voucher }: Lived): Sheets => ({
  '/': {
    full: visitor('/', { shows: item }),
    empty: visitor('/?q=qqzz', { shows: '没有与“qqzz”有关的事项。换一个说法试试' }),
    error: absent('visitor', '/?region=999999&organ=nobody'),
  },
  '/regions': { full: visitor('/regions', { shows: '和平区' }), empty: standing, error: reads },
  '/entries/:id': {
    full: visitor('/entries/offline-marriage', { shows: '民法典第一千零四十九条' }),
    empty: none('an entry says something or is none'),
    error: absent('visitor', '/entries/none-of-ours'),
  },
  '/life-events': { full: visitor('/life-events', { shows: '我要开餐饮店' }), empty: standing, error: reads },
  '/life-events/:id': {
    full: visitor('/life-events/open-a-restaurant', { shows: '食品经营许可' }),
    empty: none('a life event has steps or is none'),
    error: absent('visitor', '/life-events/none-of-ours'),
  },
  '/statistics': { full: visitor('/statistics', { shows: '行政许可' }), empty: standing, error: reads },
  '/items/:item': {
    full: visitor('/items/energy-review?organ=210102-approval-bureau', { shows: '第32条' }),
    empty: none('a guide says something or is none'),
    error: absent('visitor', '/items/none-of-ours'),
  },
  '/items/:item#organ': {
    full: none('as above'),
    empty: none('as above'),
    error: absent('visitor', '/items/energy-review?organ=nobody-here'),
  },
  '/items/:item/versions': {
    full: visitor('/items/energy-review/versions?organ=210102-approval-bureau&against=210103-approval-bureau', {
      shows: '沈河区行政审批局',
    }),
    empty: visitor('/items/information-request/versions', { shows: '没有不同。' }),
    error: absent('visitor', '/items/none-of-ours/versions'),
  },
  '/cases': {
    full: asks,
    empty: visitor('/cases', { shows: '查询码只为不让陌生人翻看您的办件' }),
    error: visitor('/cases', {
      keeps: ['2101022026030299999999'],
      press: typed({ 办件编号: '2101022026030299999999', 查询码: '0000-0000' }, '查询'),
      shows: '编号或查询码不对',
    }),
  },
  '/cases/:number': {
    full: visitor(`/cases/${granted}?code=${checkCode(granted)}`, { shows: '向和平区人民政府申请行政复议' }),
    empty: visitor(`/cases/${granted}`, { keeps: [granted], shows: '查询码只为不让陌生人翻看您的办件' }),
    error: visitor('/cases/2101022026030299999999?code=0000-0000', { shows: '编号或查询码不对' }),
  },
  '/cases/:number/rating': {
    full: visitor(`/cases/${served}/rating?code=${checkCode(served)}`, { shows: served }),
    empty: visitor(`/cases/${served}/rating`, { keeps: [served], shows: '查询码只为不让陌生人翻看您的办件' }),
    error: visitor(`/cases/${served}/rating?code=${checkCode(served)}`, {
      press: submit,
      shows: '没有选满意不满意。请选一项再提交',
    }),
  },
  '/design': { full: visitor('/design', { shows: '第32条第4项' }), empty: standing, error: reads },
  '/verify': {
    full: visitor('/verify', {
      press: typed({ 编号: voucher.number, 查验码: voucher.checkCode }, '查验'),
      shows: voucher.number,
    }),
    empty: asks,
    error: visitor('/verify', {
      keeps: ['没有的编号'],
      press: typed({ 编号: '没有的编号', 查验码: '0000' }, '查验'),
      shows: '请对照原件再输入一次',
    }),
  },
  '/open': {
    full: visitor('/open', { shows: planted }),
    empty: none('something is published every day'),
    error: reads,
  },
  '/open/:id': {
    full: visitor('/open', {
      press: page => page.locator('ul.items li').filter({ hasText: planted }).locator('a.item-name').click(),
      shows: planted,
    }),
    empty: none('what is published says something or is none'),
    error: absent('visitor', '/open/none-of-ours'),
  },
  '/help': { full: visitor('/help', { shows: '12345' }), empty: standing, error: reads },
})

/** 页面表 Every page of the route table; a route that is not here makes the drill fail. */
export const sheetsOf = (lived: Lived): Sheets => ({
  ...publicSheets(lived),
  ...signInSheets(lived),
  ...ownSheets(lived),
  ...applySheets,
  ...heardSheets(lived),
  ...counterSheets,
  ...exportSheets(lived),
  ...actSheets(lived),
  ...siteSheets,
  ...deskSheets(lived),
})

/** A page that is no page: every address of the city may be mistyped. */
export const mistyped: Way = absent('visitor', '/nothing-of-that-name')
