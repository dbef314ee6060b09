import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Bent, itemOf } from './item.ts'
import { penaltyAt } from './stories.ts'
import type { Walk } from './walk.ts'

/** Writes `kernel/case/golden/stays-v1.jsonl`: enforcement that stood still, and an agreement that was not kept. Run by hand, once. */
const item = await itemOf('energy-report-penalty', ({ content }: Bent) => {
  const stay = { by: 'head', basis: { law: '行政强制法', articles: ['39(1)'] } }
  Object.assign(content.outcomes['fine']!.enforcement!, { stay })
})
const urged = (): Walk => {
  const at = penaltyAt('pay', { item, on: '2026-05-11' })
  at.wait('2026-06-01')
  at.act('urge')
  return at
}
const stayed = (): Walk => {
  const at = urged()
  at.act('stayEnforcement', { ground: 'hardship', reason: '暂无履行能力' })
  at.wait('2026-07-01')
  at.act('resumeEnforcement', { reason: '已恢复生产' })
  return at
}
const lapsed = (): Walk => {
  const at = urged()
  at.act('reduce', { amount: 100_000, agreedOn: '2026-06-01', agreement: '按期缴清', until: '2026-06-05' })
  at.act('stayEnforcement', { ground: 'other', reason: '按协议履行' })
  at.wait('2026-06-08')
  at.act('lapseAgreement', { reason: '没有按期缴清' })
  return at
}
const lines = Object.entries({ stayed, lapsed }).map(([name, tell]) => {
  const { events, state } = tell()
  return JSON.stringify({ name, events, state })
})
writeFileSync(join(import.meta.dirname, '../../kernel/case/golden/stays-v1.jsonl'), `${lines.join('\n')}\n`)
