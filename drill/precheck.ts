import { scannedPdf, sheet } from '../test/harness/papers.ts'
import { chanceOf } from './fuzz/chance.ts'
import { conclude, drillDirectory, openDrillCity, optionOf, say } from './house.ts'
import { makeFilling, type Said } from './precheck/application.ts'
import { makeCast } from './precheck/cast.ts'
import { openApplyDoor } from './precheck/door.ts'
import { electronic } from './precheck/electronic.ts'
import { faults } from './precheck/faults.ts'
import { publishedItems } from './precheck/items.ts'

/**
 * 预检演练 Applications for every published item of the city, a third of them good, the others with one fault each of kinds that take turns.
 * They go the way of the pages up to the pre-check. A fault is found when what is said names its own place; what no machine can see (somebody else's
 * paper that was scanned) counts as not found. Anything that a good application is told to mend or to look at is a false alarm; half of their
 * papers are electronic ones, which name others beside the applicant, and days that are past.
 */
const wanted = optionOf('applications', 600)
const seed = optionOf('seed', 20_260_706)
const chance = chanceOf(seed)

const directory = drillDirectory()
const house = await openDrillCity(directory.path, { durable: false })
const began = performance.now()
const kinds = Object.keys(faults)
const byKind = Object.fromEntries(kinds.map(kind => [kind, { faulty: 0, found: 0, unseen: 0 }]))
const missed: string[] = []
const alarms: string[] = []
let [good, toOfficers, texts] = [0, 0, 0]
const told = (said: readonly Said[]): string =>
  said.map(({ by, kind, code, at }) => `${by} ${kind} ${code} ${at.join(' ')}`).join('; ')

try {
  const apply = openApplyDoor(house.city)
  const published = (await publishedItems(house.city)).filter(({ compiled }) =>
    compiled.definition.content.channels.includes('online'),
  )
  const usual = scannedPdf(sheet(620, 877, 24))
  const fill = makeFilling(apply, usual)
  const { cast, goodOne, applicantFor, anotherMatter } = await makeCast(house, apply, usual)
  const draw = () => {
    const item = chance.pick(published)
    return goodOne(item, applicantFor(item, chance), chance.below(8))
  }

  for (let at = 0; at < wanted; at++) {
    if (at % 3 === 2) {
      good++
      const drawn = chance.once(4) ? await anotherMatter(await draw()) : await draw()
      const application = await electronic(drawn, chance)
      texts += Object.values(application.papers).filter(paper => paper !== usual).length
      const said = await fill(application)
      if (said.some(({ kind }) => kind === 'unknown')) toOfficers++
      if (said.some(({ kind }) => kind === 'wrong' || kind === 'look'))
        alarms.push(`${application.published.item}: ${told(said)}`)
      continue
    }
    const kind = kinds[(at - Math.floor(at / 3)) % kinds.length]!
    // An item that has nothing to spoil in this way is passed over for another.
    let spoilt = await faults[kind]!(await draw(), chance, cast)
    for (let tries = 0; !spoilt && tries < 200; tries++) spoilt = await faults[kind]!(await draw(), chance, cast)
    if (!spoilt) throw new Error(`no item has room for “${kind}”`)
    const said = await fill(spoilt.application)
    const count = byKind[kind]!
    count.faulty++
    if (spoilt.found(said)) count.found++
    else if (spoilt.unseen) count.unseen++
    else missed.push(`${kind}, ${spoilt.application.published.item}: ${told(said)}`)
    if (at % 100 === 99) say(`${at + 1} applications`)
  }
} finally {
  await house.city.close()
  directory.remove()
}

for (const line of missed.slice(0, 20)) say(`not found: ${line}`)
for (const line of alarms.slice(0, 20)) say(`false: ${line}`)
const counts = Object.values(byKind)
const [faulty, found] = [
  counts.reduce((sum, one) => sum + one.faulty, 0),
  counts.reduce((sum, one) => sum + one.found, 0),
]
conclude({
  name: 'precheck',
  ok:
    kinds.length >= 12 &&
    found >= faulty * 0.95 &&
    counts.every(one => one.faulty > 0 && one.found >= one.faulty * 0.8) &&
    alarms.length <= good * 0.01,
  figures: {
    ...{ faulty, found, share: Math.round((1_000 * found) / faulty) / 1_000 },
    ...{ good, goodTexts: texts, falseAlarms: alarms.length, toOfficers, kinds: kinds.length, byKind, seed },
    seconds: Math.round((performance.now() - began) / 1_000),
  },
})
