import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { forfeited, returned } from './deposit-stories.ts'
import type { Walk } from './walk.ts'

/** Writes `kernel/case/golden/deposits-v1.jsonl`: money held of a party. Run by hand, once, before it is released. */
const givenBack = (): Walk => {
  const at = returned()
  at.act('returnDeposit', { interest: 12_600, reference: 'PB-2' })
  return at
}
const restored = (): Walk => {
  const at = forfeited()
  at.act('recordRemedy', { kind: 'litigation', status: 'started' })
  at.act('recordRemedy', { kind: 'litigation', status: 'ended', result: 'revoked' })
  return at
}
const stories = { depositReturned: givenBack, depositRestored: restored }
const lines = Object.entries(stories).map(([name, tell]) => {
  const { events, state } = tell()
  return JSON.stringify({ name, events, state })
})
writeFileSync(join(import.meta.dirname, '../../kernel/case/golden/deposits-v1.jsonl'), `${lines.join('\n')}\n`)
