import { spawn } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as pause } from 'node:timers/promises'
import { replayCity, verifyCity } from '#systems/power'
import { conclude, drillDirectory, openDrillCity, optionOf, say } from './house.ts'

/**
 * 崩溃演练 Kills the program (SIGKILL) and the database (immediate stop) under load, again and again, then holds every
 * acknowledged act against what is stored: there, once, in order; the log verifies; every case replays equal.
 */
interface Acknowledged {
  readonly caseId: string
  readonly commandId: string
  readonly seq: number
}

const kills = optionOf('kills', 100)
const directory = drillDirectory()
const acknowledged: Acknowledged[] = []
const killed = { program: 0, database: 0 }

/** The postmaster's process id, wherever the cluster stands. */
function postmaster(): number | undefined {
  const place = join(directory.path, 'database.place')
  const elsewhere = existsSync(place)
    ? readdirSync('/var/lib/plumbline')
        .filter(name => name.endsWith(readFileSync(place, 'utf8')))
        .map(name => join('/var/lib/plumbline', name))
    : []
  for (const root of [directory.path, ...elsewhere]) {
    const file = join(root, 'postgres', 'postmaster.pid')
    if (existsSync(file)) return Number(readFileSync(file, 'utf8').split('\n')[0])
  }
  return undefined
}

async function round(index: number): Promise<void> {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'crash-load.ts'), directory.path, String(index)], {
    stdio: ['ignore', 'pipe', 'pipe'],
  })
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
  const database = index % 4 === 3 ? postmaster() : undefined
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

const { city } = await openDrillCity(directory.path, { content: false })
await city.sequencer.drain()
const rows = await city.db.query<{ caseId: string; seq: number; last: number; commandId: string | null }>(
  'select case_id as "caseId", seq, last, command_id as "commandId" from kernel.case_steps order by case_id, seq',
)
const stored = new Map<string, number>()
const seqOf = new Map<string, number>()
let reordered = 0
let previous = { caseId: '', last: 0 }
for (const { caseId, seq, last, commandId } of rows) {
  if (seq !== (caseId === previous.caseId ? previous.last + 1 : 1)) reordered++
  previous = { caseId, last }
  if (commandId === null) continue
  const key = `${caseId} ${commandId}`
  stored.set(key, (stored.get(key) ?? 0) + 1)
  seqOf.set(key, seq)
}
const lost = acknowledged.filter(({ caseId, commandId }) => !stored.has(`${caseId} ${commandId}`)).length
const doubled = [...stored.values()].filter(count => count > 1).length
const latest = new Map<string, number>()
for (const { caseId, commandId } of acknowledged) {
  const seq = seqOf.get(`${caseId} ${commandId}`) ?? 0
  if (seq < (latest.get(caseId) ?? 0)) reordered++
  latest.set(caseId, seq)
}
const log = await verifyCity(city.audit)
const replayed = await replayCity(city.audit)
await city.close()
directory.remove()
conclude({
  name: 'crash',
  ok:
    lost === 0 &&
    doubled === 0 &&
    reordered === 0 &&
    log.ok &&
    replayed.faults.length === 0 &&
    acknowledged.length > kills,
  figures: {
    kills: killed.program + killed.database,
    ...killed,
    acknowledged: acknowledged.length,
    lost,
    doubled,
    reordered,
    verified: log.ok,
    entries: log.entries,
    cases: replayed.cases,
    replayed: replayed.equal,
    faults: [...log.faults, ...replayed.faults].slice(0, 5),
  },
})
