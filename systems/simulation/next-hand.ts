import { type CaseHand, makeCaseHand } from './case-hand.ts'
import { livedItem } from './item-kind.ts'
import type { CasePlan } from './plan.ts'

/** 后续办件 The hand of the case that follows from this one, with what is planned for both. */
export const handOfNext = ({ shared, plan }: CaseHand, item: CasePlan['item']): CaseHand =>
  makeCaseHand(shared, { ...plan, key: `${plan.key}-${item}`, item, itemCode: livedItem(item).code })
