import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { chmod, mkdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'

/** Memory where there is some: nothing a test writes must outlive it. */
const memory = existsSync('/dev/shm') ? '/dev/shm' : tmpdir()
const house = createHash('sha256')
  .update(join(import.meta.dirname, '../..'))
  .digest('hex')
  .slice(0, 8)

/** One place for all test processes of this checkout and user. */
export const testPlace: string = join(memory, `plumbline-test-${process.getuid?.() ?? 0}-${house}`)
export const usersPlace: string = join(testPlace, 'users')
const readyFile = join(testPlace, 'ready.json')

export interface TestServer {
  readonly keeper: number
  readonly superuser: string
  readonly migrator: string
  readonly app: string
}

export const isRunning = (pid: number): boolean => {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}

const findServer = (): TestServer | undefined => {
  try {
    const server = JSON.parse(readFileSync(readyFile, 'utf8')) as TestServer
    return isRunning(server.keeper) ? server : undefined
  } catch {
    return undefined
  }
}

/** Says that this process uses the server, which stays up while any such process lives. */
export async function registerUser(): Promise<() => Promise<void>> {
  await mkdir(usersPlace, { recursive: true })
  await chmod(testPlace, 0o711)
  const mine = join(usersPlace, String(process.pid))
  await writeFile(mine, '')
  return () => rm(mine, { force: true })
}

/** Finds the server shared by all test processes, or starts its keeper and waits for it. */
export async function testServer(): Promise<TestServer> {
  for (let attempt = 0; attempt < 3_000; attempt++) {
    const server = findServer()
    if (server) return server
    // A second keeper finds the place taken and leaves; asking again every 5 s covers one that died while starting.
    if (attempt % 250 === 0)
      spawn(process.execPath, [join(import.meta.dirname, 'keeper.ts')], { detached: true, stdio: 'ignore' }).unref()
    await pause(20)
  }
  throw new Error(`the test database server did not start; see ${testPlace}`)
}

/** Called by the keeper when the server takes connections. */
export async function announceServer(server: TestServer): Promise<void> {
  await writeFile(readyFile, JSON.stringify(server), { mode: 0o600 })
}

export const withdrawServer = (): Promise<void> => rm(readyFile, { force: true })

/** Lets the keeper stop at once when nobody uses the server any more, instead of waiting for the next run. */
export function releaseServer(): void {
  const server = findServer()
  if (server) process.kill(server.keeper, 'SIGTERM')
}
