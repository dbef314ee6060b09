import type { Lived } from '../pages/lived.ts'
import type { Way } from '../pages/sheet.ts'
import { sheetsOf } from '../pages/sheets.ts'

/** 屏幕 What is held in the hand, drawn twice as fine, and what stands on a desk. */
export const screens = {
  phone: { viewport: { width: 360, height: 740 }, deviceScaleFactor: 2 },
  desktop: { viewport: { width: 1_280, height: 800 }, deviceScaleFactor: 1 },
} as const

/** A page, or a part of it that stands further down. */
export type Pictured = (Way & { readonly from?: string }) | { readonly none: string }

/** 主要页面 The pages that are pictured, by the name of their pictures: how one comes to each is what the drill of the pages says. */
export const pictured = {
  front: lived => sheetsOf(lived)['/']!.full,
  search: () => ({ as: 'visitor', to: '/?q=开饭店' }),
  guide: lived => sheetsOf(lived)['/items/:item']!.full,
  form: lived => sheetsOf(lived)['/apply/:item/:draft/fill/:page']!.full,
  precheck: lived => sheetsOf(lived)['/apply/:item/:draft/precheck']!.full,
  receipt: ({ waiting }) => ({ as: 'firm', to: `/mine/cases/${waiting}/receipt` }),
  case: ({ decidable }) => ({ as: 'firm', to: `/mine/cases/${decidable}`, from: 'svg.plumb' }),
  result: ({ granted }) => ({ as: 'firm', to: `/mine/cases/${granted}`, from: '#decision' }),
  data: lived => sheetsOf(lived)['/mine/data']!.full,
  verify: lived => sheetsOf(lived)['/verify']!.full,
  demo: () => ({ as: 'visitor', to: '/demo' }),
  'desk-today': lived => sheetsOf(lived)['/office']!.full,
  'desk-case': lived => sheetsOf(lived)['/office/*']!.full,
} as const satisfies Readonly<Record<string, (lived: Lived) => Pictured>>

/** Where the picture of a page on a screen is kept. */
export const pictureOf = (name: string, screen: string): string => `docs/pictures/${name}-${screen}.webp`
