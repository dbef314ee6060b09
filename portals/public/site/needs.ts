import type { Text } from '#kernel/definition'
import type { DirectoryNeeds } from '../directory.needs.ts'
import type { PublicNeeds } from '../needs.ts'
import type { OpenNeeds } from '../open/needs.ts'

export interface SiteListed {
  readonly code: string
  readonly name: Text
  readonly items: number
}

export type SectionShown =
  | 'items'
  | 'published'
  | 'offices'
  | { readonly title: Text; readonly items: readonly { readonly item: string; readonly name: unknown }[] }

/** A site of a region or of organs, as its pages are told of it. */
export interface SiteShown {
  readonly code: string
  readonly name: Text
  /** Null where it speaks for organs. */
  readonly region: string | null
  readonly organs: readonly { readonly organ: string; readonly name: string; readonly items: number }[]
  readonly above: { readonly code: string; readonly name: Text } | null
  readonly within: readonly SiteListed[]
  readonly accent: string
  readonly introduction: Text | null
  readonly sections: readonly SectionShown[]
  readonly contact: {
    readonly address?: Text
    readonly hours?: Text
    readonly phones?: readonly string[]
  } | null
  readonly accessibility: Text | null
}

/** Where an organ is found, and at which hours. */
export interface PlacesShown {
  readonly organ: string
  readonly places: readonly {
    readonly window: Text
    readonly hours: Text | null
    readonly contacts: readonly Text[]
  }[]
}

/** What the pages of sites are given: who they speak for; all else is what the main door shows too. */
export interface SiteNeeds {
  readonly sites: {
    list(): Promise<{
      readonly districts: readonly SiteListed[]
      readonly organs: readonly SiteListed[]
      readonly others: readonly SiteListed[]
    }>
    find(code: string): Promise<SiteShown>
    places(organs: readonly string[]): Promise<readonly PlacesShown[]>
  }
  readonly directory: Pick<DirectoryNeeds['directory'], 'list' | 'counts' | 'confirmed'>
  readonly guide: PublicNeeds['guides']['guide']
  readonly published: OpenNeeds['published']
}
