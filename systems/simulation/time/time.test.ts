import assert from 'node:assert/strict'
import { join } from 'node:path'
import { suite, test } from 'node:test'
import { loadCalendar, readCalendarYears } from '#kernel/calendar'
import { makeRandom } from '../random.ts'
import { makeTimeline } from './timeline.ts'
import { dayOf, makeWorkHours } from './work-hours.ts'

const calendar = loadCalendar(readCalendarYears(join(import.meta.dirname, '../../../content/calendars')))
const instant = (text: string) => Temporal.Instant.from(text)

suite('时间轴 timeline', () => {
  test('time moves only when every life waits, and nobody is woken early', async () => {
    const told: string[] = []
    const timeline = makeTimeline({
      begin: instant('2026-03-02T01:00:00Z'),
      advance: async to => void told.push(`clock ${to}`),
    })
    const live = (name: string, ...hours: string[]) =>
      timeline.start(async () => {
        for (const hour of hours) {
          await timeline.until(instant(`2026-03-02T${hour}:00:00Z`))
          await new Promise(resolve => setImmediate(resolve))
          told.push(`${name} ${hour}`)
        }
      })
    live('a', '02', '04')
    live('b', '03', '04')
    await timeline.run()
    assert.deepEqual(told, [
      'clock 2026-03-02T02:00:00Z',
      'a 02',
      'clock 2026-03-02T03:00:00Z',
      'b 03',
      'clock 2026-03-02T04:00:00Z',
      'a 04',
      'b 04',
    ])
  })
  test('stops at the last instant and leaves the rest waiting', async () => {
    let later = false
    const timeline = makeTimeline({ begin: instant('2026-03-02T01:00:00Z'), advance: async () => {} })
    timeline.start(async () => {
      await timeline.until(instant('2026-03-09T01:00:00Z'))
      later = true
    })
    await timeline.run(instant('2026-03-05T01:00:00Z'))
    assert.equal(later, false)
  })
  test('a fault in a life ends the run instead of being lost', async () => {
    const timeline = makeTimeline({ begin: instant('2026-03-02T01:00:00Z'), advance: async () => {} })
    timeline.start(async () => {
      throw new RangeError('bug')
    })
    await assert.rejects(timeline.run(), RangeError)
  })
})

suite('上班时间 work hours', () => {
  const hours = makeWorkHours(calendar)
  test('officers work on adjusted Saturdays and not on holidays', () => {
    const random = makeRandom('1')
    // 2026-04-06 清明放假
    assert.equal(dayOf(hours.workday(instant('2026-04-03T09:30:00Z'), 0, random)).toString(), '2026-04-07')
    // 2026-02-14 是调休上班的周六
    assert.equal(dayOf(hours.workday(instant('2026-02-13T09:30:00Z'), 1, random)).toString(), '2026-02-14')
  })
  test('later today when the day is not over', () => {
    const at = hours.workday(instant('2026-03-02T02:00:00Z'), 0, makeRandom('2'))
    assert.equal(dayOf(at).toString(), '2026-03-02')
    assert.ok(Temporal.Instant.compare(at, instant('2026-03-02T02:00:00Z')) > 0)
  })
})

suite('随机源 chance', () => {
  test('the same seed draws the same, another seed does not, a fork stands alone', () => {
    const draw = (seed: string) => {
      const random = makeRandom(seed)
      return Array.from({ length: 20 }, () => random.whole(0, 1_000))
    }
    assert.deepEqual(draw('7'), draw('7'))
    assert.notDeepEqual(draw('7'), draw('8'))
    const one = makeRandom('7')
    const fork = one.fork('case 1').whole(0, 1_000_000)
    const other = makeRandom('7')
    other.next()
    assert.equal(other.fork('case 1').whole(0, 1_000_000), fork)
  })
  test('is even enough: each of ten values between 9 % and 11 % of 100,000', () => {
    const random = makeRandom('even')
    const counts = new Array<number>(10).fill(0)
    for (let round = 0; round < 100_000; round++) counts[random.whole(0, 9)]!++
    assert.ok(
      counts.every(count => count > 9_000 && count < 11_000),
      counts.join(' '),
    )
  })
})
