import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { itemOf } from '../../../test/harness/item.ts'
import { officer } from '../../../test/harness/small-city.ts'
import { penaltyAt, permitAt } from '../../../test/harness/stories.ts'

const item = await itemOf('energy-review')
const penalty = await itemOf('energy-report-penalty')
const expertDone = { stage: 'expert', materials: { expertOpinion: 'original' } }

suite('中止 the limits stand still (行政许可法45)', () => {
  // Accepted Mon 2 March 2026: decide is due Mon 30 March, promised Mon 9 March.
  const stopped = () => {
    const at = permitAt('expert', { item, on: '2026-03-02' })
    at.wait('2026-03-04')
    at.act('suspend', { for: 'expert', notice: true })
    return at
  }
  test('only those the item names stand still, and the stop has a limit of its own', () => {
    const { clocks, suspended } = stopped().state
    assert.deepEqual(suspended, { for: 'expert', since: '2026-03-04' })
    assert.deepEqual(
      [clocks.decide?.status, clocks.promised?.status, clocks['stop.expert']?.status],
      ['suspended', 'suspended', 'running'],
    )
    assert.equal(clocks['stop.expert']?.due, '2026-03-25', '15 working days after 4 March')
  })
  test('the days that stood still are not counted: done after five working days, due five later', () => {
    const at = stopped()
    at.wait('2026-03-11')
    at.act('complete', expertDone)
    const { clocks, suspended } = at.state
    assert.equal(suspended, undefined, 'what the limits stood still for is over')
    assert.deepEqual(
      [clocks.decide?.due, clocks.promised?.due, clocks['stop.expert']?.status],
      ['2026-04-07', '2026-03-16', 'met'],
      '5, 6 and the weekend of April are a holiday',
    )
    assert.deepEqual(clocks.decide?.suspensions, [{ from: '2026-03-04', to: '2026-03-11', for: 'expert' }])
  })
  test('nothing rings while the clock stands still, however long the calendar says it is', () => {
    const at = stopped()
    at.wait('2026-03-24')
    assert.deepEqual(at.fire(), [])
  })
  test('a stop that outlasts its own limit ends by itself, red, and the limits run on', () => {
    const at = stopped()
    at.wait('2026-03-26')
    at.fire()
    assert.equal(at.state.suspended, undefined)
    assert.deepEqual(
      at.of('alarm.raised').map(({ data }) => [data.alarm, data.level]),
      [['stop-too-long', 'red']],
    )
    assert.equal(at.state.clocks.decide?.status, 'running')
    assert.equal(at.state.clocks.decide?.due, '2026-04-21', '15 working days later than 30 March')
  })
  test('the party must be told in writing; only where the item names a stop; not twice at once', () => {
    const at = permitAt('expert', { item })
    assert.equal(at.refuses('suspend', { for: 'expert' }).code, 'ACT_NOT_PERMITTED')
    assert.equal(at.refuses('suspend', { for: 'hear', notice: true }).code, 'ACT_NOT_PERMITTED')
    assert.equal(
      at.refuses('suspend', { for: 'expert', notice: true }, officer('acceptance')).code,
      'AUTHORITY_LACKING',
    )
    at.act('suspend', { for: 'expert', notice: true })
    assert.equal(at.refuses('suspend', { for: 'expert', notice: true }).code, 'ACT_OUT_OF_ORDER')
    assert.equal(permitAt('review', { item }).refuses('suspend', { notice: true }).code, 'ACT_NOT_PERMITTED')
  })
  test('a stop is used once in a round: stopping again gains no more time', () => {
    const at = stopped()
    at.wait('2026-03-11')
    at.act('resume')
    assert.equal(at.state.clocks.decide?.due, '2026-04-07')
    assert.equal(at.refuses('resume').code, 'ACT_OUT_OF_ORDER')
    at.wait('2026-03-12')
    assert.equal(at.refuses('suspend', { for: 'expert', notice: true }).code, 'ACT_NOT_PERMITTED')
  })
  test('withdrawn while stopped: everything stops', () => {
    const at = stopped()
    at.act('withdraw')
    assert.ok(Object.values(at.state.clocks).every(({ status }) => status !== 'running' && status !== 'suspended'))
  })
})

suite('延长 extension (行政许可法42)', () => {
  test('once, ten working days, by the head, with the reason told', () => {
    const at = permitAt('review', { item })
    at.act('extend', { reason: '复杂', notice: true })
    assert.equal(at.state.clocks.decide?.due, '2026-04-14')
    assert.deepEqual(
      at.of('clock.extended').map(({ data }) => [data.clock, data.value, data.unit]),
      [['decide', 10, 'workday']],
    )
    assert.equal(at.refuses('extend', { reason: '再延', notice: true }).code, 'ACT_NOT_PERMITTED')
  })
  test('not by another, not untold, not what the law does not extend', () => {
    const at = permitAt('review', { item })
    assert.equal(at.refuses('extend', { reason: 'x', notice: true }, officer('review')).code, 'AUTHORITY_LACKING')
    assert.equal(at.refuses('extend', { reason: 'x' }).code, 'ACT_NOT_PERMITTED')
    assert.equal(
      at.refuses('extend', { limit: 'promised', reason: 'x', notice: true }, officer('bureau-head')).code,
      'ACT_NOT_PERMITTED',
    )
    assert.equal(
      permitAt('accept', { item }).refuses('extend', { limit: 'decide', reason: 'x', notice: true }).code,
      'ACT_NOT_PERMITTED',
      'the stage does not allow it',
    )
    assert.equal(
      penaltyAt('decide', { item: penalty }).refuses('extend', { reason: 'x', notice: true }, officer('bureau-head'))
        .code,
      'ACT_NOT_PERMITTED',
    )
  })
  test('what has run out is not extended', () => {
    const at = permitAt('review', { item })
    at.wait('2026-03-31')
    assert.equal(at.refuses('extend', { reason: 'x', notice: true }).code, 'ACT_OUT_OF_ORDER')
  })
  test('stop and extension add up, in either order', () => {
    const due = (order: readonly ('stop' | 'extend')[]) => {
      const at = permitAt('expert', { item })
      for (const what of order)
        if (what === 'extend') at.act('extend', { reason: 'x', notice: true })
        else {
          at.wait('2026-03-04')
          at.act('suspend', { for: 'expert', notice: true })
          at.wait('2026-03-11')
          at.act('resume')
        }
      return at.state.clocks.decide?.due
    }
    assert.equal(due(['stop', 'extend']), due(['extend', 'stop']))
    assert.equal(due(['extend', 'stop']), '2026-04-21')
  })
})
