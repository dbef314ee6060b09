import assert from 'node:assert/strict'
import { join } from 'node:path'
import { suite, test } from 'node:test'
import { loadCalendar, readCalendarYears } from '#kernel/calendar'
import { contentDirectory } from '../../content.ts'
import { calendar, itemOf } from '../../test/harness/item.ts'
import { penaltyAt, permitAt } from '../../test/harness/stories.ts'

const item = await itemOf('energy-review')
const penalty = await itemOf('energy-report-penalty')

suite('到点 rungs', () => {
  test('each rung rings once, on its day, with whom the item tells', () => {
    const at = permitAt('review', { item, on: '2026-03-02' })
    const rang = () =>
      at
        .fire()
        .filter(({ type }) => type === 'clock.rung')
        .map(({ data }) => {
          const { alarm, percent, level } = data as { alarm: string; percent: number; level: string }
          return `${alarm} ${percent} ${level}`
        })
    at.wait('2026-03-06')
    assert.deepEqual(rang(), ['promise 50 notice'], '3 of 5 working days are over')
    assert.deepEqual(rang(), [])
    at.wait('2026-03-07')
    assert.deepEqual(rang(), ['promise 80 yellow'])
    at.wait('2026-03-10')
    assert.deepEqual(rang(), ['promise 100 red'])
    assert.equal(at.state.clocks.promised?.status, 'expired')
    at.wait('2026-03-25')
    assert.deepEqual(rang(), ['statutory 80 yellow'])
    at.wait('2026-04-30')
    assert.deepEqual(rang(), ['statutory 100 red'])
    const red = at.of('alarm.raised').find(({ data }) => data.alarm === 'statutory' && data.level === 'red')
    assert.deepEqual(red?.data.to, ['holder', 'superior', 'supervision'])
    assert.deepEqual(red?.data.reasons[0]?.basis, { law: '行政许可法', articles: ['42'] })
    at.wait('2026-12-30')
    assert.deepEqual(rang(), [])
  })
  test('a worker that slept rings what it missed, in the order of time', () => {
    const at = permitAt('review', { item, on: '2026-03-02' })
    at.wait('2026-06-01')
    const rang = at
      .fire()
      .flatMap(event =>
        event.type === 'clock.rung'
          ? [`${event.data.alarm} ${event.data.percent}`]
          : event.type === 'clock.expired'
            ? [`${event.data.clock} over ${event.on}`]
            : [],
      )
    assert.deepEqual(rang, [
      'promise 50',
      'promise 80',
      'promise 100',
      'promised over 2026-03-09',
      'statutory 80',
      'statutory 100',
      'decide over 2026-03-30',
    ])
  })
  test('an act in a late case first lets happen what was due; its lateness is on the record', () => {
    const at = permitAt('decide', { item, on: '2026-03-02' })
    at.wait('2026-04-02')
    const step = at.act('decide', { outcome: 'grant' })
    assert.equal(step.events[0]?.actor.kind, 'system')
    assert.ok(step.events.some(({ type }) => type === 'alarm.raised'))
    assert.deepEqual(
      at
        .of('clock.met')
        .filter(({ data }) => data.clock === 'decide')
        .map(({ data }) => data.late),
      [true],
    )
    assert.equal(at.of('decision.made')[0]?.actor.kind, 'officer')
  })
  test('on the last day it is in time', () => {
    const at = permitAt('decide', { item, on: '2026-03-02' })
    at.wait('2026-03-30')
    at.act('decide', { outcome: 'grant' })
    assert.deepEqual(
      at
        .of('clock.met')
        .filter(({ data }) => data.clock === 'decide')
        .map(({ data }) => data.late),
      [false],
    )
  })
  test('听证权逾期 the party’s time to ask for a hearing lapses by itself, never against what it had asked', () => {
    const at = penaltyAt('notify', { item: penalty }, { 'finding.proposedFine': 4_000_000 })
    at.act('notify', { stage: 'notify', document: 'priorNotice', officers: ['investigator-1', 'investigator-2'] })
    assert.equal(at.state.stages.hear?.status, 'open', 'nobody knows yet')
    const { due } = at.state.clocks['hearing.ask']!
    at.wait(due)
    assert.deepEqual(
      at.fire().filter(({ type }) => type === 'clock.expired'),
      [],
      'the last day is the party’s',
    )
    at.wait('1 day')
    at.fire()
    assert.equal(at.state.stages.hear?.status, 'skipped')
    assert.equal(at.state.stages.decide?.status, 'open')
    assert.equal(at.refuses('askHearing').code, 'ACT_OUT_OF_ORDER')
  })
})

suite('暂定期限 provisional due dates', () => {
  const settings = { item, on: '2026-12-21' }
  test('a due date in a year whose holidays are not published never takes legal effect', () => {
    const at = permitAt('accept', { item, on: '2026-12-29' })
    assert.equal(at.state.clocks.supplement?.provisional, true)
    at.wait('2027-03-01')
    const fired = at.fire()
    assert.deepEqual(
      fired.filter(({ type }) => type === 'clock.expired'),
      [],
    )
    assert.equal(
      fired.some(event => event.type === 'clock.rung' && event.data.percent >= 100),
      false,
    )
    assert.equal(at.state.stages.accept?.status, 'open')
  })
  test('when the calendar arrives the date is counted anew, with an event, and then takes effect', () => {
    const years = readCalendarYears(join(contentDirectory, 'calendars'))
    const later = loadCalendar([
      ...years,
      {
        year: 2027,
        notice: 'https://example.gov',
        workdays: 260,
        weekendWorkdays: [],
        weekdayHolidays: ['2027-01-01'],
      },
    ])
    const at = permitAt('review', { ...settings, calendar })
    const provisional = at.state.clocks.decide!
    assert.equal(provisional.provisional, true)
    at.wait('2027-01-08')
    at.fire(later)
    const known = at.state.clocks.decide!
    assert.equal(known.provisional, false)
    assert.equal(
      at.of('clock.recomputed').some(({ data }) => data.clock === 'decide'),
      true,
    )
    at.wait('2027-03-01')
    at.fire(later)
    assert.equal(at.state.clocks.decide?.status, 'expired')
  })
})
