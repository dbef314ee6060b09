import type { Text } from '#kernel/definition'

/** 查验结果 What anybody is told of a certificate by its number and printed code. */
export type CheckedShown =
  | { readonly found: false }
  | {
      readonly found: true
      readonly number: string
      readonly name: Text
      /** 文书 Which paper of a case with that name, where it is one. */
      readonly paper?: string
      readonly organ: string
      readonly issuedOn: string
      readonly validUntil: string | null
      readonly status: string
      readonly endedOn: string | null
      readonly reason: string | null
    }

/** 公示范围 Whose notices: of one organ, of one region; what hangs in an organ or a community only is shown to whoever names it. */
export interface PublicPlace {
  readonly organ?: string
  readonly region?: string
}

/** Where something hangs today, by name. */
export interface PublicPlaces {
  readonly organs: readonly { readonly id: string; readonly name: string }[]
  readonly regions: readonly { readonly id: string; readonly name: string }[]
}

/** 异议途径 Who may still say what against a posting, to whom, and until which day. */
export interface ObjectionWay {
  readonly kind: 'objections' | 'comments'
  /** The case to which whoever has signed in may say it by page; null where only those it concerns may. */
  readonly online: string | null
  /** Null: as long as it hangs. */
  readonly lastDay: string | null
  readonly windows: readonly Text[]
  readonly hours: Text | null
  readonly contacts: readonly Text[]
}

/** 一条公示 One publication on a page of its own. */
export interface PublicationShown extends PublishedShown {
  readonly kind: 'decision' | 'draft' | 'result'
  readonly way: ObjectionWay | null
}

/** 公示 One thing the city has published, in words. */
export interface PublishedShown {
  readonly id: string
  readonly item: string
  readonly name: Text
  readonly organ: string
  readonly publishedOn: string
  /** The last day on which it hangs; null: until it is withdrawn. */
  readonly lastDay: string | null
  readonly scope: 'city' | 'organ' | 'community'
  readonly withdrawnOn: string | null
  readonly reason: string | null
  readonly fields: readonly { readonly label: Text; readonly value: Text }[]
}

/** Whose publications: of these organs, of this region, and what is shown to the people of this place only. */
export interface PublishedOf {
  readonly organs?: readonly string[]
  readonly region?: string
  readonly place: PublicPlace
}

export interface RatingsShown {
  /** Fewer than so many stand nowhere. */
  readonly smallest: number
  readonly organs: readonly { readonly organ: string; readonly levels: Readonly<Record<number, number>> }[]
}

export interface DeferredShown {
  readonly purpose: string
  readonly statute: { readonly law: string; readonly articles: readonly string[] }
  readonly count: number
}

/** 演示身份 Somebody a visitor of the demonstration may be by one press. */
export interface DemoRole {
  readonly account: string
  readonly title: string
}

/** A live case that a newcomer is led through. */
export interface TourCase {
  readonly number: string
  readonly checkCode: string
  readonly item: string
}

export interface DemoNeeds {
  readonly roles: readonly DemoRole[]
  /** The case of that number, if it is one to be shown; else one of the firm's that waits for its decision, or for anything. */
  readonly tour: (number?: string) => Promise<TourCase | undefined>
  /** `Set-Cookie` of a session as this account; undefined for one that is not shown. */
  readonly enter: (
    account: string,
    from: { readonly address: string; readonly agent: string },
  ) => Promise<string | undefined>
}

/** What the pages for everybody are given beside directory and progress. */
export interface OpenNeeds {
  /** A code that belongs to another number is like one that belongs to nothing. */
  readonly check: (number: string, code: string) => Promise<CheckedShown>
  readonly published: (
    after?: string,
    of?: PublishedOf,
  ) => Promise<{ readonly items: readonly PublishedShown[]; readonly next: string | null }>
  readonly places: () => Promise<PublicPlaces>
  /** Undefined: over, not yet, or none. */
  readonly publication: (id: string) => Promise<PublicationShown | undefined>
  /** 评价统计 How many ratings of each grade organs have; what stands for a handful of people is not in it. */
  readonly ratings: () => Promise<RatingsShown>
  /** 延后告知 How many looks at people's data are not told them yet, and by which law. */
  readonly deferred: () => Promise<readonly DeferredShown[]>
  /** Wrong codes of one address a minute. */
  readonly wrongCodes: { take(key: string): number; wait(key: string): number }
  readonly secure: boolean
}
