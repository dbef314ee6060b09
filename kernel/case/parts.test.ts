import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import fc from 'fast-check'
import { itemOf } from '../../test/harness/item.ts'
import { granted, partAt, projectAt, refused, restaurantAt, there } from '../../test/harness/part-stories.ts'
import type { Walk } from '../../test/harness/walk.ts'
import { partCaseId } from './case-parts.ts'
import type { PartNews } from './parts.ts'

const ordered = (at: Walk) => at.of('part.ordered').map(({ data }) => data.part)
const left = (at: Walk) => at.of('part.left').map(({ data: { part, why, of } }) => [part, why, of ?? null])
const result = (at: Walk) => at.state.stages['handle']?.result

suite('并联审批 one application, several cases', () => {
  test('what needs nothing begins with the acceptance, what needs others waits; nobody has a task of his own in it', () => {
    const at = projectAt()
    assert.deepEqual(ordered(at), ['planning', 'energy'])
    assert.deepEqual(at.state.tasks, {})
    assert.equal(at.refuses('complete', { stage: 'handle' }).code, 'ACT_NOT_PERMITTED')
  })
  test('the next begins when all it needs were granted, once; the whole ends with the last and keeps its promise', () => {
    const at = projectAt()
    at.parts(granted('planning'))
    at.parts(there('energy'))
    assert.deepEqual(ordered(at), ['planning', 'energy'], 'one of two is not enough')
    at.parts({ ...there('energy'), outcome: 'grant', favourable: true })
    assert.deepEqual(ordered(at), ['planning', 'energy', 'construction'], 'decided is enough; it need not be served')
    at.parts(granted('energy'), there('construction'))
    assert.equal(at.state.status, 'open')
    at.parts(granted('construction'))
    assert.equal(result(at), 'all-granted')
    assert.equal(at.state.status, 'ended')
    assert.equal(at.state.clocks['whole']?.status, 'met')
    assert.equal(at.state.clocks['promised']?.status, 'met')
  })
  test('45 working days for the whole: a red alarm when the last part takes longer', () => {
    const at = projectAt()
    assert.equal(
      at.state.clocks['whole']?.due,
      at.calendar.addWorkdays(Temporal.PlainDate.from(at.today), 45).date.toString(),
    )
    at.wait('46 workday')
    at.fire()
    assert.ok(at.of('clock.rung').some(({ data }) => data.alarm === 'statutory' && data.level === 'red'))
    assert.equal(at.state.status, 'open', 'lateness refuses nobody')
  })
  test('what the applicant does not need is left out, and not waited for', () => {
    const at = projectAt({ fields: { 'energy.total': 10 } })
    assert.deepEqual(left(at), [['energy', 'not-needed', null]])
    at.parts(granted('planning'))
    assert.deepEqual(ordered(at), ['planning', 'construction'])
  })
  test('one refused: the others go on, and only what needed it is not begun', () => {
    const at = projectAt()
    at.parts(refused('planning'))
    assert.deepEqual(left(at), [['construction', 'prerequisite', 'planning']])
    assert.deepEqual(at.of('part.recalled'), [])
    at.parts(granted('energy'))
    assert.equal(result(at), 'some-granted')
  })
  test('not accepted, or taken back by the applicant, is no grant either', () => {
    for (const ended of ['acceptance-refused', 'withdrawn']) {
      const at = projectAt()
      at.parts({ ...there('energy'), ended })
      assert.deepEqual(left(at), [['construction', 'prerequisite', 'energy']])
    }
  })
  test('told twice, or told what is known: nothing happens', () => {
    const at = projectAt()
    at.parts(granted('planning'))
    assert.deepEqual(at.parts(granted('planning')).events, [])
    assert.deepEqual(at.parts({ ...granted('planning'), outcome: 'refuse', favourable: false }).events, [])
  })
})

suite('有一项不予批准 what the item says', async () => {
  const stopping = await itemOf('investment-project-permits', ({ flow }) => {
    for (const stage of flow) if ('joint' in stage && stage.joint) stage.joint.ifRefused = 'stop-others-not-begun'
  })
  test('stop-others-not-begun: those that run are told, those to come are not opened', () => {
    const at = projectAt({ item: stopping })
    at.parts(there('energy'), refused('planning'))
    assert.deepEqual(left(at), [['construction', 'prerequisite', 'planning']])
    assert.deepEqual(
      at.of('part.recalled').map(({ data: { part, why, of } }) => [part, why, of]),
      [['energy', 'refused', 'planning']],
    )
    at.parts({ ...there('energy'), ended: 'terminated' })
    assert.equal(result(at), 'none-granted')
  })
  test('what was told to stop and had been begun goes on, and counts', () => {
    const at = projectAt({ item: stopping })
    at.parts(there('energy'), refused('planning'))
    at.parts(granted('energy'))
    assert.equal(result(at), 'some-granted')
  })
  test('what was ordered and never opened is left', () => {
    const at = projectAt({ item: stopping })
    at.parts(refused('planning'))
    at.parts({ part: 'energy', gone: true })
    assert.deepEqual(left(at).at(-1), ['energy', 'refused', 'planning'])
    assert.equal(at.state.status, 'ended')
  })
  test('一件事: not registered, no food licence is opened', () => {
    const at = restaurantAt()
    at.parts(refused('registration'))
    assert.deepEqual(left(at), [['food', 'prerequisite', 'registration']])
    assert.equal(at.state.status, 'ended')
  })
})

suite('整体撤回 the applicant takes everything back', () => {
  test('what is not decided is recalled, what is decided stands', () => {
    const at = projectAt()
    at.parts({ ...there('planning'), outcome: 'grant', favourable: true }, there('energy'))
    at.act('withdraw')
    assert.deepEqual(
      at.of('part.recalled').map(({ data }) => [data.part, data.why]),
      [['energy', 'withdrawn']],
    )
    assert.equal(at.state.result, 'withdrawn')
  })
  test('the office ends the whole: its parts are told, and nothing further is opened', () => {
    const at = projectAt()
    at.act('terminate', { ground: 'party-gone', reason: '申请人注销' })
    assert.deepEqual(
      at.of('part.recalled').map(({ data }) => [data.part, data.why]),
      [
        ['planning', 'terminated'],
        ['energy', 'terminated'],
      ],
    )
    assert.deepEqual(at.parts(granted('planning'), granted('energy')).events, [])
  })
})

suite('并联办件 the part itself', () => {
  const done = (at: Walk): void => {
    at.act('accept')
    at.act('complete', { stage: 'expert', materials: { expertOpinion: 'original' } })
    at.act('complete', { stage: 'review', fields: { 'review.opinion': 'grant', 'review.majorInterest': false } })
    at.act('decide', { outcome: 'grant' })
  }
  const reports = (at: Walk) => at.of('part.reported').map(({ data }) => data.status)
  test('reports its decision, and its delivery; each once, though its duties go on', () => {
    const at = partAt()
    done(at)
    assert.deepEqual(reports(at), ['decided'])
    at.act('deliver')
    assert.deepEqual(reports(at), ['decided', 'ended'])
    assert.equal(at.state.status, 'open', 'what was granted is still to be published')
    at.act('publish')
    assert.deepEqual(reports(at), ['decided', 'ended'])
  })
  test('a case that nobody opened as a part reports nothing', () => {
    const at = partAt({ partOf: undefined as never })
    done(at)
    assert.deepEqual(reports(at), [])
  })
  test('the whole is taken back: an undecided part ends, as withdrawn; a decided one stands', () => {
    const origin = { origin: '2101022026030200000003', result: 'withdrawn' }
    const at = partAt()
    at.act('accept')
    at.originEnds(origin)
    assert.deepEqual([at.state.status, at.state.result], ['ended', 'withdrawn'])
    assert.deepEqual(reports(at), ['ended'])
    const decided = partAt()
    done(decided)
    assert.deepEqual(decided.originEnds(origin).events, [])
  })
  test('another was refused: it ends where nobody has begun it, and goes on where somebody has', () => {
    const told = { origin: '2101022026030200000003', result: 'refused' }
    const fresh = partAt()
    fresh.originEnds(told)
    assert.deepEqual(fresh.of('case.terminated')[0]?.data, { ground: 'other-refused' })
    const begun = partAt()
    begun.act('accept')
    assert.deepEqual(begun.originEnds(told).events, [])
    begun.act('complete', { stage: 'expert', materials: { expertOpinion: 'original' } })
  })
})

suite('任意次序 in whatever order the news comes, and however often', () => {
  const parts = ['planning', 'energy', 'construction'] as const
  const seen: fc.Arbitrary<PartNews> = fc
    .tuple(
      fc.constantFrom(...parts),
      fc.constantFrom('there', 'grant', 'refuse', 'withdrawn', 'acceptance-refused'),
      fc.boolean(),
    )
    .map(([part, what, over]) => ({
      ...there(part),
      ...((what === 'grant' || what === 'refuse') && { outcome: what, favourable: what === 'grant' }),
      ...(what !== 'there' && (over || what.includes('-') || what === 'withdrawn') && { ended: what }),
    }))
  test('each part is opened at most once and never before what it needs; the whole ends exactly when the last is over', () => {
    fc.assert(
      fc.property(
        fc.array(fc.oneof(seen, fc.constant('withdraw' as const)), { maxLength: 14 }),
        fc.boolean(),
        (story, energy) => {
          const at = projectAt({ fields: { 'energy.total': energy ? 1200 : 10 } })
          for (const one of story) {
            if (at.state.status !== 'open') break
            if (one === 'withdraw') {
              at.act('withdraw')
              continue
            }
            at.parts(one)
            assert.deepEqual(at.parts(one).events, [], 'told again, nothing is new')
          }
          const { parts: known = {} } = at.state
          assert.equal(new Set(ordered(at)).size, ordered(at).length)
          const begun = at.events.findIndex(
            ({ type, data }) => type === 'part.ordered' && (data as { part: string }).part === 'construction',
          )
          if (begun >= 0)
            for (const before of ['planning', 'energy']) {
              const decided = at.of('part.decided').find(({ data }) => data.part === before)
              const reversed = at.of('part.reversed').find(({ data }) => data.part === before)
              assert.ok(
                known[before]?.why === 'not-needed' ||
                  (decided?.data.favourable && decided.seq <= begun) ||
                  (reversed && reversed.seq <= begun),
                before,
              )
            }
          const over = parts.every(part => known[part]?.status === 'ended' || known[part]?.status === 'left')
          if (at.state.result !== 'withdrawn') assert.equal(at.state.status === 'ended', over)
          const ids = Object.entries(known).flatMap(([part, { status, why }]) =>
            status === 'left' && why !== 'withdrawn' ? [] : [partCaseId(at.state.id, at.state, part)],
          )
          assert.equal(new Set(ids).size, ids.length, 'every part has a case of its own')
        },
      ),
      { numRuns: 200 },
    )
  })
})
