import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { type Bent, itemOf } from '../../test/harness/item.ts'
import { directoryFor, officer } from '../../test/harness/small-city.ts'
import { permitAt, permitFields, permitMaterials } from '../../test/harness/stories.ts'
import { type Walk, walk } from '../../test/harness/walk.ts'

const renewal = await itemOf('energy-review', ({ limits, content, alarms }: Bent) => {
  content.outcomes['grant']!.validity = '6 month'
  const own = {
    kind: 'before',
    value: 30,
    unit: 'day',
    from: 'withdrawal',
    to: 'expiry',
    binds: 'party',
    of: 'voucher',
  }
  ;(limits as Record<string, unknown>)['ask-early'] = own
  alarms.push({ id: 'renewal-near', on: 'limits.ask-early', rungs: { notice: '90%' }, to: ['holder'] })
})

/** A permit for half a year, published: its case has ended. */
function ended(): Walk {
  const at = permitAt('deliver', { item: renewal, directory: directoryFor(renewal) })
  at.act('deliver', { stage: 'deliver', way: 'window' })
  at.act('publish')
  assert.equal(at.state.status, 'ended')
  return at
}

suite('凭证的时限 the limits of what a decision made run on when its case has ended', () => {
  test('the end of what was granted: thirty days before it, near it, and on its last day, each once', () => {
    const at = ended()
    const until = at.state.validUntil!
    const { expiry, 'ask-early': before } = at.state.clocks
    assert.deepEqual([expiry?.status, expiry?.due, before?.status], ['running', until, 'running'])
    assert.equal(before?.due, Temporal.PlainDate.from(until).subtract({ days: 30 }).toString())
    at.wait(Temporal.PlainDate.from(before!.due).subtract({ days: 3 }).toString())
    at.fire()
    assert.deepEqual(
      at.of('alarm.raised').map(({ data }) => [data.alarm, data.level]),
      [['renewal-near', 'notice']],
    )
    at.wait(Temporal.PlainDate.from(until).add({ days: 5 }).toString())
    const fired = at.fire()
    const [over] = fired.filter(({ type }) => type === 'decision.expired')
    assert.deepEqual([over?.on, at.state.expired], [until, until], 'dated to its last day, however late it is seen')
    assert.deepEqual(at.fire(), [])
    assert.equal(at.of('decision.expired').length, 1)
  })
  test('whoever asked in time for another term, and was not answered, has it (行政许可法50)', () => {
    const at = ended()
    const until = at.state.validUntil!
    at.wait(Temporal.PlainDate.from(until).subtract({ days: 40 }).toString())
    at.act('askRenewal')
    at.wait(Temporal.PlainDate.from(until).add({ days: 1 }).toString())
    at.fire()
    assert.equal(at.of('decision.expired').length, 0)
    assert.deepEqual(
      at.of('renewal.decided').map(({ data }) => [data.granted, data.deemed]),
      [[true, true]],
    )
    const { status, due } = at.state.clocks['expiry']!
    assert.deepEqual([status, due], ['running', at.state.validUntil])
    at.wait(Temporal.PlainDate.from(due).add({ days: 1 }).toString())
    at.fire()
    assert.deepEqual(
      [at.of('decision.expired').length, at.state.expired],
      [1, due],
      'the second term ends like the first',
    )
  })
  test('what was taken back runs out no more', () => {
    const at = ended()
    at.act('recordRemedy', { kind: 'litigation', status: 'started' })
    at.act('recordRemedy', { kind: 'litigation', status: 'ended', result: 'revoked' })
    assert.deepEqual(
      [at.state.clocks['expiry']?.status, at.state.clocks['ask-early']?.status],
      ['cancelled', 'cancelled'],
    )
    at.wait('400 day')
    assert.deepEqual(
      at.fire().filter(({ type }) => type === 'decision.expired'),
      [],
    )
  })
  test('an item that says nothing of its voucher keeps no clock for it', async () => {
    const at = permitAt('deliver', { item: await itemOf('energy-review') })
    assert.equal(at.state.clocks['expiry'], undefined)
  })
})

const answering = await itemOf('energy-review', ({ limits, alarms, flow }: Bent) => {
  for (const node of flow)
    if ('stage' in node && node.stage === 'review') node.may = [{ return: ['accept', 'expert'] }, 'extend']
  ;(limits as Record<string, unknown>)['answering'] = {
    ...{ kind: 'max', value: 5, unit: 'workday', to: ['expert', 'review'], binds: 'organ', of: 'task', promised: true },
  }
  alarms.push({ id: 'answer-late', on: 'limits.answering', rungs: { yellow: '80%', red: '100%' }, to: ['holder'] })
  for (const [key, limit] of Object.entries(limits))
    if (key !== 'answering' && 'onExpiry' in limit) delete (limit as { onExpiry?: unknown }).onExpiry
})

suite('任务的时限 each task has its own rungs', () => {
  const atExpert = (): Walk => {
    const at = walk({ item: answering, directory: directoryFor(answering) })
    at.act('submit', { fields: permitFields, materials: permitMaterials })
    at.act('accept')
    return at
  }
  const clocks = (at: Walk) =>
    Object.entries(at.state.clocks).flatMap(([id, { limit, status }]) => (limit === 'answering' ? [[id, status]] : []))

  test('from its opening until it is done, and late by itself', () => {
    const at = atExpert()
    assert.deepEqual(clocks(at), [['answering.expert.1.1', 'running']])
    at.act('claim', { stage: 'expert' })
    at.wait('6 workday')
    at.fire()
    const late = at.of('alarm.raised').filter(({ data }) => data.alarm === 'answer-late')
    assert.deepEqual(
      late.map(({ data }) => [data.level, data.stage, data.person]),
      [
        ['yellow', 'expert', 'review-1'],
        ['red', 'expert', 'review-1'],
      ],
    )
    at.act('complete', { stage: 'expert', materials: { expertOpinion: 'original' } })
    assert.deepEqual(clocks(at), [
      ['answering.expert.1.1', 'met'],
      ['answering.review.1.1', 'running'],
    ])
    assert.equal(at.of('clock.met').find(({ data }) => data.clock === 'answering.expert.1.1')?.data.late, true)
  })
  test('another round is another task; what the case went back over needs nothing any more', () => {
    const at = atExpert()
    at.act('complete', { stage: 'expert', materials: { expertOpinion: 'original' } }, officer('review'))
    at.act('returnTo', { from: 'review', to: 'expert', reason: '再评' }, officer('review'))
    assert.deepEqual(clocks(at), [
      ['answering.expert.1.1', 'met'],
      ['answering.review.1.1', 'cancelled'],
      ['answering.expert.2.1', 'running'],
    ])
  })
})
