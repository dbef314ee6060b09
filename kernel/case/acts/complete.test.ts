import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { itemOf } from '../../../test/harness/item.ts'
import { officer } from '../../../test/harness/small-city.ts'
import { penaltyAt, permitAt, permitFields, permitMaterials } from '../../../test/harness/stories.ts'
import { walk } from '../../../test/harness/walk.ts'

const item = await itemOf('energy-review')
const penalty = await itemOf('energy-report-penalty')
const bureaus = ['natural-resources-bureau', 'energy-bureau', 'market-regulation-bureau'] as const
const good = { 'review.opinion': 'grant', 'review.majorInterest': false }

suite('完成环节 completing a stage', () => {
  test('what the stage needs must be there: its opinion, its answers', () => {
    const at = permitAt('expert', { item })
    assert.deepEqual(
      at.refuses('complete', { stage: 'expert' }).reasons.map(({ rule }) => rule),
      ['materials.expertOpinion'],
    )
    at.act('complete', { stage: 'expert', materials: { expertOpinion: 'original' } })
    assert.deepEqual(at.refuses('complete', { stage: 'review' }).facts.fields, {
      'review.opinion': 'MISSING',
      'review.majorInterest': 'MISSING',
    })
    assert.deepEqual(at.refuses('complete', { stage: 'review', fields: { ...good, 'energy.total': 1 } }).facts.fields, {
      'energy.total': 'UNKNOWN_FIELD',
    })
    assert.deepEqual(
      at.refuses('complete', { stage: 'review', fields: { ...good, 'review.opinion': 'maybe' } }).facts.fields,
      { 'review.opinion': 'NOT_AN_OPTION' },
    )
  })
  test('skipping ahead is refused, and a stage with an act of its own is not simply completed', () => {
    const at = permitAt('expert', { item })
    assert.equal(at.refuses('complete', { stage: 'review', fields: good }, officer('review')).code, 'ACT_OUT_OF_ORDER')
    assert.equal(at.refuses('decide', { outcome: 'grant' }, officer('bureau-head')).code, 'ACT_OUT_OF_ORDER')
    for (const [stage, kind, post] of [
      ['accept', 'acceptance', 'acceptance'],
      ['decide', 'decision', 'bureau-head'],
      ['deliver', 'delivery', 'acceptance'],
    ] as const)
      assert.equal(permitAt(stage, { item }).refuses('complete', { stage }, officer(post)).facts.kind, kind)
  })
  test('a second officer signs where one was added, also where any one would do', async () => {
    for (const mode of [undefined, 'any', 'one'] as const) {
      const changed = await itemOf('energy-review', ({ flow }) => {
        for (const stage of flow) if ('stage' in stage && stage.stage === 'review' && mode) stage.mode = mode
      })
      const at = permitAt('review', { item: changed })
      at.act('addSigner', { stage: 'review', to: 'review-2', reason: '复核' })
      at.act('complete', { stage: 'review', fields: good })
      assert.equal(at.state.stages.review?.status, 'open')
      assert.equal(
        at.refuses('complete', { stage: 'review', fields: good }, officer('review')).code,
        'AUTHORITY_LACKING',
        'one hand signs once',
      )
      at.act('complete', { stage: 'review', fields: good }, officer('review', 2))
      assert.equal(at.state.stages.review?.status, 'done')
      assert.deepEqual(at.state.acted.review, ['review-1', 'review-2'])
    }
  })
})

suite('并联征求意见 parallel consultation by flow (k of n)', () => {
  const asked = () => {
    const at = walk({ item })
    at.act('submit', { fields: { ...permitFields, 'project.crossDepartment': true }, materials: permitMaterials })
    at.act('accept')
    return at
  }
  test('each department has a task of its own and answers it; two of three are enough', () => {
    const at = asked()
    assert.deepEqual(
      Object.values(at.state.tasks).map(({ organ, post }) => [organ, post]),
      bureaus.map(organ => [organ, '*']),
    )
    at.act('complete', { stage: 'consult', opinion: 'agree' }, officer('officer@energy-bureau'))
    assert.equal(at.state.stages.consult?.status, 'open')
    assert.equal(Object.keys(at.state.tasks).length, 2)
    at.act(
      'complete',
      { stage: 'consult', opinion: 'disagree', note: '占用耕地' },
      officer('officer@natural-resources-bureau'),
    )
    assert.equal(at.state.stages.consult?.status, 'done')
    assert.deepEqual(
      at.of('task.completed').map(({ data }) => data.result),
      ['agree', 'disagree'],
    )
    assert.equal(at.state.stages.expert?.status, 'open')
    assert.deepEqual(
      Object.values(at.state.tasks).map(({ stage }) => stage),
      ['expert'],
    )
  })
  test('a department answers once, nobody answers for another, and who has no task has no say', () => {
    const at = asked()
    at.act('complete', { stage: 'consult', opinion: 'agree' }, officer('officer@energy-bureau'))
    assert.equal(
      at.refuses('complete', { stage: 'consult', opinion: 'agree' }, officer('officer@energy-bureau', 2)).code,
      'AUTHORITY_LACKING',
    )
    assert.equal(
      at.refuses(
        'complete',
        { stage: 'consult', opinion: 'agree' },
        { ...officer('officer@market-regulation-bureau'), person: 'officer-9' },
      ).code,
      'AUTHORITY_LACKING',
    )
    at.refuses('complete', { stage: 'consult', opinion: 'agree' }, officer('review'))
  })
  test('all and any', async () => {
    for (const [mode, needed] of [
      ['all', 3],
      ['any', 1],
    ] as const) {
      const changed = await itemOf('energy-review', ({ flow }) => {
        for (const stage of flow) if ('stage' in stage && stage.stage === 'consult') stage.mode = mode
      })
      const at = walk({ item: changed })
      at.act('submit', { fields: { ...permitFields, 'project.crossDepartment': true }, materials: permitMaterials })
      at.act('accept')
      for (let nth = 1; nth <= needed; nth++) {
        assert.equal(at.state.stages.consult?.status, 'open')
        at.act('complete', { stage: 'consult', opinion: 'agree' }, officer(`officer@${bureaus[nth - 1]}`))
      }
      assert.equal(at.state.stages.consult?.status, 'done')
    }
  })
})

suite('退回 return', () => {
  test('what came after is done again, by new tasks; the limits run on and are not begun again', () => {
    const at = permitAt('decide', { item })
    const due = at.state.clocks.decide?.due
    at.wait('2026-03-09')
    at.act('returnTo', { from: 'decide', to: 'review', reason: '数据需复核' })
    assert.deepEqual(
      Object.values(at.state.tasks).map(({ task }) => task),
      ['review.2.1'],
    )
    at.act('returnTo', { from: 'review', to: 'accept', reason: '材料需更正' })
    at.act('accept')
    assert.equal(at.state.clocks.decide?.due, due, 'sending a case back gains the organ no time')
    assert.equal(at.of('clock.started').filter(({ data }) => data.clock === 'decide').length, 1)
  })
  test('only to where the row says', () => {
    const at = permitAt('decide', { item })
    assert.deepEqual(at.refuses('returnTo', { from: 'decide', to: 'accept', reason: 'x' }).facts.may, ['review'])
    assert.equal(at.refuses('returnTo', { from: 'decide', to: 'nowhere', reason: 'x' }).code, 'ACT_NOT_PERMITTED')
    assert.equal(
      permitAt('accept', { item }).refuses('returnTo', { to: 'accept', reason: 'x' }).code,
      'ACT_NOT_PERMITTED',
    )
  })
  test('重新告知 new findings are told anew: what was said to the old notice does not count for the new one', () => {
    const at = penaltyAt('decide', { item: penalty })
    at.act('returnTo', { from: 'decide', to: 'investigate', reason: '事实不清' })
    assert.equal(at.state.notice, undefined)
    at.act('complete', { stage: 'investigate', officers: ['investigator-1', 'investigator-2'], fields: finding })
    at.act('notify', { stage: 'notify', document: 'priorNotice', officers: ['investigator-1', 'investigator-2'] })
    assert.deepEqual(
      at
        .refuses('decide', { outcome: 'fine', amount: 1_500_000, reason: 'x', fields: { socialImpact: false } })
        .reasons.map(({ rule }) => rule),
      ['gates.statement'],
    )
  })
  test('separation remembers who acted before the return', () => {
    const at = permitAt('decide', { item })
    at.act('returnTo', { from: 'decide', to: 'review', reason: 'x' })
    at.act('complete', { stage: 'review', fields: good }, officer('review', 2))
    assert.deepEqual(at.state.acted.review, ['review-1', 'review-2'])
  })
  test('questions asked in a stage that is done again are asked again', async () => {
    const asking = await itemOf('energy-review', ({ flow }) => {
      for (const stage of flow)
        if ('stage' in stage && stage.stage === 'decide') stage.may = [{ return: ['review'] }, 'consult']
    })
    const at = permitAt('decide', { item: asking })
    at.act('consult', { stage: 'decide', organs: ['energy-bureau'], question: '是否符合规划？' })
    at.act('returnTo', { from: 'decide', to: 'review', reason: 'x' })
    assert.equal(Object.keys(at.state.tasks).length, 1)
    assert.equal(
      at.refuses('answerConsultation', { opinion: 'agree' }, officer('officer@energy-bureau')).code,
      'ACT_OUT_OF_ORDER',
    )
  })
})

suite('并行 branches', async () => {
  const stage = (key: string, more: object = {}) => ({ stage: key, name: key, kind: 'review', by: 'reviewer', ...more })
  const forked = await itemOf('energy-review', definition => {
    const at = definition.flow.findIndex(node => 'stage' in node && node.stage === 'expert')
    definition.flow.splice(at, 1, {
      parallel: 'side',
      branches: [[stage('expert'), stage('survey')], [stage('traffic', { may: ['consult'] })]],
    } as never)
    for (const node of definition.flow)
      if ('stage' in node && node.stage === 'decide') node.may = [{ return: ['survey'] }]
    definition.materials = definition.materials.filter(({ id }) => id !== 'expertOpinion')
    definition.limits.stops = [] as never
  })
  const atFork = () => {
    const at = walk({ item: forked })
    at.act('submit', { fields: permitFields, materials: permitMaterials })
    at.act('accept')
    return at
  }
  const joined = () => {
    const at = atFork()
    for (const key of ['expert', 'traffic', 'survey']) at.act('complete', { stage: key })
    at.act('complete', { stage: 'review', fields: good })
    return at
  }
  const open = (at: ReturnType<typeof walk>) =>
    Object.entries(at.state.stages).flatMap(([key, { status }]) => (status === 'open' ? [key] : []))

  test('branches open together, go on by themselves, and join', () => {
    const at = atFork()
    assert.deepEqual(open(at), ['expert', 'traffic'])
    at.act('complete', { stage: 'expert' })
    assert.deepEqual(open(at), ['traffic', 'survey'])
    at.act('complete', { stage: 'survey' })
    assert.deepEqual(open(at), ['traffic'])
    at.act('complete', { stage: 'traffic' })
    assert.deepEqual(open(at), ['review'])
  })
  test('a return into one branch reopens that place of that branch only; the other branch stays done', () => {
    const at = joined()
    at.act('returnTo', { from: 'decide', to: 'survey', reason: 'x' })
    assert.deepEqual(open(at), ['survey'])
    assert.equal(at.state.stages.expert?.status, 'done')
    assert.equal(at.state.stages.traffic?.status, 'done')
    at.act('complete', { stage: 'survey' })
    assert.deepEqual(open(at), ['review'])
  })
  test('what is asked or found in the second branch belongs to the second branch', () => {
    const at = atFork()
    at.act('consult', { stage: 'traffic', organs: ['energy-bureau'], question: '?' })
    assert.equal(Object.values(at.state.consultations)[0]?.stage, 'traffic')
    at.act('recordEvidence', { stage: 'traffic', kind: 'witness', summary: 'x', officers: ['review-2'] })
    assert.deepEqual(at.state.acted, { accept: ['acceptance-1'], traffic: ['review-1', 'review-2'] })
    at.act('complete', { stage: 'expert' })
    assert.equal(at.refuses('complete', { stage: 'traffic' }).code, 'ACT_OUT_OF_ORDER')
    at.act('answerConsultation', { opinion: 'none' }, officer('officer@energy-bureau'))
    at.act('complete', { stage: 'traffic' })
  })
})

const finding = {
  'finding.act': 'late',
  'finding.daysLate': 20,
  'finding.repeated': false,
  'finding.corrected': false,
  'finding.endedOn': '2026-04-30',
  'finding.facts': '补充调查',
  'finding.complex': false,
  'finding.publicInterest': false,
  'finding.serious': false,
  'finding.crime': false,
  'finding.proposedFine': 1_500_000,
}
