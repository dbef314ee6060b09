import type { DifferenceTold, Direction, Guide, ItemDefinition, Provision, Text } from '#kernel/definition'
import type { ConfirmedShown, DirectoryNeeds } from './directory.needs.ts'
import type { Locales } from './locale.ts'
import type { RatingShown } from './mine/needs.ts'

export interface Office {
  readonly organ: string
  readonly name: string
  readonly region: string
}

export interface GuideShown {
  readonly item: string
  readonly version: number
  readonly from: string
  readonly office: Office | null
  readonly offices: readonly Office[]
  readonly guide: Guide & { readonly taskCode?: string }
  readonly definition: ItemDefinition
  /** The items that an application opens. */
  readonly parts: readonly {
    readonly part: string
    readonly item: string
    readonly name: unknown
    readonly onlyWhen: boolean
    readonly after: readonly string[]
  }[]
  /** The laws the item cites: whether their text was read, and what the articles are about. */
  readonly laws: readonly { readonly law: string; readonly verified: boolean }[]
  /** Where it is not done online: by the closed list why, if somebody confirmed it. */
  readonly confirmed?: ConfirmedShown | null
}

/** A limit that runs in a case. */
export interface DueShown {
  readonly limit: string
  readonly text: Text | null
  readonly ends: readonly string[]
  /** Null while it stands still. */
  readonly on: string | null
  readonly workdaysLeft: number
  readonly workdays: number
  readonly provisional: boolean
  readonly promised: boolean
  readonly value: number
  readonly unit: string
  readonly extensions: readonly { readonly value: number; readonly unit: string }[]
  readonly basis: Provision | null
}

/** Money the party owes, in fen. */
export interface PaymentShown {
  readonly order: string
  readonly amount: number
  readonly left: number
  readonly surcharge: number
  readonly dueOn: string | null
  readonly rate: string | null
  readonly basis: Provision | null
  readonly instalments: readonly { readonly on: string; readonly amount: number }[]
}

/** 并联各项 One of the cases that an application opened, or why it is not opened. */
export interface PartShown {
  readonly part: string
  readonly name: Text
  readonly status: 'waiting' | 'ordered' | 'running' | 'decided' | 'ended' | 'left' | 'stopped'
  readonly why: string | null
  readonly of: readonly Text[]
  readonly opened: {
    readonly number: string
    readonly organ: string
    readonly outcome: { readonly name: Text; readonly favourable: boolean | null } | null
    readonly result: string | null
    readonly due: DueShown | null
  } | null
  /** Of its own receipt. */
  readonly code: string | null
}

export interface ProgressShown {
  readonly number: string
  readonly item: string
  readonly name: Text
  readonly organ: string
  readonly organId: string
  readonly openedOn: string
  readonly status: 'open' | 'ended'
  readonly outcome: { readonly key: string; readonly name: Text; readonly favourable: boolean | null } | null
  readonly result: string | null
  readonly remedies: readonly {
    readonly kind: string
    readonly body?: string
    readonly within: string
    readonly basis?: Provision
  }[]
  readonly missing: readonly Text[]
  /** The answer itself, where the code is all that its party has. */
  readonly told?: readonly { readonly verb: string; readonly on: string; readonly text: string }[]
  readonly turnedAway: {
    readonly why: Text | null
    readonly rule: Text | null
    readonly basis: Provision | null
    readonly referTo: string | null
  } | null
  readonly payments: readonly PaymentShown[]
  readonly parts: readonly PartShown[]
  readonly stages: readonly {
    readonly stage: string
    readonly name: Text
    readonly status: 'done' | 'open' | 'ahead' | 'skipped' | 'stopped' | 'unreached'
    readonly on: string | null
  }[]
  /** The office's own limit. */
  readonly due: DueShown | null
  /** Limits of the party. */
  readonly yours: readonly DueShown[]
  readonly holders: readonly { readonly organ: string; readonly post: string | null }[]
  readonly suspended: {
    readonly for: string
    readonly since: string
    readonly basis: Provision | null
    readonly max: string | null
  } | null
  readonly awaiting: boolean
}

/** How many things differ, and for whom they make what easier. */
export type DifferenceCounts = Readonly<Record<'all' | Direction, number>>

/** 某一版 When a version is in force, and how much it changed. */
export interface VersionShown {
  readonly version: number
  readonly from: string
  readonly until: string | null
  readonly standing: 'ahead' | 'in-force' | 'over'
  readonly publishedAt: string
  readonly differences: DifferenceCounts | null
}

export interface DifferenceShown {
  readonly from: number
  readonly to: number
  readonly organ: string | null
  readonly against: string | null
  readonly counts: DifferenceCounts
  readonly differences: readonly DifferenceTold[]
}

/** What the public pages are given: they know no system and no store. */
export interface PublicNeeds extends DirectoryNeeds {
  readonly guides: {
    guide(item: string, organ?: string): Promise<GuideShown>
  }
  readonly versions: {
    list(item: string): Promise<{ readonly name: unknown; readonly versions: readonly VersionShown[] }>
    difference(
      item: string,
      wanted: { from?: number; to?: number; organ?: string; against?: string },
    ): Promise<DifferenceShown>
  }
  /** A case by its number and printed code; undefined for a wrong one of either. */
  readonly progress: (number: string, code: string) => Promise<ProgressShown | undefined>
  /** 凭查询码评价 What a receipt of the counter lets one rate; null where there is nothing to rate by it. */
  readonly ratingByCode: {
    standing(number: string, code: string): Promise<RatingShown | null>
    rate(
      number: string,
      code: string,
      given: { readonly level: number; readonly reasons: readonly string[] },
    ): Promise<void>
  }
  readonly locales: Locales
  readonly demo: boolean
  readonly demoHome?: boolean
  /** Wrong codes of one address a minute. */
  readonly wrongCodes: { take(key: string): number; wait(key: string): number }
}
