import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { itemOf } from './item.ts'
import { penaltyAt } from './stories.ts'

/** Writes `kernel/case/golden/next-v1.jsonl`: a case that finds another one due. Run by hand, once, before it is released. */
const unpaidFine = async () => {
  const at = penaltyAt('pay', { item: await itemOf('energy-report-penalty'), on: '2026-05-11' })
  at.wait('2026-11-12')
  at.fire()
  return at
}
const { events, state } = await unpaidFine()
const line = JSON.stringify({ name: 'unpaidFine', events, state })
writeFileSync(join(import.meta.dirname, '../../kernel/case/golden/next-v1.jsonl'), `${line}\n`)
