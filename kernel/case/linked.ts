import type { CompiledItem } from '#kernel/definition'
import type { CaseState } from './state.ts'

/** Under which name the evidence about the case an act names is handed to its controls. */
export const linkedTo = 'case:linked'

/** 关联办件 What is known of another case when an act rests on its decision, as it was read before the step. */
export interface LinkedCase {
  readonly number: string
  readonly item: string
  /** Whether it comes from the case that acts. */
  readonly fromThis: boolean
  readonly outcome: string | null
  readonly favourable: boolean
  readonly servedOn: string | null
  readonly annulled: boolean
}

/** What of a case's state another case may rest on; nothing personal. */
export async function linkedCase(
  number: string,
  state: CaseState,
  fromThis: boolean,
  definitionOf: (hash: string) => CompiledItem | Promise<CompiledItem>,
): Promise<LinkedCase> {
  const { definition } = await definitionOf(state.hash)
  const outcome = state.outcome === undefined ? undefined : definition.content.outcomes[state.outcome]
  return {
    number,
    item: state.item,
    fromThis,
    outcome: state.outcome ?? null,
    favourable: outcome?.favourable !== false,
    servedOn: state.moments['service'] ?? null,
    annulled: state.annulled !== undefined,
  }
}
