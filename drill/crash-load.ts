import { writeSync } from 'node:fs'
import { systemClock } from '#kernel/clock'
import { livePermit, openDrillCity, registerFirm } from './house.ts'

// The program under load, to be killed: every acknowledged act is written out at once, unbuffered, before the next begins.
const [directory, first] = process.argv.slice(2) as [string, string]
const house = await openDrillCity(directory, { clock: systemClock(), content: first === '0' ? 'shenyang' : false })
house.city.sequencer.start()
const firms = await Promise.all([1, 2, 3, 4].map(running => registerFirm(house.city, Number(first) * 10 + running)))
writeSync(1, 'ready\n')
let running = Number(first) * 100_000
const client = async (index: number): Promise<void> => {
  for (;;)
    await livePermit(house, firms[index % firms.length]!, ++running % 1_000_000, (act, commandId) => {
      writeSync(1, `ack ${act.caseId} ${commandId} ${act.seq}\n`)
    })
}
await Promise.all(Array.from({ length: 8 }, (_, index) => client(index)))
