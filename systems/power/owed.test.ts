import assert from 'node:assert/strict'
import { after, before, suite, test } from 'node:test'
import { cityStories } from '../../test/harness/city-stories.ts'
import { openTestGate, type TestGate } from '../../test/harness/gate.ts'
import { clueFields, finding, noticeStates } from '../../test/harness/stories.ts'

const bureau = '210102-energy-bureau'

suite('欠缴 what is owed today', () => {
  let gate: TestGate
  before(async () => {
    gate = await openTestGate({ now: '2026-05-11T09:00:00+08:00' })
  })
  after(() => gate.close())

  test('party and collector see the surcharge of this very day, though nothing was booked since service', async () => {
    const { house } = gate
    const { chief } = await cityStories(house)
    const [one, two] = [await house.officer(`investigator@${bureau}`), await house.officer(`investigator@${bureau}`, 2)]
    const officers = [one.person, two.person]
    const party = await house.firm()
    const { caseId, number } = await house.open({
      ...{ item: 'energy-report-penalty', organ: bureau, verb: 'lodge', start: 'clue', by: one },
      parties: [{ role: 'respondent', party, unit: 'firm' }],
      body: { fields: clueFields },
    })
    await house.act(caseId, 'open', {}, one)
    const evidence = { stage: 'investigate', kind: 'documentary', summary: '责令改正通知书', officers }
    await house.act(caseId, 'recordEvidence', evidence, one)
    const investigated = { stage: 'investigate', officers, fields: finding({ 'finding.endedOn': '2026-04-01' }) }
    await house.act(caseId, 'complete', investigated, one)
    await house.act(caseId, 'notify', { stage: 'notify', officers, states: noticeStates, receipt: true }, one)
    await house.act(caseId, 'makeStatement', { waived: true }, { kind: 'party', party, account: 'a' })
    const fine = { outcome: 'fine', amount: 1_500_000, reason: '事实清楚', fields: { socialImpact: false } }
    await house.act(caseId, 'decide', fine, chief)
    await house.act(caseId, 'deliver', { stage: 'serve', way: 'direct', receipt: true }, one)

    const owed = async (token: string) => {
      const answer = await gate.ask(`/api/cases/${number}/owed`, { token })
      assert.equal(answer.statusCode, 200, answer.body)
      return answer.json().items[0] as { dueOn: string; principal: number; surcharge: number; settled: boolean }
    }
    const { dueOn, surcharge } = await owed(await gate.party(party))
    assert.equal(surcharge, 0)
    const days = Temporal.PlainDate.from('2026-05-11').until(dueOn).days
    house.clock.advance({ hours: 24 * (days + 10) })
    const late = await owed(await gate.party(party))
    assert.deepEqual([late.principal, late.surcharge, late.settled], [1_500_000, 450_000, false])
    const [task] = Object.values((await house.city.cases.stateOf(caseId)).tasks).filter(({ organ }) => organ !== bureau)
    assert.ok(task, 'the collector has a task')
    assert.deepEqual(await owed(await gate.officer(`${task.organ}/${task.post}`)), late)
    const stranger = await gate.party(await house.firm('别家公司'))
    assert.equal((await gate.ask(`/api/cases/${number}/owed`, { token: stranger })).json().code, 'CASE_NOT_FOUND')
  })
})
