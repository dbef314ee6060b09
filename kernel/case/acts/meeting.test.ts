import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import {
  attendance,
  chief,
  decisionAt,
  discuss,
  majorDecision,
  member,
} from '../../../test/harness/decision-stories.ts'
import { type Bent, itemOf } from '../../../test/harness/item.ts'
import { directoryFor, officer } from '../../../test/harness/small-city.ts'

const codes = (refused: { reasons: readonly { code: string }[] }) => refused.reasons.map(({ code }) => code)
const rules = (refused: { reasons: readonly { rule?: string }[] }) => refused.reasons.map(({ rule }) => rule)
const said = (outcome: string) => ({ for: outcome, opinion: '意见' })

suite('会议点名 who of the body is there (重大行政决策30)', () => {
  test('members only, two thirds of them, the head among them, everybody else accounted for', () => {
    const at = decisionAt('deliberate')
    const refused = (present: readonly string[], absent: object = {}) =>
      codes(at.refuses('convene', { present, absent }))
    const [one, two, three, head] = attendance.present as [string, string, string, string]
    const away = { 'executive-meeting-4': 'duty' }
    assert.deepEqual(refused([one, two, head], { ...away, [three]: 'leave' }), ['QUORUM_NOT_REACHED'])
    assert.deepEqual(refused([one, two, three, head, 'ghost-1'], away), ['NOT_A_MEMBER'])
    assert.deepEqual(refused([one, two, three, head]), ['ATTENDANCE_INCOMPLETE'])
    assert.deepEqual(refused([one, two, three, 'executive-meeting-4']), ['CHIEF_NOT_PRESENT'])
    assert.equal(at.refuses('convene', { present: [one, head], absent: { [one]: 'leave' } }).status < 500, true)
    assert.ok(codes(at.refuses('convene', attendance, member(1))).includes('AUTHORITY_WRONG_POST'))
    at.act('convene', attendance)
    assert.deepEqual(at.state.meeting?.absent, away)
  })
  test('who stands back does not count, neither for the quorum nor by a vote', () => {
    const at = decisionAt('deliberate')
    at.act('declareAvoidance', { ground: 'interest' }, member(4))
    const three = { present: ['executive-meeting-1', 'executive-meeting-2', 'government-head-1'] }
    const present = [...three.present, 'executive-meeting-4']
    assert.ok(
      codes(at.refuses('convene', { present, absent: { 'executive-meeting-3': 'leave' } })).includes(
        'AVOIDANCE_DECIDED',
      ),
    )
    at.act('convene', { ...three, absent: { 'executive-meeting-3': 'leave' } })
    assert.equal(at.refuses('vote', said('adopt'), member(4)).code, 'AUTHORITY_LACKING')
  })
  test('who comes later is named later, and speaks before the head; who has spoken stays named', () => {
    const at = decisionAt('deliberate')
    at.act('convene', attendance)
    at.act('vote', said('adopt'), member(1))
    assert.deepEqual(codes(at.refuses('vote', said('adopt'), member(4))), ['NOT_AT_THE_MEETING'])
    const without = attendance.present.slice(1)
    const away = { ...attendance.absent, 'executive-meeting-1': 'leave' }
    assert.equal(at.refuses('convene', { present: without, absent: away }).code, 'CONTROLS_REFUSE')
    at.act('convene', { present: [...attendance.present, 'executive-meeting-4'] })
    at.act('vote', said('adopt'), member(4))
    assert.deepEqual(
      at.state.meeting?.votes.map(({ person }) => person),
      ['executive-meeting-1', 'executive-meeting-4'],
    )
  })
})

suite('表决 each member by its own hand, the head last (重大行政决策30)', () => {
  test('nobody votes before it is said who is there, twice, for nothing that can be decided, or without a word', () => {
    const at = decisionAt('deliberate')
    assert.equal(at.refuses('vote', said('adopt'), member(1)).code, 'ACT_OUT_OF_ORDER')
    at.act('convene', attendance)
    for (const outcome of ['banana', 'toString', 'agree'])
      assert.equal(at.refuses('vote', said(outcome), member(1)).code, 'ACT_NOT_PERMITTED')
    assert.equal(at.refuses('vote', { for: 'adopt' }, member(1)).code, 'BODY_INVALID')
    assert.equal(at.refuses('vote', { ...said('abstain'), reserved: true }, member(1)).code, 'BODY_INVALID')
    at.act('vote', said('adopt'), member(1))
    assert.equal(at.refuses('vote', said('reject'), member(1)).code, 'ACT_OUT_OF_ORDER')
    assert.ok(codes(at.refuses('vote', said('adopt'), officer('drafting-unit'))).includes('AUTHORITY_WRONG_POST'))
  })
  test('the head speaks when everybody there has spoken, and nobody after the head', () => {
    const at = decisionAt('deliberate')
    at.act('convene', attendance)
    at.act('vote', said('adopt'), member(1))
    const first = at.refuses('vote', said('adopt'), chief)
    assert.deepEqual(
      [codes(first), first.reasons[0]?.facts?.waiting],
      [['CHIEF_NOT_LAST'], ['executive-meeting-2', 'executive-meeting-3']],
    )
    at.act('vote', said('adopt'), member(2))
    at.act('vote', said('adopt'), member(3))
    at.act('vote', said('adopt'), chief)
    at.act('convene', { present: [...attendance.present, 'executive-meeting-4'] })
    assert.deepEqual(codes(at.refuses('vote', said('reject'), member(4))), ['CHIEF_NOT_LAST'])
  })
  test('nothing is concluded before everybody was heard, nor otherwise than the head said, nor without minutes', () => {
    const at = decisionAt('deliberate')
    at.act('convene', attendance)
    at.act('vote', said('adopt'), member(1))
    assert.ok(codes(at.refuses('deliberate', { minutes: '记录' })).includes('MEMBERS_NOT_HEARD'))
    at.act('vote', said('adopt'), member(2))
    at.act('vote', said('adopt'), member(3))
    at.act('vote', said('adopt'), chief)
    assert.deepEqual(codes(at.refuses('deliberate', { minutes: '记录', conclusion: 'reject', reasons: '另有考虑' })), [
      'CONCLUSION_NOT_AS_SAID',
    ])
    assert.deepEqual(codes(at.refuses('deliberate', {})), ['MINUTES_WANTED'])
    const list = [{ person: 'executive-meeting-1', for: 'adopt' }]
    assert.ok(at.refuses('deliberate', { minutes: '记录', votes: list }).code.length > 0, 'no list over their heads')
    at.act('deliberate', { minutes: '记录' })
    assert.equal(at.state.stages['deliberate']?.result, 'adopt')
  })
  test('dissent, reservations and who abstained are on record; the words are not in the open', () => {
    const at = decisionAt('deliberate')
    discuss(at)
    const held = at.of('deliberation.held')[0]!.data
    assert.deepEqual(held.dissent, ['executive-meeting-2'])
    assert.deepEqual(
      held.votes.filter(({ reserved }) => reserved).map(({ person }) => person),
      ['executive-meeting-3'],
    )
    assert.equal(held.againstMajority, false)
    assert.ok(!JSON.stringify(at.events).includes('采暖期'))
    assert.deepEqual(
      at.of('document.issued').map(({ data }) => data.document),
      ['meeting-minutes'],
    )
  })
  test('the head alone against everybody: only with reasons given at the meeting, and the decision is what was concluded', () => {
    const at = decisionAt('deliberate')
    at.act('convene', attendance)
    for (const nth of [1, 2, 3]) at.act('vote', said('reject'), member(nth))
    at.act('vote', said('adopt'), chief)
    assert.deepEqual(codes(at.refuses('deliberate', { minutes: '记录' })), ['REASONS_WANTED'])
    at.act('deliberate', { minutes: '记录', reasons: '停供风险迫近' })
    const held = at.of('deliberation.held')[0]!.data
    assert.deepEqual([held.conclusion, held.againstMajority, held.dissent.length], ['adopt', true, 3])
    const refused = at.refuses('decide', { outcome: 'reject', reason: '会后改变主意' })
    assert.deepEqual(
      [codes(refused), refused.reasons[0]?.basis?.law],
      [['AGAINST_THE_COLLECTIVE'], '重大行政决策程序暂行条例'],
    )
    at.act('decide', { outcome: 'adopt', reason: '依讨论' })
  })
  test('修改后再议 an outcome that leads back decides nothing: reviewed and discussed again from the beginning', () => {
    const at = decisionAt('deliberate')
    at.act('convene', attendance)
    for (const by of [member(1), member(2), member(3), chief]) at.act('vote', said('revise'), by)
    at.act('deliberate', { minutes: '记录' })
    assert.equal(at.refuses('decide', { outcome: 'revise' }).code, 'BODY_INVALID')
    at.act('decide', { outcome: 'revise', reason: '补充测算后再议' })
    assert.deepEqual([at.state.outcome, at.state.status, at.state.meeting], [undefined, 'open', undefined])
    assert.equal(at.of('case.returned')[0]!.data.outcome, 'revise')
    assert.equal(at.of('decision.made').length, 0)
    at.act('complete', { stage: 'adopt', fields: { 'opinions.summary': '补充测算' } })
    const early = at.refuses('complete', {
      stage: 'legality',
      opinion: 'agree',
      fields: { 'legality.lawful': true, 'legality.reform': false },
    })
    assert.deepEqual(rules(early), ['limits.legality'], 'the review has its seven working days again (26)')
  })
  test('where nobody is known to sit on the body, no meeting is held', () => {
    const directory = directoryFor(majorDecision, rows => {
      rows.appointments = rows.appointments.filter(({ post }) => !post.endsWith('/executive-meeting'))
    })
    const at = decisionAt('deliberate', { directory })
    assert.deepEqual(codes(at.refuses('convene', { present: ['government-head-1'] })), ['BODY_HAS_NO_MEMBERS'])
  })
  test('a body without a head among its members concludes what most are for', async () => {
    const item = await itemOf('major-decision', ({ flow }: Bent) => {
      for (const stage of flow)
        if ('stage' in stage && stage.deliberation) stage.deliberation = { ...stage.deliberation, chiefLast: false }
    })
    const at = decisionAt('deliberate', { item, directory: directoryFor(item) })
    at.act('convene', { present: [1, 2, 3, 4].map(nth => `executive-meeting-${nth}`) })
    for (const [nth, outcome] of [
      [1, 'reject'],
      [2, 'adopt'],
      [3, 'reject'],
      [4, 'abstain'],
    ] as const)
      at.act('vote', said(outcome), member(nth))
    at.act('deliberate', { minutes: '记录' })
    const held = at.of('deliberation.held')[0]!.data
    assert.deepEqual([held.conclusion, held.chief, held.dissent], ['reject', undefined, ['executive-meeting-2']])
  })
})

suite('公开征求意见期限 how long a draft hangs (重大行政决策15)', () => {
  test('thirty days, and not a day less', () => {
    const at = decisionAt('consult')
    // the day of posting does not count, and the thirtieth runs to its end (民法典201、203)
    at.wait('30 day')
    assert.ok(codes(at.refuses('complete', { stage: 'consult' })).includes('POSTING_TOO_SHORT'))
    at.wait('1 day')
    at.act('complete', { stage: 'consult' })
  })
})
