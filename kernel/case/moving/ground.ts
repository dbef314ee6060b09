import { type CompiledItem, canonicalJson } from '#kernel/definition'
import type { Basis } from '#kernel/refusal'
import type { Facts } from '../act.ts'
import type { CaseState } from '../state.ts'
import type { Mapping } from './mapping.ts'
import type { StayReason } from './reasons.ts'

/** What is looked at before a case moves: both versions, and the case as it is and as it would be. */
export interface MoveGround {
  readonly from: CompiledItem
  readonly to: CompiledItem
  readonly mapping: Mapping
  readonly before: CaseState
  readonly after: CaseState
  readonly facts: { readonly before: Facts; readonly after: Facts }
  readonly now: Temporal.Instant
  readonly on: string
  readonly say: (code: StayReason, facts?: Readonly<Record<string, unknown>>, basis?: Basis) => void
}

export const same = (a: unknown, b: unknown): boolean =>
  a === b || (a !== undefined && b !== undefined && canonicalJson(a) === canonicalJson(b))
