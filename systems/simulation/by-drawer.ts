import type { CompiledItem } from '#kernel/definition'
import { itemKinds, livedItem } from './item-kind.ts'
import type { ItemReport } from './report.ts'
import { isUndetectable, violationKinds } from './violation.ts'

/** 分抽屉 How the cases of one drawer went, over all its items. */
export interface DrawerReport {
  readonly items: number
  readonly cases: number
  readonly clean: number
  readonly ended: number
  readonly planted: number
  readonly caught: number
  /** Planted, and contradicting nothing the city knows. */
  readonly undetectable: number
  readonly falseAlarms: number
}

/** In which drawer an item lies, by the name under which reports have it. */
export function drawersOf(items: readonly CompiledItem[]): ReadonlyMap<string, string> {
  const byCode = new Map(items.map(({ definition: { item, category } }) => [item, category.drawer] as const))
  const byHand = itemKinds.map(kind => [kind, byCode.get(livedItem(kind).code) ?? ''] as const)
  return new Map<string, string>([...byCode, ...byHand])
}

/** Only of our own list: what is made from an item or given in a file is found, or the line does not hold. */
const undetectableIn = ({ byKind }: ItemReport): number =>
  violationKinds.filter(isUndetectable).reduce((sum, kind) => sum + (byKind[kind]?.planted ?? 0), 0)

/** 按抽屉汇总 The reports of items, added up by drawer. */
export function byDrawerOf(
  byItem: Readonly<Record<string, ItemReport>>,
  drawers: ReadonlyMap<string, string>,
): Readonly<Record<string, DrawerReport>> {
  const sums = new Map<string, DrawerReport>()
  for (const [name, item] of Object.entries(byItem)) {
    const drawer = drawers.get(name) ?? ''
    const none = { items: 0, cases: 0, clean: 0, ended: 0, planted: 0, caught: 0, undetectable: 0, falseAlarms: 0 }
    const sum = sums.get(drawer) ?? none
    sums.set(drawer, {
      items: sum.items + 1,
      cases: sum.cases + item.cases,
      clean: sum.clean + item.clean,
      ended: sum.ended + item.ended,
      planted: sum.planted + item.planted,
      caught: sum.caught + item.caught,
      undetectable: sum.undetectable + undetectableIn(item),
      falseAlarms: sum.falseAlarms + item.falseAlarms,
    })
  }
  return Object.fromEntries([...sums].sort(([one], [two]) => (one < two ? -1 : 1)))
}
