import { refusal } from '#kernel/refusal'
import { serverAccount } from './account.ts'
import { findBinaries } from './binaries.ts'
import { isClusterMade, makeCluster, makePlaces, type Places } from './cluster.ts'
import { makeDataDirectory } from './directory.ts'
import { enroll, ownerOf, takeOwnership } from './owner.ts'
import { findPostmaster, isAlive, stopPostmaster } from './process.ts'
import { type House, keepRunning, type Running, waitReady } from './running.ts'
import { loadSecrets, type Secrets } from './secret.ts'

export const dataDirectoryInUse = refusal('DATA_DIRECTORY_IN_USE', 409, 'Another process has this data directory')

export interface EmbeddedSettings {
  readonly dataDirectory: string
  /** false only for tests: nothing survives a power cut, everything is faster. */
  readonly durable?: boolean
  /** Share the directory with other processes that do, instead of refusing. */
  readonly join?: boolean
  readonly report?: (event: string, facts: Record<string, unknown>) => void
}

export type Role = 'superuser' | 'migrator' | 'app'

export interface EmbeddedServer extends AsyncDisposable {
  readonly major: number
  readonly secrets: Secrets
  /** false when the server belongs to another process and we only use it. */
  readonly owned: boolean
  /** true when a server was found running without its parent and taken over. */
  readonly adopted: boolean
  pid(): number | undefined
  url(role: Role, database: string): string
  stop(): Promise<void>
}

const userOf: Record<Role, string> = { superuser: 'postgres', migrator: 'plumbline_migrator', app: 'plumbline_app' }

/**
 * 内嵌数据库 Starts the PostgreSQL brought by npm on a data directory, making the directory first if need be. A server
 * whose parent was killed is taken over; one that dies is started again; `stop` ends it cleanly. With `join` several processes
 * use one directory: the first starts the server, the others use its socket; when the one that looked after it is gone, another
 * does within a second; the last to stop stops it.
 */
export async function startEmbedded(settings: EmbeddedSettings): Promise<EmbeddedServer> {
  const { durable = true, join: shares = false, report = () => {} } = settings
  makeDataDirectory(settings.dataDirectory)
  const account = await serverAccount()
  const binaries = await findBinaries(account !== undefined)
  const places = await makePlaces(settings.dataDirectory, account)
  const house: House = { binaries, places, account, durable, report }
  // Enrolled before looking for the owner: one that is leaving sees us, and leaves the server running.
  let member = shares ? await enroll(places.root) : undefined
  for (;;) {
    const ownership = await takeOwnership(places.root)
    if (!('heldBy' in ownership)) {
      member ??= await enroll(places.root)
      return lookAfter(house, ownership, member)
    }
    if (!member)
      throw dataDirectoryInUse({
        detail: `Process ${ownership.heldBy} is using ${settings.dataDirectory}.`,
        remedy: 'Stop it first, or choose another data directory (PLUMBLINE_DATA_DIRECTORY).',
      })
    const found = await readyUnderOwner(places)
    if (found !== undefined) return useServer(house, found, member)
    // The owner went while it was starting: somebody else is.
  }
}

type Ownership = Extract<Awaited<ReturnType<typeof takeOwnership>>, { release(): unknown }>
type Member = Awaited<ReturnType<typeof enroll>>

/** The server of another process, once it is ready; undefined when that process is gone before it is. */
async function readyUnderOwner(places: Places): Promise<number | undefined> {
  for (;;) {
    const owner = await ownerOf(places.root)
    if (owner === undefined) return undefined
    const found = await waitReady(places, () => isAlive(owner), 500)
    if (found !== undefined) return found
  }
}

/** The process that owns the directory: makes the cluster if there is none, and keeps its server running. */
async function lookAfter(house: House, ownership: Ownership, member: Member): Promise<EmbeddedServer> {
  const { binaries, places, account, durable, report } = house
  try {
    const made = await isClusterMade(places, binaries)
    const secrets = await loadSecrets(places.root, made)
    if (!made) {
      report('storage.cluster.making', { version: binaries.version })
      await makeCluster(places, binaries, account, secrets.superuser, durable)
    }
    const running = await keepRunning(house)
    return serverOf(house, secrets, {
      owned: true,
      adopted: running.adopted,
      pid: running.pid,
      stop: once(async () => {
        await member.leave()
        await handOver(house, member, running, ownership)
      }),
    })
  } catch (error) {
    await ownership.release()
    await member.leave()
    throw error
  }
}

/** A process that uses the server of another's; when that is gone it looks after the server itself. */
async function useServer(house: House, found: number, member: Member): Promise<EmbeddedServer> {
  const { binaries, places, report } = house
  const secrets = await loadSecrets(places.root, await isClusterMade(places, binaries))
  let own: { readonly running: Running; readonly ownership: Ownership } | undefined
  let turn: Promise<unknown> = Promise.resolve()
  const takeOver = async () => {
    if (own !== undefined || (await ownerOf(places.root)) !== undefined) return
    const ownership = await takeOwnership(places.root)
    if ('heldBy' in ownership) return
    try {
      own = { ownership, running: await keepRunning(house) }
    } catch (error) {
      report('storage.server.lost', { error })
      await ownership.release()
    }
  }
  const watch = setInterval(
    () => (turn = turn.then(takeOver).catch(error => report('storage.server.lost', { error }))),
    1_000,
  )
  watch.unref()
  return serverOf(house, secrets, {
    owned: false,
    adopted: false,
    pid: () => own?.running.pid() ?? found,
    stop: once(async () => {
      clearInterval(watch)
      await turn
      await member.leave()
      if (own) await handOver(house, member, own.running, own.ownership)
      else await stopIfLast(house, member)
    }),
  })
}

/** The owner leaves: to the others, if there are any; else the server is stopped. */
async function handOver(house: House, member: Member, running: Running, ownership: Ownership): Promise<void> {
  if ((await member.others()) === 0) {
    await running.stop()
    await ownership.release()
    return
  }
  await running.letGo()
  await ownership.release()
  await stopIfLast(house, member)
}

/** Two may leave at once, each having seen the other: whoever is last looks again. */
async function stopIfLast({ places }: House, member: Member): Promise<void> {
  if ((await member.others()) > 0) return
  const ownership = await takeOwnership(places.root)
  if ('heldBy' in ownership) return
  const found = await findPostmaster(places.cluster)
  if (found) await stopPostmaster(found.pid)
  await ownership.release()
}

const once = (work: () => Promise<void>): (() => Promise<void>) => {
  let done: Promise<void> | undefined
  return () => (done ??= work())
}

function serverOf(
  { binaries, places }: House,
  secrets: Secrets,
  rest: Pick<EmbeddedServer, 'owned' | 'adopted' | 'pid' | 'stop'>,
): EmbeddedServer {
  return {
    ...rest,
    major: binaries.major,
    secrets,
    url: (role, database) =>
      `postgresql://${userOf[role]}:${secrets[role]}@/${database}?host=${encodeURIComponent(places.socket)}&port=5432`,
    [Symbol.asyncDispose]: rest.stop,
  }
}
