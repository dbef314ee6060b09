import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { parseItem } from '#kernel/code'
import {
  canonicalJson,
  drawers,
  type ItemDefinition,
  judge,
  lint,
  loadDefinition,
  readSurroundings,
  runExamples,
  settingNames,
  stagesOf,
} from '#kernel/definition'
import { runExample } from '#systems/power'
import { contentDirectory, readCalendar } from '../../../content.ts'
import { synthesize } from './synthesize.ts'

const surroundings = await readSurroundings(contentDirectory)
const { template, laws, registers, offices } = surroundings
const calendar = readCalendar()
const made = [...synthesize({ count: 240, seed: 11, template })]
const loaded = made.map(({ item, yaml }) => loadDefinition(`${item}.yaml`, yaml, template))

/** What is left of an item when its names and texts are taken away: flow, limits, papers, rules, questions, money. */
const shapeOf = ({
  category,
  content,
  flow,
  materials,
  conditions,
  rules,
  limits,
  comparison,
  patrol,
  authority,
}: ItemDefinition): string =>
  canonicalJson({
    drawer: category.drawer,
    fields: Object.entries(content.form).map(([name, { type, unit }]) => [name, type, unit ?? null]),
    flow: stagesOf(flow).map(({ stage }) => [stage.stage, stage.kind, stage.k ?? null]),
    materials: materials.map(({ originals, copies, onlyIf }) => [originals ?? 0, copies ?? 0, onlyIf ?? null]),
    tests: [
      ...conditions.map(({ test: condition }) => condition),
      ...rules.map(rule => rule.test ?? rule.table ?? null),
    ],
    limits: Object.entries(limits).map(([name, limit]) => [name, 'value' in limit ? limit.value : null]),
    questions: [
      ...comparison.map(({ ask, at, expect }) => [ask, at, expect]),
      ...patrol.map(({ find, every }) => [find, every]),
    ],
    fine: authority.fine ?? null,
  })

suite('合成事项 invented items are distinct, whole, sound and reproducible', () => {
  test('the same seed makes the same files, another seed others, and fewer are the first of more', () => {
    assert.deepEqual([...synthesize({ count: 40, seed: 11, template })], made.slice(0, 40))
    assert.notEqual([...synthesize({ count: 1, seed: 12, template })][0]!.yaml, made[0]!.yaml)
  })

  test('all sixteen drawers, as often as a city has them; names are invented and say so', () => {
    const shares = Map.groupBy(made, ({ drawer }) => drawer)
    assert.deepEqual([...shares.keys()].sort(), [...drawers].sort())
    const most = [...shares].toSorted(([, one], [, other]) => other.length - one.length).map(([drawer]) => drawer)
    assert.deepEqual(new Set(most.slice(0, 4)), new Set(['penalty', 'permit', 'other', 'service']))
    assert.equal(new Set(made.map(({ name }) => name)).size, made.length)
    assert.ok(made.every(({ name, yaml }) => name.includes('合成') && yaml.includes('均为虚构')))
  })

  test('every level has some, most are the county’s; codes are the item’s own; some powers end by themselves', () => {
    const levels = loaded.flatMap(({ definition }) => Object.keys(definition.category.levels))
    for (const level of ['city', 'county', 'street', 'community']) assert.ok(levels.includes(level), level)
    assert.ok(levels.filter(level => level === 'county').length > made.length / 2)
    const codes = loaded.map(({ definition }) => definition.category.codes!['gb39554.basic']!)
    assert.equal(new Set(codes).size, codes.length)
    assert.ok(codes.every(code => parseItem(code).ok))
    assert.ok(loaded.some(({ definition }) => definition.category.term !== undefined))
  })

  test('no two differ in name only', () => {
    assert.equal(new Set(loaded.map(({ definition }) => shapeOf(definition))).size, made.length)
  })

  test('fourteen settings say something, and the whole has six kilobytes and more', () => {
    const empty = loaded.flatMap(({ definition }) =>
      settingNames
        .filter(name => Object.keys(definition[name]).length === 0)
        .map(name => `${definition.item}: ${name}`),
    )
    assert.deepEqual(empty, [])
    const sizes = loaded.map(({ definition }) => canonicalJson(definition).length).toSorted((a, b) => a - b)
    assert.ok(sizes[sizes.length >> 1]! >= 6_000, `median ${sizes[sizes.length >> 1]}`)
  })

  test('each passes check, and its examples run: one that ends well, one that is refused', async () => {
    const said: string[] = []
    for (const one of loaded) {
      const { item, findings } = judge(
        one,
        { registers, lint: definition => lint(definition, laws), ...(offices && { offices }) },
        undefined,
      )
      said.push(...findings.map(({ rule, path }) => `${one.definition.item}: ${rule} ${path}`))
      if (!item) continue
      const ran = await runExamples(item, (_, example) => runExample(item, example, calendar))
      said.push(...ran.map(({ text }) => `${one.definition.item}: ${text.zh}`))
      const { examples } = item.definition
      if (!examples.some(({ expect }) => expect.refused !== undefined))
        said.push(`${one.definition.item}: nothing refused`)
      if (!examples.some(({ expect }) => expect.outcome !== undefined && expect.refused === undefined))
        said.push(`${one.definition.item}: nothing ends well`)
    }
    assert.deepEqual(said, [])
  })

  test('the rarest kinds too: of the first thousand, those paid out of the budget have time to be delivered before they are paid', () => {
    const funds = [...synthesize({ count: 1_000, seed: 1, template })].filter(({ item }) => item.includes('-fund-'))
    assert.ok(funds.length > 3, `${funds.length}`)
    const said = funds.flatMap(({ item, yaml }) =>
      lint(loadDefinition(`${item}.yaml`, Buffer.from(yaml), template).definition, laws).map(
        ({ rule, path }) => `${item}: ${rule} ${path}`,
      ),
    )
    assert.deepEqual(said, [])
  })
})
