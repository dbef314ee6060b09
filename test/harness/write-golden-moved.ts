import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { finish, later, limit, mustMove, permit, stageOf } from '../../kernel/case/moving/moving.fixture.ts'
import { permitAt } from './stories.ts'

/** Writes `kernel/case/golden/moved-v1.jsonl`: cases that went on under a later version. Run by hand, once, before it is released. */
async function shorterAndLonger() {
  const at = permitAt('review', { item: permit })
  mustMove(
    at,
    await later(definition => {
      limit(definition, 'decide').value = 30
      limit(definition, 'promised').value = 4
    }),
  )
  finish(at, 'review')
  return at
}
async function renamed() {
  const at = permitAt('expert', { item: permit })
  at.act('suspend', { for: 'expert', notice: true })
  mustMove(
    at,
    await later(definition => {
      Object.assign(stageOf(definition, 'deliver'), { stage: 'serve' })
      limit(definition, 'deliver').to = 'serve'
      definition.migrates = [{ from: 3, stages: { deliver: 'serve' } }]
    }),
  )
  return at
}
const stories = { shorterAndLonger, renamed }
const lines = await Promise.all(
  Object.entries(stories).map(async ([name, tell]) => {
    const { events, state } = await tell()
    return JSON.stringify({ name, events, state })
  }),
)
writeFileSync(join(import.meta.dirname, '../../kernel/case/golden/moved-v1.jsonl'), `${lines.join('\n')}\n`)
