// 带出 npm run bench -- prefill [--items DIRECTORY] [--each] [--json]
// What a person or firm whom the city knows still has to type, over every question that the published items of this city ask applicants.
import { readdirSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { questionsOf } from '#portals/public'
import { drillDirectory, openDrillCity } from '../drill/house.ts'
import { goodAnswers } from '../drill/precheck/answers.ts'
import { applyOnce, knownFirm, knownPerson } from '../drill/precheck/applicants.ts'
import { openApplyDoor } from '../drill/precheck/door.ts'
import { publishedItems } from '../drill/precheck/items.ts'
import { conclude, percentile, say } from './house.ts'

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
  const counted: { item: string; file: string; fields: number; prefilled: number; typed: readonly string[] }[] = []
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
    counted.push({ item, file, fields: asked.length, prefilled: known.length, typed })
    if (values.each) say(`${item}: ${known.length} of ${asked.length}; typed: ${typed.join(' ')}`)
  }
  const sum = (of: (one: (typeof counted)[number]) => number): number =>
    counted.reduce((total, one) => total + of(one), 0)
  const [fields, prefilled] = [sum(one => one.fields), sum(one => one.prefilled)]
  const files = values.items === undefined ? [] : readdirSync(values.items).filter(name => name.endsWith('.json'))
  const figures = {
    items: counted.length,
    fields,
    prefilled,
    share: Math.round((1_000 * prefilled) / fields) / 1_000,
    medianTyped: percentile(
      counted.map(({ typed }) => typed.length),
      0.5,
    ),
    mostTyped: Math.max(...counted.map(({ typed }) => typed.length)),
    sources: new Set(counted.map(({ file }) => file)).size,
    /** Published files of that folder nobody applies under here: penalties, inspections and the like begin with the organ. */
    ...(values.items !== undefined && { notApplied: files.filter(name => !counted.some(({ file }) => file === name)) }),
  }
  conclude('prefill', figures.share >= leastShare && figures.medianTyped <= mostTyped, figures, values.json)
} finally {
  await house.city.close()
  directory.remove()
}
