import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import fc from 'fast-check'
import { makeKept } from './kept.ts'

suite('留存 what a node keeps at hand', () => {
  test('what was used longest ago goes first, and only as much as is needed', () => {
    const kept = makeKept<number>(10)
    for (const key of ['a', 'b', 'c']) kept.put(key, 1, 3)
    assert.equal(kept.get('a'), 1)
    kept.put('d', 1, 4)
    assert.deepEqual(
      ['a', 'b', 'c', 'd'].map(key => kept.get(key)),
      [1, undefined, 1, 1],
    )
  })

  test('whatever is put in, all that is kept never weighs more than it may, but for one thing alone', () => {
    const put = fc.record({ key: fc.constantFrom('a', 'b', 'c', 'd', 'e'), weight: fc.integer({ min: 0, max: 12 }) })
    fc.assert(
      fc.property(fc.array(put, { maxLength: 40 }), puts => {
        const kept = makeKept<number>(10)
        for (const { key, weight } of puts) kept.put(key, weight, weight)
        const there = ['a', 'b', 'c', 'd', 'e'].flatMap(key => kept.get(key) ?? [])
        const last = puts.at(-1)
        assert.ok(there.length <= 1 || there.reduce((sum, weight) => sum + weight, 0) <= 10)
        if (last) assert.equal(kept.get(last.key), last.weight)
      }),
    )
  })
})
