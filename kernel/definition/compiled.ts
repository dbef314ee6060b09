import type { Compiled, CompiledTable, PreparedFacts, Scope } from '#kernel/rules'
import type { Stage } from './settings/flow.ts'
import type { ItemDefinition } from './settings/item.ts'
import type { Limit } from './settings/limits.ts'
import type { SpanValue } from './settings/words.ts'

/** 环节 A stage with its place in the flow. `branch` is set inside a parallel block. */
export interface CompiledStage extends Stage {
  readonly node: number
  readonly branch?: { readonly parallel: string; readonly index: number }
  readonly returnTo: readonly string[]
  readonly permits: ReadonlySet<string>
}

/** One step of the flow: a stage, or branches that run side by side and join. */
export type CompiledNode =
  | { readonly kind: 'stage'; readonly stage: CompiledStage }
  | { readonly kind: 'parallel'; readonly id: string; readonly branches: readonly (readonly CompiledStage[])[] }

export interface CompiledLimit extends Limit {
  readonly id: string
  readonly ends: readonly string[]
  readonly extendBy?: SpanValue
  /** Rungs of the alarms that watch this limit: percent of the budget, level, alarm id; sorted. */
  readonly rungs: readonly {
    readonly percent: number
    readonly level: 'notice' | 'yellow' | 'red'
    readonly alarm: string
  }[]
}

/**
 * 编译后的事项 An item version made ready to run: pinned by the hash of its content, its expressions compiled once, its
 * lookups by key. It holds no state and does no I/O; every case of the version shares it.
 */
export interface CompiledItem {
  /** sha256 (hex) of the canonical JSON of the definition after its template was filled in; empty where it was only judged. */
  readonly hash: string
  readonly definition: ItemDefinition
  readonly nodes: readonly CompiledNode[]
  readonly stages: ReadonlyMap<string, CompiledStage>
  readonly limits: ReadonlyMap<string, CompiledLimit>
  /** Every name an expression may see, with its type: form fields, `content.facts`, engine names (`outcome`, `hearingAsked` …). */
  readonly scope: Scope
  /** Form fields that must be erasable: kept only in the encrypted side table. */
  readonly personal: ReadonlySet<string>
  /** Which expressions the item contains, by their source text. */
  readonly expressions: ReadonlyMap<string, Compiled>
  /** Decision tables by the id of their rule. */
  readonly tables: ReadonlyMap<string, CompiledTable>
  /** Names of personal fields that the given expressions read: when empty, a step need not decrypt anything. */
  personalNamesIn(sources: readonly string[]): readonly string[]
  /** Converts raw facts once for many tests; derived `content.facts` are computed here, in order. */
  prepare(raw: Readonly<Record<string, unknown>>): PreparedFacts
  /** True, false, or null for unknown (a human decides). */
  test(source: string, facts: PreparedFacts): boolean | null
  value(source: string, facts: PreparedFacts): unknown
}

/** Names the engine itself provides to expressions. */
export const engineNames = {
  outcome: { kind: 'string' },
  channel: { kind: 'string' },
  subjectUnit: { kind: 'string' },
  hearingAsked: { kind: 'boolean' },
  hearingHeld: { kind: 'boolean' },
  statementMade: { kind: 'boolean' },
  statementWaived: { kind: 'boolean' },
  mediationSettled: { kind: 'boolean' },
  'discretion.amount': { kind: 'integer', unit: 'fen' },
} as const
