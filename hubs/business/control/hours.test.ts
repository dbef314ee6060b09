import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import type { ControlInput } from '#kernel/case'
import { calendar } from '../../../test/harness/item.ts'
import { hours } from './hours.ts'

const definition = {
  stages: new Map([
    ['perform', { stage: 'perform', kind: 'enforcement' }],
    ['check', { stage: 'check', kind: 'review' }],
  ]),
  definition: { content: { outcomes: {} } },
}
const judge = (at: string, more: object = {}) => {
  const input = { definition, stage: 'perform', verb: 'complete', body: {}, at, facts: { calendar }, ...more }
  const verdict = hours.judge(input as unknown as ControlInput)
  assert.ok('granted' in verdict)
  return verdict.granted ? 'granted' : verdict.reasons[0]!.code
}
const utc = (local: string) => Temporal.ZonedDateTime.from(`${local}[Asia/Shanghai]`).toInstant().toString()

suite('执行时间 when a decision is enforced (行政强制法43)', () => {
  test('by day, on a working day and on a plain weekend', () => {
    assert.equal(judge(utc('2026-03-04T09:00')), 'granted')
    assert.equal(judge(utc('2026-03-04T06:00')), 'granted')
    assert.equal(judge(utc('2026-03-07T10:00')), 'granted', 'a Saturday')
  })
  test('not at night', () => {
    for (const time of ['22:00', '23:59', '00:00', '05:59'])
      assert.equal(judge(utc(`2026-03-04T${time}`)), 'ENFORCED_AT_NIGHT', time)
  })
  test('not on a statutory holiday, nor on the weekend inside it', () => {
    assert.equal(judge(utc('2026-10-01T10:00')), 'ENFORCED_ON_HOLIDAY', 'National Day')
    assert.equal(judge(utc('2026-10-03T10:00')), 'ENFORCED_ON_HOLIDAY', 'the Saturday between')
    assert.equal(judge(utc('2026-10-10T10:00')), 'granted', 'a Saturday that is worked')
  })
  test('an emergency that is named, and what enforces nothing, at any hour', () => {
    assert.equal(judge(utc('2026-10-01T02:00'), { body: { emergency: '危房随时坍塌' } }), 'granted')
    assert.equal(judge(utc('2026-10-01T02:00'), { stage: 'check' }), 'granted')
    const seizing = { ...definition, definition: { content: { outcomes: {} } }, stages: new Map(definition.stages) }
    seizing.stages.set('release', { stage: 'release', kind: 'release', effects: [{ release: 'seizure' }] } as never)
    assert.equal(judge(utc('2026-10-01T02:00'), { definition: seizing }), 'granted', 'a seizure is a measure')
  })
})
