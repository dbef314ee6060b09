import assert from 'node:assert/strict'
import { after, suite, test } from 'node:test'
import { openTestCity } from '../../test/harness/city.ts'
import { clueFields, finding, permitFields, permitMaterials } from '../../test/harness/stories.ts'

const house = await openTestCity({ now: '2026-05-11T09:00:00+08:00' })
after(() => house.close())
const approval = '210102-approval-bureau'
const energy = '210102-energy-bureau'
const [counter, reviewer, head, publisher] = await Promise.all(
  ['acceptance', 'review', 'bureau-head', 'publicity'].map(post => house.officer(`${post}@${approval}`)),
)
const [investigator, second, chief, bank] = await Promise.all([
  house.officer(`investigator@${energy}`),
  house.officer(`investigator@${energy}`, 2),
  house.officer(`bureau-head@${energy}`),
  house.officer('collector@210100-collecting-bank'),
])

const erasure = { law: '个人信息保护法', articles: ['47'] }
const operator = { kind: 'system', name: 'test' } as const
let fines = 0

async function grantedPermit(): Promise<string> {
  const party = await house.firm()
  const { caseId } = await house.open({
    item: 'energy-review',
    organ: approval,
    parties: [{ role: 'subject', party, unit: 'firm' }],
    by: counter!,
    body: { fields: permitFields, materials: permitMaterials },
  })
  await house.act(caseId, 'accept', {}, counter)
  await house.act(caseId, 'complete', { stage: 'expert', materials: { expertOpinion: 'original' } }, reviewer)
  await house.act(
    caseId,
    'complete',
    { stage: 'review', note: '经审查符合条件', fields: { 'review.opinion': 'grant', 'review.majorInterest': false } },
    reviewer,
  )
  await house.act(caseId, 'decide', { outcome: 'grant', reason: '符合条件' }, head)
  await house.act(caseId, 'deliver', { stage: 'deliver', way: 'window' }, counter)
  await house.act(caseId, 'publish', {}, publisher)
  return caseId
}

async function finedFirm(): Promise<{ caseId: string; party: string }> {
  const party = await house.firm()
  const { caseId } = await house.open({
    item: 'energy-report-penalty',
    organ: energy,
    verb: 'lodge',
    start: 'clue',
    parties: [{ role: 'respondent', party, unit: 'firm' }],
    by: investigator!,
    body: { fields: clueFields },
  })
  const officers = [investigator!.person, second!.person]
  await house.act(caseId, 'open', {}, investigator)
  await house.act(
    caseId,
    'recordEvidence',
    { stage: 'investigate', kind: 'documentary', summary: '责令改正通知书', officers },
    investigator,
  )
  await house.act(
    caseId,
    'complete',
    { stage: 'investigate', officers, fields: finding({ 'finding.endedOn': `2026-04-${10 + ++fines}` }) },
    investigator,
  )
  await house.act(caseId, 'notify', { stage: 'notify', document: 'priorNotice', officers }, investigator)
  await house.act(caseId, 'makeStatement', { text: '企业经营困难，请求从轻' }, { kind: 'party', party, account: 'a' })
  await house.act(caseId, 'reviewStatement', { accepted: false, reason: '不足以从轻' }, investigator)
  await house.act(
    caseId,
    'decide',
    { outcome: 'fine', amount: 1_500_000, reason: '逾期三十日以内', fields: { socialImpact: true } },
    chief,
  )
  await house.act(caseId, 'deliver', { stage: 'serve', way: 'direct' }, investigator)
  await house.act(caseId, 'publish', {}, await house.officer(`publicity@${energy}`))
  await house.act(caseId, 'pay', { amount: 1_500_000 }, bank)
  return { caseId, party }
}

const faultsOf = async (caseId: string) =>
  (await house.replay()).faults.find(fault => fault.caseId === caseId)?.faults ?? []
const migrator = house.database.migrator

/** Changes rows as somebody with the owner's password could, looks, and puts them back. */
async function tampered(
  caseId: string,
  change: string,
  undo: string,
  values: readonly unknown[] = [caseId],
): Promise<readonly string[]> {
  await house.replay()
  await migrator.query(change, values)
  const faults = await faultsOf(caseId)
  await migrator.query(undo, values)
  assert.deepEqual(await faultsOf(caseId), [], 'and is clean when put back')
  return faults
}

suite('重演 replay', () => {
  test('both items from beginning to end: every state is the fold of its events, every leaf commits to its step', async () => {
    await grantedPermit()
    const { caseId } = await finedFirm()
    const report = await house.replay()
    assert.deepEqual(report.faults, [])
    assert.equal(report.equal, report.cases)
    const state = await house.city.cases.stateOf(caseId)
    assert.deepEqual([state.status, state.outcome, state.amount, state.result], ['ended', 'fine', 1_500_000, 'fine'])
  })
  suite('whoever holds the database’s password cannot change what was done unseen', async () => {
    const caseId = await grantedPermit()
    test('the data of an event', async () => {
      const row = `where case_id = $1 and type = 'decision.made'`
      assert.ok(
        (
          await tampered(
            caseId,
            `update kernel.case_events set data = replace(data::text, '"favourable":true', '"favourable":false')::json ${row}`,
            `update kernel.case_events set data = replace(data::text, '"favourable":false', '"favourable":true')::json ${row}`,
          )
        ).length > 0,
      )
    })
    test('who did it', async () => {
      const row = `where case_id = $1 and type = 'decision.made'`
      const faults = await tampered(
        caseId,
        `update kernel.case_events set actor = replace(actor::text, 'bureau-head', 'bureau-herd')::json ${row}`,
        `update kernel.case_events set actor = replace(actor::text, 'bureau-herd', 'bureau-head')::json ${row}`,
      )
      assert.ok(faults.some(fault => /does not commit/.test(fault)))
    })
    test('its legal date', async () => {
      const row = `where case_id = $1 and type = 'decision.made'`
      assert.ok(
        (
          await tampered(
            caseId,
            `update kernel.case_events set on_date = on_date - 1 ${row}`,
            `update kernel.case_events set on_date = on_date + 1 ${row}`,
          )
        ).length > 0,
      )
    })
    test('what the controls had said', async () => {
      const row = `where case_id = $1 and verdicts is not null and verb = 'decide'`
      assert.ok(
        (
          await tampered(
            caseId,
            `update kernel.case_events set verdicts = replace(verdicts::text, '"authority"', '"authoritY"')::json ${row}`,
            `update kernel.case_events set verdicts = replace(verdicts::text, '"authoritY"', '"authority"')::json ${row}`,
          )
        ).length > 0,
      )
    })
    test('the state', async () => {
      const faults = await tampered(
        caseId,
        `update kernel.cases set state = replace(state::text, '"outcome":"grant"', '"outcome":"grand"')::json where id = $1`,
        `update kernel.cases set state = replace(state::text, '"outcome":"grand"', '"outcome":"grant"')::json where id = $1`,
      )
      assert.deepEqual(faults, ['the state is not the fold of the events'])
    })
    test('the columns lists are made from', async () => {
      assert.ok(
        (
          await tampered(
            caseId,
            `update kernel.cases set outcome = 'refuse' where id = $1`,
            `update kernel.cases set outcome = 'grant' where id = $1`,
          )
        ).length > 0,
      )
      assert.ok(
        (
          await tampered(
            caseId,
            `update kernel.cases set organ = 'x' || organ where id = $1`,
            `update kernel.cases set organ = substr(organ, 2) where id = $1`,
          )
        ).length > 0,
      )
    })
    test('a detail', async () => {
      const [before] = await migrator.query<{ seq: number; ciphertext: Buffer }>(
        'select seq, ciphertext from kernel.case_details where case_id = $1 order by seq limit 1',
        [caseId],
      )
      const changed = Buffer.from(before!.ciphertext)
      changed[changed.length - 1]! ^= 1
      await migrator.query('update kernel.case_details set ciphertext = $3 where case_id = $1 and seq = $2', [
        caseId,
        before!.seq,
        changed,
      ])
      assert.ok((await faultsOf(caseId)).some(fault => /detail/.test(fault)))
      await migrator.query('update kernel.case_details set ciphertext = $3 where case_id = $1 and seq = $2', [
        caseId,
        before!.seq,
        before!.ciphertext,
      ])
      assert.deepEqual(await faultsOf(caseId), [])
    })
    test('a removed detail', async () => {
      const rows = await migrator.query<Record<string, unknown>>(
        'select * from kernel.case_details where case_id = $1 order by seq limit 1',
        [caseId],
      )
      await migrator.query('delete from kernel.case_details where case_id = $1 and seq = $2', [caseId, rows[0]!.seq])
      assert.ok((await faultsOf(caseId)).length > 0)
      await migrator.query(
        'insert into kernel.case_details (case_id, seq, subject, alg, key_id, ciphertext, commit_sha256, commit_sm3) values ($1,$2,$3,$4,$5,$6,$7,$8)',
        ['case_id', 'seq', 'subject', 'alg', 'key_id', 'ciphertext', 'commit_sha256', 'commit_sm3'].map(
          column => rows[0]![column],
        ),
      )
      assert.deepEqual(await faultsOf(caseId), [])
    })
  })
  test('a removed event', async () => {
    const caseId = await grantedPermit()
    await house.replay()
    await migrator.query(`delete from kernel.case_events where case_id = $1 and type = 'publication.made'`, [caseId])
    assert.ok((await faultsOf(caseId)).some(fault => /missing|fold/.test(fault)))
  })
  test('a removed last step, state and all, is missed by the log', async () => {
    const caseId = await grantedPermit()
    const before = await house.city.cases.stateOf(caseId)
    await house.act(caseId, 'recordRemedy', { kind: 'litigation', status: 'started' }, head)
    await house.replay()
    await migrator.query('delete from kernel.case_events where case_id = $1 and seq > $2', [caseId, before.seq])
    await migrator.query('update kernel.cases set seq = $2, state = $3 where id = $1', [
      caseId,
      before.seq,
      JSON.stringify(before),
    ])
    assert.ok((await faultsOf(caseId)).length > 0)
  })
  test('a whole case removed is missed by the log', async () => {
    const caseId = await grantedPermit()
    await house.replay()
    for (const table of [
      'case_events',
      'case_details',
      'case_numbers',
      'case_parties',
      'case_keys',
      'tasks',
      'clocks',
      'obligations',
    ])
      await migrator.query(`delete from kernel.${table} where case_id = $1`, [caseId])
    await migrator.query('delete from kernel.cases where id = $1', [caseId])
    assert.ok((await faultsOf(caseId)).length > 0)
  })
})

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
      ) + JSON.stringify(await migrator.query('select state::text from kernel.cases where id = $1', [caseId]))
    for (const word of words) assert.ok(!dump.includes(word), word)
  })
  test('not while a case is open', async () => {
    const party = await house.firm()
    await house.open({
      item: 'energy-review',
      organ: approval,
      parties: [{ role: 'subject', party, unit: 'firm' }],
      by: counter!,
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
      await house.officer(`publicity@${energy}`),
    )
    const report = await house.replay()
    assert.deepEqual(
      report.faults.filter(fault => fault.caseId === caseId),
      [],
    )
  })
})
