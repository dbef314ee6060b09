import type { Page } from 'playwright-core'
import { firmCode } from '../house.ts'
import { firmName, type Lived, planted } from './lived.ts'
import { agent } from './own-lived.ts'
import { absent, by, file, none, type Sheets, signInFirst, submit, typing } from './sheet.ts'

/** As the firm sees whom it authorised. */
const masked = ({ number }: typeof agent) => `${number.slice(0, 4)}**********${number.slice(-4)}`

/** Signs where it can be reached. */
async function reachable(page: Page): Promise<void> {
  await page.locator('input[name=post]').fill('沈阳市和平区演练路1号')
  await submit(page)
}

/** 我的 What is somebody's own: the city shows it to nobody else. */
export const ownSheets = ({ granted, awaiting, voucher }: Lived): Sheets => ({
  '/mine': {
    full: by('firm', '/mine', { shows: '请补正' }),
    empty: by('newcomer', '/mine', { shows: '您还没有办件' }),
    error: signInFirst('/mine'),
  },
  '/mine/messages': {
    full: by('firm', '/mine/messages', { shows: '不予受理，理由写在办件页里' }),
    empty: by('newcomer', '/mine/messages', { shows: '还没有消息。您的办件、账户和授权有变化时' }),
    error: signInFirst('/mine/messages'),
  },
  '/mine/vouchers': {
    full: by('firm', '/mine/vouchers', { shows: voucher.number }),
    empty: by('newcomer', '/mine/vouchers', { shows: '您名下还没有证照。办成的许可和证明会列在这里' }),
    error: signInFirst('/mine/vouchers'),
  },
  '/mine/data': {
    full: by('firm', '/mine/data', { shows: firmName }),
    empty: by('newcomer', '/mine/data', { shows: '还没有人查看过您的信息' }),
    error: signInFirst('/mine/data'),
  },
  '/mine/delegations': {
    full: by('firm', '/mine/delegations', { shows: masked(agent) }),
    empty: by('newcomer', '/mine/delegations', { shows: '您还没有授权任何人' }),
    error: by('newcomer', '/mine/delegations', {
      ...typing({ name: agent.name }),
      shows: '没有写到哪一天为止。请选一个日期',
    }),
  },
  '/mine/acting': {
    full: by('account', '/mine/acting', { shows: '固定资产投资项目节能审查；申请办理、查看' }),
    empty: by('newcomer', '/mine/acting', { shows: '现在没有别人授权您' }),
    error: by('newcomer', '/mine/acting', {
      ...typing({ uscc: firmCode(2) }),
      shows: '没有由您担任法定代表人的这家企业。请对照营业执照再填一次',
    }),
  },
  '/mine/consents': {
    full: by('firm', '/mine/consents', { press: reachable, shows: '沈阳市和平区演练路1号' }),
    empty: by('newcomer', '/mine/consents', { shows: '您还没有签过送达地址确认书' }),
    error: by('newcomer', '/mine/consents', { ...typing({ mail: '不是邮箱' }), shows: '电子邮箱写得不对' }),
  },
  '/mine/cases/:number': {
    full: by('firm', `/mine/cases/${granted}`, { shows: planted }),
    empty: by('firm', `/mine/cases/${awaiting}`, { shows: '节能报告缺失' }),
    error: absent('newcomer', `/mine/cases/${granted}`),
  },
  '/mine/cases/:number/receipt': {
    full: by('firm', `/mine/cases/${granted}/receipt`, { shows: granted }),
    empty: none('a receipt has a number'),
    error: absent('newcomer', `/mine/cases/${granted}/receipt`),
  },
  '/mine/cases/:number/papers/:paper': {
    ...file,
    error: absent('newcomer', `/mine/cases/${granted}/papers/receipt`),
  },
  '/files/:file': { ...file, error: absent('newcomer', '/files/nothing-of-ours') },
  '/mine/cases/:number/proof': { ...file, error: absent('newcomer', `/mine/cases/${granted}/proof`) },
})
