import { copyFile, mkdir, open, readFile, rename } from 'node:fs/promises'
import { dirname } from 'node:path'

/** The last published checkpoint, kept outside the database: what a restored database is held against. */
export async function readPublished(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8')
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
    throw error
  }
}

/** Replaces the file so that after any crash it is wholly the old or wholly the new one, and on the disk. */
export async function writePublished(path: string, note: string): Promise<void> {
  const folder = dirname(path)
  await mkdir(folder, { recursive: true })
  const draft = `${path}.new`
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

/** Keeps the last checkpoint of a closed log as evidence beside the new one. */
export const keepPublished = async (path: string, log: number): Promise<void> => {
  if ((await readPublished(path)) !== undefined) await copyFile(path, `${path}.${log}`)
}

/** Publishes in the background, newest first: while one checkpoint is being written, the log goes on. */
export function makePublisher(path: string, onFailure: (error: unknown, failures: number) => void) {
  let offered: string | undefined
  let failed: string | undefined
  let failures = 0
  let running: Promise<void> | undefined
  const run = async () => {
    while (offered !== undefined) {
      const note = offered
      offered = undefined
      try {
        await writePublished(path, note)
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
