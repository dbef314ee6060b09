// 带出 npm run bench -- prefill [--items DIRECTORY] [--each] [--json]
// What a person or firm whom the city knows still has to type, over every question that the published files ask applicants (`prefill/asked.yaml`).
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { questionsOf } from '#portals/public'
import { drillDirectory, openDrillCity } from '../drill/house.ts'
import { goodAnswers } from '../drill/precheck/answers.ts'
import { applyOnce, knownFirm, knownPerson } from '../drill/precheck/applicants.ts'
import { openApplyDoor } from '../drill/precheck/door.ts'
import { publishedItems } from '../drill/precheck/items.ts'
import { conclude, percentile, say } from './house.ts'
import { droppedFrom, faultsIn, readAsked } from './prefill/asked.ts'

const { values } = parseArgs({
  options: {
    items: { type: 'string' },
    each: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
  },
})
const [leastShare, mostTyped] = [0.6, 7]

const directory = drillDirectory()
const house = await openDrillCity(directory.path, { durable: false })
try {
  const { city } = house
  const apply = openApplyDoor(city)
  const published = await publishedItems(city)
  const [person, firm] = [await knownPerson(house, 1), await knownFirm(house, 1)]
  // Known is who has dealt with the city once before; what was asked then is not counted again as prefilled by itself.
  for (const [applicant, earlier] of [
    [person, 'resident-allowance'],
    [firm, 'energy-review'],
  ] as const) {
    const item = published.find(one => one.item === earlier)
    if (!item) throw new Error(`the city does not carry out ${earlier}`)
    await applyOnce(apply, applicant, item, goodAnswers(item, applicant))
  }
  const counted: { item: string; file: string; fields: number; from: readonly string[]; typed: readonly string[] }[] =
    []
  const map = readAsked()
  const untraced: string[] = []
  const dropped: string[] = []
  for (const { item, organ, compiled, file, for: whose } of published) {
    // What is open to both is a firm's affair where it is about a project, else a person's.
    const { content } = compiled.definition
    const projects = [content.parties.subject?.unit ?? []].flat().includes('firm') && 'project.name' in content.form
    const { signedIn } = whose === 'person' && !projects ? person : firm
    const draft = await apply.draft(signedIn, await apply.begin(signedIn, crypto.randomUUID(), { item, organ }))
    await apply.drop(signedIn, draft.caseId)
    const asked = questionsOf(compiled).map(([name]) => name)
    const known = asked.filter(
      name => (draft.fields[name] ?? null) !== null && draft.kept.sources?.[name] !== undefined,
    )
    const typed = asked.filter(name => !known.includes(name))
    const from = known.map(name => draft.kept.sources![name]!.kind)
    counted.push({ item, file, fields: asked.length, from, typed })
    untraced.push(...faultsIn(map[item] ?? {}, compiled).map(fault => `${item}: ${fault}`))
    if (values.items !== undefined) {
      const source = JSON.parse(readFileSync(join(values.items, file), 'utf8')) as Parameters<typeof droppedFrom>[1]
      dropped.push(...droppedFrom(map[item] ?? {}, source).map(name => `${file}: ${name}`))
    }
    if (values.each) say(`${item}: ${from.length} of ${asked.length}; typed: ${typed.join(' ')}`)
  }
  const sum = (of: (one: (typeof counted)[number]) => number): number =>
    counted.reduce((total, one) => total + of(one), 0)
  const [fields, prefilled] = [sum(one => one.fields), sum(one => one.from.length)]
  const filledFrom = (...kinds: readonly string[]) => sum(one => one.from.filter(kind => kinds.includes(kind)).length)
  const shareOf = (part: number): number => Math.round((1_000 * part) / fields) / 1_000
  const files = values.items === undefined ? [] : readdirSync(values.items).filter(name => name.endsWith('.json'))
  const figures = {
    items: counted.length,
    fields,
    prefilled,
    share: shareOf(prefilled),
    /** What a register, or the city's own record of the person, says: nobody has to have applied before. */
    register: filledFrom('register', 'own'),
    registerShare: shareOf(filledFrom('register', 'own')),
    /** What was said in an earlier application, and the day itself. */
    earlier: filledFrom('case'),
    day: filledFrom('day'),
    medianTyped: percentile(
      counted.map(({ typed }) => typed.length),
      0.5,
    ),
    mostTyped: Math.max(...counted.map(({ typed }) => typed.length)),
    sources: new Set(counted.map(({ file }) => file)).size,
    /** Published files of that folder nobody applies under here: penalties, inspections and the like begin with the organ. */
    ...(values.items !== undefined && { notApplied: files.filter(name => !counted.some(({ file }) => file === name)) }),
    /** Questions that no file asks, and what a file asks at no place of ours. */
    untraced,
    dropped,
  }
  const whole = untraced.length + dropped.length === 0
  conclude('prefill', whole && figures.share >= leastShare && figures.medianTyped <= mostTyped, figures, values.json)
} finally {
  await house.city.close()
  directory.remove()
}
