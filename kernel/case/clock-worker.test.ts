import assert from 'node:assert/strict'
import { after, before, suite, test } from 'node:test'
import { uuidv7 } from '#kernel/clock'
import { openTestCity, type TestCity } from '../../test/harness/city.ts'
import { permitFields, permitMaterials } from '../../test/harness/stories.ts'

let house: TestCity

const permit = async () => {
  const party = await house.firm()
  return house.open({
    item: 'energy-review',
    organ: '210102-approval-bureau',
    parties: [{ role: 'subject', party, unit: 'firm' }],
    by: 'acceptance@210102-approval-bureau',
    body: { fields: permitFields, materials: permitMaterials },
  })
}
const untilIdle = async () => {
  while ((await house.city.cases.fireDue()) > 0);
}

suite('一案之坏不误众案 a case that cannot be fired', () => {
  before(async () => {
    house = await openTestCity({ now: '2026-03-02T09:00:00+08:00' })
  })
  after(() => house?.close())

  const stopped = (caseId: string) =>
    house.city.db.query<{ level: string; kind: string }>(
      `select a.level, r.kind from governance.alarms a join governance.alarm_recipients r on r.alarm = a.id
       where a.alarm = 'clocks-stopped' and a.case_id = $1`,
      [caseId],
    )

  test('stops no other case, is tried again ever later, and supervision hears of it once', async () => {
    const broken = uuidv7(house.clock)
    await house.city.db.query(
      `insert into kernel.clocks (case_id, clock, binds, due, next_at) values ($1, 'x', 'organ', '2026-01-01', '2026-01-01T00:00:00Z')`,
      [broken],
    )
    const { caseId } = await permit()
    house.clock.set('2026-03-10T09:00:00+08:00')
    await untilIdle()
    assert.equal((await house.city.cases.stateOf(caseId)).stages['accept']?.status, 'done', 'accepted by law')
    assert.deepEqual(await stopped(broken), [], 'once may be a twin')

    for (const time of ['09:01', '09:05', '11:00', '15:00']) {
      house.clock.set(`2026-03-10T${time}:00+08:00`)
      await untilIdle()
    }
    assert.deepEqual(await stopped(broken), [{ level: 'red', kind: 'supervision' }])
    await house.city.db.query('delete from kernel.clocks where case_id = $1', [broken])
  })

  test('does not keep the others out of a round, however many are broken', async () => {
    const ids = Array.from({ length: 4 }, () => uuidv7(house.clock))
    for (const id of ids)
      await house.city.db.query(
        `insert into kernel.clocks (case_id, clock, binds, due, next_at) values ($1, 'x', 'organ', '2026-01-01', '2026-01-01T00:00:00Z')`,
        [id],
      )
    const { caseId } = await permit()
    house.clock.set('2026-03-24T09:00:00+08:00')
    await house.city.cases.fireDue(4)
    await house.city.cases.fireDue(4)
    assert.equal((await house.city.cases.stateOf(caseId)).stages['accept']?.status, 'done')
    await house.city.db.query('delete from kernel.clocks where case_id = any ($1::uuid[])', [ids])
  })
})
