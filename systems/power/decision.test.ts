import assert from 'node:assert/strict'
import { after, suite, test } from 'node:test'
import type { Refusal } from '#kernel/refusal'
import { openTestCity } from '../../test/harness/city.ts'
import { advised, drafted, lawful, proposal, weighed } from '../../test/harness/decision-stories.ts'

const house = await openTestCity({ now: '2026-03-02T09:00:00+08:00' })
after(() => house.close())
const { city, clock } = house
const government = '210102-county-government'
const office = await house.officer(`government-office@${government}`)
const drafter = await house.officer(`drafting-unit@${government}`)
const legal = await house.officer(`legality-reviewer@${government}`)
const assessor = await house.officer(`risk-assessor@${government}`)
const chief = await house.officer(`government-head@${government}`)
const seats = await Promise.all([1, 2, 3].map(nth => house.officer(`executive-meeting@${government}`, nth)))
const members = seats.filter(({ person }) => person !== chief.person)
const everybody = { present: [...members, chief].map(({ person }) => person) }
const citizen = { kind: 'party', party: await house.firm('示例居民'), account: 'a' } as const

/** The reasons an act is refused for; nothing has changed by it. */
async function refused(
  caseId: string,
  ...act: [Parameters<typeof house.act>[1], Record<string, unknown>, Parameters<typeof house.act>[3]]
) {
  const { seq } = await city.cases.stateOf(caseId)
  const fault = await house.act(caseId, ...act).then(
    () => assert.fail(`${act[0]} was not refused`),
    (refusal: Refusal) => refusal,
  )
  assert.equal((await city.cases.stateOf(caseId)).seq, seq)
  return [fault.code, ...fault.reasons.map(({ code }) => code)]
}

async function posted(title: string) {
  const party = await house.firm('示例供热办')
  const { caseId } = await house.open({
    item: 'major-decision',
    organ: government,
    verb: 'lodge',
    start: 'plan',
    parties: [{ role: 'subject', party, unit: 'organ' }],
    by: office,
    body: { fields: { ...proposal, 'proposal.title': title } },
  })
  await house.act(caseId, 'open', {}, office)
  await house.act(caseId, 'complete', { stage: 'draft', fields: drafted }, drafter)
  await house.act(caseId, 'complete', { stage: 'experts', fields: advised }, drafter)
  await house.act(caseId, 'complete', { stage: 'risk', fields: { 'risk.controllable': true } }, assessor)
  await house.act(caseId, 'publish', { kind: 'draft' }, drafter)
  return caseId
}

async function reviewed(title: string) {
  const caseId = await posted(title)
  clock.advance({ days: 32 })
  await house.act(caseId, 'complete', { stage: 'consult' }, drafter)
  await house.act(caseId, 'complete', { stage: 'adopt', fields: weighed }, drafter)
  clock.advance({ days: 14 })
  await house.act(caseId, 'complete', { stage: 'legality', opinion: 'agree', fields: lawful }, legal)
  return caseId
}
const vote = (caseId: string, by: typeof chief, outcome: string) =>
  house.act(caseId, 'vote', { for: outcome, opinion: `意见：${outcome}` }, by)

suite('重大行政决策 a major decision in the city, from the proposal to the report', () => {
  test('asked of the public, weighed, reviewed, discussed with the head last, decided, published, reported', async () => {
    const caseId = await posted('城区供热价格调整方案')
    await house.act(caseId, 'comment', { text: '补贴应当覆盖低保边缘家庭' }, citizen)
    await house.act(caseId, 'comment', { text: '反对涨价', anonymous: true }, drafter)
    const open = await city.cases.stateOf(caseId)
    assert.deepEqual(open.comments?.open, ['c1', 'c2'])
    const words = await house.database.migrator.query<{ subject: string }>(
      'select subject from kernel.case_keys where case_id = $1 and subject = $2',
      [caseId, citizen.party],
    )
    assert.equal(words.length, 1, 'what he said is under a key of his own, and goes with him')
    assert.ok((await refused(caseId, 'complete', { stage: 'consult' }, drafter)).includes('POSTING_TOO_SHORT'))
    clock.advance({ days: 32 })
    await house.act(caseId, 'complete', { stage: 'consult' }, drafter)
    assert.deepEqual(await refused(caseId, 'comment', { text: '太晚了' }, citizen), ['ACT_OUT_OF_ORDER'])
    await house.act(caseId, 'complete', { stage: 'adopt', fields: weighed }, drafter)
    const agree = { stage: 'legality', opinion: 'agree', fields: lawful }
    assert.deepEqual((await refused(caseId, 'complete', agree, legal)).sort(), [
      'COMMENTS_UNANSWERED',
      'CONTROLS_REFUSE',
      'LIMIT_NOT_REACHED',
    ])
    await house.act(caseId, 'answerComments', { comments: ['c1'], result: 'adopted', reason: '扩大范围' }, drafter)
    await house.act(caseId, 'answerComments', { comments: ['c2'], result: 'declined', reason: '成本倒挂' }, drafter)
    clock.advance({ days: 14 })
    await house.act(caseId, 'complete', agree, legal)
    await house.act(caseId, 'convene', everybody, chief)
    const [one, other] = members as [typeof chief, typeof chief]
    await vote(caseId, one, 'revise')
    await vote(caseId, other, 'adopt')
    await vote(caseId, chief, 'adopt')
    await house.act(caseId, 'deliberate', { minutes: '会议记录' }, chief)
    await house.act(caseId, 'decide', { outcome: 'adopt', reason: '多数同意' }, chief)
    await house.act(caseId, 'complete', { stage: 'publish' }, office)
    await house.act(caseId, 'publish', {}, chief)
    await house.act(caseId, 'complete', { stage: 'file' }, office)
    const [shown] = await house.database.migrator.query<{ fields: Record<string, unknown> }>(
      `select fields from business.publications where case_id = $1 and kind = 'decision'`,
      [caseId],
    )
    assert.deepEqual(
      [shown?.fields['comments.received'], shown?.fields['comments.adopted'], shown?.fields['comments.declined']],
      [2, 1, 1],
    )
    const reported = async () =>
      (
        await house.database.migrator.query<{ reported: boolean }>(
          `select reported from registers.major_decision where title = $1 and recorded_to is null and valid_to is null`,
          ['城区供热价格调整方案'],
        )
      )[0]?.reported
    assert.equal(await reported(), false)
    clock.advance({ days: 30 })
    const { state } = await house.act(caseId, 'fulfil', { obligation: 'reportExecution' }, office)
    assert.equal(state.status, 'ended')
    assert.equal(await reported(), true)
  })
  test('nobody votes for another, too early, twice or over the head; no list stands in for the members', async () => {
    const caseId = await reviewed('老旧小区改造方案')
    const [one, other] = members as [typeof chief, typeof chief]
    const adopt = { for: 'adopt', opinion: '同意' }
    assert.ok((await refused(caseId, 'vote', adopt, one)).includes('ACT_OUT_OF_ORDER'))
    assert.ok((await refused(caseId, 'convene', { present: [chief.person] }, chief)).includes('QUORUM_NOT_REACHED'))
    assert.ok((await refused(caseId, 'convene', everybody, drafter)).includes('AUTHORITY_WRONG_POST'))
    await house.act(caseId, 'convene', everybody, chief)
    assert.ok((await refused(caseId, 'vote', adopt, chief)).includes('CHIEF_NOT_LAST'))
    const outsider = await house.officer('bureau-head@210102-energy-bureau')
    assert.ok((await refused(caseId, 'vote', adopt, outsider)).length > 0)
    await vote(caseId, one, 'adopt')
    assert.ok((await refused(caseId, 'vote', adopt, one)).includes('ACT_OUT_OF_ORDER'))
    assert.ok((await refused(caseId, 'deliberate', { minutes: '记录' }, chief)).includes('MEMBERS_NOT_HEARD'))
    await vote(caseId, other, 'adopt')
    await vote(caseId, chief, 'reject')
    const list = everybody.present.map(person => ({ person, for: 'reject' }))
    assert.equal(
      (await refused(caseId, 'deliberate', { votes: list, minutes: '记录', reasons: '另有考虑' }, chief))[0],
      'BODY_INVALID',
    )
    assert.ok((await refused(caseId, 'deliberate', { minutes: '记录' }, chief)).includes('REASONS_WANTED'))
    await house.act(caseId, 'deliberate', { minutes: '记录', reasons: '资金没有落实' }, chief)
    assert.ok(
      (await refused(caseId, 'decide', { outcome: 'adopt', reason: '改主意' }, chief)).includes(
        'AGAINST_THE_COLLECTIVE',
      ),
    )
    const { state } = await house.act(caseId, 'decide', { outcome: 'reject', reason: '依讨论' }, chief)
    assert.equal(state.outcome, 'reject')
  })
  test('two members vote at one instant: both votes stand, the head still comes last', async () => {
    const caseId = await reviewed('公园开放方案')
    await house.act(caseId, 'convene', everybody, chief)
    await Promise.all(members.map(by => vote(caseId, by, 'adopt')))
    await vote(caseId, chief, 'adopt')
    const { meeting } = await city.cases.stateOf(caseId)
    assert.deepEqual([meeting?.votes.length, meeting?.votes.at(-1)?.person], [everybody.present.length, chief.person])
  })
  test('三十日 on the thirtieth day after it was posted the asking cannot end, once thirty are over it can', async () => {
    const caseId = await posted('停车收费方案')
    clock.advance({ days: 30 })
    assert.ok((await refused(caseId, 'complete', { stage: 'consult' }, drafter)).includes('POSTING_TOO_SHORT'))
    await house.act(caseId, 'comment', { text: '停车难' }, citizen)
    clock.advance({ days: 1 })
    const { state } = await house.act(caseId, 'complete', { stage: 'consult' }, drafter)
    assert.equal(state.stages['consult']?.status, 'done')
  })
  test('every case replays, and what a citizen said is forgotten with him', async () => {
    await house.replay()
    const erasure = { law: '个人信息保护法', articles: ['47'] }
    await city.db.transaction(sql => city.parties.erase(sql, citizen.party, erasure, { kind: 'system', name: 'test' }))
    const left = await house.database.migrator.query(
      `select 1 from kernel.case_keys where subject = $1
       union all select 1 from kernel.case_details where subject = $1 and ciphertext is not null`,
      [citizen.party],
    )
    assert.deepEqual(left, [])
    assert.equal((await house.replay()).faults.length, 0)
  })
})
