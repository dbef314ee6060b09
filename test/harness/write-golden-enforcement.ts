import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Bent, itemOf } from './item.ts'
import { penaltyAt, permitAt } from './stories.ts'
import { type Walk, walk } from './walk.ts'

/** Writes `kernel/case/golden/enforcement-v1.jsonl`: decisions not performed, cases taken up again, terms renewed. Run by hand, once. */
const penalty = await itemOf('energy-report-penalty', ({ content }: Bent) => {
  const own = { by: 'head', ways: ['auction'], basis: { law: '行政强制法', articles: ['46(3)'] } }
  Object.assign(content.outcomes['fine']!.enforcement!, { own })
})
const court = await itemOf('court-enforcement')
const permit = await itemOf('energy-review')

const urged = (): Walk => {
  const at = penaltyAt('pay', { item: penalty, on: '2026-05-11' })
  at.wait('2026-06-01')
  at.act('urge')
  return at
}
const enforced = (): Walk => {
  const at = urged()
  at.act('reduce', { amount: 100_000, agreedOn: '2026-06-01', agreement: '分两次缴清' })
  at.wait('2026-06-15')
  at.act('enforce', { way: 'auction', heard: 'silent', reason: '没有履行协议' })
  return at
}
const closed = (): Walk => {
  const at = urged()
  at.act('close', { ground: 'firm-gone', reason: '注销，无财产' })
  return at
}
const reopened = (): Walk => {
  const at = penaltyAt('investigate', { item: penalty, on: '2026-05-11' })
  at.act('terminate', { ground: 'no-grounds', reason: '线索不实' })
  at.act('reopen', { ground: 'ended-in-error', to: 'investigate', reason: '终止有误' })
  return at
}
const atCourt = (): Walk => {
  const at = walk({ item: court, start: 'other-case' })
  at.act('lodge', { fields: { 'respondent.name': '示例公司', 'decision.owed': 1_500_000 } })
  at.act('open')
  at.act('notify', { stage: 'urge', document: 'urging-letter' })
  at.wait('11 workday')
  at.act('complete', { stage: 'check', fields: { 'decision.number': '示罚〔2026〕1号', 'urged.performed': false } })
  at.act('decide', { outcome: 'apply', reason: '期满不履行' })
  at.act('applyToCourt', { status: 'filed', materials: ['application', 'decision', 'urging', 'object'] })
  at.act('applyToCourt', { status: 'granted' })
  return at
}
const renewed = (): Walk => {
  const at = permitAt('deliver', { item: permit })
  at.act('deliver', { stage: 'deliver' })
  at.act('publish')
  at.act('askRenewal')
  at.act('renew', { granted: true })
  return at
}
const stories = { enforced, closed, reopened, atCourt, renewed }
const lines = Object.entries(stories).map(([name, tell]) => {
  const { events, state } = tell()
  return JSON.stringify({ name, events, state })
})
writeFileSync(join(import.meta.dirname, '../../kernel/case/golden/enforcement-v1.jsonl'), `${lines.join('\n')}\n`)
