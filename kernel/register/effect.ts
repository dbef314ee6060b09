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

/** What a register needs to know of an outcome's effect; the engine's `EffectRun` (kernel/case) is one. */
export interface RegisterRun {
  /** The same for the same step and effect, so that repeating is harmless. */
  readonly id: string
  readonly caseId: string
  readonly seq: number
  readonly item: string
  readonly itemHash: string
  readonly organ: string
  readonly outcome: string
  /** Legal date. */
  readonly on: string
  readonly parties: readonly { readonly role: string; readonly party: string }[]
  readonly facts: Readonly<Record<string, unknown>>
  readonly effect: unknown
  readonly validity?: { readonly value: number; readonly unit: string }
  /** The value of an expression over the case; null is unknown. */
  readonly value: (expression: string) => unknown
}

/** Names the form field that an item declares with `source: { register, field }`, if there is one. */
export type SourcedField = (run: RegisterRun, register: string, field: string) => string | undefined

interface RegisterEffect {
  readonly register: string
  readonly set?: Readonly<Record<string, string>>
  readonly end?: boolean
  readonly once?: boolean
}

/** The person or firm the case is about. */
export const subjectOf = (run: Pick<RegisterRun, 'parties'>): string | undefined =>
  (run.parties.find(({ role }) => role === 'subject' || role === 'respondent') ?? run.parties[0])?.party

function valuesOf(run: RegisterRun, declared: RegisterDeclaration, effect: RegisterEffect, sourced?: SourcedField) {
  const values: Record<string, unknown> = {}
  for (const [field, expression] of Object.entries(effect.set ?? {})) values[field] = run.value(expression)
  for (const field of declared.key) {
    const answer = values[field] === undefined ? sourced?.(run, declared.register, field) : undefined
    if (answer !== undefined) values[field] = run.facts[answer]
  }
  return values
}

/**
 * 登记效果 Makes the function for `{ register, set, end, once }`: records the row the outcome says, from the day of the decision
 * to the end of its validity, or ends the key's row. Refuses the decision when a field that may not be unknown is, and with
 * `once` when the key holds a row already.
 */
export function makeSetEffect(registers: Registers, sourced?: SourcedField) {
  return async (sql: Sql, run: RegisterRun): Promise<void> => {
    const effect = run.effect as RegisterEffect
    const declared = registers.declaration(effect.register)
    const values = valuesOf(run, declared, effect, sourced)
    const isMissing = (field: string) => values[field] === undefined || values[field] === null
    // What was never written — a measure that lapsed before it was decided on — has nothing to end.
    if (effect.end && declared.key.some(isMissing)) return
    const needed = Object.keys(declared.fields).filter(
      field => !declared.fields[field]!.nullable && !declared.fields[field]!.personal,
    )
    const missing = effect.end ? [] : needed.filter(isMissing)
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
      ...(effect.once && { once: true }),
    })
  }
}

/**
 * 登记失效 Makes the functions that follow a decision which fell or was changed. Only the row that this very case wrote is
 * touched, and only while it holds: what another decision has recorded for the key since is not this one's to end.
 */
export function makeUndoEffect(registers: Registers, sourced?: SourcedField) {
  async function written(sql: Sql, run: RegisterRun, today: string) {
    const effect = run.effect as RegisterEffect
    const declared = registers.declaration(effect.register)
    const values = valuesOf(run, declared, effect, sourced)
    const key = Object.fromEntries(declared.key.map(field => [field, values[field]]))
    if (effect.end || Object.values(key).some(value => value === undefined || value === null)) return undefined
    const row = await registers.asOf(declared.register, key, today, undefined, sql)
    if (!row || !('case' in row.by) || row.by.case !== run.caseId) return undefined
    const source = { organ: run.organ, case: run.caseId, seq: run.seq, item: run.item, outcome: run.outcome }
    return { register: declared.register, declared, effect, key, row, source }
  }
  return {
    /** 撤销、撤回 The row holds no longer: from its first day, or only from the day that is said. */
    async end(sql: Sql, run: RegisterRun, today: string, from?: string): Promise<void> {
      const found = await written(sql, run, today)
      if (!found) return
      const { register, key, row, source } = found
      await registers.end(sql, register, { entry: run.id, values: key, from: from ?? row.validFrom, source })
    },
    /** 延续 The row holds until another day; one with personal columns cannot be written again without them. */
    async extend(sql: Sql, run: RegisterRun, until: string, today: string): Promise<void> {
      const found = await written(sql, run, today)
      if (!found || Object.values(found.declared.fields).some(({ personal }) => personal)) return
      const { register, row, source } = found
      await registers.set(sql, register, {
        entry: run.id,
        values: row.values,
        from: row.validFrom,
        to: dayAfter(until),
        source,
      })
    },
    /** 变更 The amount of the row is another, from its first day; a row with personal columns cannot be written again without them. */
    async change(sql: Sql, run: RegisterRun, amount: number, today: string): Promise<void> {
      const found = await written(sql, run, today)
      if (!found || Object.values(found.declared.fields).some(({ personal }) => personal)) return
      const { register, effect, row, source } = found
      const amounts = Object.entries(effect.set ?? {}).filter(([, expression]) => expression === 'discretion.amount')
      if (amounts.length === 0) return
      await registers.set(sql, register, {
        entry: run.id,
        values: { ...row.values, ...Object.fromEntries(amounts.map(([field]) => [field, amount])) },
        from: row.validFrom,
        ...(row.validTo !== null && { to: row.validTo }),
        source,
      })
    },
  }
}
