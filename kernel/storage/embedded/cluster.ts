import { execFile } from 'node:child_process'
import { createHash, randomBytes } from 'node:crypto'
import { chmod, mkdir, open, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { promisify } from 'node:util'
import { refusal } from '#kernel/refusal'
import { type Account, handOver } from './account.ts'
import { type Binaries, isOpenToAll } from './binaries.ts'
import { makeDataDirectory } from './directory.ts'

export const databaseMajorDiffers = refusal(
  'DATABASE_MAJOR_DIFFERS',
  500,
  'The data directory was written by another major version of PostgreSQL',
)
export const databaseNotMade = refusal('DATABASE_NOT_MADE', 500, 'A new embedded database could not be made')

/** Where an embedded database lives: everything the server's account must reach, under one root. */
export interface Places {
  readonly root: string
  readonly cluster: string
  readonly socket: string
  readonly log: string
}

const short = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 12)

/** The name of the server's part elsewhere, kept in the data directory: whoever removes that and begins anew gets a new one. */
async function placeName(data: string): Promise<string> {
  const file = join(data, 'database.place')
  const known = await readFile(file, 'utf8').catch(() => undefined)
  if (known !== undefined && /^[0-9a-f]{12}$/.test(known)) return known
  const fresh = randomBytes(6).toString('hex')
  await writeFile(file, fresh, { mode: 0o600 })
  return fresh
}

/**
 * Chooses and makes the places. As root with a data directory others may not enter (under /root, say), the server's part
 * goes to /var/lib/plumbline: its account could not open it otherwise. A socket's path may not exceed 107 bytes.
 */
export async function makePlaces(dataDirectory: string, account: Account | undefined): Promise<Places> {
  const data = makeDataDirectory(dataDirectory)
  let root = data
  if (account && !(await isOpenToAll(data))) {
    root = join('/var/lib/plumbline', `${basename(data).replace(/^\./, '')}-${await placeName(data)}`)
    await mkdir(root, { recursive: true })
    await chmod('/var/lib/plumbline', 0o711)
    await chmod(root, 0o711)
  }
  const near = join(root, 'socket')
  const socket = Buffer.byteLength(near) < 90 ? near : `/tmp/plumbline-${short(data)}`
  await mkdir(socket, { recursive: true, mode: 0o700 })
  await handOver(socket, account)
  return { root, cluster: join(root, 'postgres'), socket, log: join(root, 'postgres.log') }
}

/** True when a cluster is there; refuses one of another major version. */
export async function isClusterMade(places: Places, binaries: Binaries): Promise<boolean> {
  const found = await readFile(join(places.cluster, 'PG_VERSION'), 'utf8').catch(() => undefined)
  if (found === undefined) return false
  if (Number(found) !== binaries.major)
    throw databaseMajorDiffers({
      detail: `It holds PostgreSQL ${found.trim()}; this program brings ${binaries.major}.`,
      remedy:
        'With the earlier release run "plumbline backup", then with this one "plumbline restore" into a new data directory.',
      facts: { found: Number(found), brought: binaries.major },
    })
  return true
}

/**
 * Makes a cluster beside its final place and moves it there when it is whole and on disk, so a start that was cut off
 * leaves nothing half made. Builtin C.UTF-8: the order of text never depends on the system's libraries, and Chinese
 * characters are letters.
 */
export async function makeCluster(
  places: Places,
  binaries: Binaries,
  account: Account | undefined,
  password: string,
  durable: boolean,
): Promise<void> {
  const fresh = `${places.cluster}.new`
  const passwordFile = join(places.root, '.initdb')
  await rm(fresh, { recursive: true, force: true })
  await mkdir(fresh, { mode: 0o700 })
  await handOver(fresh, account)
  try {
    await writeFile(passwordFile, password, { mode: 0o600 })
    await handOver(passwordFile, account)
    await promisify(execFile)(
      binaries.initdb,
      [
        ...['--pgdata', fresh, '--username', 'postgres', '--pwfile', passwordFile, '--auth', 'scram-sha-256'],
        ...['--encoding', 'UTF8', '--locale-provider', 'builtin', '--builtin-locale', 'C.UTF-8', '--locale', 'C.UTF-8'],
        ...(durable ? [] : ['--no-sync']),
      ],
      { ...(account ?? {}), cwd: '/', env: { PATH: '/usr/bin:/bin', LC_ALL: 'C.UTF-8' } },
    )
    await rename(fresh, places.cluster)
    if (durable) await syncDirectory(places.root)
  } catch (cause) {
    await rm(fresh, { recursive: true, force: true })
    throw databaseNotMade({
      detail: cause instanceof Error && 'stderr' in cause ? String(cause.stderr).trim() : String(cause),
      remedy: 'Check that the disk has 200 MB free and that the C.UTF-8 locale is installed.',
      cause,
    })
  } finally {
    await rm(passwordFile, { force: true })
  }
}

async function syncDirectory(path: string): Promise<void> {
  const directory = await open(path, 'r')
  try {
    await directory.sync()
  } finally {
    await directory.close()
  }
}
