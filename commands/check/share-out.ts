import { once } from 'node:events'
import { availableParallelism } from 'node:os'
import { Worker } from 'node:worker_threads'
import type { CheckedFile, CheckWork } from '#kernel/definition'

/** Files a helper is given at once: few, so that nobody waits long for the last. */
const atOnce = 8
const mostThreads = 8

/** 分工 Shares files out over the machine's processors: this thread takes its part, the others two portions ahead. */
export async function shareOut(
  { files, content, known }: CheckWork,
  here: (file: string) => Promise<CheckedFile>,
): Promise<readonly CheckedFile[]> {
  const said: CheckedFile[] = []
  let next = 0
  const portion = (size: number): readonly string[] => {
    const part = files.slice(next, next + size)
    next += part.length
    return part
  }
  const helpers = Array.from({ length: Math.min(availableParallelism(), mostThreads) - 1 }, async () => {
    const worker = new Worker(new URL('./check.worker.ts', import.meta.url), {
      workerData: { content, known },
      resourceLimits: { maxYoungGenerationSizeMb: 64 },
    })
    let owed = 0
    const ask = (): void => {
      const part = portion(atOnce)
      if (part.length === 0) return
      owed++
      worker.postMessage(part)
    }
    const failed = once(worker, 'error').then(([fault]) => {
      throw fault
    })
    const done = new Promise<void>(resolve => {
      worker.on('message', (part: readonly CheckedFile[]) => {
        said.push(...part)
        owed--
        ask()
        if (owed === 0) resolve()
      })
    })
    ask()
    ask()
    try {
      if (owed > 0) await Promise.race([done, failed])
    } finally {
      failed.catch(() => {})
      await worker.terminate()
    }
  })
  for (let part = portion(4); part.length > 0; part = portion(4)) {
    for (const file of part) said.push(await here(file))
    await new Promise(resolve => setImmediate(resolve))
  }
  await Promise.all(helpers)
  return said
}
