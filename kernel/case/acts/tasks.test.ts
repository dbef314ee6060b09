import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { itemOf } from '../../../test/harness/item.ts'
import { directoryFor, officer } from '../../../test/harness/small-city.ts'
import { penaltyAt, permitAt } from '../../../test/harness/stories.ts'

const item = await itemOf('energy-review')
const penalty = await itemOf('energy-report-penalty')
const good = { stage: 'review', fields: { 'review.opinion': 'grant', 'review.majorInterest': false } }
const codes = (refused: { reasons: readonly { code: string }[] }) => refused.reasons.map(({ code }) => code)
const task = (at: ReturnType<typeof permitAt>) => Object.values(at.state.tasks)[0]

suite('签收 claim', () => {
  test('a claimed task is its taker’s alone until it goes back', () => {
    const at = permitAt('review', { item })
    at.act('claim', { stage: 'review' })
    assert.equal(task(at)?.person, 'review-1')
    assert.deepEqual(codes(at.refuses('complete', good, officer('review', 2))), ['TASK_OF_ANOTHER'])
    assert.deepEqual(codes(at.refuses('claim', {}, officer('review', 2))), ['TASK_OF_ANOTHER'])
    assert.equal(at.refuses('claim', {}).code, 'ACT_OUT_OF_ORDER', 'not twice')
    at.refuses('unclaim', {}, officer('review', 2))
    at.act('unclaim', {})
    assert.equal(task(at)?.person, undefined)
    assert.equal(at.refuses('unclaim', {}).code, 'ACT_OUT_OF_ORDER')
    at.act('complete', good, officer('review', 2))
  })
  test('who may not do it may not claim it', () => {
    assert.deepEqual(codes(permitAt('review', { item }).refuses('claim', {}, officer('acceptance'))), [
      'AUTHORITY_WRONG_POST',
    ])
    const both = directoryFor(item, rows => {
      rows.appointments.push({ from: '2000-01-01', to: null, person: 'review-1', post: '210102-home/bureau-head' })
    })
    assert.deepEqual(
      codes(
        permitAt('decide', { item, directory: both }).refuses(
          'claim',
          {},
          { ...officer('bureau-head'), person: 'review-1' },
        ),
      ),
      ['SEPARATION_SAME_PERSON'],
    )
  })
})

suite('指派 assign', () => {
  test('the head gives the task to an officer of its post, and takes it from one who has it', () => {
    const at = permitAt('review', { item })
    at.act('assign', { stage: 'review', to: 'review-2', reason: '分工' })
    assert.equal(task(at)?.person, 'review-2')
    assert.deepEqual(codes(at.refuses('complete', good)), ['TASK_OF_ANOTHER'])
    at.act('assign', { stage: 'review', to: 'review-1', reason: '出差' })
    assert.deepEqual(at.of('task.transferred').at(-1)?.data, { task: 'review.1.1', from: 'review-2', to: 'review-1' })
    at.act('complete', good)
  })
  test('nobody else hands out work, nobody outside the post gets it, and the head does not do it by that', () => {
    const at = permitAt('review', { item })
    const given = { stage: 'review', to: 'review-2', reason: 'x' }
    assert.deepEqual(codes(at.refuses('assign', given, officer('review'))), ['AUTHORITY_WRONG_POST'])
    assert.deepEqual(codes(at.refuses('assign', { ...given, to: 'acceptance-1' })), ['RECIPIENT_NOT_IN_POST'])
    at.act('assign', given)
    assert.equal(at.refuses('complete', good, officer('bureau-head')).code, 'AUTHORITY_LACKING')
  })
  test('an item that lets nobody hand out tasks has none handed out', () => {
    const at = penaltyAt('investigate', { item: penalty })
    assert.equal(
      at.refuses('assign', { stage: 'investigate', to: 'investigator-2', reason: 'x' }, officer('bureau-head')).code,
      'ACT_NOT_PERMITTED',
    )
  })
})

suite('转办 transfer', () => {
  test('to a colleague of the same post, with the reason kept erasable', () => {
    const at = permitAt('review', { item })
    at.act('transfer', { stage: 'review', to: 'review-2', reason: '出差' })
    assert.equal(task(at)?.person, 'review-2')
    assert.deepEqual(codes(at.refuses('complete', good)), ['TASK_OF_ANOTHER'])
    assert.ok(!JSON.stringify(at.events).includes('出差'))
    at.act('complete', good, officer('review', 2))
    assert.deepEqual(at.state.acted.review, ['review-2'])
  })
  test('职权不因转办而取得 a transfer makes nobody an officer of the post', () => {
    const at = permitAt('review', { item })
    for (const to of ['acceptance-1', 'somebody', 'officer-1', 'review-1-up'])
      assert.deepEqual(
        codes(at.refuses('transfer', { stage: 'review', to, reason: 'x' })),
        ['RECIPIENT_NOT_IN_POST'],
        to,
      )
    assert.deepEqual(codes(at.refuses('transfer', { stage: 'review', to: 'review-1', reason: 'x' })), [
      'RECIPIENT_SAME_PERSON',
    ])
  })
  test('only where the stage says so', () => {
    assert.equal(
      permitAt('decide', { item }).refuses('transfer', { stage: 'decide', to: 'bureau-head-2', reason: 'x' }).code,
      'ACT_NOT_PERMITTED',
    )
  })
  test('nor to somebody who stood back', () => {
    const at = permitAt('review', { item })
    at.act('declareAvoidance', { ground: 'interest' }, officer('review', 2))
    assert.deepEqual(codes(at.refuses('transfer', { stage: 'review', to: 'review-2', reason: 'x' })), [
      'RECIPIENT_AVOIDS',
    ])
  })
})

suite('委托办理 delegate', () => {
  test('another acts for the holder; both count for separation', () => {
    const at = permitAt('review', { item })
    at.act('delegate', { stage: 'review', to: 'review-2', reason: '学习' })
    at.act('complete', good, officer('review', 2))
    assert.deepEqual(at.state.acted.review, ['review-1', 'review-2'])
  })
  test('a power that may not be delegated is not', () => {
    assert.equal(
      permitAt('decide', { item }).refuses('delegate', { stage: 'decide', to: 'bureau-head-2', reason: 'x' }).code,
      'ACT_NOT_PERMITTED',
    )
    assert.equal(
      penaltyAt('investigate', { item: penalty }).refuses('delegate', {
        stage: 'investigate',
        to: 'investigator-2',
        reason: 'x',
      }).code,
      'ACT_NOT_PERMITTED',
    )
  })
  test('and only to a colleague in service in the same organ', () => {
    assert.deepEqual(
      codes(permitAt('review', { item }).refuses('delegate', { stage: 'review', to: 'nobody', reason: 'x' })),
      ['RECIPIENT_NOT_IN_ORGAN'],
    )
  })
})

suite('加签 add a signer', () => {
  test('all who were added must sign; a signer may be added by a signer; nobody is added twice', () => {
    const at = permitAt('review', { item })
    at.act('addSigner', { stage: 'review', to: 'review-2', reason: '复核' })
    at.act('addSigner', { stage: 'review', to: 'acceptance-2', reason: '窗口意见' })
    assert.deepEqual(codes(at.refuses('addSigner', { stage: 'review', to: 'review-2', reason: 'x' })), [
      'RECIPIENT_SAME_PERSON',
    ])
    at.act('complete', good)
    at.act('complete', good, officer('review', 2))
    assert.equal(at.state.stages.review?.status, 'open')
    at.act('complete', good, { ...officer('acceptance', 2) })
    assert.equal(at.state.stages.review?.status, 'done')
    const tasks = at.of('task.completed').map(({ data }) => data.task)
    assert.equal(new Set(tasks).size, 3)
  })
  test('not where the row does not allow it, nor somebody unknown', () => {
    assert.equal(
      permitAt('decide', { item }).refuses('addSigner', { to: 'bureau-head-2', reason: 'x' }).code,
      'ACT_NOT_PERMITTED',
    )
    assert.deepEqual(codes(permitAt('review', { item }).refuses('addSigner', { to: 'ghost', reason: 'x' })), [
      'RECIPIENT_NOT_IN_ORGAN',
    ])
  })
})

suite('征求意见 consult', async () => {
  const asking = await itemOf('energy-review', ({ flow }) => {
    for (const stage of flow) if ('stage' in stage && stage.stage === 'review') stage.may = ['consult']
  })
  const organs = ['natural-resources-bureau', 'energy-bureau', 'market-regulation-bureau']
  const answer = (at: ReturnType<typeof permitAt>, organ: string, opinion = 'agree') =>
    at.act('answerConsultation', { opinion }, officer(`officer@${organ}`))
  const settled = (at: ReturnType<typeof permitAt>) => Object.values(at.state.consultations)[0]?.settled

  for (const [mode, k, needed] of [
    ['all', undefined, 3],
    ['any', undefined, 1],
    ['k-of-n', 2, 2],
    ['k-of-n', undefined, 3],
  ] as const)
    test(`${mode} ${k ?? ''}: settled by ${needed} of 3, not before; the stage waits`, () => {
      const at = permitAt('review', { item: asking })
      at.act('consult', { stage: 'review', organs, mode, question: '有无意见？', ...(k && { k }) })
      for (let nth = 0; nth < needed; nth++) {
        assert.equal(settled(at), false)
        assert.equal(at.refuses('complete', good).code, 'ACT_OUT_OF_ORDER')
        answer(at, organs[nth]!)
      }
      assert.equal(settled(at), true)
      assert.deepEqual(
        Object.values(at.state.tasks).filter(({ consultation }) => consultation),
        [],
        'whoever was not needed has no task left',
      )
      at.act('complete', good)
    })
  test('each organ answers once; who was not asked does not answer', () => {
    const at = permitAt('review', { item: asking })
    at.act('consult', { stage: 'review', organs, question: '?' })
    answer(at, 'energy-bureau', 'disagree')
    assert.equal(
      at.refuses('answerConsultation', { opinion: 'agree' }, officer('officer@energy-bureau', 2)).code,
      'ACT_OUT_OF_ORDER',
    )
    assert.equal(at.refuses('answerConsultation', { opinion: 'agree' }, officer('officer')).code, 'ACT_OUT_OF_ORDER')
    assert.equal(Object.values(at.state.consultations)[0]?.answers['energy-bureau'], 'disagree')
  })
  test('an organ that answers as another settles the question has answered too, while the stage is not done', () => {
    const at = permitAt('review', { item: asking })
    at.act('consult', { stage: 'review', organs, mode: 'any', question: '?' })
    answer(at, 'energy-bureau', 'disagree')
    answer(at, 'natural-resources-bureau', 'agree')
    const asked = at.state.consultations['review.c1']!
    assert.equal(asked.settled, true)
    assert.deepEqual(Object.keys(asked.answers), ['energy-bureau', 'natural-resources-bureau'])
    at.act('complete', good)
    assert.equal(
      at.refuses('answerConsultation', { opinion: 'agree' }, officer('officer@market-regulation-bureau')).code,
      'ACT_OUT_OF_ORDER',
    )
  })
  test('two questions side by side are told apart by their id', () => {
    const at = permitAt('review', { item: asking })
    at.act('consult', { stage: 'review', organs: ['energy-bureau'], question: '一' })
    at.act('consult', { stage: 'review', organs: ['energy-bureau', 'natural-resources-bureau'], question: '二' })
    at.act('answerConsultation', { consultation: 'review.c2', opinion: 'none' }, officer('officer@energy-bureau'))
    assert.deepEqual(Object.keys(at.state.consultations['review.c2']!.answers), ['energy-bureau'])
    assert.deepEqual(at.state.consultations['review.c1']!.answers, {})
  })
  test('an organ that does not exist is not asked, nor more answers wanted than organs', () => {
    const at = permitAt('review', { item: asking })
    assert.deepEqual(codes(at.refuses('consult', { stage: 'review', organs: ['ministry-of-magic'], question: '?' })), [
      'RECIPIENT_NO_SUCH_ORGAN',
    ])
    assert.equal(
      at.refuses('consult', { stage: 'review', organs, mode: 'k-of-n', k: 4, question: '?' }).code,
      'ACT_NOT_PERMITTED',
    )
    assert.equal(
      permitAt('expert', { item: asking }).refuses('consult', { organs, question: '?' }).code,
      'ACT_NOT_PERMITTED',
    )
  })
})

suite('回避 standing back', () => {
  test('whoever declared it acts no more, and what they had taken goes back to the post', () => {
    const at = permitAt('review', { item })
    at.act('claim', {})
    at.act('declareAvoidance', { ground: 'near-relative', note: '申请人系本人妹夫' }, officer('review'))
    assert.deepEqual(at.state.avoided, ['review-1'])
    assert.equal(task(at)?.person, undefined)
    assert.deepEqual(codes(at.refuses('complete', good)), ['AVOIDANCE_DECIDED'])
    at.act('complete', good, officer('review', 2))
    assert.ok(!JSON.stringify(at.events).includes('妹夫'))
  })
  test('the head decides for another; a colleague does not', () => {
    const at = permitAt('review', { item })
    assert.equal(
      at.refuses('declareAvoidance', { person: 'review-1', ground: 'interest' }, officer('acceptance')).code,
      'AUTHORITY_LACKING',
    )
    at.act('declareAvoidance', { person: 'review-1', ground: 'interest' }, officer('bureau-head'))
    assert.equal(at.refuses('complete', good).code, 'AUTHORITY_LACKING')
    at.act('declareAvoidance', { person: 'review-1', ground: 'interest' }, officer('bureau-head'))
    assert.deepEqual(at.state.avoided, ['review-1'])
  })
  test('分离不可能时 where nobody is left the superior organ decides, and only then', () => {
    const at = permitAt('decide', { item })
    const up = officer('bureau-head@210100-superior')
    assert.equal(at.refuses('decide', { outcome: 'grant' }, up).code, 'AUTHORITY_LACKING')
    for (const nth of [1, 2]) at.act('declareAvoidance', { ground: 'interest' }, officer('bureau-head', nth))
    at.act('decide', { outcome: 'grant' }, up)
    assert.equal(at.state.outcome, 'grant')
  })
})
