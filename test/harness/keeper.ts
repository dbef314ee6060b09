import { readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { openPool, prepareRoles, startEmbedded } from '#kernel/storage'
import { announceServer, isRunning, testPlace, usersPlace, withdrawServer } from './server.ts'

/**
 * Started by the first test process that needs a database; owns the server that all of them share, drops what processes
 * that died left behind, and when nobody has used it for a while stops it and removes everything.
 */
const patience = 20
const server = await startEmbedded({ dataDirectory: join(testPlace, 'data'), durable: false })
const superuser = openPool({ url: server.url('superuser', 'postgres'), size: 1 })
await superuser.session(session => prepareRoles(session, server.secrets))
await announceServer({
  keeper: process.pid,
  superuser: server.url('superuser', 'DATABASE'),
  migrator: server.url('migrator', 'DATABASE'),
  app: server.url('app', 'DATABASE'),
})

let asked = false
process.once('SIGTERM', () => {
  asked = true
})

async function livingUsers(): Promise<number> {
  const users = await readdir(usersPlace).catch(() => [])
  let living = 0
  for (const user of users) {
    if (isRunning(Number(user))) {
      living++
      continue
    }
    const left = await superuser.query<{ datname: string }>(
      'select datname from pg_database where starts_with(datname, $1)',
      [`test_${user}_`],
    )
    for (const { datname } of left) await superuser.query(`drop database if exists "${datname}" with (force)`)
    await rm(join(usersPlace, user), { force: true })
  }
  return living
}

for (let idle = 0; idle < patience; ) {
  await pause(asked ? 50 : 1_000)
  idle = (await livingUsers()) > 0 ? 0 : idle + (asked ? patience : 1)
  if (idle < patience) continue
  await withdrawServer()
  // Somebody who registered before the withdrawal may be about to connect.
  if ((await livingUsers()) === 0) break
  idle = 0
  await announceServer({
    keeper: process.pid,
    superuser: server.url('superuser', 'DATABASE'),
    migrator: server.url('migrator', 'DATABASE'),
    app: server.url('app', 'DATABASE'),
  })
}
await superuser.close()
await server.stop()
await rm(testPlace, { recursive: true, force: true })
