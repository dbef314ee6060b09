import { link, readFile, rename, rm, unlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { startOf } from './process.ts'

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

/**
 * One process owns a data directory: it starts the server and stops it. Returns the way to give the ownership up, or the
 * id of the living process that has it. A file left by a process that was killed is taken over.
 */
export async function takeOwnership(directory: string): Promise<{ release(): Promise<void> } | { heldBy: number }> {
  const path = join(directory, 'owner.json')
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
