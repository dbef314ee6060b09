import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { ownSeconds, treeSeconds } from './cpu.ts'
import { inParallel, measured, median } from './round.ts'

suite('测速 measuring', () => {
  test('the median is the middle, or between the two middles', () => {
    assert.equal(median([9, 1, 5]), 5)
    assert.equal(median([4, 1, 2, 3]), 2.5)
  })
  test('every case is done once, never more at a time than there are clients', async () => {
    const seen: number[] = []
    let now = 0
    let most = 0
    await inParallel(50, 4, async index => {
      most = Math.max(most, ++now)
      await new Promise(resolve => setImmediate(resolve))
      now--
      seen.push(index)
    })
    assert.deepEqual(
      seen.toSorted((a, b) => a - b),
      Array.from({ length: 50 }, (_, index) => index),
    )
    assert.equal(most, 4)
  })
  test('what is left to do afterwards costs CPU and no wall time', async () => {
    const burn = async () => {
      for (const until = ownSeconds() + 0.05; ownSeconds() < until; );
    }
    const round = await measured(1, process.pid, async () => {}, burn)
    assert.ok(round.casesPerSecond > 100)
    assert.ok(round.ownMsPerCase >= 50)
    assert.ok(treeSeconds(process.pid) > 0)
  })
})
