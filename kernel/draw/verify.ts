import { commitmentOf, type Drawing, inOrder, type Lot, lotsOf, populationHash } from './lots.ts'

/** 抽取记录 Everything that was said of a draw, before it and with it. */
export interface DrawRecord extends Omit<Drawing, 'population'> {
  readonly commitment: string
  readonly size: number
  readonly hash: string
  readonly lots: readonly Lot[]
}

/** Where a draw is not what it should be: in which part, and for lots at which place. */
export interface DrawFault {
  readonly what: 'seed' | 'population' | 'beacon' | 'count' | 'lots'
  readonly detail: string
}

const same = (one: Lot | undefined, other: Lot | undefined): boolean => JSON.stringify(one) === JSON.stringify(other)
/** Whatever the order of its members was, a lot is compared by what it says. */
const plain = ({ object, persons, reserve }: Lot): Lot => ({ object, persons, reserve })

/**
 * 复算 Draws again from what is public and compares: the seed against its commitment, the population against its hash, the root of the log
 * as the reader found it himself, how many should have been drawn, and every lot. Nothing found means equal.
 */
export function verifyDraw(
  record: DrawRecord,
  found: { readonly population: readonly string[]; readonly root?: string; readonly count?: number },
): readonly DrawFault[] {
  const faults: DrawFault[] = []
  const fault = (what: DrawFault['what'], detail: string) => faults.push({ what, detail })
  const population = inOrder(found.population)
  if (commitmentOf(record.seed) !== record.commitment) fault('seed', 'the seed is not the one that was committed to')
  if (population.length !== record.size)
    fault('population', `${record.size} were to be drawn from, ${population.length} are there`)
  if (populationHash(population) !== record.hash) fault('population', 'the population is not the one that was frozen')
  if (found.root !== undefined && found.root !== record.beacon.root)
    fault('beacon', `the log of size ${record.beacon.size} has another root`)
  if (found.count !== undefined && found.count !== record.count)
    fault('count', `${record.count} were to be drawn, ${found.count} by the item`)
  const again = lotsOf({ ...record, population }).map(plain)
  const length = Math.max(again.length, record.lots.length)
  for (let at = 0; at < length; at++) {
    const was = record.lots[at]
    if (same(was && plain(was), again[at])) continue
    fault('lots', `lot ${at + 1} is ${was?.object ?? 'missing'} and should be ${again[at]?.object ?? 'none'}`)
  }
  return faults
}
