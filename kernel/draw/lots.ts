import { createHash, createHmac } from 'node:crypto'
import { firstOf, streamOf } from './stream.ts'

/** What may be drawn: the rows a register held on a day, as the city believed at a moment, less those that had their turn. */
export interface PopulationQuestion {
  readonly register: string
  /** Legal date on which the rows hold. */
  readonly on: string
  /** The moment up to which the register's records count, ISO: what came later changes nothing. */
  readonly recordedAt: string
  readonly where: Readonly<Record<string, string | number | boolean>>
  /** Left out: whoever stands in another register at least so often. `by` is a field of both. */
  readonly except?: {
    readonly register: string
    readonly by: string
    readonly where: Readonly<Record<string, string | number | boolean>>
    readonly atLeast: number
  }
}

/** 信标 The root of the log at a size that was not yet reached when the seed was fixed. */
export interface Beacon {
  readonly log: number
  readonly size: number
  /** Base64. */
  readonly root: string
}

/** 签 One object drawn, and by their places in the pool who goes there and, in order, who steps in. */
export interface Lot {
  readonly object: string
  readonly persons: readonly number[]
  readonly reserve: readonly number[]
}

export interface Drawing {
  readonly caseId: string
  readonly stage: string
  /** Hex, 32 bytes. */
  readonly seed: string
  readonly beacon: Beacon
  /** The keys of the population, in order. */
  readonly population: readonly string[]
  readonly count: number
  /** How many persons go to each object. */
  readonly each: number
  /** How many persons there are to draw from. */
  readonly pool: number
  /** Places of the pool that are left out. */
  readonly without: readonly number[]
}

/** How many stand ready for each object in case somebody must stand back. */
const inReserve = 6

const sha256 = (...parts: readonly string[]): string => {
  const hash = createHash('sha256')
  for (const part of parts) hash.update(part).update('\n')
  return hash.digest('hex')
}

/** The key of a row as one line: its only key field, or all of them as a JSON list. */
export const keyText = (values: readonly (string | number | boolean | null)[]): string =>
  values.length === 1 ? String(values[0]) : JSON.stringify(values)

/** The key of a row by its fields again. */
export const rowKey = (fields: readonly string[], text: string): Readonly<Record<string, unknown>> => {
  const values: readonly unknown[] = fields.length === 1 ? [text] : (JSON.parse(text) as readonly unknown[])
  return Object.fromEntries(fields.map((field, at) => [field, values[at]]))
}

/** Keys in the order of their code units, which is the order in which lots are cast. */
export const inOrder = (keys: readonly string[]): readonly string[] =>
  [...keys].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0))

/** 名录库哈希 SHA-256 (hex) over a first line that names this format, and one line for each key, in order. */
export const populationHash = (keys: readonly string[]): string => sha256('plumbline/draw/population/1', ...keys)

/** 种子承诺 What is said of the seed beforehand: SHA-256 (hex) over the format's name and the seed, each ended by a newline. */
export const commitmentOf = (seed: string): string => sha256('plumbline/draw/seed/1', seed)

/** The key of the streams: HMAC-SHA256 under the seed over case, stage, population and beacon, so that none of them can be exchanged. */
const streamKey = ({ caseId, stage, seed, beacon, population }: Drawing): Buffer =>
  createHmac('sha256', Buffer.from(seed, 'hex'))
    .update(
      ['plumbline/draw/1', caseId, stage, populationHash(population), beacon.log, beacon.size, beacon.root].join('\n'),
    )
    .digest()

/**
 * 抽取 The lots of a draw, from what is known of it and nothing else. Objects come from the stream `objects`; the persons of each object from
 * a stream of its own, `persons` and the object's key: who steps in for whom never changes what was drawn elsewhere.
 */
export function lotsOf(drawing: Drawing): readonly Lot[] {
  const { population, count, each, pool, without } = drawing
  const key = streamKey(drawing)
  const left = Array.from({ length: pool }, (_, place) => place).filter(place => !without.includes(place))
  return firstOf(streamOf(key, 'objects'), population.length, count).map(place => {
    const object = population[place]!
    const persons = firstOf(streamOf(key, `persons\n${object}`), left.length, each === 0 ? 0 : each + inReserve)
    const chosen = persons.map(index => left[index]!)
    return { object, persons: chosen.slice(0, each), reserve: chosen.slice(each) }
  })
}
