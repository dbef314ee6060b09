import type { Db } from '#kernel/storage'
import type { Desk } from './desks.ts'

export type Filter = 'item' | 'drawer' | 'stage' | 'level' | 'region'

/** 样件 What one task of a desk says of itself: an officer looks for such ones. */
export type Sample = Readonly<Record<Filter, string>>

const samplesADesk = 8

/** Some tasks with an alarm of every desk, by organ and post. */
export async function readSamples(db: Db): Promise<ReadonlyMap<string, readonly Sample[]>> {
  const rows = await db.query<Sample & { desk: string }>(
    `select desk, item, drawer, stage, level, region from (
       select organ || '/' || post as desk, item, drawer, stage, level, region,
         row_number() over (partition by organ, post order by hashtext(number)) as nth
       from kernel.tasks where level is not null) one
     where nth <= $1`,
    [samplesADesk],
  )
  return Map.groupBy(rows, ({ desk }) => desk)
}

export const narrowed = (filters: readonly Filter[], sample: Sample): Readonly<Partial<Sample>> =>
  Object.fromEntries(filters.map(filter => [filter, sample[filter]]))

export interface Narrowing {
  readonly all: number
  readonly without: Readonly<Record<string, number>>
}

/** Rows that filters leave at some desks, all of them and all but each: a filter that leaves as many when it is left out filters nothing. */
export async function narrowing(
  db: Db,
  desks: readonly Desk[],
  samples: ReadonlyMap<string, readonly Sample[]>,
  filters: readonly Filter[],
): Promise<Narrowing> {
  const count = async (left: readonly Filter[]): Promise<number> => {
    let sum = 0
    for (const { organ, post } of desks) {
      const sample = samples.get(`${organ}/${post}`)?.[0]
      if (!sample) continue
      const where = left.map((filter, at) => `and ${filter} = $${at + 3}`).join(' ')
      const [row] = await db.query<{ n: number }>(
        `select count(*)::int as n from kernel.tasks where organ = $1 and post = $2 ${where}`,
        [organ, post, ...left.map(filter => sample[filter])],
      )
      sum += row!.n
    }
    return sum
  }
  const without: Record<string, number> = {}
  for (const filter of filters) without[filter] = await count(filters.filter(one => one !== filter))
  return { all: await count(filters), without }
}
