import assert from 'node:assert/strict'
import { after, before, suite, test } from 'node:test'
import fc from 'fast-check'
import { manualClock, uuidv7 } from '#kernel/clock'
import type { FeedEvent } from '#kernel/subscription'
import { openTestDatabase, type TestDatabase } from '../../../test/harness/database.ts'
import { writeStep } from '../../../test/harness/step.ts'
import { type Alarm, makeAlarms, maySee, type Viewer } from './index.ts'

const clock = manualClock('2026-03-02T09:00:00+08:00')
const line = { superiorsOf: (organ: string) => [organ], supervisionOf: () => 'supervision' }
const alarms = makeAlarms({ clock, line: async () => line })
const [zhang, li, wang] = [uuidv7(clock), uuidv7(clock), uuidv7(clock)]
const viewer = (person: string, more: Partial<Viewer> = {}): Viewer => ({
  person,
  organs: [],
  above: [],
  supervision: false,
  ...more,
})
const clerk = viewer(zhang, { organs: ['energy'] })
const head = viewer(li, { organs: ['energy'], above: ['energy'] })
const inspector = viewer(wang, { organs: ['supervision'], supervision: true })
const stranger = viewer(uuidv7(clock), { organs: ['water'], above: ['water'] })

let database: TestDatabase
let seq = 0
const eventOf = (caseId: string, data: object): FeedEvent => ({
  id: `${caseId}:${++seq}`,
  log: 1,
  leafIndex: seq,
  caseId,
  seq,
  type: 'alarm.raised',
  v: 1,
  at: '2026-03-02T01:00:00Z',
  on: '2026-03-02',
  verb: null,
  actor: {},
  data: data as FeedEvent['data'],
})
const opened = async (organ = 'energy') => {
  const caseId = uuidv7(clock)
  const data = { item: 'energy-review', organ, region: '210102' }
  await writeStep(database.migrator, { caseId, type: 'case.opened', verb: 'submit', at: clock.now(), data })
  return caseId
}
const consume = (...events: FeedEvent[]) => database.app.transaction(sql => alarms.subscription.consume(sql, events))
const seenBy = async (who: Viewer, caseId: string) =>
  (await alarms.list(database.app, who, { caseId })).alarms.map(({ alarm }) => alarm)

suite('预警 alarms', () => {
  before(async () => {
    database = await openTestDatabase()
    await database.migrator.query(`select kernel.ensure_case_partitions('2026-03-02', 0)`)
  })
  after(() => database.close())

  test('who is above is asked on the connection that raises: with one connection alone it is raised all the same', async () => {
    const caseId = await opened()
    const asked: unknown[] = []
    const asking = async (sql: unknown) => {
      asked.push(sql)
      return line
    }
    const other = makeAlarms({ clock, line: asking })
    await database.app.transaction(async sql => {
      await other.subscription.consume(sql, [
        eventOf(caseId, { alarm: 'statutory', level: 'red', to: ['supervision'] }),
      ])
      assert.deepEqual(asked, [sql])
    })
  })

  test('各到其人，重复送达只一条 each goes to those it names, and twice delivered is one', async () => {
    const caseId = await opened()
    const promise = eventOf(caseId, {
      alarm: 'promise',
      level: 'yellow',
      to: ['holder', 'superior'],
      person: zhang,
      reasons: [{ code: 'LIMIT_80', facts: {} }],
    })
    const statutory = eventOf(caseId, {
      alarm: 'statutory',
      level: 'red',
      to: ['holder', 'superior', 'supervision'],
      person: zhang,
    })
    const general = eventOf(caseId, { alarm: 'general', level: 'notice', to: ['organ'] })
    await consume(promise, statutory, general)
    await consume(promise, statutory)
    assert.deepEqual((await seenBy(clerk, caseId)).sort(), ['general', 'promise', 'statutory'])
    assert.deepEqual((await seenBy(head, caseId)).sort(), ['general', 'promise', 'statutory'])
    assert.deepEqual(await seenBy(inspector, caseId), ['statutory'])
    assert.deepEqual(await seenBy(stranger, caseId), [])
    const other = viewer(uuidv7(clock), { organs: ['energy'] })
    assert.deepEqual(await seenBy(other, caseId), ['general'])
    const [row] = (await alarms.list(database.app, clerk, { caseId, level: 'yellow' })).alarms
    assert.deepEqual([row?.item, row?.organ, row?.reasons.length], ['energy-review', 'energy', 1])
  })

  test('无人认领的路由归监督 a route nobody knows goes to supervision, so nothing is lost', async () => {
    const caseId = await opened()
    await consume(eventOf(caseId, { alarm: 'dead', level: 'notice', to: ['somebody'] }))
    assert.deepEqual(await seenBy(inspector, caseId), ['dead'])
  })

  test('涉及公职人员的线索只有监督可见 a lead about an official exists for supervision only', async () => {
    const caseId = await opened()
    const lead = eventOf(caseId, {
      alarm: 'lead',
      level: 'red',
      to: ['holder', 'superior', 'organ', 'supervision'],
      about: 'official',
      person: zhang,
    })
    const before = await Promise.all([clerk, head].map(who => alarms.count(database.app, who)))
    await consume(lead)
    assert.deepEqual(await Promise.all([clerk, head].map(who => alarms.count(database.app, who))), before)
    assert.deepEqual(await seenBy(inspector, caseId), ['lead'])
    for (const who of [
      clerk,
      head,
      viewer(zhang, { organs: ['supervision'], supervision: true }),
      viewer(uuidv7(clock), { organs: ['energy', 'supervision'], supervision: true }),
    ]) {
      assert.deepEqual(await seenBy(who, caseId), [])
      await assert.rejects(alarms.find(database.app, lead.id, who), { code: 'ALARM_UNKNOWN' })
      await assert.rejects(alarms.acknowledge(database.app, lead.id, who), { code: 'ALARM_UNKNOWN' })
      await assert.rejects(alarms.dismiss(database.app, lead.id, who, '无事'), { code: 'ALARM_UNKNOWN' })
    }
    await assert.rejects(
      database.app.query(
        `insert into governance.alarm_recipients (alarm, kind, organ) values ($1, 'superior', 'energy')`,
        [lead.id],
      ),
      /supervision only/,
    )
    await alarms.dismiss(database.app, lead.id, inspector, '查无实据')
    assert.deepEqual(await seenBy(inspector, caseId), [])
  })

  test('本人不能撤销涉己预警，红色只有监督能撤 nobody dismisses what concerns himself; a red one only supervision', async () => {
    const caseId = await opened()
    const yellow = eventOf(caseId, { alarm: 'a', level: 'yellow', to: ['holder', 'superior'], person: zhang })
    const red = eventOf(caseId, { alarm: 'b', level: 'red', to: ['holder', 'superior', 'supervision'], person: li })
    await consume(yellow, red)
    await alarms.acknowledge(database.app, yellow.id, clerk)
    await assert.rejects(alarms.dismiss(database.app, yellow.id, clerk, '已办'), { code: 'ALARM_NOT_YOURS' })
    await assert.rejects(alarms.dismiss(database.app, yellow.id, head, ''), { code: 'ALARM_REASON_MISSING' })
    await alarms.dismiss(database.app, yellow.id, head, '已办')
    await assert.rejects(alarms.dismiss(database.app, red.id, head, '已办'), { code: 'ALARM_NOT_YOURS' })
    await alarms.dismiss(database.app, red.id, inspector, '已整改')
    assert.equal((await alarms.find(database.app, yellow.id, head)).dismissedReason, '已办')
  })

  test('可见性：数据库与规则处处一致 for any alarm and viewer the database answers as the rule does', async () => {
    const organs = ['energy', 'water', 'supervision']
    const people = [zhang, li, wang]
    const some = fc.subarray(organs)
    const cases = fc.sample(
      fc.record({
        about: fc.constantFrom<Alarm['about']>('case', 'beneficiary', 'official'),
        organ: fc.constantFrom(...organs),
        person: fc.option(fc.constantFrom(...people)),
        to: fc.subarray(['holder', 'superior', 'supervision', 'organ'], { minLength: 1 }),
      }),
      40,
    )
    const viewers = fc.sample(
      fc.record({ person: fc.constantFrom(...people), organs: some, above: some, supervision: fc.boolean() }),
      25,
    )
    for (const [n, { to, ...rest }] of cases.entries())
      await alarms.raise(
        database.app,
        {
          id: `any-${n}`,
          caseId: null,
          seq: null,
          alarm: 'any',
          level: 'notice',
          item: 'any-item',
          region: null,
          reasons: [],
          raisedAt: '2026-03-03T00:00:00Z',
          ...rest,
        },
        to,
      )
    const everyone = { organs, above: organs, supervision: true }
    const all = await database.migrator.query<{ id: string }>(
      `select id from governance.alarms where item = 'any-item'`,
    )
    assert.equal(all.length, cases.length)
    for (const who of [...viewers, viewer(zhang, everyone)]) {
      const shown = new Set(
        (await alarms.list(database.app, who, { item: 'any-item', limit: 200 })).alarms.map(({ id }) => id),
      )
      for (const [n, alarm] of cases.entries()) {
        const recipients = await database.migrator.query<{ kind: 'holder'; organ: string; person: string | null }>(
          'select kind, organ, person from governance.alarm_recipients where alarm = $1',
          [`any-${n}`],
        )
        assert.equal(
          shown.has(`any-${n}`),
          maySee({ ...alarm, recipients }, who),
          JSON.stringify({ alarm, who, recipients }),
        )
      }
    }
  })

  test('翻页不重不漏 paging meets every one once', async () => {
    const caseId = await opened()
    for (let n = 0; n < 7; n++) await consume(eventOf(caseId, { alarm: `p${n}`, level: 'notice', to: ['organ'] }))
    const met: string[] = []
    let after: string | undefined
    do {
      const page = await alarms.list(database.app, clerk, { caseId, limit: 3, ...(after && { after }) })
      met.push(...page.alarms.map(({ alarm }) => alarm))
      after = page.next
    } while (after)
    assert.equal(new Set(met).size, 7)
    assert.equal(met.length, 7)
    await assert.rejects(alarms.list(database.app, clerk, { after: 'x' }), { code: 'ALARM_CURSOR_INVALID' })
    await assert.rejects(database.app.query('delete from governance.alarms'), /permission denied/)
  })
})
