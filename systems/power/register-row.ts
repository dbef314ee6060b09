import type { Field, Text } from '#kernel/definition'
import type { RevealedParty } from '#kernel/party'
import type { RegisterRow } from '#kernel/register'
import type { FieldMeanings } from './field-meanings.ts'
import type { RouteNeeds } from './routes.ts'

/** A number of the party's own that a form or register asks for by its type. */
const numbers: Readonly<Record<string, string>> = { citizen: 'citizen', uscc: 'uscc', phone: 'phone' }

export const numberOf = (
  { identifiers }: Pick<RevealedParty, 'identifiers'>,
  type: string | undefined,
): string | undefined => identifiers.find(({ scheme }) => scheme === numbers[type ?? ''])?.value

/** 登记来源 Which field of which register answers a question: the item says it, or what the question means wherever it is asked. */
export function registerSource(
  name: string,
  field: Field | undefined,
  meanings: FieldMeanings,
): { readonly register: string; readonly field: string } | undefined {
  if (field?.source) return field.source
  const meaning = meanings.get(name)
  return meaning && 'register' in meaning ? meaning.register : undefined
}

export interface OwnRow {
  readonly row: RegisterRow
  readonly name: Text
}

/**
 * 本人的登记行 The row of a register that is about a party: each of its keys is a number of the party's own, or its first one is and a single row
 * is kept under it. Where several are, nothing is guessed.
 */
export const makeRegisterRow =
  ({ registers, clock }: Pick<RouteNeeds, 'registers' | 'clock'>) =>
  async (
    register: string,
    own: Pick<RevealedParty, 'identifiers'>,
    then?: { readonly on: string; readonly at: string },
  ): Promise<OwnRow | undefined> => {
    const { key, fields, name } = registers.declaration(register)
    const known = key.flatMap(field => {
      const value = numberOf(own, fields[field]?.type)
      return value === undefined ? [] : [[field, value] as const]
    })
    if (known[0]?.[0] !== key[0]) return undefined
    const about = Object.fromEntries(known)
    const on = then?.on ?? clock.today().toString()
    const row =
      known.length === key.length
        ? await registers.asOf(register, about, on, then?.at)
        : await registers
            .current(register, about, { limit: 2, on })
            .then(({ rows }) => (rows.length === 1 ? rows[0] : undefined))
    return row && { row, name: name as Text }
  }
