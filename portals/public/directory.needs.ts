import type { Text } from '#kernel/definition'

/** A line of the directory: an item that runs here, or an entry that is listed. */
export interface LineShown {
  readonly kind: 'item' | 'entry'
  readonly key: string
  readonly name: Text
  readonly drawer: string
  readonly levels: readonly string[]
  readonly standing: 'runs' | 'offline' | 'listed'
  readonly starts: readonly string[]
  readonly organ: string | null
  readonly organName: string | null
  /** How many organs have said how they carry it out. */
  readonly organs: number
}

/** What the directory is narrowed to. */
export interface Narrowed {
  readonly level?: string
  readonly region?: string
  readonly organ?: string
  readonly drawer?: string
  readonly lifeEvent?: string
  readonly standing?: string
}

export interface PlaceShown {
  readonly code: string
  readonly name: string
  readonly above: readonly { readonly code: string; readonly name: string }[]
  readonly within: readonly { readonly code: string; readonly name: string }[]
  readonly organs: readonly { readonly organ: string; readonly name: string; readonly items: number }[]
}

export interface RegionShown {
  readonly code: string
  readonly name: string
  readonly level: string
  readonly items: number
  readonly entries: number
  readonly within: readonly RegionShown[]
}

export interface ReasonShown {
  readonly name: Text
  readonly says: Text
  readonly basis?: { readonly law: string; readonly articles: readonly number[] }
}

/** Why something is done at a counter only, and who confirmed it. */
export interface ConfirmedShown {
  readonly reason: ReasonShown
  readonly note: string | null
  readonly confirmedBy: string | null
  readonly confirmedOn: string | null
}

export interface EntryShown {
  readonly entry: {
    readonly id: string
    readonly version: number
    readonly name: string
    readonly nameEn: string | null
    readonly drawer: string
    readonly levels: readonly string[]
    readonly region: string
    readonly codes: readonly { readonly scheme: string; readonly value: string }[]
    readonly standing: string
    readonly item: string | null
    readonly note: string | null
    readonly confirmedBy: string | null
    readonly confirmedOn: string | null
    readonly withdrawnBecause: string | null
    readonly faults: readonly { readonly code: string; readonly text: { readonly zh: string; readonly en: string } }[]
    readonly sourceFile: string
    readonly sourceRow: number | null
    readonly from: string
    readonly to: string | null
  }
  readonly place: string | null
  readonly organName: string | null
  readonly reason: ReasonShown | null
  readonly itemRuns: boolean
  readonly versions: readonly {
    readonly version: number
    readonly from: string
    readonly standing: string
    readonly withdrawnBecause: string | null
  }[]
}

export interface LifeEventListed {
  readonly id: string
  readonly name: Text
  readonly says: Text | null
  readonly for: string
  readonly joint: string | null
  readonly steps: number
}

export interface LifeEventShown {
  readonly id: string
  readonly name: Text
  readonly says: Text | null
  readonly for: string
  readonly joint: { readonly item: string; readonly name: unknown } | null
  readonly steps: readonly {
    readonly kind: 'item' | 'entry' | 'named'
    readonly key: string | null
    readonly name: unknown
    readonly organ: string | null
    readonly runs: boolean
    readonly from: string | null
    readonly gives: unknown
    readonly onlyIf: unknown
  }[]
}

export interface StatisticsShown {
  readonly on: string
  readonly measures: readonly {
    readonly id: string
    readonly how: { readonly zh: string; readonly en: string }
    readonly columns: readonly string[]
    readonly rows: readonly (Readonly<Record<string, number | string | null>> & { readonly key: string })[]
  }[]
  readonly differing: readonly { readonly what: string; readonly item: string; readonly values: readonly string[] }[]
  readonly unconfirmed: readonly { readonly item: string; readonly name: unknown; readonly said: unknown }[]
}

export interface DirectoryCounts {
  readonly drawers: Readonly<Record<string, number>>
  readonly levels: Readonly<Record<string, number>>
  readonly standings: Readonly<Record<string, number>>
  readonly all: number
}

/** What the pages of the directory are given. */
export interface DirectoryNeeds {
  readonly directory: {
    list(wanted: Narrowed & { q?: string; after?: string; limit: number }): Promise<{
      readonly lines: readonly LineShown[]
      readonly next: string | null
      readonly loose: boolean
    }>
    counts(wanted?: Narrowed): Promise<DirectoryCounts>
    divisions(): Promise<{
      readonly divisions: readonly RegionShown[]
      readonly elsewhere: readonly { readonly code: string; readonly entries: number }[]
    }>
    place(region: string): Promise<PlaceShown>
    entry(id: string): Promise<EntryShown>
    confirmed(item: string): Promise<ConfirmedShown | null>
    lifeEvents(): readonly LifeEventListed[]
    lifeEvent(id: string): Promise<LifeEventShown>
  }
  readonly statistics: () => Promise<StatisticsShown>
}
