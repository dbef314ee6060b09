import { Worker } from 'node:worker_threads'
import { makeTurns } from './turns.ts'

/** One document whose words are wanted, under a name of the asker's. */
export interface PaperBytes {
  readonly id: string
  readonly bytes: Uint8Array
}

/** 文件上的字 What stands on a document as text, line by line; a scan has none. */
export interface WordsRead {
  readonly lines: readonly string[]
  /** Every page was read and has text: only then does a name that is not found say anything. */
  readonly whole: boolean
}

export interface WordsLimits {
  readonly mostPages: number
  readonly mostSigns: number
}

export interface WordsWork {
  readonly papers: readonly PaperBytes[]
  readonly limits: WordsLimits
}

/** One answer for each document that has text, and one at the end. */
export type WordsSaid = { readonly id: string; readonly words: WordsRead } | { readonly done: true }

export interface WordsSettings {
  readonly limits?: WordsLimits
  /** How long all papers of one application may take together. */
  readonly milliseconds?: number
  readonly atOnce?: number
  readonly waiting?: number
}

const usualLimits: WordsLimits = { mostPages: 30, mostSigns: 60_000 }
const heap = { maxOldGenerationSizeMb: 256, maxYoungGenerationSizeMb: 32 }

/**
 * 读文字 The words on the documents of one application, read in a thread of their own that is ended when it takes too long or too much
 * memory. What was read by then counts; a file that is broken, locked, hostile or a scan says nothing, and nothing is ever thrown.
 */
export function makeReader({
  limits = usualLimits,
  milliseconds = 5_000,
  atOnce = 2,
  waiting = 16,
}: WordsSettings = {}) {
  const turns = makeTurns({ atOnce, waiting })

  const inThread = (papers: readonly PaperBytes[]): Promise<ReadonlyMap<string, WordsRead>> =>
    new Promise(resolve => {
      const read = new Map<string, WordsRead>()
      const worker = new Worker(new URL('./words.worker.ts', import.meta.url), {
        resourceLimits: heap,
        // What the library says of a broken file stays with the file.
        ...{ stdout: true, stderr: true },
      })
      const end = (): void => {
        clearTimeout(late)
        resolve(read)
        void worker.terminate()
      }
      const late = setTimeout(end, milliseconds)
      worker.on('message', (said: WordsSaid) => {
        if ('done' in said) end()
        else read.set(said.id, said.words)
      })
      worker.once('error', end)
      worker.once('exit', end)
      const work: WordsWork = { papers, limits }
      worker.postMessage(work)
    })

  return async (papers: readonly PaperBytes[]): Promise<ReadonlyMap<string, WordsRead>> => {
    if (papers.length === 0 || !(await turns.take())) return new Map()
    try {
      return await inThread(papers)
    } finally {
      turns.give()
    }
  }
}
export type Reader = ReturnType<typeof makeReader>
