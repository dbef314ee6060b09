import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { inventory, pair, seizure } from './goods-stories.ts'
import { itemOf } from './item.ts'
import { officer } from './small-city.ts'
import { penaltyAt } from './stories.ts'
import { type Walk, walk } from './walk.ts'

/** Writes `kernel/case/golden/justice-v1.jsonl`: handed to justice, and seized before the approval. Run by hand, once, before it is released. */
const penalty = await itemOf('energy-report-penalty')
const handedOver = (status: string): Walk => {
  const at = penaltyAt('decide', { item: penalty })
  at.act('transferToJustice', { status: 'sent', to: 'public-security', reason: '数额达到追诉标准' })
  at.wait('10 day')
  at.act('transferToJustice', { status, reason: '经审查' })
  return at
}
const seizedAtOnce = (): Walk => {
  const at = walk({ item: seizure, start: 'clue' })
  at.act('lodge', { fields: { 'respondent.name': '示例食品商行', 'clue.summary': '正在转移' } })
  const seizing = { stage: 'execute', officers: pair, fields: inventory }
  at.act('complete', seizing, officer('inspector'), { urgent: 0 })
  at.wait('25 hour')
  at.fire()
  at.act('returnGoods', { receipt: true })
  return at
}
const stories = { prosecuted: () => handedOver('prosecuted'), declined: () => handedOver('declined'), seizedAtOnce }
const lines = Object.entries(stories).map(([name, tell]) => {
  const { events, state } = tell()
  return JSON.stringify({ name, events, state })
})
writeFileSync(join(import.meta.dirname, '../../kernel/case/golden/justice-v1.jsonl'), `${lines.join('\n')}\n`)
