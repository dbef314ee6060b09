import { createHash } from 'node:crypto'
import type { CheckedFile } from './check-item.ts'
import type { Surroundings } from './surroundings.ts'

/** 检查记忆 What the same checker said before, by file. It holds as long as the file and all it was held against are the same. */
export type CheckMemory = Map<string, Remembered>

export interface Remembered {
  /** Digest of the file. */
  readonly content: string
  /** Digest of everything that was asked for while it was checked, by name. */
  readonly uses: Readonly<Record<string, string>>
  readonly said: CheckedFile
}

export const digestOf = (content: string | Uint8Array): string =>
  createHash('sha256').update(content).digest('base64url')

/** What a name stands for today; a part that is not there has a digest too. */
export type Standing = (use: string) => string

export const standingOf =
  ({ digests }: Surroundings, known: ReadonlySet<string> | undefined): Standing =>
  use => {
    if (!use.startsWith('items')) return digests.get(use) ?? 'absent'
    return known === undefined ? 'part' : use === 'items' ? 'whole' : String(known.has(use.slice('items/'.length)))
  }

/** What was said of a file that is the same in surroundings that are the same. */
export function recall(memory: CheckMemory, file: string, content: string, standing: Standing) {
  const before = memory.get(file)
  if (before?.content !== content) return undefined
  return Object.entries(before.uses).every(([use, digest]) => standing(use) === digest) ? before.said : undefined
}

export function remember(memory: CheckMemory, content: string, said: CheckedFile, standing: Standing): void {
  memory.set(said.file, { content, uses: Object.fromEntries(said.uses.map(use => [use, standing(use)])), said })
}

/** Surroundings that note what is asked of them. Laws and posts concern every item: what a law demands, it demands of those who do not cite it. */
export function watched(surroundings: Surroundings, known: ReadonlySet<string> | undefined) {
  const always = ['laws', 'organs', 'items']
  let seen = new Set(always)
  const note = (use: string): void => void seen.add(use)
  return {
    surroundings: {
      ...surroundings,
      template: (name: string) => {
        note(`templates/${name.replace(/^templates\//, '')}`)
        return surroundings.template(name)
      },
      registers: (name: string) => {
        note(`registers/${name}`)
        return surroundings.registers(name)
      },
    },
    ...(known && {
      known: {
        has: (item: string) => {
          note(`items/${item}`)
          return known.has(item)
        },
      },
    }),
    /** What was asked for since the last time. */
    uses: (): readonly string[] => {
      const asked = [...seen].sort()
      seen = new Set(always)
      return asked
    },
  }
}
