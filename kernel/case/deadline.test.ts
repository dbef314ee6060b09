import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import fc from 'fast-check'
import { loadCalendar } from '#kernel/calendar'
import type { ClockState } from '#kernel/case'
import type { CompiledLimit } from '#kernel/definition'
import { calendar, itemOf } from '../../test/harness/item.ts'
import { permitAt } from '../../test/harness/stories.ts'
import { dueOf, lapseOf, nextFiring } from './deadline.ts'

const at = '2026-03-02T01:00:00Z'
const running = (more: Partial<ClockState> = {}): ClockState => ({
  limit: 'x',
  binds: 'organ',
  start: '2026-03-02',
  at,
  due: '',
  provisional: false,
  status: 'running',
  suspensions: [],
  extensions: [],
  rungs: [],
  ...more,
})
const limit = (value: number, unit: CompiledLimit['unit'], more: Partial<CompiledLimit> = {}): CompiledLimit =>
  ({ id: 'x', kind: 'max', value, unit, ends: [], rungs: [], ...more }) as CompiledLimit
const due = (value: number, unit: CompiledLimit['unit'], clock: Partial<ClockState> = {}) =>
  dueOf(calendar, limit(value, unit), running(clock)).due

suite('到期日 due dates', () => {
  test('in the unit the law names, the first day not counted, a rest day at the end moved on', () => {
    assert.equal(due(5, 'workday'), '2026-03-09')
    assert.equal(due(5, 'day'), '2026-03-09', '7 March is a Saturday')
    assert.equal(due(1, 'month'), '2026-04-02')
    assert.equal(due(2, 'year'), '2028-03-02')
    assert.equal(due(24, 'hour'), '2026-03-03T01:00:00Z')
  })
  test('another calendar counts otherwise, and the first still as it did', () => {
    const days = loadCalendar([])
    const spring = running({ start: '2026-02-10' })
    const counted = [calendar, days, calendar].map(one => dueOf(one, limit(5, 'workday'), spring))
    assert.deepEqual(
      counted.map(({ due, provisional }) => [due, provisional]),
      [
        ['2026-02-24', false],
        ['2026-02-17', true],
        ['2026-02-24', false],
      ],
    )
    const stays = limit(30, 'day', { lastDay: 'stays' })
    assert.deepEqual(
      [limit(30, 'day'), stays].map(one => dueOf(calendar, one, running({ start: '2026-09-01' })).due),
      ['2026-10-08', '2026-10-01'],
    )
  })
  test('extensions in the same unit add up; in another they follow', () => {
    assert.equal(due(20, 'workday', { extensions: [{ value: 10, unit: 'workday' }] }), due(30, 'workday'))
    assert.equal(due(30, 'day', { extensions: [{ value: 5, unit: 'workday' }] }), '2026-04-09')
  })
  test('while it stands still the date shown is where it would end if it ran on', () => {
    const shown = dueOf(
      calendar,
      limit(5, 'workday'),
      running({ suspensions: [{ from: '2026-03-04', to: null, for: 'x' }] }),
    )
    assert.equal(shown.due, '2026-03-10')
  })
  test('days that stood still never count: the budget left is the budget left', () => {
    const day = (n: number) => Temporal.PlainDate.from('2026-03-02').add({ days: n })
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 60 }),
        fc.integer({ min: 1, max: 40 }),
        fc.integer({ min: 0, max: 60 }),
        fc.constantFrom('workday' as const, 'day' as const),
        (value, from, length, unit) => {
          const stop = { from: day(from).toString(), to: day(from + length).toString(), for: 'x' }
          const plain = due(value, unit)
          const stopped = due(value, unit, { suspensions: [stop] })
          assert.ok(stopped >= plain, 'a stop never shortens')
          if (stop.from > plain) assert.equal(stopped, plain, 'a stop after the end changes nothing')
          assert.ok(due(value + 1, unit, { suspensions: [stop] }) >= stopped, 'more budget never ends sooner')
        },
      ),
    )
  })
  test('a day is over at its end in the city', () => {
    assert.equal(lapseOf('2026-03-09').toString(), '2026-03-09T16:00:00Z')
    assert.equal(lapseOf('2026-03-03T01:00:00Z').toString(), '2026-03-03T01:00:00Z')
  })
})

suite('下一档 the next rung', () => {
  const rungs = [
    { percent: 50, level: 'notice' as const, alarm: 'a' },
    { percent: 100, level: 'red' as const, alarm: 'a' },
  ]
  const next = (value: number, unit: CompiledLimit['unit'], more: Partial<ClockState> = {}) => {
    const of = limit(value, unit, { rungs })
    return nextFiring(calendar, of, running({ due: dueOf(calendar, of, running(more)).due, ...more }))
  }
  test('half of the hours, half of the days, half of the months', () => {
    assert.equal(next(24, 'hour')?.at.toString(), '2026-03-02T13:00:00Z')
    assert.equal(next(10, 'workday')?.at.toString(), lapseOf('2026-03-09').toString())
    assert.equal(next(10, 'day')?.at.toString(), lapseOf('2026-03-09').toString())
    assert.equal(
      next(2, 'month')?.at.toString(),
      lapseOf('2026-04-04').toString(),
      '65 days to 6 May, after the holiday',
    )
  })
  test('each once, then the end, then nothing; never while it stands still; a minimum never rings', () => {
    assert.equal(next(10, 'day', { rungs: ['a:50'] })?.percent, 100)
    assert.equal(next(10, 'day', { rungs: ['a:50'] })?.alarm, 'a')
    assert.equal(next(10, 'day', { rungs: ['a:50', 'a:100'] })?.alarm, undefined)
    assert.equal(next(10, 'day', { status: 'suspended' }), undefined)
    assert.equal(
      nextFiring(calendar, limit(7, 'workday', { kind: 'min', rungs }), running({ due: '2026-03-11' })),
      undefined,
    )
  })
})

suite('视为准予 deemed grant', async () => {
  const item = await itemOf('energy-review', ({ limits }) => {
    Object.assign(limits.decide as object, { onExpiry: { effect: 'deemed-granted' } })
  })
  test('an organ that lets its time pass has granted: document, publication and validity as in any grant', () => {
    const permit = permitAt('decide', { item, on: '2026-03-02' })
    permit.wait('2026-03-31')
    permit.fire()
    assert.deepEqual(permit.of('decision.made')[0]?.data, {
      outcome: 'grant',
      favourable: true,
      grounds: ['deemed'],
      until: '2028-03-30',
    })
    assert.equal(permit.of('decision.made')[0]?.on, '2026-03-30')
    assert.deepEqual(
      permit.of('document.issued').map(({ data }) => data.document),
      ['energy-review-opinion'],
    )
    assert.equal(permit.state.obligations['publish']?.status, 'open')
    assert.equal(permit.state.stages['deliver']?.status, 'open')
    assert.equal(permit.state.clocks['decide']?.status, 'expired')
  })
  test('how far the organ had come makes no difference to the applicant', () => {
    const permit = permitAt('review', { item, on: '2026-03-02' })
    permit.wait('2026-03-31')
    permit.fire()
    assert.equal(permit.state.outcome, 'grant')
    assert.equal(permit.state.stages['review']?.status, 'skipped')
    assert.deepEqual(
      Object.values(permit.state.tasks).map(({ stage }) => stage),
      ['deliver'],
    )
  })
})
