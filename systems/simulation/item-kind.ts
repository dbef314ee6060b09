/** 所办事项 What a run lives: the item, the posts an office must have filled, and how often it comes. */
interface LivedItem {
  readonly code: string
  /** Posts without which an organ cannot carry a case through; organs that lack one take no part. */
  readonly posts: readonly string[]
  /** The kind of organ that carries it out, where none says so of itself. */
  readonly organ?: string
  /** Relative frequency. */
  readonly weight: number
  /** Share opened on any day of the week: applications over the network. */
  readonly anyDay: number
  /** Of which a run has so many at most, however big it is. */
  readonly most?: number
  /** The first day on which the item is in force; a run that begins before it waits until then. */
  readonly from?: string
}

export const livedItems = {
  permit: {
    code: 'energy-review',
    posts: ['acceptance', 'review', 'bureau-head', 'hearing-chair'],
    weight: 55,
    anyDay: 0.1,
  },
  penalty: {
    code: 'energy-report-penalty',
    posts: ['investigator', 'legal-reviewer', 'hearing-chair', 'bureau-head'],
    weight: 45,
    anyDay: 0,
  },
  dispute: {
    code: 'land-dispute',
    posts: ['acceptance', 'dispute-officer', 'mediator', 'legal-reviewer'],
    weight: 8,
    anyDay: 0,
  },
  allowance: { code: 'subsistence-allowance', posts: ['bureau-head'], weight: 8, anyDay: 0, from: '2026-07-01' },
  // Opened from an allowance when a re-check finds a change, and by nothing else.
  adjustment: { code: 'allowance-adjustment', posts: ['bureau-head'], weight: 0, anyDay: 0, from: '2026-07-01' },
  // A plan draws its firms among all; each that was drawn becomes a visit, opened by the draw and by nothing else.
  inspection: {
    code: 'market-double-random',
    organ: 'market-regulation-bureau',
    posts: ['inspection-planner', 'draw-officer', 'inspector', 'section-head', 'investigator', 'bureau-head'],
    weight: 3,
    anyDay: 0,
    most: 24,
  },
  visit: {
    code: 'market-inspection-visit',
    organ: 'market-regulation-bureau',
    posts: ['inspector', 'section-head'],
    weight: 0,
    anyDay: 0,
  },
} as const satisfies Record<string, LivedItem>

export type ItemKind = keyof typeof livedItems
export const itemKinds = Object.keys(livedItems) as readonly ItemKind[]

export const livedItem = (kind: ItemKind): LivedItem => livedItems[kind]

/** One value for each item that is lived. */
export const byItemKind = <T>(make: (kind: ItemKind) => T): Readonly<Record<ItemKind, T>> =>
  Object.fromEntries(itemKinds.map(kind => [kind, make(kind)])) as Record<ItemKind, T>
