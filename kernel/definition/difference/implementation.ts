import { type Implementation, implementedDefinition } from '../implementation.ts'
import type { ItemDefinition } from '../settings/item.ts'
import { type Difference, differenceOf } from './difference.ts'

/** 实施口径 An item version as one organ carries it out; without an implementation as the item itself says it. */
export interface CarriedOut {
  readonly definition: ItemDefinition
  readonly implementation?: Implementation
}

/** What an implementation says that stands nowhere in the item. */
const own = ['taskCode'] as const

const merged = ({ definition, implementation }: CarriedOut): ItemDefinition =>
  implementation ? implementedDefinition(definition, implementation).definition : definition

/**
 * 实施对比 What is done otherwise: by one organ under two versions of the item or of its own implementation, or by two organs side by side.
 * Everything an implementation changes is in the item as it is carried out, so the sentences are those of the item.
 */
export function implementationDifference(before: CarriedOut, after: CarriedOut): readonly Difference[] {
  const beside = own.flatMap((name): readonly Difference[] => {
    const [old, now] = [before.implementation?.[name], after.implementation?.[name]]
    if (old === now) return []
    return [
      {
        path: name,
        sentence: `difference.${name}`,
        values: { before: old ?? { say: 'difference.nothing' }, after: now ?? { say: 'difference.nothing' } },
        directions: [],
        ...(old !== undefined && { before: old }),
        ...(now !== undefined && { after: now }),
      },
    ]
  })
  return [...differenceOf(merged(before), merged(after)), ...beside]
}
