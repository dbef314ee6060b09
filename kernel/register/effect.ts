import { refusal } from '#kernel/refusal'
import type { Sql } from '#kernel/storage'
import type { RegisterDeclaration } from './declaration.ts'
import type { Registers } from './registers.ts'
import type { RegisterSource } from './row.ts'
import { dayAfter, lastValidDay } from './validity.ts'

export const registerValueUnknown = refusal(
  'REGISTER_VALUE_UNKNOWN',
  422,
  'The outcome would write a register row whose value is not known',
)

/**
 * 效果 One effect of an outcome, run inside the step's transaction. `id` comes from case, seq and index, so running it
 * twice is harmless. `facts` are the raw answers of the form; `effect` is the item's own text of it.
 */
export interface EffectRun {
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
  /** Legal date, `YYYY-MM-DD`. */
  readonly on: string
  /** Instant of the step, ISO. */
  readonly at: string
  readonly parties: readonly { readonly role: string; readonly party: string }[]
  readonly facts: Readonly<Record<string, unknown>>
  readonly effect: unknown
  /** Fen. */
  readonly amount?: number
  readonly validity?: { readonly value: number; readonly unit: string }
  /** The outcome's `money`: who collects, what surcharge, which budget line. */
  readonly money?: unknown
}

export type EffectFunction = (sql: Sql, run: EffectRun) => Promise<void>

/** What the effect reads from the item: an expression's value over the case, and the form field a register field comes from. */
export interface CaseValues {
  /** The value of a FEEL expression; null is unknown. */
  value(run: EffectRun, expression: string): unknown
  /** The answer to the form field declared with `source: { register, field }`, if there is one. */
  sourced(run: EffectRun, register: string, field: string): unknown
}

interface RegisterEffect {
  readonly register: string
  readonly set?: Readonly<Record<string, string>>
  readonly end?: boolean
}

/** The person or firm the case is about. */
export const subjectOf = (run: Pick<EffectRun, 'parties'>): string | undefined =>
  (run.parties.find(({ role }) => role === 'subject' || role === 'respondent') ?? run.parties[0])?.party

function valuesOf(run: EffectRun, declared: RegisterDeclaration, effect: RegisterEffect, from: CaseValues) {
  const values: Record<string, unknown> = {}
  for (const [field, expression] of Object.entries(effect.set ?? {})) values[field] = from.value(run, expression)
  for (const field of declared.key) values[field] ??= from.sourced(run, declared.register, field)
  return values
}

/**
 * 登记效果 Makes the function for `{ register, set, end }`: records the row the outcome says, from the day of the decision
 * to the end of its validity, or ends the key's row. Refuses the decision when a field that may not be unknown is.
 */
export function makeSetEffect(registers: Registers, from: CaseValues): EffectFunction {
  return async (sql, run) => {
    const effect = run.effect as RegisterEffect
    const declared = registers.declaration(effect.register)
    const values = valuesOf(run, declared, effect, from)
    const needed = effect.end
      ? declared.key
      : Object.keys(declared.fields).filter(
          field => !declared.fields[field]!.nullable && !declared.fields[field]!.personal,
        )
    const missing = needed.filter(field => values[field] === undefined || values[field] === null)
    if (missing.length > 0)
      throw registerValueUnknown({
        detail: `register ${declared.register}: ${missing.join(', ')} is unknown`,
        facts: { register: declared.register, missing },
        remedy: 'Complete the form, or say in the item where the field comes from.',
      })
    const source: RegisterSource = {
      organ: run.organ,
      case: run.caseId,
      seq: run.seq,
      item: run.item,
      outcome: run.outcome,
    }
    if (effect.end) {
      await registers.end(sql, declared.register, { entry: run.id, values, from: run.on, source })
      return
    }
    const party = subjectOf(run)
    await registers.set(sql, declared.register, {
      entry: run.id,
      values,
      from: run.on,
      source,
      ...(run.validity && { to: dayAfter(lastValidDay(run.on, run.validity)) }),
      ...(party !== undefined && { party }),
    })
  }
}
