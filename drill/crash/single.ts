import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as pause } from 'node:timers/promises'
import { say } from '../house.ts'
import type { Acknowledged } from './judge.ts'
import { postmasterOf } from './postmaster.ts'

/** One process that is the whole city, its clients within it: killed, with or without its database, and started again. */
export async function crashSingle(directory: string, kills: number) {
  const acknowledged: Acknowledged[] = []
  const killed = { program: 0, database: 0 }

  async function round(index: number): Promise<void> {
    const load = join(import.meta.dirname, '../crash-load.ts')
    const child = spawn(process.execPath, [load, directory, String(index)], { stdio: ['ignore', 'pipe', 'pipe'] })
    const ready = Promise.withResolvers<void>()
    let errors = ''
    child.stderr.on('data', text => {
      errors += String(text)
    })
    createInterface({ input: child.stdout }).on('line', line => {
      const [word, caseId, commandId, seq] = line.split(' ')
      if (word === 'ready') ready.resolve()
      else if (word === 'ack') acknowledged.push({ caseId: caseId!, commandId: commandId!, seq: Number(seq) })
    })
    const gone = new Promise<void>(resolve => child.on('close', () => resolve()))
    await Promise.race([
      ready.promise,
      gone.then(() => Promise.reject(new Error(`the program did not start: ${errors.slice(-2_000)}`))),
    ])
    await pause(250 + Math.random() * 900)
    const database = index % 4 === 3 ? postmasterOf(directory) : undefined
    if (database !== undefined) {
      process.kill(database, 'SIGQUIT')
      killed.database++
      await pause(150)
      child.kill('SIGKILL')
    } else {
      child.kill('SIGKILL')
      killed.program++
    }
    await gone
    if ((index + 1) % 10 === 0) say(`${index + 1} kills, ${acknowledged.length} acts acknowledged`)
  }

  for (let index = 0; index < kills; index++) await round(index)
  return { acknowledged, figures: { kills: killed.program + killed.database, ...killed }, ok: true }
}
