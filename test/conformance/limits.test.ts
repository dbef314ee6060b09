import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { suite, test } from 'node:test'
import { parse } from 'yaml'
import { type Limit, loadCalendar, readCalendarYears } from '#kernel/calendar'
import { dueOf } from '#kernel/case'

type Unit = Limit['unit']

interface Listed {
  readonly id: string
  readonly law: string
  readonly article: string
  readonly what: string
}
interface Counted extends Listed {
  readonly kind: 'max' | 'min' | 'before'
  readonly value: number
  readonly unit: Unit
  readonly lastDay?: 'stays'
  readonly clear?: boolean
  readonly start: string
  readonly due: string
  readonly stopped?: { readonly from: string; readonly to: string; readonly due: string }
  readonly extended?: { readonly by: number; readonly due: string }
}
interface Beside extends Listed {
  readonly not: string
  readonly where?: string
}

const root = new URL('../../', import.meta.url)
const { limits } = parse(readFileSync(new URL('limits.yaml', import.meta.url), 'utf8')) as {
  limits: readonly (Counted | Beside)[]
}
const counted = limits.filter((limit): limit is Counted => !('not' in limit))
const beside = limits.filter((limit): limit is Beside => 'not' in limit)
const calendar = loadCalendar(readCalendarYears(new URL('content/calendars', root).pathname))

/** The day as the engine counts it: a running clock for a maximum, the calendar alone for what holds an act back. */
function dayOf(limit: Counted, history: { value?: number; stop?: { from: string; to: string } } = {}): string {
  const { kind, unit, start, lastDay, clear } = limit
  const value = history.value ?? limit.value
  if (kind !== 'max') {
    const at = { value, unit, kind, ...(clear && { clear }) }
    return calendar.due(Temporal.PlainDate.from(start), at).due.toString()
  }
  const extensions = history.value === undefined ? [] : [{ value: history.value - limit.value, unit }]
  const suspensions = history.stop ? [{ ...history.stop, for: 'stop' }] : []
  return dueOf(calendar, { value: limit.value, unit, lastDay }, { start, at: start, suspensions, extensions }).due
}

suite('法定期限 every limit of the collection, computed as its law says', () => {
  test('all ninety-five entries are here: what is counted, and what stands beside the limits', () => {
    assert.equal(new Set(limits.map(({ id }) => id)).size, 95)
    assert.equal(new Set(counted.map(({ id }) => id)).size, 75)
  })
  for (const limit of counted) {
    const { law, article, what, kind, value, unit, start, due, stopped, extended } = limit
    test(`${law}${article && ` ${article}`} ${what}: ${start} ${kind} ${value} ${unit} → ${due}`, () => {
      const found = dayOf(limit)
      if (unit === 'hour') assert.ok(Temporal.Instant.from(found).equals(Temporal.Instant.from(due)), found)
      else assert.equal(found, due)
      if (stopped) assert.equal(dayOf(limit, { stop: { from: stopped.from, to: stopped.to } }), stopped.due, '中止')
      if (extended) assert.equal(dayOf(limit, { value: value + extended.by }), extended.due, '延长')
    })
  }
  test('what is no limit is answered for elsewhere, or by nobody yet', () => {
    for (const { id, where } of beside) if (where) assert.ok(existsSync(new URL(where, root)), `${id}: ${where}`)
    assert.deepEqual(
      beside.filter(({ where }) => where === undefined).map(({ id }) => id),
      ['cf.spot', 'qz.night', 'hotline.nat'],
    )
  })
})
