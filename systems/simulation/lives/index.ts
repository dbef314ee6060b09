import type { CaseHand } from '../case-hand.ts'
import type { ItemKind } from '../item-kind.ts'
import { liveAllowance } from './allowance.ts'
import { liveDispute } from './dispute.ts'
import { liveInspection } from './inspection.ts'
import { livePenalty } from './penalty.ts'
import { livePermit } from './permit.ts'

/** 各类案件的一生 What happens to a case of each item, from its opening to its last obligation. */
export const lives: Readonly<Record<ItemKind, (c: CaseHand) => Promise<void>>> = {
  permit: livePermit,
  penalty: livePenalty,
  dispute: liveDispute,
  allowance: liveAllowance,
  // Lived inside the allowance it comes from.
  adjustment: async () => {},
  inspection: liveInspection,
  // Lived inside the plan that drew it.
  visit: async () => {},
}
