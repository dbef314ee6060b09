import { once } from 'node:events'
import { availableParallelism } from 'node:os'
import { Worker } from 'node:worker_threads'
import type { CheckedFile, CheckWork } from '#kernel/definition'
import type { ForThread } from './check.worker.ts'

/** Files a thread is given at once: few, so that nobody waits long for the last. */
const atOnce = 8
const mostThreads = 8

interface Thread {
  readonly worker: Worker
  /** Never resolves; rejects with what the thread threw. */
  readonly failed: Promise<never>
}

function startThread(): Thread {
  const worker = new Worker(new URL('./check.worker.ts', import.meta.url), {
    resourceLimits: { maxYoungGenerationSizeMb: 64 },
  })
  const failed = once(worker, 'error').then(([fault]): never => {
    throw fault
  })
  // It is only heard by whoever shares something out.
  failed.catch(() => {})
  return { worker, failed }
}

/** 分工 Threads on the machine's other processors. They load the checker from their start on, so that it stands when there are files to share. */
export function makeThreads() {
  let threads: readonly Thread[] = []
  const start = (): void => {
    if (threads.length === 0)
      threads = Array.from({ length: Math.min(availableParallelism(), mostThreads) - 1 }, startThread)
  }

  /** Shares files out: this thread takes its part, the others two portions ahead. */
  async function share(
    { files, content, known }: CheckWork,
    here: (file: string) => Promise<CheckedFile>,
  ): Promise<readonly CheckedFile[]> {
    start()
    const said: CheckedFile[] = []
    let next = 0
    const portion = (size: number): readonly string[] => {
      const part = files.slice(next, next + size)
      next += part.length
      return part
    }
    const shares = threads.map(async ({ worker, failed }) => {
      const tell = (told: ForThread): void => worker.postMessage(told)
      let owed = 0
      const ask = (): void => {
        const part = portion(atOnce)
        if (part.length === 0) return
        owed++
        tell(part)
      }
      const done = new Promise<void>(resolve => {
        worker.on('message', (part: readonly CheckedFile[]) => {
          said.push(...part)
          owed--
          ask()
          if (owed === 0) resolve()
        })
      })
      tell({ content, ...(known && { known }) })
      ask()
      ask()
      if (owed > 0) await Promise.race([done, failed])
    })
    const whole = Promise.all(shares)
    whole.catch(() => {})
    for (let part = portion(4); part.length > 0; part = portion(4)) {
      for (const file of part) said.push(await here(file))
      await new Promise(resolve => setImmediate(resolve))
    }
    await whole
    return said
  }
  return {
    start,
    share,
    async end(): Promise<void> {
      await Promise.all(threads.map(({ worker }) => worker.terminate()))
    },
  }
}
