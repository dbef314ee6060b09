import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import fc from 'fast-check'
import { readDocument } from './document.ts'
import { plain } from './located.ts'
import { fillIn } from './template.ts'

const template = `
name: one
flow:
  - { stage: accept, by: window, may: [supplement] }
  - parallel: ask
    branches:
      - - { stage: fire, by: brigade }
      - - { stage: water, by: utility }
  - { stage: decide, by: head, else: { human: x } }
limits: { promised: { value: 5 }, hearing.ask: { value: 3 } }
content: { form: { a.b: { type: string }, a.c: { type: date } } }
`
const fill = (text: string, templates: Readonly<Record<string, string>> = { 'templates/base': template }) => {
  const read = readDocument('item.yaml', Buffer.from(text))
  assert.ok('root' in read, JSON.stringify(read))
  const { root, findings } = fillIn(read.root, name =>
    templates[name] === undefined ? undefined : { file: `${name}.yaml`, bytes: Buffer.from(templates[name]) },
  )
  return {
    value: plain(root) as Record<string, unknown>,
    faults: findings.map(({ rule, file, line }) => `${rule} ${file}:${line}`),
  }
}
const stages = (value: Record<string, unknown>) =>
  (value.flow as { stage?: string; parallel?: string }[]).map(node => node.stage ?? node.parallel)

suite('模板 templates', () => {
  test('an item says only what differs: maps merge, keyed rows merge by key, other lists are replaced', () => {
    const { value, faults } = fill(
      'extends: templates/base\nflow:\n  - { stage: accept, may: [withdraw] }\n  - { stage: fire, by: fire-bureau }\nlimits: { promised: { unit: day } }',
    )
    assert.deepEqual(faults, [])
    assert.deepEqual(value.flow, [
      { stage: 'accept', by: 'window', may: ['withdraw'] },
      { parallel: 'ask', branches: [[{ stage: 'fire', by: 'fire-bureau' }], [{ stage: 'water', by: 'utility' }]] },
      { stage: 'decide', by: 'head', else: { human: 'x' } },
    ])
    assert.deepEqual((value.limits as { promised: unknown }).promised, { value: 5, unit: 'day' })
  })

  test('a new stage stands after the one written before it; written first, before the next known one', () => {
    assert.deepEqual(stages(fill('extends: templates/base\nflow: [{ stage: accept }, { stage: check }]').value), [
      'accept',
      'check',
      'ask',
      'decide',
    ])
    assert.deepEqual(stages(fill('extends: templates/base\nflow: [{ stage: check }, { stage: decide }]').value), [
      'accept',
      'ask',
      'check',
      'decide',
    ])
    assert.deepEqual(stages(fill('extends: templates/base\nflow: [{ stage: last }]').value), [
      'accept',
      'ask',
      'decide',
      'last',
    ])
  })

  test('a choice of one form is replaced, not mixed', () => {
    const { value } = fill('extends: templates/base\nflow: [{ stage: decide, else: { refuse: y } }]')
    assert.deepEqual((value.flow as unknown[])[2], { stage: 'decide', by: 'head', else: { refuse: 'y' } })
  })

  test('override names a path; null takes away', () => {
    const { value, faults } = fill(
      'extends: templates/base\noverride:\n  flow.decide.by: chief\n  flow.water.by: waterworks\n  limits.hearing.ask.value: 5\n  limits.promised: null\n  content.form.a.b.type: text\n  content.form.d.e: { type: date }\n  flow.accept: null',
    )
    assert.deepEqual(faults, [])
    assert.deepEqual(stages(value), ['ask', 'decide'])
    assert.equal((value.flow as { by?: string }[])[1]?.by, 'chief')
    assert.deepEqual(value.limits, { 'hearing.ask': { value: 5 } })
    assert.deepEqual(value.content, {
      form: { 'a.b': { type: 'text' }, 'a.c': { type: 'date' }, 'd.e': { type: 'date' } },
    })
    assert.equal('override' in value, false)
  })

  test('a path or removal that meets nothing is a fault at its line', () => {
    assert.deepEqual(fill('extends: templates/base\noverride:\n  flow.deside.by: x').faults, [
      'DEFINITION_OVERRIDE_PATH item.yaml:3',
    ])
    assert.deepEqual(fill('extends: templates/base\nlimits:\n  promissed: null').faults, [
      'DEFINITION_OVERRIDE_PATH item.yaml:3',
    ])
    assert.deepEqual(fill('override: { a: 1 }').faults, ['DEFINITION_OVERRIDE_ALONE item.yaml:1'])
  })

  test('templates that extend each other, or do not exist, are refused', () => {
    const cyclic = { 'templates/a': 'extends: templates/b\nx: 1', 'templates/b': 'y: 2\nextends: templates/a' }
    assert.deepEqual(fill('extends: templates/a', cyclic).faults, ['DEFINITION_TEMPLATE_CYCLE templates/b.yaml:2'])
    assert.deepEqual(fill('extends: templates/none').faults, ['DEFINITION_TEMPLATE_MISSING item.yaml:1'])
    assert.deepEqual(fill('extends: ../../etc/passwd').faults, ['DEFINITION_TEMPLATE_NAME item.yaml:1'])
  })

  const key = fc.constantFrom('accept', 'decide', 'one', 'two')
  const stage = fc.record({ stage: key, by: fc.constantFrom('x', 'y') })
  const flow = fc.uniqueArray(stage, { selector: row => row.stage, minLength: 1, maxLength: 4 })
  test('merging is deterministic, loses no stage of either, and merging the result again changes nothing', () => {
    fc.assert(
      fc.property(flow, flow, (base, over) => {
        const templates = { 'templates/base': JSON.stringify({ flow: base }) }
        const text = JSON.stringify({ extends: 'templates/base', flow: over })
        const once = fill(text, templates).value
        assert.deepEqual(fill(text, templates).value, once)
        assert.deepEqual(new Set(stages(once)), new Set([...base, ...over].map(row => row.stage)))
        const again = fill(JSON.stringify(once), templates).value
        assert.deepEqual(new Set(stages(again)), new Set(stages(once)))
        const self = fill(JSON.stringify(once), { 'templates/base': JSON.stringify({ flow: once.flow }) }).value
        assert.deepEqual(self, once)
      }),
      { numRuns: 200 },
    )
  })
})
