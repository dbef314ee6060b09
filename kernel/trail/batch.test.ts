import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import fc from 'fast-check'
import { arrange } from './batch.ts'
import type { QueuedLeaf } from './trail.store.ts'

const leaf = (id: number, subject: string | null, firstSeq: number | null, lastSeq = firstSeq): QueuedLeaf => ({
  ...{ id, subject, firstSeq, lastSeq },
  known: null,
  leaf: Buffer.from('{}'),
})

suite('批 one batch', () => {
  test('in whatever order the leaves of a subject arrive, those that go in follow one another without a gap', () => {
    const arrival = fc.record({
      steps: fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 1, maxLength: 12 }),
      order: fc.array(fc.nat(), { minLength: 12, maxLength: 12 }),
      missing: fc.option(fc.nat({ max: 11 })),
    })
    fc.assert(
      fc.property(arrival, ({ steps, order, missing }) => {
        let reached = 0
        const leaves = steps.map((width, at) => {
          const made = leaf(at, 's', reached + 1, reached + width)
          reached += width
          return { made, rank: order[at]! }
        })
        const queue = leaves
          .filter((_, at) => at !== missing)
          .sort((a, b) => a.rank - b.rank)
          .map(({ made }) => made)
        const { accepted, parked } = arrange(queue, new Map())
        const whole = missing === null || missing >= steps.length ? steps.length : missing
        assert.deepEqual(
          accepted.map(({ id }) => id),
          Array.from({ length: whole }, (_, at) => at),
        )
        assert.equal(accepted.length + parked.length, queue.length)
      }),
    )
  })

  test('a leaf that arrives lets those that waited for it in, behind it', () => {
    const waiting = new Map([['s', [leaf(7, 's', 3), leaf(5, 's', 2)]]])
    const { accepted, parked } = arrange([leaf(9, null, null), leaf(10, 's', 1), leaf(11, 's', 5)], waiting)
    assert.deepEqual(
      accepted.map(({ id }) => id),
      [9, 10, 5, 7],
    )
    assert.deepEqual(
      parked.map(({ id }) => id),
      [11],
    )
  })
})
