import { makeLog } from '#kernel/log'
import { openDoor } from '../commands/house.ts'
import { type Caught, inEvents, leaksIn, stored } from './canary/caught.ts'
import { plantIn, plantWhole } from './canary/plant.ts'
import { plantActs } from './canary/plant-acts.ts'
import { formsOf, makeCanaries } from './canary/words.ts'
import { badTokens } from './fuzz/bad-tokens.ts'
import { chanceOf } from './fuzz/chance.ts'
import { liveIn } from './fuzz/places.ts'
import { type Draft, type Operation, operationsOf } from './fuzz/request.ts'
import { makeWire } from './fuzz/wire.ts'
import { conclude, drillDirectory, openDrillCity, optionOf, say } from './house.ts'

/**
 * 金丝雀演练 Writes words that stand nowhere else wherever a person can write: forms, notes, reasons, names, searches, bad
 * sign-ins, malformed bodies, headers, addresses. Then looks for each of them, in every form it may have taken, in the log at
 * its most talkative, in problem documents, in addresses that are answered, in the leaves of the trail and in jobs.
 */
const directory = drillDirectory()
const elsewhere = drillDirectory()
const lines: string[] = []
const log = makeLog({ logLevel: 'trace' }, { write: line => void lines.push(line) })
const house = await openDrillCity(directory.path, { log, durable: false })
const { city } = house
const canaries = makeCanaries()
const chance = chanceOf(optionOf('seed', 7))
const account = { account: 'drill', title: '演练', sub: 'drill', party: crypto.randomUUID(), scope: 'cases.read' }
const door = await openDoor(city, [account])
canaries.made(door.issuer!.accounts.shown[0]!.password, 'password', 'account of the installation')
const lived = await liveIn(house, door.issuer!)
const spoilt = await badTokens(house, lived, token => door.issuer!.mint(token), elsewhere.path)
for (const token of new Set([...lived.tokens, ...spoilt])) canaries.made(token.split('.')[2]!, 'token', 'authorization')
const wire = makeWire(door.url)
const description = (await (await fetch(`${door.url}/api/openapi.json`)).json()) as Parameters<typeof operationsOf>[0]
const operations = operationsOf(description)

const caught: Caught[] = []
const byStatus: Record<string, number> = {}
async function send(draft: Draft): Promise<number> {
  const { status, text, location, fields } = await wire.send(draft)
  byStatus[status] = (byStatus[status] ?? 0) + 1
  if (status >= 400) caught.push({ place: 'problem', text })
  if (location !== undefined) caught.push({ place: 'location', text: location })
  caught.push({ place: 'header', text: fields })
  return status
}

const nowhere: Operation = { name: 'whole', method: 'POST', path: '/', parameters: [] }
async function sendWhole(drafts: readonly Omit<Draft, 'operation'>[]): Promise<number> {
  let taken = 0
  for (const draft of drafts) {
    const status = await send({ ...draft, operation: nowhere })
    if (status < 300) taken++
    else if (process.argv.includes('--tell'))
      say(`${draft.mutations.join(' ')}: ${status} ${caught.findLast(({ place }) => place === 'problem')?.text}`)
  }
  return taken
}
const whole = await sendWhole(plantWhole(lived, canaries, chance))
const told = await sendWhole(plantActs(lived, canaries, chance))
let acted = told
const times = optionOf('times', 2)
for (let time = 0; time < times; time++)
  for (const operation of operations)
    for (const draft of plantIn(operation, lived, canaries, chance))
      if ((await send(draft)) < 300 && draft.mutations.includes('free text')) acted++
say(`${canaries.canaries.length} canaries, ${whole} whole and ${acted} acts taken in, ${lines.length} lines`)
// A bug tells where it is and not what was sent.
const bug = new Error('control-error')
log.error({ err: bug }, 'control')
const control = 'control-word-of-the-log'
log.trace({ control }, 'control')

wire.close()
await door.close()
caught.push(...(await stored(city.migrator)))
await city.sequencer.drain()
caught.push(...(await stored(city.migrator)))
const events = leaksIn(await inEvents(city.migrator), canaries.canaries)
await city.close()
for (const line of lines) caught.push({ place: 'log', text: line })

const leaks = leaksIn(caught, canaries.canaries)
// A search that finds nothing must be one that can find something, in every form.
const written = lines.join('')
const found =
  written.includes(control) &&
  written.includes('/api/cases/:number/acts/withdraw') &&
  caught.some(({ place, text }) => place === 'leaf' && text.includes('energy-review')) &&
  formsOf('欧阳鴀鴁鴂').every(
    form => leaksIn([{ place: 'x', text: `"${form}"` }], [{ word: '欧阳鴀鴁鴂', kind: '', place: '' }]).length === 1,
  )
directory.remove()
elsewhere.remove()
for (const leak of leaks.slice(0, 40)) say(JSON.stringify(leak))
const where: Record<string, number> = {}
for (const leak of leaks) where[leak.where] = (where[leak.where] ?? 0) + 1
conclude({
  name: 'canary',
  ok: leaks.length === 0 && found && acted > 12 && whole > 8,
  figures: {
    canaries: canaries.canaries.length,
    leaked: new Set(leaks.map(({ from, kind }) => `${kind} ${from}`)).size,
    where,
    leaks: leaks.slice(0, 20),
    controlFound: found,
    // Told, not judged: what was written stands in the event itself, which no erasure reaches.
    inEvents: [...new Set(events.map(({ where: type, from }) => `${type}: ${from}`))],
    lines: lines.length,
    requests: Object.values(byStatus).reduce((sum, count) => sum + count, 0),
    whole,
    acts: acted,
    operations: operations.length,
    byStatus,
  },
})
