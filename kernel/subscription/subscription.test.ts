import assert from 'node:assert/strict'
import { after, before, beforeEach, suite, test } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import { manualClock, uuidv7 } from '#kernel/clock'
import { silentLog } from '#kernel/log'
import { openTestDatabase, type TestDatabase } from '../../test/harness/database.ts'
import { writeStep } from '../../test/harness/step.ts'
import {
  type FeedEvent,
  installJobs,
  makeJobs,
  makeRelay,
  makeSubscriptions,
  type Parked,
  type Subscription,
} from './index.ts'

const clock = manualClock('2026-03-02T09:00:00+08:00')
let database: TestDatabase
let next = 0

/** Writes an event and its leaf as the step and the sequencer would; the log grows by one. */
async function write(caseId: string, seq: number, type = 'stage.entered', log = 1, data: object = {}): Promise<void> {
  await database.migrator.transaction(async sql => {
    await writeStep(sql, { caseId, seq, type, verb: 'complete', at: clock.now(), data })
    await sql.query('insert into kernel.trail_index values ($1, $2, $2, $3, $4)', [caseId, seq, log, next++])
    await sql.query('update kernel.trail_head set size = $2 where log = $1', [log, next])
  })
}
async function openLog(log: number): Promise<void> {
  await database.migrator.query('update kernel.trail_logs set closed_at = now()')
  await database.migrator.query(
    `insert into kernel.trail_logs (log, origin, vkey, opened_at) values ($1::int, 'log' || $1::int, 'k', now())`,
    [log],
  )
  await database.migrator.query(`insert into kernel.trail_head values ($1, 0, 0, '', '')`, [log])
  next = 0
}
const collector = (name: string, extra: Partial<Subscription> = {}) => {
  const met: FeedEvent[] = []
  const subscription: Subscription = {
    name,
    types: ['stage.entered'],
    consume: async (_, events) => void met.push(...events),
    ...extra,
  }
  return { met, subscription }
}
const make = (subscriptions: Subscription[], more: object = {}) => {
  const made = makeSubscriptions({ db: database.app, clock, log: silentLog(), ...more })
  for (const subscription of subscriptions) made.register(subscription)
  return made
}
const ids = (events: readonly FeedEvent[]) => events.map(event => event.seq)

suite('订阅 subscriptions', () => {
  before(async () => {
    database = await openTestDatabase()
    await database.migrator.query(`select kernel.ensure_case_partitions('2026-03-02', 0)`)
    await database.migrator.query('create table kernel.read_twice (id text primary key, times int)')
    await database.migrator.query('grant select, insert, update on kernel.read_twice to plumbline_app')
    await openLog(1)
  })
  beforeEach(() => database.migrator.query('truncate kernel.subscription_failures, kernel.subscriptions'))
  after(() => database.close())

  test('按账册次序，只送所要的事件 events come in the log’s order, of the wanted types only, each once', async () => {
    const [a, b] = [uuidv7(clock), uuidv7(clock)]
    await write(a, 1)
    await write(b, 1)
    await write(a, 2, 'facts.recorded')
    await write(a, 3)
    const { met, subscription } = collector('order')
    const subscriptions = make([subscription])
    assert.equal(await subscriptions.runOnce(), 3)
    assert.deepEqual(
      met.map(event => event.id),
      [`${a}:1`, `${b}:1`, `${a}:3`],
    )
    assert.equal(await subscriptions.runOnce(), 0)
    await write(b, 2)
    assert.equal(await subscriptions.runOnce(), 1)
    const late = collector('late', { from: 'now' })
    assert.equal(await make([late.subscription]).runOnce(), 0)
  })

  test('写入与游标同生共死 what a consumer wrote goes with its cursor: nothing lost, nothing doubled', async () => {
    const id = uuidv7(clock)
    await write(id, 1)
    let fail = true
    const { subscription } = collector('twice', {
      consume: async (sql, events) => {
        for (const event of events)
          await sql.query(
            `insert into kernel.read_twice values ($1, 1) on conflict (id) do update set times = kernel.read_twice.times + 1`,
            [event.id],
          )
        if (fail) throw new Error('crash after writing')
      },
    })
    const subscriptions = make([subscription])
    await subscriptions.runOnce()
    assert.deepEqual(await database.app.query('select * from kernel.read_twice'), [])
    fail = false
    await subscriptions.runOnce()
    const rows = await database.app.query<{ times: number }>('select times from kernel.read_twice where id = $1', [
      `${id}:1`,
    ])
    assert.deepEqual(rows, [{ times: 1 }])
  })

  test('毒事件只搁置该办件 a poisoned case is parked after its attempts, the others go on, and it is taken up again in order', async () => {
    const [good, bad] = [uuidv7(clock), uuidv7(clock)]
    await write(good, 1)
    await write(bad, 1)
    await write(bad, 2)
    await write(good, 2)
    await write(bad, 3)
    await write(good, 3)
    let cured = false
    const { met, subscription } = collector('poison', {
      from: 'start',
      consume: async (_, events) => {
        if (!cured && events.some(event => event.caseId === bad && event.seq === 2))
          throw new RangeError('张三 cannot be read')
        met.push(...events.filter(event => [good, bad].includes(event.caseId)))
      },
    })
    const alarms: Parked[] = []
    const subscriptions = make([subscription], {
      attempts: 3,
      onParked: async (_: unknown, parked: Parked) => void alarms.push(parked),
    })
    for (let round = 0; round < 3; round++) await subscriptions.runOnce()
    assert.deepEqual(ids(met.filter(event => event.caseId === good)), [1, 2, 3])
    assert.deepEqual(ids(met.filter(event => event.caseId === bad)), [1])
    assert.equal(alarms.length, 1)
    assert.deepEqual([alarms[0]!.caseId, alarms[0]!.attempts, alarms[0]!.reason], [bad, 3, 'RangeError'])
    assert.equal((await subscriptions.parked()).length, 1)
    await assert.rejects(subscriptions.release('poison', bad), RangeError)
    cured = true
    await write(bad, 4)
    await subscriptions.runOnce()
    assert.deepEqual(ids(met.filter(event => event.caseId === bad)), [1], 'parked: later events wait')
    assert.equal(await subscriptions.release('poison', bad), 3)
    assert.deepEqual(ids(met.filter(event => event.caseId === bad)), [1, 2, 3, 4])
    await write(bad, 5)
    assert.equal(await subscriptions.runOnce(), 1)
  })

  test('数据库断线不算毒事件 a lost connection is nobody’s poison', async () => {
    const id = uuidv7(clock)
    await write(id, 1)
    const { subscription } = collector('lost', {
      consume: async sql => void (await sql.query('select pg_terminate_backend(pg_backend_pid())')),
    })
    const subscriptions = make([subscription], { attempts: 1 })
    await assert.rejects(subscriptions.runOnce())
    assert.deepEqual(await subscriptions.parked(), [])
  })

  test('两个工作进程不同时读一个订阅 two workers never read one subscription at once', async () => {
    for (let n = 0; n < 30; n++) await write(uuidv7(clock), 1)
    let inside = 0
    let most = 0
    const met: string[] = []
    const { subscription } = collector('shared', {
      batch: 5,
      consume: async (sql, events) => {
        most = Math.max(most, ++inside)
        await sql.query('select pg_sleep(0.005)')
        met.push(...events.map(event => event.id))
        inside--
      },
    })
    const workers = [make([subscription]), make([subscription]), make([subscription])]
    for (let round = 0; round < 3; round++) await Promise.all(workers.map(worker => worker.runOnce()))
    assert.equal(most, 1)
    assert.equal(new Set(met).size, met.length)
    assert.ok(met.length >= 30)
  })

  test('新开账册接着读 a successor log is read where the first one ends', async () => {
    const { met, subscription } = collector('successor', { from: 'now' })
    const subscriptions = make([subscription])
    await subscriptions.runOnce()
    const id = uuidv7(clock)
    await write(id, 1)
    await openLog(2)
    await write(id, 2, 'stage.entered', 2)
    await subscriptions.runOnce()
    assert.deepEqual(
      met.map(event => [event.log, event.seq]),
      [
        [1, 1],
        [2, 2],
      ],
    )
  })

  test('账册一长就醒来 a running worker is woken by the log and stops when told', async () => {
    const woken = Promise.withResolvers<void>()
    const { subscription } = collector('awake', { from: 'now', consume: async () => woken.resolve() })
    const subscriptions = make([subscription], { interval: 60_000 })
    await subscriptions.runOnce()
    await subscriptions.start()
    await write(uuidv7(clock), 1, 'stage.entered', 2)
    await woken.promise
    await subscriptions.stop()
  })

  test('附带工作只经中继 a relay adds one job per event, under the program’s own role, and a worker does it', async () => {
    await installJobs(database.migrator)
    await installJobs(database.migrator)
    const relay = makeRelay({
      name: 'relay',
      types: ['decision.made'],
      from: 'now',
      jobsOf: event => [
        { task: 'render', payload: { case: event.caseId, seq: event.seq } },
        { task: 'mail', payload: { case: event.caseId } },
      ],
    })
    const subscriptions = make([relay])
    await subscriptions.runOnce()
    const id = uuidv7(clock)
    await write(id, 1, 'decision.made', 2)
    await write(id, 2, 'decision.made', 2)
    assert.equal(await subscriptions.runOnce(), 2)
    const keys = await database.app.query<{ key: string }>('select key from graphile_worker.jobs order by key')
    assert.deepEqual(
      keys.map(({ key }) => key),
      [`${id}:1`, `${id}:1:1`, `${id}:2`, `${id}:2:1`],
    )
    const done: unknown[] = []
    const finished = Promise.withResolvers<void>()
    const render = async (payload: unknown) => {
      done.push(payload)
      if (done.length === 2) finished.resolve()
    }
    const jobs = makeJobs({ db: database.app, log: silentLog(), tasks: { render, mail: async () => {} } })
    await jobs.start()
    await finished.promise
    await jobs.stop()
    assert.deepEqual(
      done.sort((a, b) => (a as { seq: number }).seq - (b as { seq: number }).seq),
      [
        { case: id, seq: 1 },
        { case: id, seq: 2 },
      ],
    )
    await assert.rejects(database.app.query('drop table graphile_worker._private_jobs'), /must be owner/)
  })

  test('又一个进程来了 another process begins while jobs are at work, and waits for none of them', async () => {
    await installJobs(database.migrator)
    await database.app.transaction(async sql => {
      await sql.query('select from graphile_worker._private_jobs for update')
      await sql.query('select from graphile_worker._private_job_queues for update')
      const begun = await Promise.race([installJobs(database.migrator).then(() => true), pause(5_000)])
      assert.equal(begun, true)
    })
  })

  test('数据库断线后接着干 work goes on after the database was lost, also what a killed worker had at hand', async () => {
    const met: number[] = []
    let cut = true
    const work = async (payload: unknown) => {
      met.push((payload as { n: number }).n)
      const others = `select pg_terminate_backend(pid) from pg_stat_activity where pid <> pg_backend_pid() and datname = current_database() and query ilike '%graphile_worker%'`
      if (cut) await database.app.query(others)
      cut = false
    }
    const add = (n: number) =>
      database.app.query('select graphile_worker.add_job($1, $2::json)', ['work', JSON.stringify({ n })])
    const jobs = makeJobs({ db: database.app, log: silentLog(), tasks: { work } })
    await add(0)
    await database.migrator.query(
      `update graphile_worker._private_jobs set locked_by = 'dead', locked_at = now() - interval '6 minutes'`,
    )
    await jobs.start()
    await add(1)
    await add(2)
    for (let waited = 0; waited < 15_000 && !(met.includes(0) && met.includes(1) && met.includes(2)); waited += 50)
      await pause(50)
    assert.deepEqual([...new Set(met)].sort(), [0, 1, 2])
    await jobs.stop()
  })
  test('应用角色不能改动账册次序 the program can neither name a place in the log nor remove a cursor', async () => {
    await assert.rejects(database.app.query('delete from kernel.subscriptions'), /permission denied/)
    await assert.rejects(database.app.query('update kernel.trail_head set size = 1'), /permission denied/)
  })
})
