import { randomUUID } from 'node:crypto'
import { link, mkdir, readdir, readFile, rename, rm, unlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { isAlive, startOf } from './process.ts'

interface Owner {
  readonly pid: number
  readonly started: string
}

const lives = (owner: Owner): boolean => startOf(owner.pid) === owner.started

const read = async (path: string): Promise<Owner | undefined> => {
  try {
    return JSON.parse(await readFile(path, 'utf8')) as Owner
  } catch {
    return undefined
  }
}

const pathOf = (directory: string): string => join(directory, 'owner.json')

/** The living process that owns the directory, if one does. */
export async function ownerOf(directory: string): Promise<number | undefined> {
  const holder = await read(pathOf(directory))
  return holder && lives(holder) ? holder.pid : undefined
}

/**
 * 登记 Every process that uses the server of a data directory, so that the last one to go stops it. `leave` before asking for the
 * others: of two that leave at once at least one then sees that nobody is left.
 */
export async function enroll(directory: string) {
  const folder = join(directory, 'members')
  // One process may use the directory more than once, as tests and drills do.
  const mine = join(folder, `${process.pid}-${randomUUID()}.json`)
  await mkdir(folder, { recursive: true, mode: 0o700 })
  await writeFile(mine, JSON.stringify({ pid: process.pid, started: startOf(process.pid) }), { mode: 0o600 })
  return {
    leave: () => rm(mine, { force: true }),
    async others(): Promise<number> {
      let living = 0
      for (const name of await readdir(folder)) {
        const path = join(folder, name)
        if (path === mine) continue
        const member = await read(path)
        if (member && lives(member)) living++
        // What a killed process left behind; a file still being written belongs to somebody who lives.
        else if (member || !isAlive(Number(name.split('-')[0]))) await rm(path, { force: true })
        else living++
      }
      return living
    },
  }
}

/**
 * One process owns a data directory: it starts the server and stops it. Returns the way to give the ownership up, or the
 * id of the living process that has it. A file left by a process that was killed is taken over.
 */
export async function takeOwnership(directory: string): Promise<{ release(): Promise<void> } | { heldBy: number }> {
  const path = pathOf(directory)
  const mine = `${path}.${process.pid}`
  await writeFile(mine, JSON.stringify({ pid: process.pid, started: startOf(process.pid) }), { mode: 0o600 })
  try {
    for (;;) {
      try {
        await link(mine, path)
        return { release: () => unlink(path).catch(() => {}) }
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
      }
      const holder = await read(path)
      if (holder && lives(holder)) return { heldBy: holder.pid }
      // Moving is atomic: of several who find the dead owner's file, one moves it and looks again at what it moved.
      const dead = `${mine}.dead`
      await rename(path, dead).catch(() => {})
      const moved = await read(dead)
      if (moved && lives(moved)) await link(dead, path).catch(() => {})
      await rm(dead, { force: true })
    }
  } finally {
    await rm(mine, { force: true })
  }
}
