import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { inflateRawSync } from 'node:zlib'
import { parse } from 'yaml'
import { readPdf } from '../../test/harness/pdf.ts'
import { finderOf } from '../canary/finder.ts'
import type { Canary } from '../canary/words.ts'

/** 一种私人的字 What is planted, who may lawfully come upon it by whose it is, or why nobody can. */
export interface Place {
  readonly what: string
  readonly words: string
  readonly basis: string
  readonly seen?: Readonly<Record<string, readonly string[]>>
  readonly sealed?: string
}

export const readPlaces = (): readonly Place[] =>
  parse(readFileSync(join(import.meta.dirname, 'places.yaml'), 'utf8')) as readonly Place[]

/** Every part of a package of files, unpacked: what is looked for may stand in any of them. */
function unpacked(bytes: Buffer): string {
  const parts: Buffer[] = []
  for (let at = 0; at + 30 <= bytes.length && bytes.readUInt32LE(at) === 0x04034b50; ) {
    const [way, size] = [bytes.readUInt16LE(at + 8), bytes.readUInt32LE(at + 18)]
    const from = at + 30 + bytes.readUInt16LE(at + 26) + bytes.readUInt16LE(at + 28)
    const part = bytes.subarray(from, from + size)
    parts.push(way === 8 ? inflateRawSync(part) : part)
    at = from + size
  }
  return Buffer.concat(parts).toString()
}

/** 读出来 An answer as whoever gets it can read it: papers with their streams unpacked and their glyphs turned back into signs, packages opened. */
export function readable(bytes: Buffer): string {
  const plain = bytes.toString()
  if (plain.startsWith('%PDF')) return `${plain}\n${readPdf(bytes).text.replaceAll('\n', '')}`
  return bytes.length > 30 && bytes.readUInt32LE(0) === 0x04034b50 ? `${plain}\n${unpacked(bytes)}` : plain
}

/** A cell of the table without its relation is its `own`. */
const whole = (cell: string): string => (cell.includes('.') ? cell : `${cell}.own`)

/** 搜寻 Looks for every planted word in whatever anybody gets, and keeps who came upon which. */
export function makeSearch(canaries: readonly Canary[], places: readonly Place[]) {
  const find = finderOf(canaries)
  const known = new Map(places.map(place => [place.what, place]))
  const leaked = new Set<string>()
  const met = new Map<string, Set<string>>()
  let [looked, papers] = [0, 0]

  /** Whether this one may come upon words of this kind and owner. */
  function may(who: string, place: string): boolean {
    const [whose = '', what = ''] = place.split('/')
    return known.get(what)?.seen?.[whose]?.some(cell => whole(cell) === who) ?? false
  }

  return {
    find,
    looked: () => looked,
    /** In how many papers words were found: streams unpacked, glyphs turned back. */
    papers: () => papers,
    /** @returns how many words were found in it, lawfully or not */
    seek(text: string, who: string, where: string): number {
      looked++
      const found = find(text)
      if (found.size > 0 && text.slice(0, 200).includes('%PDF-1.7') && text.includes('/ByteRange')) papers++
      for (const { place, kind } of found) {
        met.set(place, (met.get(place) ?? new Set()).add(who))
        if (!may(who, place)) leaked.add(`${who} ${where}: ${kind} of ${place}`)
      }
      return found.size
    },
    told: (where: string) => leaked.add(where),
    leaked,
    /** 落空 Kinds of words that nobody came upon and that are not said to be sealed; kinds that no line knows; sealed ones that were found. */
    unproved(): readonly string[] {
      const planted = new Set(canaries.map(({ place }) => place))
      const faults: string[] = []
      for (const place of planted) {
        const what = place.split('/')[1] ?? ''
        const line = known.get(what)
        if (!line) faults.push(`${place}: no line says who may see it`)
        else if (line.seen?.[place.split('/')[0]!]?.length && !met.has(place))
          faults.push(`${place}: nobody came upon it`)
      }
      for (const { what, seen, sealed } of places) {
        const all = [...planted].filter(place => place.split('/')[1] === what)
        if (all.length === 0) faults.push(`${what}: planted nowhere`)
        if ((seen === undefined) === (sealed === undefined)) faults.push(`${what}: either seen by somebody or sealed`)
        if (seen && !all.some(place => met.has(place))) faults.push(`${what}: nobody came upon any`)
      }
      return faults
    },
  }
}
export type Search = ReturnType<typeof makeSearch>
