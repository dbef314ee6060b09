import { balanced, type LedgerSums } from '#hubs/application/ledger'
import { byDrawerOf, type DrawerReport } from './by-drawer.ts'
import type { Given } from './given/given.schema.ts'
import { detectable, type Truth } from './truth.ts'
import { isUndetectable, violationKinds } from './violation.ts'

export interface SimulationReport {
  readonly cases: number
  readonly days: number
  readonly planted: number
  readonly caught: number
  readonly undetectable: number
  readonly falseAlarms: number
  readonly verified: boolean
  readonly replayed: boolean
  readonly ledger: LedgerSums
  /** What was wanted of the run: so many cases, and some of each of these drawers. */
  readonly asked: { readonly cases: number; readonly drawers: readonly string[] }
  /** Of the cases asked for, those that were opened, or refused at the door for the wrong that was planted in them. */
  readonly opened: number
  /** Clean cases that ended. */
  readonly ended: number
  readonly clean: number
  /** Warnings before a limit, each of them due. */
  readonly warnings: number
  readonly byKind: Readonly<
    Record<string, { readonly planted: number; readonly caught: number; readonly undetectable?: true }>
  >
  /** Wrongs given in a file: in how many cases each was done, and in how many it was found as it says. */
  readonly given: Readonly<Record<string, { readonly planted: number; readonly caught: number }>>
  readonly byItem: Readonly<Record<string, ItemReport>>
  readonly byDrawer: Readonly<Record<string, DrawerReport>>
  /** Items in force of which no case was lived. */
  readonly notLived: readonly string[]
  /** What came instead, for wrongs that were not caught: kind, what the city answered, how often. */
  readonly missed: readonly {
    readonly kind: string
    readonly found: string
    readonly number: string
    readonly count: number
  }[]
  /** Rightful acts that were refused and alarms about nothing: what, with which codes, how often, and one case to look at. */
  readonly falseAlarmsBy: readonly {
    readonly what: string
    readonly codes: string
    readonly number: string
    readonly count: number
  }[]
  readonly requests: number
  readonly seconds: number
}

/** 分事项 How the cases of one item went, and what was found of each kind of wrong in them. */
export interface ItemReport {
  readonly cases: number
  readonly clean: number
  readonly ended: number
  readonly planted: number
  readonly caught: number
  readonly falseAlarms: number
  readonly byKind: Readonly<Record<string, { readonly planted: number; readonly caught: number }>>
}

export const most = { undetectable: 0.05, unended: 0.05 } as const

/** A drawer of which nothing was lived, or nothing wrong was tried in it, has shown nothing. */
const wasLived = (drawer: DrawerReport | undefined): boolean =>
  drawer !== undefined && drawer.cases > 0 && drawer.planted > 0

/** 合格 What was asked for was lived; everything that anything contradicts was caught, nothing right was stopped, the log proves it and the ledger adds up. */
export const holds = ({
  planted,
  caught,
  undetectable,
  falseAlarms,
  verified,
  replayed,
  ended,
  clean,
  given,
  asked,
  opened,
  byDrawer,
  ledger,
}: SimulationReport): boolean =>
  opened >= asked.cases &&
  asked.drawers.every(drawer => wasLived(byDrawer[drawer])) &&
  caught === planted - undetectable &&
  undetectable <= most.undetectable * planted &&
  falseAlarms === 0 &&
  // A given wrong whose act never came has shown nothing.
  Object.values(given).every(one => one.planted > 0) &&
  verified &&
  replayed &&
  balanced(ledger) &&
  ended >= (1 - most.unended) * clean

function counted<T extends object>(rows: readonly T[], keyOf: (row: T) => string): (T & { count: number })[] {
  const counts = new Map<string, T & { count: number }>()
  for (const row of rows) {
    const key = keyOf(row)
    const before = counts.get(key)
    if (before) before.count++
    else counts.set(key, { ...row, count: 1 })
  }
  return [...counts.values()].sort((a, b) => b.count - a.count)
}

function givenOf(truth: Truth, given: readonly Given[]): SimulationReport['given'] {
  const kinds = [...new Set(given.map(({ kind }) => kind))]
  return Object.fromEntries(
    kinds.map(kind => {
      const all = truth.planted.filter(one => one.given?.kind === kind)
      return [kind, { planted: all.length, caught: all.filter(({ caught }) => caught !== undefined).length }]
    }),
  )
}

const countsOf = (planted: Truth['planted']) => ({
  planted: planted.length,
  caught: planted.filter(({ caught }) => caught !== undefined).length,
})

const byKindOf = (planted: Truth['planted']): ItemReport['byKind'] =>
  Object.fromEntries([...Map.groupBy(planted, ({ kind }) => kind)].sort().map(([kind, all]) => [kind, countsOf(all)]))

function byItemOf({ cases, planted, falseAlarms }: Truth): SimulationReport['byItem'] {
  const itemOf = (key: string) => cases.get(key)?.item ?? ''
  const wrongs = Map.groupBy(planted, one => itemOf(one.case))
  const alarms = Map.groupBy(falseAlarms, one => itemOf(one.case))
  return Object.fromEntries(
    [...Map.groupBy(cases.values(), ({ item }) => item)].map(([item, all]) => {
      const clean = all.filter(one => one.clean)
      const own = wrongs.get(item) ?? []
      const counts = {
        cases: all.length,
        clean: clean.length,
        ended: clean.filter(({ ended }) => ended).length,
        ...countsOf(own),
        falseAlarms: alarms.get(item)?.length ?? 0,
        byKind: byKindOf(own),
      }
      return [item, counts]
    }),
  )
}

/** 结算 What the truth says of the run. */
export function reportOf(
  truth: Truth,
  facts: Pick<
    SimulationReport,
    'days' | 'notLived' | 'verified' | 'replayed' | 'ledger' | 'asked' | 'opened' | 'requests' | 'seconds'
  >,
  given: readonly Given[] = [],
  drawers: ReadonlyMap<string, string> = new Map(),
): SimulationReport {
  const byItem = byItemOf(truth)
  const cases = [...truth.cases.values()]
  const clean = cases.filter(one => one.clean)
  const missed = detectable(truth).filter(({ caught }) => caught === undefined)
  const numberOf = (key: string) => truth.cases.get(key)?.number ?? key
  const byKind = violationKinds.flatMap(kind => {
    const all = truth.planted.filter(one => one.kind === kind && one.given === undefined)
    const counts = {
      planted: all.length,
      caught: all.filter(({ caught }) => caught !== undefined).length,
      ...(isUndetectable(kind) && { undetectable: true as const }),
    }
    return all.length === 0 ? [] : [[kind, counts] as const]
  })
  return {
    cases: cases.length,
    planted: truth.planted.length,
    caught: truth.planted.filter(({ caught }) => caught !== undefined).length,
    undetectable: truth.planted.length - detectable(truth).length,
    falseAlarms: truth.falseAlarms.length,
    ended: clean.filter(one => one.ended).length,
    clean: clean.length,
    warnings: truth.warnings,
    byKind: { ...Object.fromEntries(byKind), ...byKindOf(truth.planted.filter(one => one.given?.made === true)) },
    given: givenOf(truth, given),
    byItem,
    byDrawer: byDrawerOf(byItem, drawers),
    missed: counted(
      missed.map(({ kind, found, case: key }) => ({ kind, found, number: numberOf(key) })),
      ({ kind, found }) => `${kind} ${found}`,
    ),
    falseAlarmsBy: counted(
      truth.falseAlarms.map(({ what, codes, case: key }) => ({ what, codes: codes.join(' '), number: numberOf(key) })),
      ({ what, codes }) => `${what} ${codes}`,
    ),
    ...facts,
  }
}
