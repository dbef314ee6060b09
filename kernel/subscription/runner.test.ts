import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import { silentLog } from '#kernel/log'
import { openTestDatabase } from '../../test/harness/database.ts'
import { installJobs, makeJobs } from './index.ts'

type Runs = NonNullable<Parameters<typeof makeJobs>[0]['run']>

suite('任务队列 the queue and its end', () => {
  test('a queue that never says it has ended, for it lost the database while it was told to, is left in time', async () => {
    await using database = await openTestDatabase()
    await installJobs(database.migrator)
    const never = new Promise<void>(() => {})
    const run = async () => ({ stop: () => never, promise: never }) as unknown as Awaited<ReturnType<Runs>>
    const jobs = makeJobs({ db: database.app, log: silentLog(), tasks: {}, run, waits: 100 })
    await jobs.start()
    await Promise.race([
      jobs.stop(),
      pause(10_000, undefined, { ref: false }).then(() => assert.fail('it is waited for')),
    ])
    // And where it ends as it should nobody waits longer than it takes.
    const began = performance.now()
    const sound = makeJobs({ db: database.app, log: silentLog(), tasks: {}, waits: 60_000 })
    await sound.start()
    await sound.stop()
    assert.ok(performance.now() - began < 30_000)
  })
})
