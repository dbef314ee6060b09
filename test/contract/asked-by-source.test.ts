import assert from 'node:assert/strict'
import { after, before, suite, test } from 'node:test'
import { droppedFrom, faultsIn, readAsked } from '../../bench/prefill/asked.ts'
import { type PublishedItem, publishedItems } from '../../drill/precheck/items.ts'
import { openTestGate, type TestGate } from '../harness/gate.ts'

let gate: TestGate
let published: readonly PublishedItem[]
before(async () => {
  // When the social assistance law of 2026 is in force, and with it its items.
  gate = await openTestGate({ now: '2026-11-02T09:00:00+08:00' })
  published = await publishedItems(gate.house.city)
})
after(() => gate?.close())

suite('来源对照 what the published files ask is what this city asks', () => {
  const asked = readAsked()

  test('every item made from a published file is in the map, and no other', () => {
    assert.ok(published.length >= 18, `${published.length} items`)
    assert.deepEqual(Object.keys(asked).sort(), published.map(({ item }) => item).sort())
  })

  test('each place of the map is in the item, and each question of the form has a place: none dropped, none invented', () => {
    const faults = published.flatMap(({ item, compiled }) =>
      faultsIn(asked[item] ?? {}, compiled).map(fault => `${item}: ${fault}`),
    )
    assert.deepEqual(faults, [])
  })

  test('a question that is dropped or invented is seen', () => {
    const { item, compiled } = published.find(one => one.item === 'energy-review')!
    const { materials, ...rest } = asked[item]!
    const { 申请书: form, ...others } = materials!
    assert.deepEqual(
      faultsIn({ ...rest, materials: others }, compiled).toSorted(),
      form!.fields!.map(name => `asked and traced to nothing: ${name}`).toSorted(),
    )
    const odd = { ...rest, materials: { ...materials, 别的: { paper: 'nothing', fields: ['no.such'] } } }
    assert.deepEqual(faultsIn(odd, compiled), ['no such question: no.such', 'no such paper: nothing'])
    assert.deepEqual(droppedFrom(asked[item]!, { materials: [{ name: '节能报告' }, { name: '环评报告' }] }), [
      '环评报告',
    ])
  })
})
