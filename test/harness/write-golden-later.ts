import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { itemOf } from './item.ts'
import { permitAt } from './stories.ts'
import type { Walk } from './walk.ts'

/** Writes `kernel/case/golden/cases-v1-later.jsonl`: what becomes of a decision after its case. By hand, once, as `write-golden.ts`. */
const permit = await itemOf('energy-review')

function granted(): Walk {
  const at = permitAt('deliver', { item: permit })
  at.act('deliver', { stage: 'deliver' })
  at.act('publish')
  return at
}

function revoked(): Walk {
  const at = granted()
  const on = { ground: 'law-changed', reason: '规划调整' }
  at.act('notifyEnding', { ending: 'revoke', ...on })
  at.act('answerEnding', { text: '请予补偿' })
  at.act('revoke', { ...on, review: '予以补偿', compensation: 8_000_000 })
  at.act('compensate', { amount: 8_000_000, reference: 'R-1' })
  at.act('withdrawPublication', { ground: 'revoked', reason: '撤回' })
  return at
}

function withdrawn(): Walk {
  const at = granted()
  const on = { ground: 'beyond-powers', reason: '超越职权' }
  at.act('notifyEnding', { ending: 'withdraw', ...on })
  at.act('answerEnding', { waived: true })
  at.act('withdrawDecision', on)
  return at
}

function cancelled(): Walk {
  const at = granted()
  at.wait('2028-03-03')
  at.act('cancel', { ground: 'expired', reason: '届满' })
  return at
}

const lines = Object.entries({ revoked, withdrawn, cancelled }).map(([name, tell]) => {
  const { events, state } = tell()
  return JSON.stringify({ name, events, state })
})
writeFileSync(join(import.meta.dirname, '../../kernel/case/golden/cases-v1-later.jsonl'), `${lines.join('\n')}\n`)
