import { type Chance, chanceOf } from './fuzz/chance.ts'
import { hostileDefinitions } from './hostile/definitions.ts'
import { hostileEvidence } from './hostile/evidence.ts'
import { hostileFeeds } from './hostile/feeds.ts'
import { hostileFiles } from './hostile/files.ts'
import type { Found } from './hostile/found.ts'
import { hostileSources } from './hostile/sources.ts'
import { conclude, type DrillHouse, drillDirectory, openDrillCity, optionOf, say } from './house.ts'

/**
 * 恶意演练 What comes in besides requests (drill `fuzz`): item definitions, files, answers of outside systems, feeds. Each as hostile as it can
 * be thought of. Nothing may crash, end in a fault without a permanent code, take long or fill the memory; and what is refused changes nothing.
 */
const directory = drillDirectory()
let opened: Promise<DrillHouse> | undefined
const house = () => (opened ??= openDrillCity(directory.path, { durable: false }))
const targets: Readonly<Record<string, (count: number, chance: Chance) => Promise<Found>>> = {
  definitions: hostileDefinitions,
  sources: hostileSources,
  evidence: async (count, chance) => hostileEvidence(await house(), count, chance),
  files: async (count, chance) => hostileFiles(await house(), directory.path, count, chance),
  feeds: async (count, chance) => hostileFeeds(await house(), directory.path, count, chance),
}
const at = process.argv.indexOf('--targets')
const wanted = at === -1 ? Object.keys(targets) : (process.argv[at + 1] ?? '').split(',')
const unknown = wanted.filter(name => !Object.hasOwn(targets, name))
if (unknown.length > 0) {
  say(`There is no target ${unknown.join(', ')}; there are ${Object.keys(targets).join(', ')}.`)
  process.exit(2)
}
const count = optionOf('count', 2_000)
const seed = optionOf('seed', 20_261_128)
const all: Found[] = []
for (const name of wanted) {
  const found = await targets[name]!(count, chanceOf(seed))
  say(`${name}: ${found.count} things, ${found.taken} taken in, ${found.faults.length} faults`)
  all.push(found)
}
if (opened) await (await opened).city.close()
directory.remove()
conclude({
  name: 'hostile',
  ok: all.every(({ faults, count: things, taken }) => faults.length === 0 && things > 0 && taken < things),
  figures: {
    seed,
    ...Object.fromEntries(
      all.map(({ target, count: things, taken, faults, slowest, slowestKind, most, codes, byKind }) => [
        target,
        {
          things,
          taken,
          faults: faults.length,
          slowestMs: slowest,
          slowestKind,
          mostMB: Math.round(most / 2 ** 20),
          kinds: Object.keys(byKind).length,
          codes: Object.keys(codes).length,
          first: faults.slice(0, 10),
        },
      ]),
    ),
  },
})
