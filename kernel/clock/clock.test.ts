import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { endOfDay, instantOf, legalDate, manualClock, uuidv7 } from '#kernel/clock'

suite('钟 clock', () => {
  test('a legal date is the city’s date, whatever the machine’s zone', () => {
    assert.equal(legalDate(Temporal.Instant.from('2026-03-01T16:30:00Z')).toString(), '2026-03-02')
  })
  test('a due day lasts until its last moment in the city', () => {
    assert.equal(endOfDay(Temporal.PlainDate.from('2026-03-02')).toString(), '2026-03-02T16:00:00Z')
  })
  test('a manual clock never runs backwards', () => {
    const clock = manualClock('2026-03-02T09:00:00+08:00')
    clock.advance({ hours: 1 })
    assert.equal(clock.now().toString(), '2026-03-02T02:00:00Z')
    assert.throws(() => clock.set('2026-03-02T09:00:00+08:00'), RangeError)
  })
  test('identifiers sort in the order they were made, even in one millisecond', () => {
    const clock = manualClock('2026-03-02T09:00:00+08:00')
    const ids = Array.from({ length: 10_000 }, () => uuidv7(clock))
    assert.deepEqual([...ids].sort(), ids)
    assert.equal(new Set(ids).size, ids.length)
    assert.match(ids[0]!, /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
    assert.equal(instantOf(ids[0]!).toString(), '2026-03-02T01:00:00Z')
  })
})
