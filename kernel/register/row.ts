import { isDay } from '#kernel/clock'
import { refusal } from '#kernel/refusal'
import type { RegisterDeclaration, RegisterField } from './declaration.ts'
import { columnOf, scaleOf } from './field-type.ts'

export const registerValueInvalid = refusal('REGISTER_VALUE_INVALID', 422, 'The register does not take this value')

export type RegisterValue = boolean | number | string | null

/** 来源 Where a row comes from: a case's outcome or a declared feed; always the organ that answers for it. */
export type RegisterSource =
  | {
      readonly organ: string
      readonly case: string
      readonly seq: number
      readonly item: string
      readonly outcome?: string
    }
  | { readonly organ: string; readonly feed: string }

/**
 * 台账记录 One row: its plain fields, the days it holds (`validTo` is the first day it no longer does), and from when to
 * when the city believed so. Personal fields are not in it; they are opened one by one, for a purpose.
 */
export interface RegisterRow {
  readonly row: number
  readonly values: Readonly<Record<string, RegisterValue>>
  readonly party: string | null
  readonly validFrom: string
  readonly validTo: string | null
  readonly recordedFrom: string
  readonly recordedTo: string | null
  readonly organ: string
  readonly by: { readonly case: string; readonly seq: number } | { readonly feed: string }
}

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i
const whole = /^-?\d{1,18}$/

/** A decimal with no more digits than declared; nothing is ever rounded on the way into a register. */
function decimal(value: unknown, scale: number): string | undefined {
  const text = typeof value === 'number' || typeof value === 'string' ? String(value) : ''
  const match = /^(-?\d{1,18})(?:\.(\d+))?$/.exec(text)
  if (!match) return undefined
  const digits = (match[2] ?? '').replace(/0+$/, '')
  return digits.length <= scale ? (digits ? `${match[1]}.${digits}` : match[1]) : undefined
}

/** The value as the field's column takes it; undefined when the field does not take it. */
export function encodeField(field: RegisterField, value: unknown): RegisterValue | undefined {
  switch (field.type) {
    case 'boolean':
      return typeof value === 'boolean' ? value : undefined
    case 'integer':
    case 'money':
      if (typeof value === 'number') return Number.isSafeInteger(value) ? value : undefined
      return typeof value === 'string' && whole.test(value) ? value : undefined
    case 'date':
      return typeof value === 'string' && isDay(value) ? value : undefined
    case 'person':
      return typeof value === 'string' && uuid.test(value) ? value.toLowerCase() : undefined
    case 'choice': {
      const said = String(value)
      return field.options?.some(option => String(option) === said) ? said : undefined
    }
    default:
      if (field.type.startsWith('decimal')) return decimal(value, scaleOf(field.type))
      return typeof value === 'string' && value.length <= 4_000 && !value.includes('\0')
        ? value.normalize('NFC')
        : undefined
  }
}

/** Turns values by field into values by column; refuses unknown fields and values of the wrong type, never naming a value. */
export function encodeValues(
  declaration: RegisterDeclaration,
  values: Readonly<Record<string, unknown>>,
): Record<string, RegisterValue> {
  const row: Record<string, RegisterValue> = {}
  for (const [name, value] of Object.entries(values)) {
    const field = Object.hasOwn(declaration.fields, name) ? declaration.fields[name] : undefined
    if (!field) throw registerValueInvalid({ detail: `register ${declaration.register} has no field ${name}` })
    if (value === null || value === undefined) {
      row[columnOf(name)] = null
      continue
    }
    const encoded = encodeField(field, value)
    if (encoded === undefined)
      throw registerValueInvalid({ detail: `field ${name} of register ${declaration.register} takes a ${field.type}` })
    row[columnOf(name)] = encoded
  }
  return row
}

export const plainFields = ({ fields }: RegisterDeclaration): [string, RegisterField][] =>
  Object.entries(fields).filter(([, field]) => !field.personal)

/** What a query selects to make rows of: the plain fields, time and provenance. */
export const selection = (declaration: RegisterDeclaration): string =>
  [
    'row_id',
    ...plainFields(declaration).map(([name]) => `"${columnOf(name)}"`),
    ...(Object.values(declaration.fields).some(field => field.personal) ? ['party'] : []),
    'valid_from',
    'valid_to',
    'recorded_from',
    'recorded_to',
    'by_organ',
    'by_case',
    'by_seq',
    'by_feed',
  ].join(', ')

export function decodeRow(declaration: RegisterDeclaration, row: Readonly<Record<string, unknown>>): RegisterRow {
  const text = (column: string) => (row[column] ?? null) as string | null
  return {
    row: row.row_id as number,
    values: Object.fromEntries(plainFields(declaration).map(([name]) => [name, row[columnOf(name)] as RegisterValue])),
    party: text('party'),
    validFrom: row.valid_from as string,
    validTo: text('valid_to'),
    recordedFrom: row.recorded_from as string,
    recordedTo: text('recorded_to'),
    organ: row.by_organ as string,
    by:
      row.by_feed === null
        ? { case: row.by_case as string, seq: row.by_seq as number }
        : { feed: row.by_feed as string },
  }
}
