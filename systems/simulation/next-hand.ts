import { type CaseHand, makeCaseHand } from './case-hand.ts'
import { type ItemKind, livedItem } from './item-kind.ts'

/** 后续办件 The hand of the case that follows from this one, with what is planned for both. */
export const handOfNext = ({ shared, plan }: CaseHand, item: ItemKind): CaseHand =>
  makeCaseHand(shared, { ...plan, key: `${plan.key}-${item}`, item, itemCode: livedItem(item).code })
