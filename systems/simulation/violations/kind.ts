import type { ItemKind } from '../item-kind.ts'

/** 预期发现 How the city should find a planted violation: the act is refused for one of these reasons, or an alarm is raised. */
export interface Violation {
  /** The items it can happen in. */
  readonly item: ItemKind | readonly ItemKind[]
  /** 类别, as reports group them. */
  readonly group: Group
  /** Codes of a refusal (the problem's own, or one of its reasons) that name this very fault. */
  readonly refused?: readonly string[]
  /** Alarms that name it, each as the item or control calls it. */
  readonly alarm?: readonly string[]
  /** Relative frequency. */
  readonly weight: number
}

export const groups = [
  'lateness',
  'material',
  'falsehood',
  'authority',
  'separation',
  'avoidance',
  'against-rule',
  'skipped-gate',
  'out-of-order',
  'form-of-act',
  'protocol',
  'undetectable',
] as const
type Group = (typeof groups)[number]

export const late = (item: Violation['item'], ...alarm: string[]): Violation => ({
  item,
  group: 'lateness',
  alarm,
  weight: 3,
})
export const refused = (item: Violation['item'], group: Group, ...codes: string[]): Violation => ({
  item,
  group,
  refused: codes,
  weight: 2,
})
export const alarmed = (item: Violation['item'], group: Group, ...alarm: string[]): Violation => ({
  item,
  group,
  alarm,
  weight: 2,
})
export const hidden = (item: Violation['item']): Violation => ({ item, group: 'undetectable', weight: 1.7 })

/** Done before its turn. */
export const outOfOrder = 'ACT_OUT_OF_ORDER'
