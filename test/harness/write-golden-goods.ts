import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { carriedOut, checked, grantedFund } from './goods-stories.ts'
import type { Walk } from './walk.ts'

/** Writes `kernel/case/golden/goods-v1.jsonl`: money that goes out and goods that are held. Run by hand, once, before it is released. */
const fundPaid = (passed: boolean): Walk => {
  const at = grantedFund()
  at.act('payOut', { reference: 'R-1' })
  at.act('complete', checked(passed))
  if (passed) at.act('payOut', {})
  return at
}
const goodsReturned = (): Walk => {
  const at = carriedOut()
  at.act('release', { ground: 'no-violation', reason: '检验合格' })
  at.act('returnGoods', { receipt: true, differences: '两箱受潮' })
  return at
}
const stories = { fundPaid: () => fundPaid(true), fundWithheld: () => fundPaid(false), goodsReturned }
const lines = Object.entries(stories).map(([name, tell]) => {
  const { events, state } = tell()
  return JSON.stringify({ name, events, state })
})
writeFileSync(join(import.meta.dirname, '../../kernel/case/golden/goods-v1.jsonl'), `${lines.join('\n')}\n`)
