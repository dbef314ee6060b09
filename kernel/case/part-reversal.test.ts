import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { granted, partAt, projectAt, refused, restaurantAt, there } from '../../test/harness/part-stories.ts'
import type { Walk } from '../../test/harness/walk.ts'

const ordered = (at: Walk) => at.of('part.ordered').map(({ data }) => data.part)
const left = (at: Walk) => at.of('part.left').map(({ data: { part, why, of } }) => [part, why, of ?? null])
const result = (at: Walk) => at.state.stages['handle']?.result

suite('改判 a part that was refused is granted on a remedy', () => {
  const restored = (at: Walk) => at.of('part.restored').map(({ data: { part, of } }) => [part, of])
  test('while the case runs: what needed it is begun after all, once all it needs are granted', () => {
    const at = projectAt()
    at.parts(refused('planning'))
    assert.deepEqual(left(at), [['construction', 'prerequisite', 'planning']])
    at.parts(granted('planning'))
    assert.deepEqual(restored(at), [['construction', 'planning']])
    assert.deepEqual(ordered(at), ['planning', 'energy'], 'energy is still under way')
    at.parts(granted('energy'))
    assert.deepEqual(ordered(at), ['planning', 'energy', 'construction'])
    at.parts(granted('construction'))
    assert.equal(result(at), 'all-granted')
  })
  test('before its refusal was delivered, heard of together with its end: once, and nothing is new when told again', () => {
    const at = projectAt({ fields: { 'energy.total': 10 } })
    at.parts({ ...there('planning'), outcome: 'refuse', favourable: false })
    at.parts(granted('planning'))
    assert.deepEqual(restored(at), [['construction', 'planning']])
    assert.equal(at.state.status, 'open')
    assert.deepEqual(at.parts(granted('planning')).events, [], 'told again, nothing is new')
    at.parts(granted('construction'))
    assert.deepEqual([at.state.status, result(at)], ['ended', 'all-granted'])
  })
  test('when the case was over: it is taken up again, ends with what was withheld, and needs no new application', () => {
    const at = projectAt()
    at.parts(refused('planning'), granted('energy'))
    assert.equal(at.state.status, 'ended')
    at.parts(granted('planning'))
    assert.equal(at.state.status, 'open')
    assert.deepEqual(at.of('case.reopened')[0]?.data, {
      ground: 'part-granted',
      to: 'handle',
      basis: { law: '行政许可法', articles: ['26'] },
    })
    assert.deepEqual(ordered(at), ['planning', 'energy', 'construction'])
    at.parts(granted('construction'))
    assert.deepEqual([at.state.status, result(at)], ['ended', 'all-granted'])
    assert.deepEqual(at.parts(granted('planning'), granted('construction')).events, [], 'told again, nothing is new')
  })
  test('not accepted first, then accepted and granted: the same', () => {
    const at = restaurantAt()
    at.parts({ ...there('registration'), ended: 'acceptance-refused' })
    assert.equal(at.state.status, 'ended')
    at.parts(granted('registration'))
    assert.deepEqual(restored(at), [['food', 'registration']])
  })
  test('nothing waited for it: an ended case stays ended; what was taken back stays taken back', () => {
    const at = projectAt()
    at.parts(granted('planning'), refused('energy'))
    at.parts({ ...there('construction'), ended: 'withdrawn' })
    const taken = projectAt()
    taken.parts({ ...there('planning'), ended: 'withdrawn' }, granted('energy'))
    assert.deepEqual(taken.parts(granted('planning')).events, [])
    const whole = projectAt()
    whole.parts(refused('planning'))
    whole.act('withdraw')
    assert.deepEqual(whole.parts(granted('planning')).events, [])
  })
})

suite('并联办件 the part whose decision fell', () => {
  const reports = (at: Walk) => at.of('part.reported').map(({ data }) => data.status)
  test('decided anew on a remedy after all was reported: it reports again, once for each of both', () => {
    const at = partAt()
    at.act('accept')
    at.act('complete', { stage: 'expert', materials: { expertOpinion: 'original' } })
    at.act('complete', { stage: 'review', fields: { 'review.opinion': 'refuse', 'review.majorInterest': false } })
    at.act('notify', { stage: 'tell', document: 'hearing-rights-notice' })
    at.act('makeStatement', { waived: true })
    at.act('decide', { outcome: 'refuse', reason: '不符合条件' })
    at.act('deliver')
    assert.deepEqual(reports(at), ['decided', 'ended'])
    at.act('recordRemedy', { kind: 'reconsideration', status: 'started' })
    at.act('recordRemedy', { kind: 'reconsideration', status: 'ended', result: 'revoked' })
    at.act('reopen', { ground: 'ordered-anew', to: 'review', reason: '复议决定责令重新作出' })
    at.act('complete', { stage: 'review', fields: { 'review.opinion': 'grant', 'review.majorInterest': false } })
    at.act('decide', { outcome: 'grant' })
    assert.deepEqual(
      at.of('part.reported').map(({ data }) => [data.status, data.outcome]),
      [
        ['decided', 'refuse'],
        ['ended', 'refuse'],
        ['decided', 'grant'],
      ],
    )
    at.act('deliver')
    assert.deepEqual(reports(at).slice(2), ['decided', 'ended'])
  })
})
