import { Worker } from 'node:worker_threads'
import type { MediaType } from '#kernel/file'
import { type FileFault, uploadsBusy } from './refusals.ts'
import { makeTurns } from './turns.ts'

export interface LookLimits {
  readonly mostPixels: number
  readonly mostPages: number
  /** Bytes that all packed parts of one document may unpack to. */
  readonly mostUnpacked: number
}

export const usualLimits: LookLimits = { mostPixels: 40_000_000, mostPages: 500, mostUnpacked: 128 << 20 }

export interface LookWork {
  readonly bytes: Uint8Array
  readonly type: Exclude<MediaType, 'video/mp4'>
  readonly limits: LookLimits
}

export type Looked =
  | { readonly fault: FileFault; readonly facts?: Readonly<Record<string, number>> }
  | {
      readonly pages: number
      /** Nothing can be read on it. */
      readonly blank: boolean
      /** Something stands on it and hardly a sign has an edge. */
      readonly blurred: boolean
      /** The picture made anew; a document stays as it is. */
      readonly remade?: Uint8Array
    }

export interface LookSettings {
  readonly limits?: LookLimits
  /** How long one file may take. */
  readonly milliseconds?: number
  /** Threads at once, and files that may wait for one. */
  readonly atOnce?: number
  readonly waiting?: number
}

const heap = { maxOldGenerationSizeMb: 256, maxYoungGenerationSizeMb: 32 }

/**
 * 查看 Looks through one file in a thread of its own, which is ended when it takes too long or too much memory: then the file counts as
 * unreadable, and nothing else is touched.
 * @throws UPLOADS_BUSY when too many wait.
 */
export function makeLook({ limits = usualLimits, milliseconds = 20_000, atOnce = 2, waiting = 16 }: LookSettings = {}) {
  const turns = makeTurns({ atOnce, waiting })

  const inThread = (work: LookWork): Promise<Looked> =>
    new Promise(resolve => {
      const worker = new Worker(new URL('./look.worker.ts', import.meta.url), { resourceLimits: heap })
      const say = (looked: Looked): void => {
        clearTimeout(late)
        resolve(looked)
        void worker.terminate()
      }
      const late = setTimeout(() => say({ fault: 'unreadable', facts: { milliseconds } }), milliseconds)
      worker.once('message', say)
      worker.once('error', () => say({ fault: 'unreadable' }))
      worker.once('exit', () => say({ fault: 'unreadable' }))
      worker.postMessage(work)
    })

  return async (bytes: Uint8Array, type: LookWork['type']): Promise<Looked> => {
    if (!(await turns.take())) throw uploadsBusy({ remedy: 'Send it again in a minute.' })
    try {
      return await inThread({ bytes, type, limits })
    } finally {
      turns.give()
    }
  }
}
export type Look = ReturnType<typeof makeLook>
