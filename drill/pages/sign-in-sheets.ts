import type { Page } from 'playwright-core'
import type { Lived } from './lived.ts'
import { agent } from './own-lived.ts'
import {
  and,
  asks,
  by,
  none,
  reads,
  type Sheets,
  signInFirst,
  standing,
  submit,
  submitted,
  typing,
  visitor,
} from './sheet.ts'
import { departmentAsks } from './visitors.ts'

const beginAuthenticator = (page: Page) => page.locator('form[action*="/sign-in/own/authenticator"] button').click()

/** A page that asks: empty as it stands, in error as it is sent with this and no more. */
const form = (to: string, says: string, typed: Readonly<Record<string, string>>, wrong: string) => ({
  full: asks,
  empty: visitor(to, { shows: says }),
  error: visitor(to, { ...typing(typed), shows: wrong }),
})

/** Names the three of the first start, with a code as the terminal prints it. */
const nameThree =
  ({ setUp }: Lived) =>
  async (page: Page) => {
    for (const [name, value] of Object.entries(await setUp())) await page.locator(`input[name=${name}]`).fill(value)
    await submit(page)
  }

/** 登录的页面 How one gets in, and what is one's own there. */
export const signInSheets = (lived: Lived): Sheets => ({
  '/setup': {
    ...form('/setup', '新城市还没有管理员', { 'audit-name': '演练管理员' }, '请填写系统管理员的人员编号'),
    dialog: visitor('/setup', { press: nameThree(lived), shows: '三个开通码' }),
  },
  '/sign-in': form('/sign-in', '输入有误时，只会在第二步一并告诉您', { name: agent.number }, '请输入口令'),
  '/sign-in/activate': form(
    '/sign-in/activate',
    '开通码由窗口工作人员核验身份后打印给您',
    { number: agent.number },
    '请输入码',
  ),
  '/sign-in/register': form(
    '/sign-in/register',
    '凭国家网络身份认证注册',
    { name: agent.name },
    '请填写网络身份认证凭证',
  ),
  '/sign-in/code': {
    full: asks,
    empty: by('half', '/sign-in/code', { shows: '或者打印码中没有用过的一个' }),
    error: by('half', '/sign-in/code', { press: submitted('登录'), shows: '请输入码' }),
  },
  '/sign-in/recover': form('/sign-in/recover', '凭两项不同的证明在网上恢复', {}, '请填写证件号码或账户'),
  '/sign-in/recover/cancel': form(
    '/sign-in/recover/cancel',
    '请在七十二小时内在这里撤销',
    { number: agent.number },
    '请输入码',
  ),
  '/sign-in/prove': {
    full: asks,
    empty: by('account', '/sign-in/prove', { shows: '接下来的操作比较重要' }),
    error: by('account', '/sign-in/prove', { press: submit, shows: '请输入口令' }),
  },
  '/sign-in/post': {
    full: by('window', '/sign-in/post', { shows: '和平区行政审批局' }),
    empty: none('who has no post is led to what is his own'),
    error: signInFirst('/sign-in/post'),
  },
  '/sign-in/own': {
    full: by('account', '/sign-in/own', { shows: '窗口发放开通码' }),
    empty: by('newcomer', '/sign-in/own', { shows: '没有登录方式和登录记录' }),
    error: reads,
  },
  '/sign-in/own/authenticator': {
    full: asks,
    empty: by('account', '/sign-in/own', { press: beginAuthenticator, shows: '再把它显示的六位数字填回来' }),
    error: by('account', '/sign-in/own', { press: and(beginAuthenticator, submit), shows: '六位数字不对' }),
  },
  '/sign-in/own/phone': {
    full: by('account', '/sign-in/own/phone', { shows: '138****0004' }),
    empty: none('whoever looks has a number; test/contract/own-phone.test.ts reads what it says without one'),
    error: by('account', '/sign-in/own/phone', { ...typing({ phone: '12345' }), shows: '这不是手机号码' }),
    dialog: by('account', '/sign-in/own/phone', {
      press: typing({ phone: '13900000099' }).press,
      shows: '139****0099',
    }),
  },
  '/sign-in/for/:uid': {
    full: by('account', departmentAsks(), { shows: '演练部门系统' }),
    empty: asks,
    error: visitor('/sign-in/for/nothing-of-ours', { shows: '这次登录请求已经失效' }),
  },
  '/demo': { full: visitor('/demo', { shows: '市民' }), empty: standing, error: reads },
  '/demo/tour': {
    full: visitor('/demo', {
      press: page => page.getByRole('button', { name: '开始导览' }).click(),
      shows: lived.decidable,
    }),
    empty: visitor('/demo/tour', { shows: '开始导览' }),
    error: reads,
  },
})
