import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import fc from 'fast-check'
import { canonicalJson, hashOf } from './canonical.ts'
import { compileItem, tryCompile } from './compile.ts'
import { smallItem } from './example-item.ts'
import { exportDefinition } from './export.ts'
import { loadDefinition } from './load.ts'
import { personalFields } from './scope.ts'

const load = (change: (text: string) => string = text => text) => loadDefinition('x.yaml', change(smallItem)).definition
const rulesOf = (change: (text: string) => string) => {
  const { definition, positions } = loadDefinition('x.yaml', change(smallItem))
  return tryCompile(definition, { positions }).findings.map(({ rule, path }) => `${rule} ${path}`)
}

suite('编译 compiling an item', () => {
  const item = compileItem(load())

  test('the engine gets its tables: nodes, permissions, limit ends, rungs', () => {
    assert.equal(item.nodes.length, 4)
    assert.deepEqual([...item.stages.get('decide')!.permits], ['return'])
    assert.deepEqual(item.stages.get('decide')!.returnTo, ['accept'])
    assert.deepEqual(item.limits.get('deliver')!.ends, ['deliver'])
    assert.deepEqual(
      item.limits.get('decide')!.rungs.map(({ percent, alarm }) => `${percent} ${alarm}`),
      ['50 early', '80 statutory', '100 statutory'],
    )
    assert.equal(item.limits.has('stops'), false)
  })

  test('facts are derived in order of need, exactly, and unknown stays unknown', () => {
    const facts = item.prepare({ 'felling.volume': '100.50', 'felling.kind': 'clear', 'felling.deposit': 12_300 })
    assert.equal(item.test('isLarge', facts), true)
    assert.equal(item.value('felling.deposit', facts), 12_300)
    assert.equal(item.test('isLarge', item.prepare({})), null)
    assert.equal(item.test('outcome = "refuse"', item.prepare({ outcome: 'grant' })), false)
  })

  test('only expressions of the item may be asked', () => {
    assert.throws(() => item.test('1 = 1', item.prepare({})), TypeError)
  })

  test('names, types, units and values that are not declared are found where they stand', () => {
    assert.deepEqual(
      rulesOf(text => text.replace('felling.volume > 0', 'felling.volum > 0')),
      ['RULE_UNKNOWN_NAME conditions.volume.test'],
    )
    assert.deepEqual(
      rulesOf(text => text.replace('felling.volume > 0', 'felling.volume > felling.deposit')),
      ['RULE_UNIT_MISMATCH conditions.volume.test'],
    )
    assert.deepEqual(
      rulesOf(text => text.replace('outcome = "refuse"', 'outcome = "refused"')),
      ['RULE_UNKNOWN_VALUE flow.decide.gates.0.when'],
    )
    assert.deepEqual(
      rulesOf(text => text.replace('felling.volume > 0', 'felling.volume')),
      ['RULE_TYPE_MISMATCH conditions.volume.test'],
    )
    assert.deepEqual(
      rulesOf(text => text.replace('amount: felling.deposit', 'amount: felling.volume')),
      ['RULE_TYPE_MISMATCH content.outcomes.grant.effects.1.amount'],
    )
  })

  test('facts that need each other are refused', () => {
    const found = rulesOf(text => text.replace('felling.volume >= 100.5', 'felling.volume >= 100.5 and isHuge'))
    assert.ok(found.includes('DEFINITION_FACT_CYCLE content.facts.isHuge'), found.join())
  })

  test('个人信息: of a firm only names, texts and phones; of a person everything, unless the field says otherwise', () => {
    assert.deepEqual([...personalFields(load())], ['applicant.name'])
    const ofPerson = load(text =>
      text.replace('unit: firm', 'unit: person').replace('type: money, label', 'type: money, personal: false, label'),
    )
    assert.deepEqual([...personalFields(ofPerson)].sort(), [
      'applicant.name',
      'applicant.uscc',
      'felling.kind',
      'felling.volume',
    ])
    assert.deepEqual(compileItem(ofPerson).personalNamesIn(['isLarge']), ['felling.volume'])
    assert.deepEqual(item.personalNamesIn(['isLarge', 'felling.volume > 0']), [])
  })

  test('a patrol over an undeclared register is compiled later, and said so', () => {
    const patrol =
      'patrol: [{ id: idle, every: month, over: permits, find: volume > 5, basis: { law: 森林法, articles: [] }, then: { lead: { about: beneficiary, to: organ } } }]'
    const definition = load(text => text.replace('patrol: []', patrol))
    assert.deepEqual(
      tryCompile(definition).findings.map(({ rule, severity }) => `${severity} ${rule}`),
      ['warning DEFINITION_REGISTER_UNKNOWN'],
    )
    const registers = () => ({ fields: { volume: { kind: 'boolean' } as const }, questions: {} })
    assert.deepEqual(
      tryCompile(definition, { registers }).findings.map(({ rule }) => rule),
      ['RULE_TYPE_MISMATCH'],
    )
  })
})

suite('规范形式 canonical form', () => {
  test('the order of keys does not change it, the order of lists and of the questions does', () => {
    fc.assert(
      fc.property(fc.jsonValue(), value => {
        const turned = JSON.parse(JSON.stringify(value), (_, part: unknown) =>
          typeof part === 'object' && part !== null && !Array.isArray(part)
            ? Object.fromEntries(Object.entries(part).reverse())
            : part,
        )
        assert.equal(canonicalJson(turned), canonicalJson(value))
        assert.deepEqual(JSON.parse(canonicalJson(value)), JSON.parse(JSON.stringify(value)))
      }),
    )
    const definition = load()
    const form = Object.fromEntries(Object.entries(definition.content.form).reverse())
    assert.notEqual(hashOf({ ...definition, content: { ...definition.content, form } }), hashOf(definition))
  })

  test('a definition exported as YAML is byte-stable and reads back as the same content', () => {
    const definition = load()
    const yaml = exportDefinition(definition)
    const again = loadDefinition('y.yaml', yaml).definition
    assert.equal(hashOf(again), hashOf(definition))
    assert.equal(exportDefinition(again), yaml)
    assert.deepEqual(Object.keys(again.content.form), Object.keys(definition.content.form))
    assert.equal(exportDefinition(JSON.parse(canonicalJson(definition)) as typeof definition), yaml)
  })
})
