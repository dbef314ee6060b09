import type { CaseHand } from '../case-hand.ts'
import type { PermitStory } from './permit.ts'
import { breachProtocol, overstep } from './protocol.ts'

/** 补正 Told once what is missing; the firm brings it within the week. */
async function supplement(c: CaseHand, { firm, window }: PermitStory, lacking: readonly string[]): Promise<void> {
  await c.act(window, 'requestSupplement', { materials: lacking, note: '缺节能报告原件' }, { desk: 'accept' })
  await c.days(c.random.whole(1, 6))
  await c.act(await c.account(firm), 'supplement', {
    materials: Object.fromEntries(lacking.map(id => [id, 'original'])),
  })
  await c.workdays(c.random.whole(0, 2))
  if (c.is('second-supplement-notice'))
    await c.wrong('second-supplement-notice', window, 'requestSupplement', {
      materials: ['application'],
      note: '再补一份',
    })
}

/** 不予受理 With the reason, and to whom to go instead. */
const turnAway = (c: CaseHand, { window }: PermitStory, body: Record<string, unknown>) =>
  c.act(window, 'refuseAcceptance', body, { desk: 'accept' })

/** 受理 Within five workdays, by the window of this organ, when all is there and nothing speaks against it. False: it ends here. */
export async function accepted(c: CaseHand, story: PermitStory, lacking: readonly string[]): Promise<boolean> {
  const { random } = c
  const { window, head } = story
  if (c.is('supplement-late')) {
    c.later('supplement-late')
    await c.workdays(random.whole(6, 9))
    return true
  }
  await c.workdays(random.whole(0, 2))
  if (c.is('decided-before-acceptance'))
    await c.wrong('decided-before-acceptance', head, 'decide', { outcome: 'grant' })
  if (c.is('stranger-acts')) {
    const stranger = c.world.firms.find(firm => firm.uscc !== story.firm.uscc) ?? story.firm
    await c.wrong('stranger-acts', await c.account(stranger), 'withdraw', { reason: '不办了' })
  }
  if (c.is('material-missing', 'material-promised', 'material-late')) await c.wrong(c.plan.violation!, window, 'accept')
  if (lacking.length > 0) await supplement(c, story, lacking)
  if (c.is('beyond-powers')) {
    await c.wrong('beyond-powers', window, 'accept')
    await turnAway(c, story, { rule: 'level', reason: '超过本级审查权限' })
    return false
  }
  if (c.is('below-threshold')) {
    await c.wrong('below-threshold', window, 'accept')
    await turnAway(c, story, { rule: 'threshold', reason: '未达到节能审查的规模，无需办理' })
    return false
  }
  if (c.is('firm-inactive', 'firm-unregistered')) {
    await c.wrong(c.plan.violation!, window, 'accept')
    await turnAway(c, story, { rule: 'firm-active', reason: '申请单位不在登记存续状态' })
    return false
  }
  const body = c.has('firm-inactive-judged') ? { judgements: { 'firm-active': '申请人称正在办理恢复登记' } } : {}
  if (c.is('firm-inactive-judged')) c.later('firm-inactive-judged')
  if (c.is('delegation-ended')) {
    c.truth.slow = true
    await c.workdays(3)
    await c.wrong(
      'delegation-ended',
      { ...c.plan.office.extra('late-deputy'), onBehalfOf: window.person },
      'accept',
      body,
    )
  }
  if (c.is('acceptance-refused-without-ground')) {
    const rule = random.pick([{ rule: 'level' }, { rule: 'nonsense' }, {}])
    await c.wrong('acceptance-refused-without-ground', window, 'refuseAcceptance', { ...rule, reason: '不予受理' })
  }
  await overstep(c, 'accept', body, story.reviewer)
  const late = await breachProtocol(c, window, 'accept', body, { judgements: { 'firm-active': '另一份请求' } })
  if (!late) {
    const deputy = c.cast && c.plan.violation === undefined && random.chance(0.08)
    const hand = deputy ? { ...c.plan.office.extra('deputy'), onBehalfOf: window.person } : window
    await c.act(hand, 'accept', body, deputy ? {} : { desk: 'accept' })
  }
  if (c.is('accepted-twice')) await c.wrong('accepted-twice', window, 'accept', body)
  return true
}
