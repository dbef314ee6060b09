import type { ItemKind } from './item-kind.ts'
import { ofHouseholdsAndSides } from './violations/households-and-sides.ts'
import { ofInspections } from './violations/inspections.ts'
import type { Violation } from './violations/kind.ts'
import { ofPermitAndPenalty } from './violations/permit-and-penalty.ts'

export { groups, type Violation } from './violations/kind.ts'

/**
 * 违规清单 Every kind of wrong the simulator plants, and what must come of it. Exact on purpose: a refusal for another reason
 * is not a catch. An undetectable one contradicts nothing the city knows.
 */
export const violations = {
  ...ofPermitAndPenalty,
  ...ofHouseholdsAndSides,
  ...ofInspections,
} as const satisfies Record<string, Violation>

export type ViolationKind = keyof typeof violations
export const violationKinds = Object.keys(violations) as readonly ViolationKind[]

export const isUndetectable = (kind: ViolationKind): boolean => violations[kind].group === 'undetectable'

/** Whether this wrong can happen in a case of this item. */
export const isFor = (kind: ViolationKind, item: ItemKind): boolean => {
  const { item: items }: Violation = violations[kind]
  return typeof items === 'string' ? items === item : items.includes(item)
}
