import assert from 'node:assert/strict'
import { after, suite, test } from 'node:test'
import { openTestCity } from '../../test/harness/city.ts'
import { cityStories } from '../../test/harness/city-stories.ts'
import { clueFields, finding, noticeStates } from '../../test/harness/stories.ts'

const house = await openTestCity({ now: '2026-05-11T09:00:00+08:00' })
after(() => house.close())
const { city } = house
const { counter, head, grantedPermit } = await cityStories(house)
const energy = '210102-energy-bureau'
const investigator = `investigator@${energy}`
const chief = `bureau-head@${energy}`
const rows = <Row>(sql: string, values: readonly unknown[] = []) => house.database.migrator.query<Row>(sql, values)

async function opened() {
  const party = await house.firm()
  const by = await house.officer(investigator)
  const { caseId } = await house.open({
    item: 'energy-report-penalty',
    organ: energy,
    verb: 'lodge',
    start: 'clue',
    parties: [{ role: 'respondent', party, unit: 'firm' }],
    by,
    body: { fields: clueFields },
  })
  await house.act(caseId, 'open', {}, by)
  return { caseId, party, officers: [by.person, (await house.officer(investigator, 2)).person] }
}

/** A fine that was not paid for ten days and more, and urged. */
async function urged() {
  const { caseId, party, officers } = await opened()
  const evidence = { stage: 'investigate', kind: 'documentary', summary: '责令改正通知书', officers }
  await house.act(caseId, 'recordEvidence', evidence, investigator)
  await house.act(caseId, 'complete', { stage: 'investigate', officers, fields: finding() }, investigator)
  const notice = { stage: 'notify', document: 'priorNotice', officers, states: noticeStates, receipt: true }
  await house.act(caseId, 'notify', notice, investigator)
  await house.act(caseId, 'makeStatement', { waived: true }, { kind: 'party', party, account: 'a' })
  const fine = { outcome: 'fine', amount: 1_500_000, reason: '逾期三十日以内', fields: { socialImpact: false } }
  await house.act(caseId, 'decide', fine, chief)
  await house.act(caseId, 'deliver', { stage: 'serve', way: 'direct', receipt: true }, investigator)
  house.clock.advance({ days: 25 })
  const on = house.clock.today().toString()
  await house.act(caseId, 'urge', { states: ['within', 'how', 'amount', 'rights'] }, investigator)
  return { caseId, on }
}

suite('没有履行的决定 a decision that is not performed, in the books', () => {
  test('urged, the surcharge reduced on an agreement, the fine paid: every entry sums to zero and nothing is owed', async () => {
    const { caseId, on } = await urged()
    const [before] = await city.ledger.balance(city.db, caseId, on)
    assert.equal(before?.surcharge, 450_000, 'ten days')
    await house.act(caseId, 'reduce', { amount: 450_000, agreedOn: on, agreement: '今日缴清' }, chief)
    const [reduced] = await city.ledger.balance(city.db, caseId, on)
    assert.deepEqual([reduced?.principal, reduced?.surcharge], [1_500_000, 0])
    const { state } = await house.act(caseId, 'pay', { amount: 1_500_000 }, 'collector@210100-collecting-bank')
    assert.equal(state.status, 'ended')
    const unbalanced = await rows('select entry from application.postings group by entry having sum(amount) <> 0')
    assert.deepEqual(unbalanced, [])
    const stands = await rows<{ kind: string; sum: number }>(
      `select a.kind, sum(p.amount)::int as sum from application.postings p join application.accounts a on a.id = p.account
       where a.case_id = $1 group by a.kind having sum(p.amount) <> 0 order by a.kind`,
      [caseId],
    )
    assert.deepEqual(stands, [
      { kind: 'collector', sum: 1_500_000 },
      { kind: 'treasury', sum: -1_500_000 },
    ])
  })
})

suite('协议失效 an agreement that was not kept, in the books', () => {
  test('the surcharge it forgave is owed and booked again, and every entry sums to zero', async () => {
    const { caseId, on } = await urged()
    const today = () => house.clock.today().toString()
    const until = house.clock.today().add({ days: 3 }).toString()
    await house.act(caseId, 'reduce', { amount: 100_000, agreedOn: on, agreement: '三日内缴清', until }, chief)
    house.clock.advance({ days: 4 })
    const [forgiven] = await city.ledger.balance(city.db, caseId, today())
    await house.act(caseId, 'lapseAgreement', { reason: '没有按期缴清' }, chief)
    const [owed] = await city.ledger.balance(city.db, caseId, today())
    assert.equal(owed!.surcharge - forgiven!.surcharge, 100_000)
    assert.deepEqual(await rows('select entry from application.postings group by entry having sum(amount) <> 0'), [])
  })
})

suite('重开 a case that had ended', () => {
  test('its row, tasks and clocks say that it runs again', async () => {
    const { caseId } = await opened()
    await house.act(caseId, 'terminate', { ground: 'no-grounds', reason: '线索不实' }, investigator)
    const row = async () =>
      (
        await rows<{ status: string; result: string | null; ended: string | null }>(
          'select status, result, ended_on as ended from kernel.cases where id = $1',
          [caseId],
        )
      )[0]
    assert.equal((await row())?.status, 'ended')
    await house.act(caseId, 'reopen', { ground: 'ended-in-error', to: 'investigate', reason: '终止有误' }, chief)
    assert.deepEqual(await row(), { status: 'open', result: null, ended: null })
    const tasks = await rows('select stage from kernel.tasks where case_id = $1', [caseId])
    assert.deepEqual(tasks, [{ stage: 'investigate' }])
    assert.ok((await rows('select 1 from kernel.clocks where case_id = $1', [caseId])).length > 0)
  })
})

suite('延续 another term of a permit', () => {
  test('the register holds on to the new day, and a new paper says so', async () => {
    const caseId = await grantedPermit()
    const before = await city.cases.stateOf(caseId)
    await house.act(caseId, 'askRenewal', {}, counter)
    const { state } = await house.act(caseId, 'renew', { granted: true }, head)
    const until = Temporal.PlainDate.from(before.validUntil!).add({ years: 2 }).toString()
    assert.equal(state.validUntil, until)
    const key = { projectCode: '2601-210102-04-01-123456' }
    assert.notEqual(await city.registers.asOf('energy-review', key, until), undefined)
    const papers = await rows<{ until: string }>(
      'select valid_until::text as until from application.vouchers where case_id = $1 order by valid_until',
      [caseId],
    )
    assert.deepEqual(
      papers.map(paper => paper.until),
      [before.validUntil, until],
    )
  })
  test('every case is the fold of its events', async () => {
    const { cases, equal } = await house.replay()
    assert.equal(equal, cases)
  })
})
