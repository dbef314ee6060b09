import { createHash } from 'node:crypto'
import { Refusal } from '#kernel/refusal'
import type { ContentStore } from './content-store.ts'
import { fileMissing } from './directory-store.ts'

export interface Copied {
  /** Names found in the first store. */
  readonly seen: number
  /** Written now, and read back equal. */
  readonly copied: number
  /** There already, and equal. */
  readonly present: number
  /** There already with other bytes, and written again. */
  readonly mended: number
  /** Named and gone, or never finished: nothing to copy. */
  readonly gone: number
}

const digestOf = async (bytes: AsyncIterable<Uint8Array>): Promise<string> => {
  const hash = createHash('sha256')
  for await (const chunk of bytes) hash.update(chunk)
  return hash.digest('hex')
}

/** What is missing by now is nothing to copy. */
const orGone = <T>(work: Promise<T>): Promise<T | undefined> =>
  work.catch(fault => {
    if (fault instanceof Refusal && fault.code === fileMissing.code) return undefined
    throw fault
  })

/**
 * 迁移文件 Copies every file of one store into another, sealed as it is, and reads each back. It may be killed and begun again,
 * and run while the city works: a last run with the city stopped finds the rest.
 */
export async function copyStore(
  from: ContentStore,
  to: ContentStore,
  { together = 4, progress = () => {} }: { together?: number; progress?: (copied: Copied) => void } = {},
): Promise<Copied> {
  const count = { seen: 0, copied: 0, present: 0, mended: 0, gone: 0 }

  async function copy(name: string): Promise<keyof typeof count> {
    const there = await to.has(name)
    const kept = await orGone(digestOf(from.read(name)))
    if (kept === undefined) return 'gone'
    if (there && (await digestOf(to.read(name))) === kept) return 'present'
    await to.write(name, from.read(name))
    if ((await digestOf(to.read(name))) !== kept) throw new Error(`${name} was read back otherwise than it was written`)
    return there ? 'mended' : 'copied'
  }

  const names = from.names()[Symbol.asyncIterator]()
  const worker = async () => {
    for (;;) {
      const { value, done } = await names.next()
      if (done) return
      count.seen++
      count[await copy(value)]++
      progress({ ...count })
    }
  }
  await Promise.all(Array.from({ length: together }, worker))
  return count
}
