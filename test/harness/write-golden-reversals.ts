import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { granted, partAt, projectAt, refused } from './part-stories.ts'
import type { Walk } from './walk.ts'

/** Writes `kernel/case/golden/reversals-v1.jsonl`: a refusal that fell, in the part and in the case that opened it. Run by hand, once, before it is released. */
function takenUpAgain(): Walk {
  const at = projectAt()
  at.parts(refused('planning'), granted('energy'))
  at.parts(granted('planning'))
  at.parts(granted('construction'))
  return at
}
function decidedAnew(): Walk {
  const at = partAt()
  at.act('accept')
  at.act('complete', { stage: 'expert', materials: { expertOpinion: 'original' } })
  at.act('complete', { stage: 'review', fields: { 'review.opinion': 'refuse', 'review.majorInterest': false } })
  at.act('notify', { stage: 'tell', document: 'hearing-rights-notice' })
  at.act('makeStatement', { waived: true })
  at.act('decide', { outcome: 'refuse', reason: '不符合条件' })
  at.act('deliver')
  at.act('recordRemedy', { kind: 'reconsideration', status: 'started' })
  at.act('recordRemedy', { kind: 'reconsideration', status: 'ended', result: 'revoked' })
  at.act('reopen', { ground: 'ordered-anew', to: 'review', reason: '责令重新作出' })
  at.act('complete', { stage: 'review', fields: { 'review.opinion': 'grant', 'review.majorInterest': false } })
  at.act('decide', { outcome: 'grant' })
  at.act('deliver')
  return at
}
const stories = { takenUpAgain, decidedAnew }
const lines = Object.entries(stories).map(([name, tell]) => {
  const { events, state } = tell()
  return JSON.stringify({ name, events, state })
})
writeFileSync(join(import.meta.dirname, '../../kernel/case/golden/reversals-v1.jsonl'), `${lines.join('\n')}\n`)
