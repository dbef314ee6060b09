import assert from 'node:assert/strict'
import { after, suite, test } from 'node:test'
import { openTestCity } from '../../test/harness/city.ts'
import { cityStories } from '../../test/harness/city-stories.ts'
import { permitFields, permitMaterials } from '../../test/harness/stories.ts'

const house = await openTestCity({ now: '2026-05-11T09:00:00+08:00' })
after(() => house.close())
const { counter, grantedPermit, finedFirm, chief, head } = await cityStories(house)
const { city } = house
const rows = <Row>(sql: string, values: readonly unknown[] = []) => house.database.migrator.query<Row>(sql, values)

suite('效果 what a decision sets going, in its own transaction', () => {
  test('a granted permit: a register row that knows its case, a document with a number, a publication without persons', async () => {
    const caseId = await grantedPermit()
    const row = await city.registers.asOf('energy-review', { projectCode: '2601-210102-04-01-123456' }, '2026-06-01')
    assert.equal(String(row?.values['approved']), '1200.00')
    assert.deepEqual(row && 'case' in row.by && row.by.case, caseId)
    const published = await rows('select * from business.publications where case_id = $1', [caseId])
    assert.equal(published.length, 1)
    assert.ok(!JSON.stringify(published).includes('13800000001'))
    assert.ok(!JSON.stringify(published).includes('示例联系人'))
    assert.ok(JSON.stringify(published).includes('沈阳示例热力有限公司'))
    assert.deepEqual(await rows('select kind from application.vouchers where case_id = $1', [caseId]), [
      { kind: 'energy-review-opinion' },
    ])
  })
  test('a fine: the same act is known from then on, the books balance, and a decision that falls comes down', async () => {
    const { caseId, party } = await finedFirm()
    assert.equal(
      await city.registers.ask(
        'penalty.finedForSameAct',
        { uscc: house.codeOf(party), act: 'late', endedOn: '2026-04-11' },
        '2026-05-12',
      ),
      true,
    )
    const owed = await rows<{ kind: string; sum: string }>(
      'select a.kind, sum(p.amount)::text as sum from application.postings p join application.accounts a on a.id = p.account where a.case_id = $1 group by a.kind',
      [caseId],
    )
    assert.equal(owed.find(({ kind }) => kind === 'receivable')?.sum, '0', 'nothing is owed any more')
    await house.act(caseId, 'recordRemedy', { kind: 'litigation', status: 'started' }, chief)
    await house.act(caseId, 'recordRemedy', { kind: 'litigation', status: 'ended', result: 'revoked' }, chief)
    await house.act(
      caseId,
      'withdrawPublication',
      { ground: 'revoked', reason: '判决撤销' },
      'publicity@210102-energy-bureau',
    )
    const [row] = await rows<Record<string, unknown>>('select * from business.publications where case_id = $1', [
      caseId,
    ])
    assert.ok(JSON.stringify(row).includes('判决撤销'), 'the reason is public')
  })
  test('a fine that was set aside owes nothing, holds nowhere, is refunded, and the act may be fined again', async () => {
    const { caseId, party } = await finedFirm()
    const asked = { uscc: house.codeOf(party), act: 'late', endedOn: '2026-04-12' }
    assert.equal(await city.registers.ask('penalty.finedForSameAct', asked, '2026-05-12'), true)
    await house.act(caseId, 'recordRemedy', { kind: 'reconsideration', status: 'started' }, chief)
    const { state } = await house.act(
      caseId,
      'recordRemedy',
      { kind: 'reconsideration', status: 'ended', result: 'revoked' },
      chief,
    )
    assert.deepEqual([state.result, state.obligations['refund.fine']?.amount], ['set-aside', 1_500_000])
    const stands = async () =>
      Object.fromEntries(
        (
          await rows<{ kind: string; sum: number }>(
            'select a.kind, sum(p.amount)::int as sum from application.postings p join application.accounts a on a.id = p.account where a.case_id = $1 group by a.kind',
            [caseId],
          )
        ).map(({ kind, sum }) => [kind, sum]),
      )
    assert.deepEqual(await stands(), { receivable: 0, treasury: 0, collector: 1_500_000, deposit: -1_500_000 })
    const [balance] = await city.ledger.balance(city.db, caseId, '2026-08-30')
    assert.deepEqual([balance?.principal, balance?.surcharge, balance?.settled], [0, 0, true])
    assert.equal(await city.registers.ask('penalty.finedForSameAct', asked, '2026-05-12'), false)
    assert.deepEqual(
      await rows('select kind, status, ended_reason as why from application.vouchers where case_id = $1', [caseId]),
      [{ kind: 'penalty-decision', status: 'annulled', why: '原决定已被依法撤销' }],
    )
    await house.act(caseId, 'refund', {}, 'collector@210100-collecting-bank')
    assert.deepEqual(await stands(), { receivable: 0, treasury: 0, collector: 0, deposit: 0 })
  })
  test('a fine that was changed is booked, and registered, at what it was changed to', async () => {
    const { caseId, party } = await finedFirm()
    await house.act(caseId, 'recordRemedy', { kind: 'reconsideration', status: 'started' }, chief)
    await house.act(
      caseId,
      'recordRemedy',
      { kind: 'reconsideration', status: 'ended', result: 'changed', amount: 1_100_000 },
      chief,
    )
    const key = { uscc: house.codeOf(party), act: 'late', endedOn: '2026-04-13' }
    assert.equal((await city.registers.asOf('penalty', key, '2026-05-12'))?.values['amount'], 1_100_000)
    const [balance] = await city.ledger.balance(city.db, caseId, '2026-08-30')
    assert.deepEqual([balance?.principal, balance?.credit], [0, 400_000])
    await house.act(caseId, 'refund', {}, 'collector@210100-collecting-bank')
    await assert.rejects(house.act(caseId, 'refund', {}, 'collector@210100-collecting-bank'))
  })
  test('a permit that was revoked: its row and its paper end', async () => {
    const caseId = await grantedPermit()
    await house.act(caseId, 'recordRemedy', { kind: 'litigation', status: 'started' }, head)
    await house.act(caseId, 'recordRemedy', { kind: 'litigation', status: 'ended', result: 'revoked' }, head)
    const key = { projectCode: '2601-210102-04-01-123456' }
    assert.equal(await city.registers.asOf('energy-review', key, '2026-06-01'), undefined)
    assert.deepEqual(await rows('select status from application.vouchers where case_id = $1', [caseId]), [
      { status: 'annulled' },
    ])
  })
  test('a permit that was taken back: its row held until this day, its paper is over', async () => {
    const caseId = await grantedPermit()
    const revoking = { ground: 'law-changed', reason: '规划调整' }
    await house.act(caseId, 'notifyEnding', { ending: 'revoke', ...revoking }, head)
    await house.act(caseId, 'answerEnding', { waived: true }, head)
    const { state } = await house.act(caseId, 'revoke', { ...revoking, compensation: 0 }, head)
    const key = { projectCode: '2601-210102-04-01-123456' }
    const on = state.ceased!.on
    assert.equal(await city.registers.asOf('energy-review', key, on), undefined)
    assert.deepEqual(await rows('select kind, status from application.vouchers where case_id = $1', [caseId]), [
      { kind: 'energy-review-opinion', status: 'withdrawn' },
    ])
  })
  test('不予受理决定书 a refusal of acceptance is in writing, under a number', async () => {
    const { caseId } = await house.open({
      item: 'energy-review',
      organ: '210102-approval-bureau',
      parties: [{ role: 'subject', party: await house.firm(), unit: 'firm' }],
      by: counter,
      body: { fields: { ...permitFields, 'project.twoHigh': true }, materials: permitMaterials },
    })
    await house.act(caseId, 'refuseAcceptance', { rule: 'level', reason: '超过本级审查权限' }, counter)
    assert.deepEqual(await rows('select kind, serial, status from application.vouchers where case_id = $1', [caseId]), [
      { kind: 'non-acceptance-notice', serial: 1, status: 'valid' },
    ])
  })
  test('what is refused has no effect at all', async () => {
    const count = async () =>
      JSON.stringify(
        await Promise.all(
          ['business.publications', 'kernel.trail_outbox', 'kernel.case_events'].map(async table =>
            rows(`select count(*)::int from ${table}`),
          ),
        ),
      )
    const before = await count()
    await assert.rejects(
      house.open({
        item: 'energy-review',
        organ: '210102-approval-bureau',
        parties: [],
        by: head,
        body: { fields: {} },
      }),
    )
    assert.equal(await count(), before)
  })
})
