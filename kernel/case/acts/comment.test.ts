import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { decisionAt, lawful, majorDecision, weighed } from '../../../test/harness/decision-stories.ts'
import { itemOf } from '../../../test/harness/item.ts'
import { party, stranger } from '../../../test/harness/small-city.ts'
import { permitAt } from '../../../test/harness/stories.ts'
import { walk } from '../../../test/harness/walk.ts'

const codes = (refused: { reasons: readonly { code: string }[] }) => refused.reasons.map(({ code }) => code)

suite('公众意见 what the public says of a draft (重大行政决策14–18)', () => {
  test('anybody signed in, while it hangs; the words are his own and not in the open', () => {
    const at = decisionAt('consult')
    at.act('comment', { text: '建议覆盖低保边缘家庭' }, party(stranger))
    assert.deepEqual(at.state.comments, { received: 1, open: ['c1'], adopted: 0, partly: 0, declined: 0 })
    assert.equal(at.details.at(-1)?.subject, stranger)
    assert.ok(!JSON.stringify(at.events).includes('低保边缘'))
    assert.equal(at.refuses('comment', { text: 'x', anonymous: true }, party(stranger)).code, 'BODY_INVALID')
    assert.equal(at.refuses('comment', { text: 'x', anonymous: true, commenter: '某人' }).code, 'BODY_INVALID')
    at.wait('32 day')
    at.act('complete', { stage: 'consult' })
    assert.equal(at.refuses('comment', { text: '太晚了' }, party(stranger)).code, 'ACT_OUT_OF_ORDER')
  })
  test('not before it hangs, and not where the item asks nobody', async () => {
    const draft = walk({ item: majorDecision, start: 'plan' })
    draft.act('lodge', {
      fields: {
        'proposal.title': '方案',
        'proposal.summary': '略',
        'proposal.public': true,
        'proposal.expert': false,
        'proposal.risk': false,
      },
    })
    assert.equal(draft.refuses('comment', { text: 'x' }, party(stranger)).code, 'ACT_OUT_OF_ORDER')
    const permit = permitAt('review', { item: await itemOf('energy-review') })
    assert.equal(permit.refuses('comment', { text: 'x' }, party(stranger)).code, 'ACT_NOT_PERMITTED')
  })
  test('one answer for many of a kind, each only once; none is left when the draft goes to review', () => {
    const at = decisionAt('consult')
    for (const text of ['甲', '乙', '丙']) at.act('comment', { text, anonymous: true })
    at.wait('32 day')
    at.act('complete', { stage: 'consult' })
    at.act('complete', { stage: 'adopt', fields: weighed })
    at.wait('8 workday')
    const agree = { stage: 'legality', opinion: 'agree', fields: lawful }
    assert.deepEqual(codes(at.refuses('complete', agree)), ['COMMENTS_UNANSWERED'])
    at.act('answerComments', { comments: ['c1', 'c3'], result: 'adopted', reason: '合理' })
    const again = { comments: ['c1'], result: 'declined', reason: '改口' }
    assert.equal(at.refuses('answerComments', again).code, 'BODY_INVALID')
    assert.equal(at.refuses('answerComments', { ...again, comments: ['c9'] }).code, 'BODY_INVALID')
    at.act('answerComments', { comments: ['c2'], result: 'partly', reason: '部分合理' })
    assert.deepEqual(at.state.comments, { received: 3, open: [], adopted: 2, partly: 1, declined: 0 })
    at.act('complete', agree)
  })
})
