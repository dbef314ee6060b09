import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { allowanceAt, disputeAt, terms, visit, visitors } from './sides.ts'
import { applicant, stranger } from './small-city.ts'

/**
 * Writes `kernel/case/golden/households-and-sides-v1.jsonl`: the event types of households and of two sides. Run by hand, once; what was
 * released is never written again.
 */
function granted() {
  const at = allowanceAt('announce')
  at.act('publish', { kind: 'result' })
  at.act('object', { text: '他家有车', by: 'neighbour', objector: '邻居' })
  at.act('answerObjection', { upheld: true, to: 'check', reason: '属实' })
  visit(at)
  at.act('complete', { stage: 'review', fields: { 'aid.standard': 80_000, 'aid.monthly': 50_000 } })
  at.act('publish', { kind: 'result' })
  at.wait('6 workday')
  at.act('complete', { stage: 'announce' })
  at.act('decide', { outcome: 'grant' })
  at.act('deliver', { stage: 'deliver' })
  at.act('publish')
  at.act('disburse', { amount: 50_000, period: at.today.slice(0, 7) })
  at.act('recheck', { changed: false, officers: visitors })
  return at
}

const linked = { item: 'allowance-adjustment', fromThis: true, outcome: 'end', favourable: false }
function stopped() {
  const answers = {
    'case:linked': { ...linked, number: '21010220260302000000001', servedOn: '2026-04-01', annulled: false },
  }
  const at = allowanceAt('pay', { answers })
  at.act('recheck', { changed: true, officers: visitors })
  at.act('adjust', { case: '21010220260302000000001', change: 'ended' })
  return at
}

function settled() {
  const at = disputeAt('mediate')
  at.act('mediate', terms)
  for (const party of [applicant, stranger]) at.act('agreeSettlement', { party, agrees: true }, 'mediator')
  at.act('mediate', { result: 'settled' })
  at.act('decide', { outcome: 'settled', reason: '自愿' })
  for (const party of [applicant, stranger]) at.act('deliver', { party })
  at.act('correct', { document: 'settlement', was: '东', is: '西', reason: '笔误' })
  return at
}

const lines = Object.entries({ granted, stopped, settled }).map(([name, tell]) => {
  const { events, state } = tell()
  return JSON.stringify({ name, events, state })
})
const file = join(import.meta.dirname, '../../kernel/case/golden/households-and-sides-v1.jsonl')
writeFileSync(file, `${lines.join('\n')}\n`)
