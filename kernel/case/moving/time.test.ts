import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import type { Bent } from '../../../test/harness/item.ts'
import { permitAt } from '../../../test/harness/stories.ts'
import type { Walk } from '../../../test/harness/walk.ts'
import { codesOf, later, limit, mustMove, permit } from './moving.fixture.ts'

suite('期间 time under the new version', () => {
  test('shorter for the organ: the case takes it, and the parties are told', async () => {
    const at = permitAt('review', { item: permit })
    const { due } = at.state.clocks['decide']!
    const { events } = mustMove(
      at,
      await later(definition => {
        limit(definition, 'decide').value = 15
      }),
    )
    const [moved, carried] = events
    assert.ok(moved?.type === 'case.migrated' && moved.data.told)
    assert.ok(carried?.type === 'clock.carried' && carried.data.due < due)
    assert.equal(at.state.clocks['decide']!.due, '2026-03-23')
    assert.equal(at.state.clocks['decide']!.budget, undefined)
  })
  test('longer for the organ: it gains no day, not by standing still and not by the year', async () => {
    const at = permitAt('expert', { item: permit })
    const { due } = at.state.clocks['decide']!
    const { events } = mustMove(
      at,
      await later(definition => {
        limit(definition, 'decide').value = 30
      }),
    )
    assert.ok(events[0]?.type === 'case.migrated' && !events[0].data.told)
    assert.equal(at.state.clocks['decide']!.due, due)
    assert.deepEqual(at.state.clocks['decide']!.budget, { value: 20, unit: 'workday' })
    const twin = permitAt('expert', { item: permit })
    for (const one of [at, twin]) {
      one.act('suspend', { for: 'expert', notice: true })
      one.wait('6 workday')
      one.act('complete', { stage: 'expert', materials: { expertOpinion: 'original' } })
      one.act('extend', { limit: 'decide', reason: 'x', notice: true })
      one.wait('40 workday')
      one.fire()
    }
    assert.deepEqual(at.state.clocks['decide']!.due, twin.state.clocks['decide']!.due)
    const rung = (one: Walk) =>
      one
        .of('clock.rung')
        .filter(({ data }) => data.clock === 'decide')
        .map(({ on, at: when, data }) => [on, when, data])
    assert.deepEqual(rung(at), rung(twin))
  })
  test('a shorter time that would be over already was not the law while it ran', async () => {
    const at = permitAt('review', { item: permit })
    at.wait('15 workday')
    const { due } = at.state.clocks['decide']!
    mustMove(
      at,
      await later(definition => {
        limit(definition, 'decide').value = 10
      }),
    )
    assert.equal(at.state.clocks['decide']!.due, due)
    assert.deepEqual(
      at.of('clock.expired').filter(({ data }) => data.clock === 'decide'),
      [],
    )
  })
  test('a party loses no day of its own and may gain some', async () => {
    const notified = async (value: number) => {
      const at = permitAt('review', { item: permit })
      at.act('complete', { stage: 'review', fields: { 'review.opinion': 'refuse', 'review.majorInterest': true } })
      at.act('notify', { stage: 'tell', document: 'hearing-rights-notice' })
      mustMove(
        at,
        await later(definition => {
          limit(definition, 'hearing.ask').value = value
        }),
      )
      return at.state.clocks['hearing.ask']!
    }
    assert.deepEqual([(await notified(3)).due, (await notified(3)).budget?.value], ['2026-03-09', 5])
    assert.deepEqual([(await notified(8)).due, (await notified(8)).budget], ['2026-03-12', undefined])
  })
  test('moved twice, it keeps the shortest of the organ’s times', async () => {
    const at = permitAt('review', { item: permit })
    mustMove(
      at,
      await later(definition => {
        limit(definition, 'decide').value = 12
      }),
    )
    const { due } = at.state.clocks['decide']!
    mustMove(
      at,
      await later(definition => {
        definition.version = 5
        limit(definition, 'decide').value = 25
      }),
    )
    assert.equal(at.state.clocks['decide']!.due, due)
  })
  test('a limit on the organ that is new begins on the day of the move', async () => {
    const at = permitAt('review', { item: permit })
    at.wait('3 workday')
    const next = await later(definition => {
      Object.assign(definition.limits, {
        reviewed: { kind: 'max', value: 2, unit: 'workday', from: 'accept', to: 'review', binds: 'organ' },
      })
    })
    mustMove(at, next)
    assert.deepEqual(
      [at.state.clocks['reviewed']!.start, at.state.clocks['reviewed']!.due],
      ['2026-03-05', '2026-03-09'],
    )
  })
  test('one that is gone, or is another now, keeps the case where it is', async () => {
    const at = permitAt('review', { item: permit })
    const gone = await later(definition => {
      delete (definition.limits as Record<string, unknown>)['promised']
      definition.limits.stops![0]!.limits = ['decide']
      definition.limits.stops![1]!.limits = ['decide']
      definition.alarms = definition.alarms.filter(({ id }) => id !== 'promise')
    })
    assert.deepEqual(codesOf(at, gone), ['LIMIT_GONE'])
    assert.deepEqual(
      codesOf(
        at,
        await later(definition => {
          limit(definition, 'decide').to = 'deliver'
        }),
      ),
      ['LIMIT_OTHER'],
    )
    const renamed = await later(definition => {
      const { promised, ...rest } = definition.limits as Record<string, unknown>
      Object.assign(rest, { pledged: promised })
      definition.limits = rest as Bent['limits']
      definition.limits.stops![0]!.limits = ['decide', 'pledged']
      definition.limits.stops![1]!.limits = ['decide', 'pledged']
      for (const alarm of definition.alarms) if (alarm.on === 'limits.promised') alarm.on = 'limits.pledged'
      definition.migrates = [{ from: 3, limits: { promised: 'pledged' } }]
    })
    const { due } = at.state.clocks['promised']!
    mustMove(at, renamed)
    assert.deepEqual([at.state.clocks['promised'], at.state.clocks['pledged']!.due], [undefined, due])
  })
  test('what protects the party does not become shorter under its hands', async () => {
    const at = permitAt('review', { item: permit })
    at.act('complete', { stage: 'review', fields: { 'review.opinion': 'grant', 'review.majorInterest': true } })
    at.act('notify', { stage: 'tell', document: 'hearing-rights-notice' })
    at.act('askHearing')
    at.act('scheduleHearing', { stage: 'hear', on: '2026-03-16', chair: 'hearing-chair-1' })
    assert.deepEqual(
      codesOf(
        at,
        await later(definition => {
          limit(definition, 'hearing.notice').value = 3
        }),
      ),
      ['MINIMUM_SHORTER'],
    )
  })
})
