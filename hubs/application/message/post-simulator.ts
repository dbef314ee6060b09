import { mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { CarrierFault } from './simulator.ts'

export interface LetterCarried {
  readonly id: string
  readonly to: string
  readonly pages: Buffer
}

/**
 * 邮政仿真 Empties the folder of letters and lays back what became of each, under a tracking number: `bounced` comes back, `refused` was not taken in,
 * `silent` says nothing, `slow` comes with the next round, `duplicate` says it twice. `busy` leaves it lying.
 */
export function simulatePost(folder: string, { faults = [] as CarrierFault[], on = '2026-03-04' } = {}) {
  const left: LetterCarried[] = []
  const waiting: object[] = []
  let running = 0

  return {
    ...{ faults, left },
    /** One round of the postman. */
    async round(): Promise<void> {
      const [out, taken, back] = [join(folder, 'out'), join(folder, 'out/taken'), join(folder, 'in')]
      for (const each of [taken, back]) await mkdir(each, { recursive: true })
      const lay = (report: object) => writeFile(join(back, `${running++}.json`), JSON.stringify(report))
      for (const report of waiting.splice(0)) await lay(report)
      for (const name of (await readdir(out)).filter(one => one.endsWith('.json'))) {
        const fault = faults.shift()
        if (fault === 'busy') continue
        const label = JSON.parse(await readFile(join(out, name), 'utf8')) as { id: string; to: string; paper: string }
        left.push({ id: label.id, to: label.to, pages: await readFile(join(out, label.paper)) })
        for (const each of [name, label.paper]) await rename(join(out, each), join(taken, each))
        const kind = fault === 'bounced' ? 'returned' : fault === 'refused' ? 'refused' : 'arrived'
        const report = { id: label.id, kind, on, tracking: `EA${String(100_000_000 + running)}CN` }
        if (fault === 'slow') waiting.push(report)
        else if (fault !== 'silent') await lay(report)
        if (fault === 'duplicate') await lay(report)
      }
    },
  }
}
