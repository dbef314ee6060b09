import { createHash } from 'node:crypto'
import type { CheckedFile } from './check-item.ts'
import type { Law, LawLibrary } from './lint/index.ts'
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

export function standingOf({ digests, laws }: Surroundings, known: ReadonlySet<string> | undefined): Standing {
  const read = new Map<string, string>([['laws', digestOf(demandsOf(laws))]])
  const ofItem = (name: string | undefined): string =>
    known === undefined ? 'part' : name === undefined ? 'whole' : String(known.has(name))
  const ofLaw = (name: string): string => {
    const law = laws.find(name)
    return law === undefined ? 'absent' : digestOf(JSON.stringify(law))
  }
  return use => {
    // a law is named as it is cited, which may be with a stroke
    const [, kind = use, name] = /^(items|law)(?:\/(.*))?$/s.exec(use) ?? []
    if (kind === 'items') return ofItem(name)
    const digest = read.get(use) ?? (name === undefined ? digests.get(use) : ofLaw(name)) ?? 'absent'
    read.set(use, digest)
    return digest
  }
}

/** Parts of a law that say something about itself only: they concern who cites it. */
const ofItself: ReadonlySet<string> = new Set<keyof Law>([
  'law',
  'name',
  'aliases',
  'number',
  'issued',
  'revised',
  'inForce',
  'yieldsTo',
  'rank',
  'general',
  'articles',
  'topics',
  'governs',
  'earlier',
  'verified',
  'unitRule',
  'stops',
  'fines',
  'limits',
])

/** What the laws demand of items that do not cite them, and what the city holds: it concerns everybody. */
const demandsOf = ({ laws, records }: LawLibrary): string =>
  JSON.stringify([
    laws.length > 0,
    records,
    laws.filter(
      law => Object.keys(law).some(part => !ofItself.has(part)) || law.limits.some(({ required }) => required),
    ),
  ])

/** What was said of a file that is the same in surroundings that are the same. */
export function recall(memory: CheckMemory, file: string, content: string, standing: Standing) {
  const before = memory.get(file)
  if (before?.content !== content) return undefined
  return Object.entries(before.uses).every(([use, digest]) => standing(use) === digest) ? before.said : undefined
}

export function remember(memory: CheckMemory, content: string, said: CheckedFile, standing: Standing): void {
  memory.set(said.file, { content, uses: Object.fromEntries(said.uses.map(use => [use, standing(use)])), said })
}

/** Surroundings that note what is asked of them. What laws demand and the posts concern every item. */
export function watched(surroundings: Surroundings, known: ReadonlySet<string> | undefined) {
  const always = ['laws', 'organs', 'items']
  let seen = new Set(always)
  let cited = new Set<string>()
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
      laws: {
        ...surroundings.laws,
        find: (name: string) => {
          cited.add(name)
          return surroundings.laws.find(name)
        },
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
      const asked = [...seen, ...[...cited].map(name => `law/${name}`)].sort()
      seen = new Set(always)
      cited = new Set()
      return asked
    },
  }
}
