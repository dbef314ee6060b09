import { type FileHandle, open } from 'node:fs/promises'
import { dirname } from 'node:path'
import { type Basis, refusal } from '#kernel/refusal'

export const erasureListDamaged = refusal('ERASURE_LIST_DAMAGED', 503, 'The list of erased parties cannot be read')

/** One erased party: its id, when, on what ground, by whom. No content. */
export interface ListedErasure {
  readonly party: string
  readonly at: string
  readonly basis: Basis
  readonly actor: string
}

/** 删除名录 The erased parties, outside the database, so that restoring an older backup does not bring them back. */
export interface ErasureList {
  /** Durable when it returns; called before the commit, so a listed party may be there still, an erased one is always listed. */
  append(entries: readonly ListedErasure[]): Promise<void>
  read(): Promise<readonly ListedErasure[]>
}

async function toDisk(file: FileHandle, path: string, isNew: boolean): Promise<void> {
  await file.sync()
  if (!isNew) return
  const folder = await open(dirname(path), 'r')
  try {
    await folder.sync()
  } finally {
    await folder.close()
  }
}

const isAbsent = (error: unknown): boolean => error instanceof Error && 'code' in error && error.code === 'ENOENT'

/** A file of one JSON line per party, mode 0600, appended and synchronised to disk. Appends run one after another. */
export function makeErasureList({ path }: { readonly path: string }): ErasureList {
  let turn: Promise<unknown> = Promise.resolve()

  const append = async (entries: readonly ListedErasure[]) => {
    const file = await open(path, 'a+', 0o600)
    try {
      const { size } = await file.stat()
      // A crash in the middle of an append leaves half a line; its commit never happened, so the half line goes.
      const text = size > 0 ? await file.readFile('utf8') : ''
      if (!text.endsWith('\n') && text.length > 0)
        await file.truncate(Buffer.byteLength(text.slice(0, text.lastIndexOf('\n') + 1)))
      await file.appendFile(entries.map(entry => `${JSON.stringify(entry)}\n`).join(''))
      await toDisk(file, path, size === 0)
    } finally {
      await file.close()
    }
  }

  const read = async (): Promise<readonly ListedErasure[]> => {
    let text: string
    try {
      const file = await open(path, 'r')
      try {
        text = await file.readFile('utf8')
      } finally {
        await file.close()
      }
    } catch (error) {
      if (isAbsent(error)) return []
      throw error
    }
    return text
      .slice(0, text.lastIndexOf('\n') + 1)
      .split('\n')
      .filter(line => line !== '')
      .map((line, at) => {
        try {
          return JSON.parse(line) as ListedErasure
        } catch (cause) {
          throw erasureListDamaged({ detail: `Line ${at + 1} is not an entry`, cause })
        }
      })
  }

  return {
    append: entries => {
      const mine = turn.then(() => append(entries))
      turn = mine.catch(() => {})
      return mine
    },
    read,
  }
}
