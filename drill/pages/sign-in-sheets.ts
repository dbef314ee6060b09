import type { Page } from 'playwright-core'
import type { Lived } from './lived.ts'
import { and, asks, by, reads, type Sheets, standing, submit, visitor } from './sheet.ts'
import { departmentAsks } from './visitors.ts'

const beginAuthenticator = (page: Page) => page.locator('form[action*="/sign-in/own/authenticator"] button').click()

const sendPhone = (number: string) => async (page: Page) => {
  await page.locator('input[name=phone]').fill(number)
  await submit(page)
}

/** A page that asks: full as it stands, in error as it is sent back empty. */
const form = (to: string, shows: string) => ({
  full: visitor(to, { shows }),
  empty: asks,
  error: visitor(to, { press: submit, shows: '需要改正' }),
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
    ...form('/setup', '启动码'),
    dialog: visitor('/setup', { press: nameThree(lived), shows: '三个开通码' }),
  },
  '/sign-in': form('/sign-in', '账户'),
  '/sign-in/activate': form('/sign-in/activate', '开通码'),
  '/sign-in/register': form('/sign-in/register', '网络身份认证凭证'),
  '/sign-in/code': {
    full: by('half', '/sign-in/code', { shows: '一次性码' }),
    empty: asks,
    error: by('half', '/sign-in/code', { press: submit }),
  },
  '/sign-in/recover': form('/sign-in/recover', '恢复账户'),
  '/sign-in/recover/cancel': form('/sign-in/recover/cancel', '撤销码'),
  '/sign-in/prove': {
    full: by('account', '/sign-in/prove', { shows: '请再次证明是您本人' }),
    empty: asks,
    error: by('account', '/sign-in/prove', { press: submit }),
  },
  '/sign-in/post': {
    full: by('window', '/sign-in/post', { shows: '和平区行政审批局' }),
    empty: by('newcomer', '/sign-in/post'),
    error: visitor('/sign-in/post', { shows: '登录' }),
  },
  '/sign-in/own': {
    full: by('account', '/sign-in/own', { shows: '打印码' }),
    empty: by('newcomer', '/sign-in/own'),
    error: reads,
  },
  '/sign-in/own/authenticator': {
    full: by('account', '/sign-in/own', { press: beginAuthenticator, shows: '添加验证器' }),
    empty: asks,
    error: by('account', '/sign-in/own', { press: and(beginAuthenticator, submit) }),
  },
  '/sign-in/own/phone': {
    full: by('account', '/sign-in/own/phone', { shows: '手机号' }),
    empty: asks,
    error: by('account', '/sign-in/own/phone', { press: sendPhone('12345'), shows: '需要改正' }),
    dialog: by('account', '/sign-in/own/phone', { press: sendPhone('13900000099'), shows: '输入发到新手机号的验证码' }),
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
      shows: '第 1 步',
    }),
    empty: visitor('/demo/tour', { shows: '开始导览' }),
    error: reads,
  },
})
