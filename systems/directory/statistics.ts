import type { Clock } from '#kernel/clock'
import { type Bilingual, drawers, levels } from '#kernel/definition'
import type { Db, Sql } from '#kernel/storage'
import { type Kept, makeKept } from './kept.ts'
import { type Differing, type OfflineItem, readCounts } from './statistics.store.ts'

export const measureNames = [
  'drawers',
  'levels',
  'standings',
  'regions',
  'organs',
  'channels',
  'online',
  'times',
  'visits',
  'codes',
  'differing',
  'offline',
] as const
export type MeasureName = (typeof measureNames)[number]

/** 统计项 Some numbers that belong together, and how they are counted. A row's numbers stand under the columns. */
export interface Measure {
  readonly id: MeasureName
  readonly how: Bilingual
  readonly columns: readonly string[]
  readonly rows: readonly (Readonly<Record<string, number | string | null>> & { readonly key: string })[]
}

export interface Statistics {
  readonly on: string
  readonly measures: readonly Measure[]
  /** Items whose name or code is not the same in every district. */
  readonly differing: readonly Differing[]
  /** Items that are not done online, and nobody has confirmed why. */
  readonly unconfirmed: readonly OfflineItem[]
}

export interface StatisticsDeps {
  readonly db: Db
  readonly clock: Clock
  /** How each measure is counted, in words. */
  readonly how: (measure: MeasureName) => Bilingual
  readonly kept?: Kept
}

const inOrder = <Row extends { readonly key: string }>(
  rows: readonly Row[],
  order: readonly string[],
): readonly Row[] => rows.toSorted((a, b) => order.indexOf(a.key) - order.indexOf(b.key))

const share = (part: number, whole: number): number | null =>
  whole === 0 ? null : Math.round((part / whole) * 1_000) / 10

/** 目录统计 Counts of the directory, all of one moment, and kept as long as they stand. */
export function makeStatistics({ db, clock, how, kept = makeKept({ db, clock }) }: StatisticsDeps) {
  async function count(sql: Sql, on: string): Promise<Statistics> {
    const found = await readCounts(sql, on)
    const { applied, online, items } = found.online
    const unconfirmed = found.offline.filter(({ entry }) => entry === null)
    const of = (id: MeasureName, columns: readonly string[], rows: readonly object[]): Measure => ({
      id,
      how: how(id),
      columns,
      rows: rows as Measure['rows'],
    })
    const both = ['items', 'entries']
    return {
      on,
      measures: [
        of('drawers', both, inOrder(found.drawers, drawers)),
        of('levels', both, inOrder(found.levels, levels)),
        of('standings', both, inOrder(found.standings, ['runs', 'offline', 'listed'])),
        of('regions', both, found.regions),
        of('organs', both, found.organs),
        of('channels', ['items'], inOrder(found.channels, ['online', 'window', 'phone', 'post', 'community'])),
        of(
          'online',
          ['items'],
          [
            { key: 'all', items },
            { key: 'applied', items: applied },
            { key: 'online', items: online },
            { key: 'share', items: share(online, applied) },
          ],
        ),
        of('times', ['items', 'statutory', 'promised', 'saved'], found.times),
        of('visits', ['items'], found.visits),
        of(
          'codes',
          ['lines', 'coded', 'uncoded', 'faulty'],
          found.codes.map(row => ({ ...row, uncoded: row.lines - row.coded })),
        ),
        of(
          'differing',
          ['items'],
          [
            { key: 'name', items: found.differing.filter(({ what }) => what === 'name').length },
            { key: 'code', items: found.differing.filter(({ what }) => what === 'code').length },
          ],
        ),
        of(
          'offline',
          ['items'],
          [
            { key: 'confirmed', items: found.offline.length - unconfirmed.length },
            { key: 'said', items: unconfirmed.filter(({ said }) => said !== null).length },
            { key: 'silent', items: unconfirmed.filter(({ said }) => said === null).length },
          ],
        ),
      ],
      differing: found.differing,
      unconfirmed,
    }
  }

  return (): Promise<Statistics> =>
    kept('statistics', () => {
      const on = clock.today().toString()
      return db.transaction(sql => count(sql, on), { isolation: 'repeatable read', readOnly: true })
    })
}
