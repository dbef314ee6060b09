import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, suite, test } from 'node:test'
import { type Example, loadDefinition } from '#kernel/definition'
import { readItemFiles, readTemplates } from '../../content.ts'
import { openTestCity } from '../../test/harness/city.ts'
import { liveExample, staffEveryPost } from '../../test/harness/example-lives.ts'

const templates = await readTemplates()
const examples = new Map(
  (await readItemFiles())
    .map(({ file, bytes }) => loadDefinition(file, bytes, templates).definition)
    .map(definition => [definition.item, definition.examples] as const),
)

function exampleOf(item: string, name: string): Example {
  const found = examples.get(item)?.find(example => example.name === name)
  assert.ok(found, `${item}: ${name}`)
  return found
}

const purchase = exampleOf('asset-acquisition', '申请、审核、批复、验收、入账、支付、交付使用、盘点')
const count = exampleOf('asset-inventory', '账实相符')
const sale = exampleOf('asset-disposal', '评估、集体讨论、审批、公开拍卖、收入上缴、核销')
const code = 'SY-2026-000123'
const truck = { code, unit: '91210100900000030K', name: '新能源洒水车', value: 47_500_000, boughtOn: '2026-03-02' }
const disposal = {
  ...sale,
  given: { ...sale.given, 'asset.code': code, 'asset.name': truck.name, 'asset.value': truck.value },
}

/** Nobody stands in for the register here: whether the asset is held is what its row says. */
const house = await openTestCity({ now: '2026-03-02T09:00:00+08:00' })
after(() => house.close())
const { city } = house

const held = async () => {
  const { rows } = await city.registers.current('state-asset', { code })
  return rows.map(({ values, by }) => [values, 'case' in by && by.case])
}

suite('一项资产的一生 one asset is bought, counted and disposed of on one row of the register', () => {
  test('not on record, it is neither counted nor sold; once sold, neither again; each case left its line in the row', async () => {
    await staffEveryPost(house)
    const appropriation = { line: 'energy-saving', year: 2026, amount: 80_000_000, source: 'test' }
    await city.db.transaction(sql => city.ledger.budget.appropriate(sql, { id: randomUUID(), ...appropriation }))
    const inUse = { ...truck, state: 'inUse' }
    const nowhere = async () => {
      for (const [item, example] of [['asset-inventory', count] as const, ['asset-disposal', disposal] as const]) {
        const { refused, ended } = await liveExample(house, item, example)
        assert.ok(refused.includes('held-here'), `${item}: ${refused.join(' ')}`)
        assert.equal(ended, false)
      }
      assert.deepEqual(await held(), [])
    }
    await nowhere()

    const bought = await liveExample(house, 'asset-acquisition', { ...purchase, acts: purchase.acts.slice(0, -1) })
    assert.deepEqual([bought.refused, bought.ended], [[], false], 'it is to be counted within the year')
    assert.deepEqual(await held(), [[inUse, bought.caseId]])

    const counted = await liveExample(house, 'asset-inventory', count)
    assert.deepEqual([counted.outcome, counted.ended], ['agrees', true], counted.refused.join(' '))
    assert.deepEqual(await held(), [[inUse, counted.caseId]])
    const { organ } = await city.cases.stateOf(bought.caseId!)
    const done = await house.act(bought.caseId!, 'fulfil', { obligation: 'takeInventory' }, `review@${organ}`)
    assert.equal(done.state.status, 'ended')

    const sold = await liveExample(house, 'asset-disposal', disposal)
    assert.deepEqual([sold.outcome, sold.ended], ['sold', true], sold.refused.join(' '))
    await nowhere()
  })

  test('every case is the fold of its events', async () => {
    const replayed = await house.replay()
    assert.deepEqual(replayed.faults, [])
    assert.equal(replayed.equal, replayed.cases)
  })
})
