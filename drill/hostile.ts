import { spawn } from 'node:child_process'
import { type Chance, chanceOf } from './fuzz/chance.ts'
import { hostileDefinitions } from './hostile/definitions.ts'
import { hostileEvidence } from './hostile/evidence.ts'
import { hostileFeeds } from './hostile/feeds.ts'
import { hostileFiles } from './hostile/files.ts'
import { type Figures, type Found, figuresOf } from './hostile/found.ts'
import { hostileSources } from './hostile/sources.ts'
import {
  conclude,
  type DrillHouse,
  drillDirectory,
  livePermit,
  openDrillCity,
  optionOf,
  registerFirm,
  say,
} from './house.ts'

/**
 * 恶意演练 What comes in besides requests (drill `fuzz`): item definitions, files, answers of outside systems, feeds. Each as hostile as it can
 * be thought of. Nothing may crash, end in a fault without a permanent code, take long or fill the memory; and what is refused changes nothing.
 */
const directory = drillDirectory()
let opened: Promise<DrillHouse> | undefined
/** With a case in it that has been lived: where nothing lies, nothing can change. */
async function open(): Promise<DrillHouse> {
  const made = await openDrillCity(directory.path, { durable: false })
  await livePermit(made, await registerFirm(made.city, 900_001), 1)
  await made.city.sequencer.drain()
  while ((await made.city.subscriptions.runOnce()) > 0);
  return made
}
const house = () => (opened ??= open())
const targets: Readonly<Record<string, (count: number, chance: Chance) => Promise<Found>>> = {
  definitions: hostileDefinitions,
  sources: hostileSources,
  evidence: async (count, chance) => hostileEvidence(await house(), count, chance),
  files: async (count, chance) => hostileFiles(await house(), directory.path, count, chance),
  feeds: async (count, chance) => hostileFeeds(await house(), directory.path, count, chance),
}
/** These only reckon and ask no city: together with others they have a process, and a core, of their own. */
const alone: readonly string[] = ['definitions', 'sources']

const at = process.argv.indexOf('--targets')
const wanted = at === -1 ? Object.keys(targets) : (process.argv[at + 1] ?? '').split(',')
const unknown = wanted.filter(name => !Object.hasOwn(targets, name))
if (unknown.length > 0) {
  say(`There is no target ${unknown.join(', ')}; there are ${Object.keys(targets).join(', ')}.`)
  process.exit(2)
}
const count = optionOf('count', 10_000)
/** Whoever was asked fewer things has shown nothing. */
const least = 500
const seed = optionOf('seed', 20_261_128)

async function here(names: readonly string[]): Promise<readonly Figures[]> {
  const all: Figures[] = []
  for (const name of names) {
    const found = await targets[name]!(count, chanceOf(seed))
    say(`${name}: ${found.count} things, ${found.taken} taken in, ${found.faults.length} faults`)
    all.push(figuresOf(found))
  }
  return all
}

/** The same drill in a process of its own; what it found is its last line. A process that dies has found a fault. */
async function elsewhere(names: readonly string[]): Promise<readonly Figures[]> {
  if (names.length === 0) return []
  const words = ['--targets', names.join(','), '--count', String(count), '--seed', String(seed), '--json']
  const child = spawn(process.execPath, [...process.execArgv, import.meta.filename, ...words], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  process.once('exit', () => child.kill())
  let said = ''
  child.stdout.on('data', chunk => (said += chunk))
  const code = await new Promise<number | null>(resolve => child.once('close', resolve))
  const line = said.trim().split('\n').at(-1) ?? ''
  if (!line.startsWith('{')) throw new Error(`the process of ${names.join(', ')} ended with ${code} and said nothing`)
  const { figures } = JSON.parse(line) as { figures: Readonly<Record<string, unknown>> }
  return names.map(name => ({ target: name, ...(figures[name] as Omit<Figures, 'target'>) }))
}

/** Nothing wrong, of enough that was asked, in more than one way, some of it refused; and rows compared after each, where there is a city. */
const holds = ({ target, faults, things, taken, kinds, codes, compared }: Figures): boolean =>
  faults === 0 &&
  things >= Math.max(count, least) &&
  taken < things &&
  kinds > 1 &&
  Object.keys(codes).length > 1 &&
  (alone.includes(target) || compared >= 50)

const reckoned = wanted.filter(name => alone.includes(name))
const apart = reckoned.length < wanted.length ? reckoned : []
const found = await Promise.all([elsewhere(apart), here(wanted.filter(name => !apart.includes(name)))])
if (opened) await (await opened).city.close()
directory.remove()
const all = found.flat()
conclude({
  name: 'hostile',
  ok: all.length === wanted.length && all.every(holds),
  figures: { seed, ...Object.fromEntries(all.map(({ target, ...figures }) => [target, figures])) },
})
