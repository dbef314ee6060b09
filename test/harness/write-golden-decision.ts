import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { attendance, chief, decisionAt, discuss, member } from './decision-stories.ts'

/**
 * Writes `kernel/case/golden/meetings-v1.jsonl`: the event types of a body that meets and votes. Run by hand, once; what was released is
 * never written again.
 */
function adopted() {
  const at = decisionAt('publish')
  at.act('complete', { stage: 'publish' })
  at.act('publish')
  at.act('complete', { stage: 'file' })
  at.act('fulfil', { obligation: 'reportExecution' })
  return at
}

function discussedAgain() {
  const at = decisionAt('deliberate')
  at.act('convene', attendance)
  for (const by of [member(1), member(2), member(3), chief]) at.act('vote', { for: 'revise', opinion: '补充测算' }, by)
  at.act('deliberate', { minutes: '会议记录' })
  at.act('decide', { outcome: 'revise', reason: '补充测算后再议' })
  at.act('complete', { stage: 'adopt', fields: { 'opinions.summary': '补充测算' } })
  at.wait('8 workday')
  at.act('complete', {
    stage: 'legality',
    opinion: 'agree',
    fields: { 'legality.lawful': true, 'legality.reform': false },
  })
  discuss(at)
  at.act('decide', { outcome: 'adopt', reason: '集体讨论多数同意' })
  return at
}

const lines = Object.entries({ adopted, discussedAgain }).map(([name, tell]) => {
  const { events, state } = tell()
  return JSON.stringify({ name, events, state })
})
const file = join(import.meta.dirname, '../../kernel/case/golden/meetings-v1.jsonl')
writeFileSync(file, `${lines.join('\n')}\n`)
