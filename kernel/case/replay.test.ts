import assert from 'node:assert/strict'
import { after, suite, test } from 'node:test'
import { openTestCity } from '../../test/harness/city.ts'
import { cityStories } from '../../test/harness/city-stories.ts'

const house = await openTestCity({ now: '2026-05-11T09:00:00+08:00' })
after(() => house.close())
const { grantedPermit, finedFirm, head } = await cityStories(house)
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
    const row = `where case_id = $1 and verb = 'decide'`
    /** One text of the step changed to another and back. */
    const changed = (column: 'actor' | 'events' | 'verdicts', from: string, to: string) => {
      const swap = (one: string, other: string) =>
        `update kernel.case_steps set ${column} = replace(${column}, '${one}', '${other}') ${row}`
      return tampered(caseId, swap(from, to), swap(to, from))
    }
    test('the data of an event', async () => {
      assert.ok((await changed('events', '"favourable":true', '"favourable":false')).length > 0)
    })
    test('who did it', async () => {
      const faults = await changed('actor', 'bureau-head', 'bureau-herd')
      assert.ok(faults.some(fault => /does not commit/.test(fault)))
    })
    test('its legal date', async () => {
      assert.ok((await changed('events', '"on":"2026-', '"on":"2025-')).length > 0)
    })
    test('what the controls had said', async () => {
      assert.ok((await changed('verdicts', '"authority"', '"authoritY"')).length > 0)
    })
    test('by which act', async () => {
      const faults = await tampered(
        caseId,
        `update kernel.case_steps set verb = 'correct' ${row}`,
        `update kernel.case_steps set verb = 'decide' where case_id = $1 and verb = 'correct'`,
      )
      assert.ok(faults.some(fault => /does not commit/.test(fault)))
    })
    test('how far it went', async () => {
      assert.ok(
        (
          await tampered(
            caseId,
            `update kernel.case_steps set last = last + 1 ${row}`,
            `update kernel.case_steps set last = last - 1 ${row}`,
          )
        ).length > 0,
      )
    })
    test('the state', async () => {
      const faults = await tampered(
        caseId,
        `update kernel.cases set state = replace(state, '"outcome":"grant"', '"outcome":"grand"') where id = $1`,
        `update kernel.cases set state = replace(state, '"outcome":"grand"', '"outcome":"grant"') where id = $1`,
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
  test('a removed step', async () => {
    const caseId = await grantedPermit()
    await house.replay()
    await migrator.query(`delete from kernel.case_steps where case_id = $1 and verb = 'decide'`, [caseId])
    assert.ok((await faultsOf(caseId)).some(fault => /missing|fold/.test(fault)))
  })
  test('a removed last step, state and all, is missed by the log', async () => {
    const caseId = await grantedPermit()
    const before = await house.city.cases.stateOf(caseId)
    await house.act(caseId, 'recordRemedy', { kind: 'litigation', status: 'started' }, head)
    await house.replay()
    await migrator.query('delete from kernel.case_steps where case_id = $1 and seq > $2', [caseId, before.seq])
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
      'case_steps',
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
