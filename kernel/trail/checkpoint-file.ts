import { copyFile, mkdir, open, readFile, rename } from 'node:fs/promises'
import { hostname } from 'node:os'
import { dirname } from 'node:path'
import { claimedCheckpoint } from './checkpoint.ts'
import type { Signer } from './note.ts'
import { openPublished } from './rollback-guard.ts'

/** The last published checkpoint, kept outside the database: what a restored database is held against. */
export async function readPublished(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8')
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
    throw error
  }
}

/** Where a new file is written aside: each process of each machine that shares the folder has its own. */
export const draftOf = (path: string): string => `${path}.${hostname()}-${process.pid}.new`

/** Replaces the file so that after any crash it is wholly the old or wholly the new one, and on the disk. */
export async function writePublished(path: string, note: string): Promise<void> {
  const folder = dirname(path)
  await mkdir(folder, { recursive: true })
  const draft = draftOf(path)
  const file = await open(draft, 'w', 0o644)
  try {
    await file.writeFile(note)
    await file.sync()
  } finally {
    await file.close()
  }
  await rename(draft, path)
  const directory = await open(folder, 'r')
  try {
    await directory.sync()
  } finally {
    await directory.close()
  }
}

/**
 * Publishes a head of a log that goes on. Two sequencers may share the file: one that was deposed while it wrote does not put its older
 * head over the newer one, which would hide that much of the log from the guard against rollback.
 */
export async function publishHead(path: string, note: string, signer: Signer): Promise<void> {
  const kept = await readPublished(path)
  const there = kept === undefined ? undefined : openPublished(kept, signer)
  const offered = claimedCheckpoint(note)
  if (there?.origin !== offered.origin || there.size <= offered.size) await writePublished(path, note)
}

/** Keeps the last checkpoint of a closed log as evidence beside the new one. */
export const keepPublished = async (path: string, log: number): Promise<void> => {
  if ((await readPublished(path)) !== undefined) await copyFile(path, `${path}.${log}`)
}

/** Publishes in the background, newest first: while one checkpoint is being written, the log goes on. */
export function makePublisher(path: string, signer: Signer, onFailure: (error: unknown, failures: number) => void) {
  let offered: string | undefined
  let failed: string | undefined
  let failures = 0
  let running: Promise<void> | undefined
  const run = async () => {
    while (offered !== undefined) {
      const note = offered
      offered = undefined
      try {
        await publishHead(path, note, signer)
        failed = undefined
        failures = 0
      } catch (error) {
        failed = note
        onFailure(error, ++failures)
      }
    }
    running = undefined
  }
  const offer = (note: string): void => {
    offered = note
    running ??= run()
  }
  return {
    /** Only for checkpoints whose commit is durable. */
    offer,
    settled: async (): Promise<void> => running,
    /** How many checkpoints in a row could not be written. */
    failures: () => failures,
    /** Tries the one that failed last again. True when what is outside is what was offered. */
    async retry(): Promise<boolean> {
      await running
      if (failed !== undefined) offer(failed)
      await running
      return failures === 0
    },
  }
}
