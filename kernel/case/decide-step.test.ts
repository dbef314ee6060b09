import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { acts, lateVerbs, verbs } from '#kernel/case'
import { itemOf } from '../../test/harness/item.ts'
import { applicant, directoryFor, officer, party, stranger } from '../../test/harness/small-city.ts'
import { penaltyAt, permitAt, permitFields, permitMaterials } from '../../test/harness/stories.ts'
import { walk } from '../../test/harness/walk.ts'

const item = await itemOf('energy-review')
const penalty = await itemOf('energy-report-penalty')

suite('谁可以 who may act at all', () => {
  test('当事人不得为机关行事 a party never does an officer’s act, however the case stands', () => {
    const at = permitAt('decide', { item })
    const refused = at.refuses('decide', { outcome: 'grant' }, party())
    assert.deepEqual([refused.code, refused.status], ['AUTHORITY_LACKING', 403])
    for (const verb of verbs) {
      if (acts[verb].who !== 'officer') continue
      for (const walk of [
        permitAt('accept', { item }),
        permitAt('review', { item }),
        penaltyAt('serve', { item: penalty }),
      ])
        walk.refuses(verb, bodyFor(verb), party())
    }
  })
  test('the program itself never decides against anybody', () => {
    const at = penaltyAt('decide', { item: penalty })
    assert.equal(
      at.refuses('decide', { outcome: 'fine', amount: 1_500_000, reason: '自动' }, { kind: 'system', name: 'robot' })
        .code,
      'AUTHORITY_LACKING',
    )
  })
  test('利害关系人 an interested person is heard, but does not take the application back nor mend it', () => {
    const other = '00000000-0000-7000-8000-000000000002'
    const agent = '00000000-0000-7000-8000-000000000003'
    const at = permitAt('review', {
      item,
      others: [
        { role: 'interested', party: other, unit: 'person' },
        { role: 'informant', party: stranger, unit: 'person' },
        { role: 'agent', party: agent, unit: 'person' },
      ],
    })
    assert.equal(at.refuses('withdraw', {}, party(other)).code, 'AUTHORITY_LACKING')
    assert.equal(at.refuses('withdraw', {}, party(stranger)).code, 'AUTHORITY_LACKING')
    at.act('withdraw', {}, party(agent))
  })
})

const bodyFor = (verb: string): Readonly<Record<string, unknown>> =>
  ({
    consult: { organs: ['energy-bureau'], question: '?' },
    refuseAcceptance: { reason: 'x' },
    transfer: { to: 'review-2', reason: 'x' },
    requestSupplement: { materials: ['report'] },
    recordEvidence: { kind: 'witness', summary: 'x', officers: ['a'] },
    pay: { amount: 1 },
    deliberate: { votes: [{ person: 'a', for: 'fine' }] },
    decide: { outcome: 'grant' },
  })[verb] ?? {}

suite('一步 what a step is', () => {
  test('what was asked and answered is stored with the act', () => {
    const at = permitAt('accept', { item })
    assert.deepEqual(
      at.act('accept').verdicts.map(({ id, verdict }) => [id, verdict.granted]),
      [
        ['authority', true],
        ['separation', true],
        ['avoidance', true],
        ['materials', true],
        ['threshold', true],
        ['level', true],
        ['firm-active', true],
        ['paper', true],
      ],
    )
  })
  test('several reasons are told together', () => {
    const at = walk({ item })
    at.act('submit', { fields: { ...permitFields, 'energy.total': 6000 } })
    assert.deepEqual(
      at.refuses('accept').reasons.map(({ rule }) => rule),
      ['materials.application', 'materials.report', 'rules.level'],
    )
  })
  test('an ended case takes no more acts', () => {
    const at = permitAt('review', { item })
    at.act('withdraw', { reason: '计划改变' })
    assert.equal(at.state.result, 'withdrawn')
    for (const verb of verbs)
      if (!lateVerbs.has(verb) && verb !== 'submit' && verb !== 'lodge')
        assert.equal(at.refuses(verb, bodyFor(verb), officer('review')).code, 'CASE_ENDED')
  })
  test('每环节一轮只进一次 each stage is entered once per round, also after a return', () => {
    const at = permitAt('decide', { item })
    at.act('returnTo', { from: 'decide', to: 'review', reason: '重新核算' })
    at.act('complete', { stage: 'review', fields: { 'review.opinion': 'grant', 'review.majorInterest': false } })
    at.act('returnTo', { from: 'decide', to: 'review', reason: '再核' })
    at.act('complete', { stage: 'review', fields: { 'review.opinion': 'grant', 'review.majorInterest': false } })
    const entered = at.of('stage.entered').map(({ data }) => `${data.stage}.${data.round}`)
    assert.deepEqual(entered, [
      'accept.1',
      'expert.1',
      'review.1',
      'decide.1',
      'review.2',
      'decide.2',
      'review.3',
      'decide.3',
    ])
    const tasks = at.of('stage.entered').flatMap(({ data }) => data.tasks.map(({ task }) => task))
    assert.equal(new Set(tasks).size, tasks.length)
  })
  test('nobody in post, nobody acts: suspended, gone, or in another organ', () => {
    const suspended = directoryFor(item, rows => {
      rows.persons = rows.persons.map(person =>
        person.id === 'acceptance-1'
          ? { ...person, statuses: [{ from: '2000-01-01', to: null, status: 'suspended' }] }
          : person,
      )
    })
    assert.deepEqual(
      permitAt('accept', { item, directory: suspended })
        .refuses('accept')
        .reasons.map(({ code }) => code),
      ['AUTHORITY_NOT_IN_POST'],
    )
    assert.deepEqual(
      permitAt('accept', { item })
        .refuses('accept', {}, officer('acceptance@210100-superior'))
        .reasons.map(({ code }) => code),
      ['AUTHORITY_OTHER_ORGAN'],
    )
    assert.deepEqual(
      permitAt('accept', { item })
        .refuses('accept', {}, officer('review'))
        .reasons.map(({ code }) => code),
      ['AUTHORITY_WRONG_POST'],
    )
  })
  test('applying in somebody else’s name is refused', () => {
    assert.equal(
      walk({ item }).refuses('submit', { fields: permitFields, materials: permitMaterials }, party(stranger)).code,
      'AUTHORITY_LACKING',
    )
    assert.equal(permitAt('review', { item }).refuses('withdraw', {}, party(stranger)).code, 'AUTHORITY_LACKING')
    assert.equal(permitAt('review', { item }).state.parties[0]?.party, applicant)
  })
})

suite('补录 paper record', () => {
  test('a paper act counts from the day it was made', () => {
    const at = permitAt('accept', { item })
    at.wait('2026-03-05')
    const step = at.act('accept', {}, undefined, { madeOn: '2026-03-03', paperReason: '系统停机' })
    assert.equal(step.events[0]?.on, '2026-03-03')
    assert.deepEqual(at.of('paper.recorded')[0]?.data, { verb: 'accept', madeOn: '2026-03-03', days: 2 })
    assert.equal(at.state.clocks.decide?.start, '2026-03-03')
    assert.equal(at.details.at(-1)?.text?.paperReason, '系统停机')
  })
  test('by officers only: a party does not back-date what it says, nor acts before an approval, and is told that it is not its to do', () => {
    const at = permitAt('accept', { item, on: '2026-03-02' })
    at.wait('2026-03-04')
    for (const way of [{ madeOn: '2026-03-03' }, { urgent: 0 }]) {
      const { code, status } = at.refuses('supplement', { fields: {} }, party(), way)
      assert.deepEqual([code, status], ['AUTHORITY_LACKING', 403])
    }
  })
  test('never in the future, nor before the case, nor before the stage it belongs to; late recording is told', () => {
    const at = permitAt('accept', { item, on: '2026-03-02' })
    assert.deepEqual(
      at.refuses('accept', {}, undefined, { madeOn: '2026-03-03' }).reasons.map(({ code }) => code),
      ['PAPER_IN_THE_FUTURE'],
    )
    assert.deepEqual(
      at.refuses('accept', {}, undefined, { madeOn: '2026-02-27' }).reasons.map(({ code }) => code),
      ['PAPER_BEFORE_THE_CASE'],
    )
    at.wait('2026-03-06')
    at.act('accept')
    at.wait('2026-03-16')
    const late = { stage: 'expert', materials: { expertOpinion: 'original' } }
    assert.deepEqual(
      at.refuses('complete', late, undefined, { madeOn: '2026-03-05' }).reasons.map(({ code }) => code),
      ['PAPER_BEFORE_ITS_STAGE'],
    )
    const step = at.act('complete', late, undefined, { madeOn: '2026-03-09' })
    assert.ok(
      step.events.some(({ type, data }) => type === 'alarm.raised' && (data as { alarm: string }).alarm === 'paper'),
    )
  })
  test('期限不能倒填 stopping, extending, approving, publishing are never back-dated', () => {
    const at = permitAt('expert', { item })
    at.wait('2026-03-09')
    for (const [verb, body] of [
      ['suspend', { for: 'expert', notice: true }],
      ['extend', { reason: 'x', notice: true, limit: 'decide' }],
      ['claim', {}],
      ['ratify', { approved: true }],
    ] as const)
      assert.equal(at.refuses(verb, body, undefined, { madeOn: '2026-03-05' }).code, 'ACT_NOT_PERMITTED')
  })
})

suite('紧急行为 urgent acts (行政强制法19)', async () => {
  const urgent = await itemOf('energy-review', definition => {
    Object.assign(definition.authority, {
      urgent: {
        grounds: ['人身安全'],
        acts: ['accept'],
        report: '24 hour',
        approver: 'head',
        ifNotApproved: 'release-now',
        basis: { law: '行政强制法', articles: [19] },
      },
    })
  })
  const acted = () => {
    const at = permitAt('accept', { item: urgent })
    at.act('accept', {}, officer('review'), { urgent: 0 })
    return at
  }
  test('the act goes before its approval, whose own limit starts at that hour', () => {
    const at = acted()
    assert.deepEqual(at.of('urgent.acted')[0]?.data, { verb: 'accept', ground: 0 })
    assert.equal(at.state.clocks.urgent?.due, '2026-03-03T01:00:00Z')
    assert.equal(at.refuses('ratify', { approved: true }, officer('review')).code, 'AUTHORITY_LACKING')
    at.wait('5 hour')
    at.act('ratify', { approved: true })
    assert.equal(at.state.clocks.urgent?.status, 'met')
    assert.equal(at.state.urgent, undefined)
    assert.equal(at.refuses('ratify', { approved: true }).code, 'ACT_OUT_OF_ORDER')
  })
  test('not approved: it ends at once', () => {
    const at = acted()
    at.act('ratify', { approved: false, reason: '情形不符' })
    assert.equal(at.of('urgent.lapsed')[0]?.data.ends, 'release-now')
    assert.equal(at.state.clocks.urgent?.status, 'met')
  })
  test('nobody approves in time: it lapses by itself at that hour, and the supervisors hear of it', () => {
    const at = acted()
    at.wait('23 hour')
    assert.deepEqual(
      at.fire().filter(({ type }) => type === 'urgent.lapsed'),
      [],
    )
    at.wait('1 hour')
    at.fire()
    assert.equal(at.of('urgent.lapsed').length, 1)
    assert.ok(
      at.of('alarm.raised').some(({ data }) => data.alarm === 'urgent-not-ratified' && data.to.includes('supervision')),
    )
  })
  test('a second urgent act gives the first no more time', () => {
    const at = acted()
    at.wait('10 hour')
    at.act('complete', { stage: 'expert', materials: { expertOpinion: 'original' } })
    at.act('complete', { stage: 'review', fields: { 'review.opinion': 'grant', 'review.majorInterest': false } })
    at.act('returnTo', { from: 'decide', to: 'review', reason: 'x' })
    at.act('returnTo', { from: 'review', to: 'accept', reason: 'x' })
    at.act('accept', {}, officer('review'), { urgent: 0 })
    assert.equal(at.state.clocks.urgent?.due, '2026-03-03T01:00:00Z')
  })
  test('only on a ground and for an act that the item names', () => {
    const at = permitAt('accept', { item: urgent })
    assert.equal(at.refuses('accept', {}, officer('acceptance'), { urgent: 1 }).code, 'ACT_NOT_PERMITTED')
    assert.equal(
      at.refuses('refuseAcceptance', { reason: 'x' }, officer('acceptance'), { urgent: 0 }).code,
      'ACT_NOT_PERMITTED',
    )
    assert.equal(
      permitAt('accept', { item }).refuses('accept', {}, officer('acceptance'), { urgent: 0 }).code,
      'ACT_NOT_PERMITTED',
    )
  })
})
