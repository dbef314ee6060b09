import assert from 'node:assert/strict'
import { after, suite, test } from 'node:test'
import { openTestCity } from '../../test/harness/city.ts'
import { cityStories } from '../../test/harness/city-stories.ts'
import { permitFields, permitMaterials } from '../../test/harness/stories.ts'

const house = await openTestCity({ now: '2026-05-11T09:00:00+08:00' })
after(() => house.close())
const { finedFirm, counter, chief } = await cityStories(house)
const migrator = house.database.migrator
const erasure = { law: '个人信息保护法', articles: ['47'] }
const operator = { kind: 'system', name: 'test' } as const

suite('删除 erasure', () => {
  test('of a party with an ended case: nothing readable is left, and everything still proves', async () => {
    const { caseId, party } = await finedFirm()
    const words = ['企业经营困难', '不足以从轻', '责令改正', '逾期三十日以内', '2025年度能源利用状况报告至今未报送']
    await house.replay()
    await house.city.db.transaction(sql => house.city.parties.erase(sql, party, erasure, operator))
    const report = await house.replay()
    assert.deepEqual(
      report.faults.filter(fault => fault.caseId === caseId),
      [],
    )
    assert.ok(report.erased >= 1)
    assert.deepEqual(
      await migrator.query('select 1 from kernel.case_details where case_id = $1 and ciphertext is not null', [caseId]),
      [],
    )
    assert.deepEqual(await migrator.query('select 1 from kernel.case_keys where case_id = $1', [caseId]), [])
    const dump =
      JSON.stringify(
        await migrator.query(
          'select data::text, actor::text, verdicts::text from kernel.case_events where case_id = $1',
          [caseId],
        ),
      ) + JSON.stringify(await migrator.query('select state from kernel.cases where id = $1', [caseId]))
    for (const word of words) assert.ok(!dump.includes(word), word)
  })
  test('not while a case is open', async () => {
    const party = await house.firm()
    await house.open({
      item: 'energy-review',
      organ: '210102-approval-bureau',
      parties: [{ role: 'subject', party, unit: 'firm' }],
      by: counter,
      body: { fields: permitFields, materials: permitMaterials },
    })
    await assert.rejects(
      house.city.db.transaction(sql => house.city.parties.erase(sql, party, erasure, operator)),
      { code: 'ERASURE_HELD' },
    )
  })
  test('what falls after the erasure can still be put on record, without words', async () => {
    const { caseId, party } = await finedFirm()
    await house.city.db.transaction(sql => house.city.parties.erase(sql, party, erasure, operator))
    await house.act(caseId, 'recordRemedy', { kind: 'litigation', status: 'started' }, chief)
    await house.act(caseId, 'recordRemedy', { kind: 'litigation', status: 'ended', result: 'revoked' }, chief)
    await house.act(
      caseId,
      'withdrawPublication',
      { ground: 'revoked', reason: '法院判决撤销' },
      await house.officer('publicity@210102-energy-bureau'),
    )
    const report = await house.replay()
    assert.deepEqual(
      report.faults.filter(fault => fault.caseId === caseId),
      [],
    )
  })
})
