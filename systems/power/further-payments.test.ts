import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import type { CaseState } from '#kernel/case'
import { readCalendar } from '../../content.ts'
import { itemOf } from '../../test/harness/item.ts'
import { runExample } from './example.ts'

/** The case as an example leaves it. */
async function leftBy(item: string, name: string): Promise<CaseState> {
  const compiled = await itemOf(item)
  const example = compiled.definition.examples.find(one => one.name === name)
  assert.ok(example, name)
  let left: CaseState | undefined
  runExample(compiled, example, readCalendar(), { tried() {}, done: state => (left = state) })
  return left!
}

suite('决定之后的支出 what is paid behind a decision', () => {
  test('核增概算 a raised estimate is committed and paid beside what was decided, and nothing is left on the line', async () => {
    const { grants, budget } = await leftBy(
      'government-investment-project',
      '查重、评估、批复、三个节点付款、核增概算、竣工验收、决算',
    )
    assert.deepEqual(grants?.['change-part'], { amount: 4_000_000, paid: 4_000_000, held: true, settled: true })
    assert.deepEqual([budget?.reserved, budget?.committed], [0, 0])
  })

  test('终止 what a terminated case has not paid it does not pay, and its budget is free again', async () => {
    const state = await leftBy('government-investment-project', '项目终止，未付的不再支付，预算退回科目')
    const { grants, budget, obligations } = state
    assert.deepEqual([state.status, state.result], ['ended', 'terminated'])
    assert.deepEqual(
      Object.entries(grants ?? {}).map(([order, { paid, settled }]) => [order, paid, settled]),
      [
        ['start-part', 30_000_000, true],
        ['half-part', 0, true],
        ['rest-part', 0, true],
      ],
    )
    assert.deepEqual([budget?.reserved, budget?.committed], [0, 0])
    assert.equal(obligations['pay.half-part']?.status, 'cancelled')
  })

  test('无须缴款 nothing to be paid is no order: the case ends', async () => {
    const { orders, obligations, status } = await leftBy('asset-disposal', '小额报废，没有残值')
    assert.deepEqual([orders, Object.keys(obligations), status], [{}, [], 'ended'])
  })
})
