import { createHash } from 'node:crypto'
import { type CompiledItem, type Effect, spanOf } from '#kernel/definition'
import type { Sql } from '#kernel/storage'
import type { Step } from './decide-step.ts'
import type { Actor, CaseEvent, EventType, PartyInCase } from './event.ts'
import type { CaseState } from './state.ts'

/** 效果 What one consequence of a step is told: which case and outcome, on which day, by whom, with which facts. */
export interface EffectRun {
  /** The same for the same step and effect, so repeating is harmless. */
  readonly id: string
  readonly caseId: string
  readonly number: string
  readonly seq: number
  readonly item: string
  readonly itemHash: string
  readonly drawer: string
  readonly organ: string
  readonly region: string
  readonly outcome: string
  readonly on: string
  readonly at: string
  readonly actor: Actor
  readonly parties: readonly PartyInCase[]
  readonly facts: Readonly<Record<string, unknown>>
  /** Evaluates an expression of the item over the facts of this step. */
  readonly value: (source: string) => unknown
  readonly definition: CompiledItem
  /** The case as the step leaves it. */
  readonly state: CaseState
  /** The outcome's own `money`. */
  readonly money?: unknown
  readonly effect: Effect
  readonly amount?: number
  readonly validity?: { readonly value: number; readonly unit: string }
  /** The last valid day, where it is not counted from this one. */
  readonly until?: string
}

export type EffectFunction = (sql: Sql, run: EffectRun) => Promise<void>

export interface EventRun<T extends EventType = EventType> extends Omit<EffectRun, 'effect'> {
  readonly event: Extract<CaseEvent, { type: T }>
  readonly text: Readonly<Record<string, string>>
}

export type EventEffect<T extends EventType> = (sql: Sql, run: EventRun<T>) => Promise<void>

/** 效果表 Which hub function answers which kind of outcome effect, and which events have effects of their own. */
export interface Effects {
  readonly outcome: Readonly<Record<'register' | 'voucher' | 'ledger' | 'obligation' | 'release', EffectFunction>>
  readonly event: { readonly [T in EventType]?: EventEffect<T> }
  /** Where an event has something to do only in some cases: in which. Elsewhere its step needs no lock on other tables. */
  readonly concerns?: { readonly [T in EventType]?: (state: CaseState, definition: CompiledItem) => boolean }
}

const kindOf = (effect: Effect): keyof Effects['outcome'] =>
  'register' in effect
    ? 'register'
    : 'voucher' in effect
      ? 'voucher'
      : 'ledger' in effect
        ? 'ledger'
        : 'obligation' in effect
          ? 'obligation'
          : 'release'

/** What completing a stage does in other hubs; what it does in the case itself the step has written as events. */
const declaredBy = ({ stages }: CompiledItem, stage: string): readonly Effect[] =>
  (stages.get(stage)?.effects ?? []).filter(effect => 'register' in effect || 'voucher' in effect)

/** What the registers say once a duty of the decision is done. */
const onceDone = ({ definition }: CompiledItem, { outcome }: CaseState, obligation: string): readonly Effect[] =>
  (definition.content.outcomes[outcome ?? '']?.effects ?? []).flatMap(effect =>
    'obligation' in effect && effect.obligation === obligation ? (effect.met ?? []) : [],
  )

function idOf(caseId: string, seq: number, index: number): string {
  const hex = createHash('sha256').update(`plumbline/effect/1 ${caseId} ${seq} ${index}`).digest('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}

export interface EffectInput {
  readonly caseId: string
  readonly number: string
  readonly definition: CompiledItem
  readonly step: Step
  readonly facts: Readonly<Record<string, unknown>>
  readonly value: (source: string) => unknown
}

/** Runs the effects of a step inside its transaction. Most steps have none. */
export async function runEffects(sql: Sql, effects: Effects, input: EffectInput): Promise<void> {
  const { step, definition, caseId, number } = input
  const text = Object.assign({}, ...step.details.map(detail => detail.text ?? {})) as Record<string, string>
  for (const event of step.events) {
    const base = {
      caseId,
      number,
      seq: event.seq,
      item: step.state.item,
      itemHash: step.state.hash,
      drawer: step.state.drawer,
      organ: step.state.organ,
      region: step.state.region,
      outcome: step.state.outcome ?? '',
      on: event.on,
      at: event.at,
      actor: event.actor,
      parties: step.state.parties,
      facts: input.facts,
      value: input.value,
      definition,
      state: step.state,
    }
    if (event.type === 'decision.made') {
      const outcome = definition.definition.content.outcomes[event.data.outcome]
      for (const [index, effect] of (outcome?.effects ?? []).entries())
        await effects.outcome[kindOf(effect)](sql, {
          ...base,
          id: idOf(caseId, event.seq, index),
          effect,
          ...(outcome?.money !== undefined && { money: outcome.money }),
          ...(event.data.amount !== undefined && { amount: event.data.amount }),
          ...(outcome?.validity !== undefined && { validity: spanOf(outcome.validity) }),
        })
    }
    if (event.type === 'stage.completed')
      for (const [index, effect] of declaredBy(definition, event.data.stage).entries())
        await effects.outcome[kindOf(effect)](sql, { ...base, id: idOf(caseId, event.seq, index), effect })
    if (event.type === 'obligation.met')
      for (const [index, effect] of onceDone(definition, step.state, event.data.id).entries())
        await effects.outcome.register(sql, { ...base, id: idOf(caseId, event.seq, index), effect })
    const own = effects.event[event.type] as EventEffect<EventType> | undefined
    if (own) await own(sql, { ...base, id: idOf(caseId, event.seq, 1_000), event, text })
  }
}

/** Whether a step has anything to run besides its own statement. */
export const hasEffects = (effects: Effects, definition: CompiledItem, step: Step): boolean =>
  step.events.some(
    event =>
      (event.type === 'decision.made' &&
        (definition.definition.content.outcomes[event.data.outcome]?.effects.length ?? 0) > 0) ||
      (event.type === 'obligation.met' && onceDone(definition, step.state, event.data.id).length > 0) ||
      (event.type === 'stage.completed' && declaredBy(definition, event.data.stage).length > 0) ||
      (effects.event[event.type] !== undefined && (effects.concerns?.[event.type]?.(step.state, definition) ?? true)),
  )
